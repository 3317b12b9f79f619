"""A claim that changes something by a number: 在2020年基础上增长10%左右, 每年降低0.5个百分点, 翻一番, 不高于2020年水平."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from plans.domain.amounts import Amount
from plans.domain.claims import Claim
from plans.domain.doubts import by_person, inferred
from plans.domain.lexicon import PER_YEAR_NOUNS
from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from plans.domain.setting import Setting
from plans.domain.tokens import Kind, Token
from plans.domain.units import PERCENT, Dimension, counted_in, dimension, is_count, points_of

_UPPER = (Operator.LE, Operator.LT)
_TIMES = "倍"


def is_change(claim: Claim, amount: Amount, setting: Setting) -> bool:
    """Whether the number is the size of a change and not an end value."""
    if _is_multiple(claim, amount, setting) or dimension(amount.unit) == Dimension.POINTS:
        return True
    if amount.unit == _TIMES and setting.known_unit != _TIMES:
        return True
    behind = _change_behind(claim, amount)
    if amount.lead is None or amount.lead.kind == Kind.DEED:
        return behind is not None or (amount.lead is None and claim.has(Kind.BASE))
    if amount.lead.kind == Kind.VERB and behind is not None and claim.tokens[amount.end].text == "的":
        return not amount.text_after
    return _governing_change(claim, amount) is not None


def _is_multiple(claim: Claim, amount: Amount, setting: Setting) -> bool:
    """“2020年的1.5倍” multiplies; “从22%提高到2025年的25%” only tells the year of the 25%."""
    token = claim.first(Kind.MULTIPLE)
    if token is None or amount.unit != PERCENT:
        return token is not None
    return token.year is None or not (token.year == setting.target_year or claim.has(Kind.FROM))


def _governing_change(claim: Claim, amount: Amount) -> Token | None:
    """The 提高 or 降幅 that governs the number: directly, or through a verb (降幅达到10%)."""
    lead = amount.lead
    if lead is None or lead.kind in (Kind.CHANGE, Kind.CHANGE_NOUN):
        return lead
    place = next((place for place, token in enumerate(claim.tokens) if token is lead), 0)
    before = [token for token in claim.tokens[:place] if token.kind not in (Kind.FILLER, Kind.ADVERB)]
    return before[-1] if before and before[-1].kind in (Kind.CHANGE, Kind.CHANGE_NOUN) and lead.word != "to" else None


def _change_behind(claim: Claim, amount: Amount) -> Token | None:
    """“两万张以上的床位总量增加”, “10%以上的增长”; but not “90%的患者症状改善”."""
    behind = claim.tokens[amount.end :]
    change = next((token for token in behind if token.kind == Kind.CHANGE), None)
    if change is None or not (is_count(amount.unit) or not amount.text_after):
        return None
    return change


def read_change(claim: Claim, amount: Amount, setting: Setting) -> TargetMeaning:
    """The meaning of a change by a number."""
    if _is_multiple(claim, amount, setting) or (
        amount.unit == _TIMES and amount.lead is not None and amount.lead.kind == Kind.VERB
    ):
        return _times_the_base(claim, amount, setting)
    change = _governing_change(claim, amount) or _change_behind(claim, amount)
    verb = amount.lead if amount.lead is not None and amount.lead.kind == Kind.VERB else None
    unclear = change is None or (verb is not None and change.kind == Kind.CHANGE and change.start < verb.start)
    if unclear or amount.operator() is None:
        return by_person("unclear_change", claim.tokens[amount.place].text)
    if amount.operator() in _UPPER or (verb is not None and verb.operator in _UPPER):
        return by_person("limit_on_change", change.text + claim.tokens[amount.place].text)
    return _sized(claim, amount, change, setting)


def _sized(claim: Claim, amount: Amount, change: Token, setting: Setting) -> TargetMeaning:
    in_percent = amount.unit in (PERCENT, _TIMES)
    size = amount.low * 100 if amount.unit == _TIMES else amount.low
    if size < 0:
        return by_person("unclear_change", claim.tokens[amount.place].text)
    unit = (
        PERCENT
        if in_percent
        else points_of(counted_in(amount.unit, setting.known_unit))
        if not amount.unit
        else counted_in(amount.unit, setting.known_unit)
    )
    meaning = TargetMeaning(
        form=_form(claim, change, in_percent), low=size, unit=unit, direction=change.direction,
        operator=Operator.GE if change.direction == Direction.UP else Operator.LE,
        approximate=amount.approximate, cumulative=claim.has(Kind.CUMULATIVE),
    )  # fmt: skip
    for code, detail in _doubts(claim, amount, change, setting, in_percent):
        meaning = inferred(meaning, code, detail)
    return with_base(meaning, claim, setting)


def _form(claim: Claim, change: Token, in_percent: bool) -> Form:
    yearly = claim.has(Kind.ANNUAL) or any(base.word == "last" for base in claim.all(Kind.BASE))
    yearly = yearly or (change.text in PER_YEAR_NOUNS and not claim.has(Kind.BASE, Kind.CUMULATIVE))
    if in_percent:
        return Form.ANNUAL_GROWTH if yearly else Form.CHANGE_PERCENT
    return Form.ANNUAL_STEP if yearly else Form.CHANGE_POINTS


def _doubts(claim: Claim, amount: Amount, change: Token, setting: Setting, in_percent: bool) -> list[tuple[str, str]]:
    """What a person should confirm about a change, gravest first."""
    number = claim.tokens[amount.place].text
    against = {"up": Direction.DOWN, "down": Direction.UP}.get(setting.polarity)
    found = [
        ("percent_or_points", number, in_percent and amount.unit == PERCENT and setting.is_share),
        (
            "previous_year",
            claim.first(Kind.BASE).text if claim.has(Kind.BASE) else "",
            any(base.word == "last" for base in claim.all(Kind.BASE)),
        ),
        ("against_polarity", setting.indicator, change.direction == against),
        ("change_range", number, amount.high is not None),
        ("strict_change", number, amount.operator() == Operator.GT),
        ("growth_each_year", change.text, change.text in PER_YEAR_NOUNS and not claim.has(Kind.ANNUAL)),
        ("times_as_percent", number, amount.unit == _TIMES),
        ("unit_from_indicator", number, not amount.unit and bool(setting.known_unit)),
        ("percent_or_points", number, dimension(amount.unit) == Dimension.SHARE and not in_percent),
    ]
    return [(code, detail) for code, detail, holds in found if holds]


def with_base(meaning: TargetMeaning, claim: Claim, setting: Setting) -> TargetMeaning:
    """The meaning with its base year: the wording's, else that of the printed baseline, else the plan's (inferred).

    A yearly change does not hang on the base year, so that one taken from the plan makes it no less certain.
    """
    base = claim.first(Kind.BASE) or claim.first(Kind.BASE_LEVEL) or claim.first(Kind.MULTIPLE)
    if base is not None and base.year is not None:
        return replace(meaning, base_year=base.year)
    year = setting.baseline.year if setting.baseline.year is not None else setting.base_year
    meaning = replace(meaning, base_year=year)
    if meaning.form in (Form.ANNUAL_STEP, Form.ANNUAL_GROWTH, Form.MONOTONE):
        return meaning
    return inferred(
        meaning, "base_year_unknown" if year is None else "base_year_from_plan", "" if year is None else str(year)
    )


def _times_the_base(claim: Claim, amount: Amount, setting: Setting) -> TargetMeaning:
    """提高到2020年的1.5倍 → +50 %, 降到2015年的70% → −30 %."""
    number = claim.tokens[amount.place].text
    said = amount.operator()
    verb = amount.lead if amount.lead is not None and amount.lead.kind == Kind.VERB else None
    operator = verb.operator if said == Operator.NONE and verb is not None else said
    more = (amount.low * 100 if amount.unit == _TIMES else amount.low) - 100
    rises = more > 0 and operator in (Operator.GE, Operator.GT)
    falls = -100 <= more < 0 and operator in _UPPER
    if not (rises or falls) or amount.unit not in (_TIMES, PERCENT) or amount.high is not None:
        return by_person("share_of_base", number)
    meaning = TargetMeaning(
        form=Form.CHANGE_PERCENT, low=abs(more), unit=PERCENT, approximate=amount.approximate,
        operator=Operator.GE if rises else Operator.LE, direction=Direction.UP if rises else Direction.DOWN,
    )  # fmt: skip
    return inferred(with_base(meaning, claim, setting), "times_as_percent", number)


def read_doubling(claim: Claim, setting: Setting) -> TargetMeaning:
    """翻一番 → +100 %, 翻两番 → +300 %."""
    token = claim.first(Kind.DOUBLE)
    assert token is not None, "only for claims that double"
    sides = [side.operator for side in claim.all(Kind.SIDE) + claim.all(Kind.COMPARE)]
    if any(side in _UPPER for side in sides) or claim.has(Kind.ANNUAL):
        return by_person("unclear_change", token.text)
    meaning = TargetMeaning(
        form=Form.CHANGE_PERCENT, operator=Operator.GE, low=Decimal(token.word), unit=PERCENT, direction=Direction.UP,
        approximate=claim.has(Kind.ABOUT),
    )  # fmt: skip
    return with_base(meaning, claim, setting)


def read_base_level(claim: Claim, setting: Setting) -> TargetMeaning:
    """不高于2020年水平 → no rise since 2020, that is a fall of at least 0; 保持2020年水平 → kept."""
    token = claim.first(Kind.BASE_LEVEL)
    assert token is not None, "only for claims that name the level of a year"
    sides = {side.operator for side in claim.all(Kind.SIDE) + claim.all(Kind.COMPARE)}
    verb = claim.first(Kind.VERB)
    if token.word == "last" or len(sides) > 1 or (verb is not None and verb.word != "keep"):
        return by_person("previous_year_bound" if token.word == "last" else "unclear_change", token.text)
    if not sides and verb is not None:
        return with_base(TargetMeaning(form=Form.MONOTONE, direction=Direction.KEEP), claim, setting)
    if sides == {Operator.GE} or sides == {Operator.LE}:
        direction = Direction.UP if Operator.GE in sides else Direction.DOWN
        unit = points_of(setting.known_unit)
        meaning = TargetMeaning(
            form=Form.CHANGE_POINTS, operator=next(iter(sides)), low=Decimal(0), unit=unit, direction=direction
        )
        return with_base(meaning, claim, setting)
    return by_person("unclear_change", token.text)
