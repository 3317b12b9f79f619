"""What is unlikely and asks for a sentence: against the year before, and against the areas beside.

One cause is said once. A slipped point or sign explains a jump; a doubtful count explains the rate computed from it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from indicators.domain.findings import (
    DENOMINATOR,
    JUMP,
    MIX_UP,
    OUTLIER,
    SLIP,
    SOFT,
    Finding,
    Measure,
    Picture,
    Rule,
)
from indicators.domain.outliers import FEWEST_AREAS, middle_of, outlier_verdicts

SMALL_COUNT = 30  # a change in percent says nothing about fewer cases than this
SLIPS = (10, 100, 1000, 10_000)  # a point or zeros slipped; ten thousand: 万 and single units confused
# Put right, a slipped figure lies this near last year's: health figures seldom move by more than a fifth in a year.
SLIP_TOLERANCE = Decimal("0.2")
CHANCE = 3  # standard deviations of a difference of two counts of events, which vary as their square root
FEWEST_OF_BASE = 3  # so many rates out on one side, and more than half of all on the same base, tell of the base
SIGN_UNITS = ("%", "‰")

Verdicts = Iterator[Finding | None]


def doubts(rules: Sequence[Rule], picture: Picture) -> list[Finding]:
    """The soft findings about what changed: one for each cell at most, none that another cell explains."""
    typed = [pk for pk in sorted(picture.measures) if not picture.measures[pk].is_derived]
    computed = [pk for pk in sorted(picture.measures) if picture.measures[pk].is_derived]
    found: dict[int, Finding] = {}
    for kinds, pks in (((SLIP, DENOMINATOR, JUMP), typed), ((SLIP, JUMP, OUTLIER), computed), ((OUTLIER,), typed)):
        doubted = set(found)
        for pk in pks:
            measure = picture.measures[pk]
            if doubted & {pk, *measure.cells}:
                continue
            one = next((one for kind in kinds for one in _verdicts_by(kind, rules, measure, picture) if one), None)
            if one:
                found[pk] = one
    return _placed(_by_common_base(found, picture), picture)


def _by_common_base(found: Mapping[int, Finding], picture: Picture) -> list[Finding]:
    """The findings, those about the base in the place of many outliers that one wrong base makes on the same side."""
    sides: dict[tuple[int, object], list[int]] = defaultdict(list)
    for pk, one in found.items():
        if one.kind == OUTLIER and picture.measures[pk].is_derived:
            sides[one.items[1], one.facts["up"]].append(pk)
    told = dict(found)
    for (base, _up), pks in sides.items():
        judged = [one for one in picture.measures.values() if one.denominator == base and _is_comparable(one, picture)]
        if len(pks) < FEWEST_OF_BASE or 2 * len(pks) <= len(judged):
            continue
        first = told[pks[0]]
        facts = first.facts | {"of": base, "now": picture.value(base), "rates": len(pks), "judged": len(judged)}
        told[pks[0]] = replace(first, items=(base, *(picture.measures[pk].cells[0] for pk in pks)), facts=facts)
        for pk in pks[1:]:
            del told[pk]
    return list(told.values())


def _is_comparable(measure: Measure, picture: Picture) -> bool:
    beside = picture.beside.get(measure.id, ())
    return picture.value(measure.id) is not None and len(beside) >= FEWEST_AREAS


def _placed(found: Iterable[Finding], picture: Picture) -> list[Finding]:
    """The findings about changed cells, each said where the change was made, one at each cell."""
    placed: dict[int, Finding] = {}
    for one in found:
        place = picture.place(one.items)
        if place is not None:
            placed.setdefault(place, replace(one, item=place))
    return list(placed.values())


def _verdicts_by(kind: str, rules: Iterable[Rule], measure: Measure, picture: Picture) -> Verdicts:
    rule = rule_for(kind, rules, measure, picture)
    return verdicts_about(rule, measure, picture) if rule else iter(())


def rule_for(kind: str, rules: Iterable[Rule], measure: Measure, picture: Picture) -> Rule | None:
    """The rule of this kind that holds for the indicator.

    Of one bureau's rules that which names the indicator goes before that for all. Of several bureaus' the strictest
    holds: none can loosen what a bureau above it asks.
    """
    of_bureau: dict[int, Rule] = {}
    for rule in rules:
        if rule.kind == kind and covers(rule, measure, picture):
            best = of_bureau.get(rule.level)
            if best is None or _precedence(rule) < _precedence(best):
                of_bureau[rule.level] = rule
    return min(of_bureau.values(), key=lambda rule: (_limit(rule), rule.level, rule.id), default=None)


def _precedence(rule: Rule) -> tuple[bool, Decimal, int]:
    return (rule.indicator is None, _limit(rule), rule.id)


def _limit(rule: Rule) -> Decimal:
    return rule.limit if rule.limit is not None else Decimal(0)


def covers(rule: Rule, measure: Measure, picture: Picture) -> bool:
    """Whether the rule speaks of the indicator: because it names it, or because it is for all and this is its sort."""
    if rule.indicator is not None:
        return rule.indicator == measure.id and not (rule.kind == OUTLIER and measure.kind == "base")
    if rule.kind == OUTLIER:
        return measure.is_rate
    if rule.kind == DENOMINATOR:
        return measure.id in picture.bases_per_head
    return not measure.is_derived  # what is typed; a computed figure moves with its parts


def verdicts_about(rule: Rule, measure: Measure, picture: Picture) -> Verdicts:
    """What a soft rule says of one indicator: a Finding, None where all is well, nothing where it cannot be judged."""
    by_kind: dict[str, Callable[[Rule, Measure, Picture], Verdicts]] = {
        SLIP: _slip,
        JUMP: _jump,
        DENOMINATOR: _denominator,
        OUTLIER: outlier_verdicts,
    }
    return by_kind[rule.kind](rule, measure, picture)


def _slip(rule: Rule, measure: Measure, picture: Picture) -> Verdicts:
    now, before = picture.value(measure.id), picture.last(measure.id)
    beside = _mixed_up_beside(measure, picture)
    if beside is not None:
        yield _finding(rule, measure, MIX_UP, {"now": now, "middle": beside, "unit": measure.unit})
        return
    if now is None or before is None or now <= 0 or before <= 0:
        return
    if _is_count(measure) and max(now, before) < SMALL_COUNT:
        return
    factor = next((factor for factor in SLIPS if _is_about(max(now, before), min(now, before) * factor)), None)
    if factor is None:
        yield None
        return
    is_sign = factor == SLIPS[0] and measure.unit in SIGN_UNITS and not measure.is_derived
    facts = {"now": now, "before": before, "factor": factor, "up": now > before, "unit": measure.unit}
    yield _finding(rule, measure, MIX_UP if is_sign else SLIP, facts)


def _mixed_up_beside(measure: Measure, picture: Picture) -> Decimal | None:
    """The middle of the areas beside where a typed rate is ten times or a tenth of it and outside all of them.

    None where it is not so, and where the rate was the same last year: then it is no slip of this year's.
    """
    now, before = picture.value(measure.id), picture.last(measure.id)
    if measure.is_derived or measure.unit not in SIGN_UNITS or now is None or now <= 0:
        return None
    if before is not None and _is_about(now, before):
        return None
    middle = middle_of(picture.beside.get(measure.id, ()))
    if middle is None or middle <= 0 or min(picture.beside[measure.id]) <= now <= max(picture.beside[measure.id]):
        return None
    return middle if _is_about(max(now, middle), min(now, middle) * SLIPS[0]) else None


def _is_about(figure: Decimal, other: Decimal) -> bool:
    return abs(figure - other) <= SLIP_TOLERANCE * other


def _jump(rule: Rule, measure: Measure, picture: Picture) -> Verdicts:
    now, before = picture.value(measure.id), picture.last(measure.id)
    if now is None or not before or measure.is_growth_rate or _is_small(measure, picture):
        return
    difference = max(abs(now - before) - _step(measure), Decimal(0))
    is_jump = difference * 100 > _limit(rule) * abs(before) and not _is_by_chance(measure, picture)
    yield _changed(rule, measure, JUMP, now, before) if is_jump else None


def _denominator(rule: Rule, measure: Measure, picture: Picture) -> Verdicts:
    now, before = picture.value(measure.id), picture.last(measure.id)
    if now is None or not before or _is_small(measure, picture):
        return
    is_beyond = abs(now - before) * 100 > _limit(rule) * abs(before)
    yield _changed(rule, measure, DENOMINATOR, now, before) if is_beyond else None


def _is_count(measure: Measure) -> bool:
    return measure.decimals == 0 and not measure.is_derived


def _is_small(measure: Measure, picture: Picture) -> bool:
    """Whether last year's figure was a count of so few, or a rate of so few events."""
    if measure.is_derived:
        events = picture.before.get(measure.cells[0])
        return measure.counts_events and (events is None or events < SMALL_COUNT)
    before = picture.last(measure.id)
    return _is_count(measure) and before is not None and abs(before) < SMALL_COUNT


def _is_by_chance(measure: Measure, picture: Picture) -> bool:
    """Whether two counts of deaths or cases can differ so by chance: a count's variance is the count itself."""
    now, before = picture.now.get(measure.cells[0]), picture.before.get(measure.cells[0])
    if measure.cells[0] not in picture.events or now is None or before is None:
        return False
    return (now - before) ** 2 <= CHANCE**2 * (now + before)


def _step(measure: Measure) -> Decimal:
    """The most that rounding alone can change a figure between two years; a count is not rounded."""
    return Decimal(0) if measure.kind == "base" else Decimal(1).scaleb(-measure.decimals)


def _changed(rule: Rule, measure: Measure, kind: str, now: Decimal, before: Decimal) -> Finding:
    percent = abs(now - before) * 100 / abs(before)
    facts = {"now": now, "before": before, "percent": percent, "limit": rule.limit, "up": now > before}
    return _finding(rule, measure, kind, facts)


def _finding(rule: Rule, measure: Measure, kind: str, facts: Mapping[str, object]) -> Finding:
    facts = {**facts, "of": measure.id, "sentence": rule.sentence}
    return Finding(rule.id, kind, SOFT, measure.cells[0], measure.cells, facts)
