"""Relations that figures of one area and year must keep: shares, and rules such as 01 ≥ 02 + 03.

A check is a generator of verdicts: a Finding where it is broken, None where it holds, nothing where it cannot be judged.
"""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.findings import HARD, RELATION, SHARE, Finding, Measure, Picture, Rule

HALF = Decimal("0.5")


def share_verdicts(picture: Picture) -> Iterator[Finding | None]:
    """The numerator of a share is a part of its denominator and cannot exceed it."""
    for pk in sorted(picture.measures):
        measure = picture.measures[pk]
        if not measure.is_share:
            continue
        place = picture.place(measure.cells)
        part, whole = (picture.now.get(cell) for cell in measure.cells)
        if place is None or part is None or whole is None:
            continue
        facts = {"part": part, "whole": whole, "share": pk}
        yield Finding(None, SHARE, HARD, place, measure.cells, facts) if part > whole else None


def relation_verdicts(rule: Rule, picture: Picture) -> Iterator[Finding | None]:
    """The rule's indicator against the sum of its parts.

    What is missing is never taken for 0. But a part cannot be negative, so the parts that are known already contradict
    “at least the sum” and “equal to the sum” when they alone exceed the whole.
    """
    if rule.kind != RELATION or rule.indicator is None or not rule.parts:
        return
    place = picture.place(_cells(rule, picture))
    left = picture.value(rule.indicator)
    values = [picture.value(pk) for pk in rule.parts]
    known = [value for value in values if value is not None]
    if place is None or left is None or not known:
        return
    total, is_whole = sum(known, Decimal(0)), len(known) == len(values)
    is_broken = _is_broken(rule, picture, left - total, is_whole)
    if is_broken is None:
        return
    facts = {"operator": rule.operator, "left": left, "sum": total, "parts": tuple(values), "sentence": rule.sentence}
    items = (rule.indicator, *rule.parts)
    yield Finding(rule.id, RELATION, rule.severity, place, items, facts) if is_broken else None


def _is_broken(rule: Rule, picture: Picture, surplus: Decimal, is_whole: bool) -> bool | None:
    """Whether `surplus` (left − parts) breaks the rule; None where a missing part leaves it open."""
    slack = _rounding(rule, picture)
    too_little, too_much = surplus < -slack, surplus > slack
    if not is_whole:
        may_be_negative = any(_measure(picture, pk).is_growth_rate for pk in rule.parts)
        return True if rule.operator in (">=", "=") and too_little and not may_be_negative else None
    return {">=": too_little, "<=": too_much, "=": too_little or too_much}[rule.operator]


def _rounding(rule: Rule, picture: Picture) -> Decimal:
    """By how much rounding alone can part the two sides: half of the last place for every computed figure in it.

    One figure against one of as many decimals needs none: rounding keeps their order.
    """
    sides = [_measure(picture, pk) for pk in (rule.indicator or 0, *rule.parts)]
    rounded = [one for one in sides if one.is_derived]
    if len(sides) == 2 and sides[0].decimals == sides[1].decimals:
        return Decimal(0)
    return sum((HALF.scaleb(-one.decimals) for one in rounded), Decimal(0))


def _cells(rule: Rule, picture: Picture) -> tuple[int, ...]:
    """The typed cells that make the contradiction, where to say it first: those of the left side first.

    A part that is missing has none. The denominator of rates that all share it moves both sides alike and is no such cell.
    """
    known = (pk for pk in (rule.indicator or 0, *rule.parts) if picture.value(pk) is not None)
    sides = [_measure(picture, pk) for pk in known]
    bases = {one.denominator for one in sides}
    if len(bases) == 1 and None not in bases:
        return tuple(one.cells[0] for one in sides)
    return tuple(cell for one in sides for cell in one.cells)


def _measure(picture: Picture, pk: int) -> Measure:
    return picture.measures.get(pk) or Measure(id=pk)
