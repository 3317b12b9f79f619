"""A claim with numbers in it: bounds, ranges, ratios, levels."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.domain.amounts import Amount, share_units_and_sides
from plans.domain.changes import is_change, read_change
from plans.domain.claims import Claim
from plans.domain.doubts import by_person, inferred, worst
from plans.domain.meaning import Direction, Form, Operator, Part, TargetMeaning
from plans.domain.names import Side, names_a_growth
from plans.domain.setting import Setting
from plans.domain.tokens import Kind
from plans.domain.trends import read_without_numbers
from plans.domain.units import LEVEL, PERCENT, RATIO, conflict, counted_in, is_count, is_share

_UPPER = (Operator.LE, Operator.LT)
_PER_MANY = {"/10万人": "/10万", "/万人": "/万", "/百万人": "/100万"}
_PREDICATES = frozenset({Kind.VERB, Kind.DEED, Kind.CHANGE, Kind.STEADY})
_STANDARD = re.compile("标准|要求|规定")
_LEADS = (Kind.VERB, Kind.CHANGE, Kind.CHANGE_NOUN, Kind.DEED)


def read_numbers(claim: Claim, setting: Setting) -> TargetMeaning:
    """The meaning of a claim that names at least one number."""
    if claim.has(Kind.BENCHMARK):
        return by_person("benchmark_with_margin", claim.first(Kind.BENCHMARK).text)
    if claim.has(Kind.ODD_PERIOD):
        return by_person("unusual_period", claim.first(Kind.ODD_PERIOD).text)
    if _is_condition(claim):
        rest = Claim(claim.tokens[claim.amounts[0].end :], claim.joined_by, claim.after_separator, claim.label)
        meaning = read_without_numbers(rest, setting)
        return inferred(meaning, "number_in_name", claim.tokens[claim.amounts[0].place].text)
    main, named, unclear = main_amounts(claim.amounts)
    if unclear is not None:
        return by_person("leftover_number", claim.tokens[unclear.place].text)
    carried_on = len(main) > 1 and share_units_and_sides(main)
    meaning = _read_list(claim, main, setting) if len(main) > 1 else read_amount(claim, main[0], setting)
    if len(main) == 1 and _is_deed_with_count(claim, main[0]):
        meaning = inferred(
            TargetMeaning(form=Form.MILESTONE, low=main[0].low, unit=main[0].unit),
            "deed_with_count",
            claim.tokens[main[0].place].text,
        )
    if carried_on:
        meaning = inferred(meaning, "unit_carried_on", claim.tokens[main[-1].place].text)
    for amount in named:
        meaning = inferred(meaning, "number_in_name", claim.tokens[amount.place].text + amount.text_after)
    return meaning


def main_amounts(amounts: list[Amount]) -> tuple[list[Amount], list[Amount], Amount | None]:
    """(the number or list of numbers promised, the numbers that belong to names, one that belongs to neither or None)."""
    if len(amounts) == 1:
        return amounts, [], None
    chosen = _chosen(amounts)
    first = last = chosen
    while first > 0 and amounts[first].in_list:
        first -= 1
    while last + 1 < len(amounts) and amounts[last + 1].in_list:
        last += 1
    named = amounts[:first] + amounts[last + 1 :]
    unclear = next((amount for amount in named if not _belongs_to_name(amount, amounts[first])), None)
    return amounts[first : last + 1], named, unclear


def _is_condition(claim: Claim) -> bool:
    """“常住人口超过1万人的乡镇卫生院均达到建设标准”: the number tells which ones, and the promise is a deed."""
    if len(claim.amounts) > 1 or is_share(claim.amounts[0].unit):
        return False
    amount = claim.amounts[0]
    behind = [token.kind for token in claim.tokens[amount.end :]]
    says_which = "的" in "".join(token.text for token in claim.tokens[amount.end : amount.end + 1])
    return amount.has_side and bool(amount.subject) and says_which and bool(_PREDICATES & set(behind))


def _is_deed_with_count(claim: Claim, amount: Amount) -> bool:
    """“三项达到全国爱卫会规定的标准”: so many items of a fixed list meet a standard, which is done or not done."""
    behind = claim.tokens[amount.end :]
    return (
        amount.unit == "项"
        and any(token.kind in (Kind.VERB, Kind.DEED) for token in behind)
        and _STANDARD.search("".join(t.text for t in behind)) is not None
    )


def _chosen(amounts: list[Amount]) -> int:
    """Which number is the promise: the first that a verb or comparison governs directly, else the first share."""
    for place, amount in enumerate(amounts):
        governed = amount.direct and amount.lead is not None and amount.lead.kind in _LEADS
        compared = amount.has_side and not amount.text_before and not amount.text_after
        if governed or compared:
            return place
    return next((place for place, amount in enumerate(amounts) if is_share(amount.unit)), 0)


def _belongs_to_name(amount: Amount, main: Amount) -> bool:
    """“3分钟” before “出车率达到95%”, “500亿元” after “2家营业收入超”: not a share, and words go on behind it."""
    if is_share(amount.unit) or not amount.text_after:
        return False
    if amount.place < main.place:
        return (amount.lead is None and main.lead is not None) or (main.has_side and not amount.has_side)
    return bool(amount.subject) and is_count(main.unit)


def _read_list(claim: Claim, amounts: list[Amount], setting: Setting) -> TargetMeaning:
    """Numbers for several kinds, indicators or years in one breath: 分别不低于22%和30%."""
    if _says_the_same_twice(claim, amounts):
        return read_amount(claim, amounts[1], setting)
    readings = [read_amount(claim, amount, setting) for amount in amounts]
    if len(readings) == 2 and (span := two_sided(*readings)) is not None:
        return span
    years = _years_of_list(claim, len(amounts))
    dated = len(years) == len(amounts) and len(set(years)) == len(years)
    parts = tuple(
        Part(meaning=reading, year=year if dated else None)
        for reading, year in zip(readings, years if dated else [None] * len(readings), strict=True)
    )
    doubt = worst(*readings)
    meaning = TargetMeaning(
        form=Form.STEPS if dated else Form.BY_KIND, parts=parts,
        certainty=doubt.certainty, reason=doubt.reason, detail=doubt.detail,
    )  # fmt: skip
    if dated:
        return meaning
    code = "list_in_order" if claim.has(Kind.EACH) else "list_without_each"
    return inferred(meaning, code, "、".join(claim.tokens[amount.place].text for amount in amounts))


def _says_the_same_twice(claim: Claim, amounts: list[Amount]) -> bool:
    """“3家及3家以上” names one number."""
    one, *others = ((amount.low, amount.high, amount.unit, tuple(amount.operators)) for amount in amounts)
    return (
        others == [one] and not claim.has(Kind.EACH) and any(token.text == "及" for token in claim.all(Kind.SEPARATOR))
    )


def _years_of_list(claim: Claim, length: int) -> list[int]:
    """The years of a list: those named, or all from the first to the last of “2023—2025年” when they are as many."""
    span = next((token for token in claim.all(Kind.YEAR) if token.word.startswith("span")), None)
    if span is None or span.year is None:
        return claim.years
    every = list(range(int(span.word.split()[1]), span.year + 1))
    return every if len(every) == length else []


def two_sided(one: TargetMeaning, other: TargetMeaning) -> TargetMeaning | None:
    """“≥60%且≤80%” is a range. None unless one is a lower bound and the other an upper one, both inclusive."""
    if {one.form, other.form} != {Form.BOUND} or {one.operator, other.operator} != {Operator.GE, Operator.LE}:
        return None
    low, high = (one, other) if one.operator == Operator.GE else (other, one)
    if (
        low.low is None
        or high.high is None
        or low.low >= high.high
        or (low.unit and high.unit and low.unit != high.unit)
    ):
        return None
    doubt = worst(one, other)
    return TargetMeaning(
        form=Form.RANGE, operator=Operator.IN, low=low.low, high=high.high, unit=low.unit or high.unit,
        approximate=one.approximate or other.approximate,
        certainty=doubt.certainty, reason=doubt.reason, detail=doubt.detail,
    )  # fmt: skip


def read_amount(claim: Claim, amount: Amount, setting: Setting) -> TargetMeaning:
    """The meaning of one number of a claim."""
    if amount.odd_ratio and (amount.high is not None or amount.has_side or (amount.lead and amount.lead.operator)):
        return by_person("unclear_ratio", claim.tokens[amount.place].text)
    if amount.tangled:
        return by_person("leftover_number", claim.tokens[amount.end - 1].text)
    if "|" in amount.unit:
        return by_person("unit_conflict", amount.unit.replace("|", "、"))
    if is_change(claim, amount, setting):
        meaning = read_change(claim, amount, setting)
    else:
        meaning = _with_flags(_read_level(claim, amount, setting), claim, setting)
    if amount.apart and is_share(amount.unit):
        meaning = inferred(meaning, "share_of_whole", amount.text_before)
    if amount.rounded:
        meaning = inferred(meaning, "fraction_rounded", claim.tokens[amount.place].text)
    if amount.odd_ratio:
        meaning = inferred(meaning, "unclear_ratio", claim.tokens[amount.place].text)
    return meaning


def _with_flags(meaning: TargetMeaning, claim: Claim, setting: Setting) -> TargetMeaning:
    """What the rest of the claim adds to an end value: every year, in total, or that it is itself a growth."""
    if meaning.form == Form.BY_PERSON:
        return meaning
    if claim.has(Kind.CUMULATIVE):
        meaning = replace(meaning, cumulative=True)
    if claim.has(Kind.ANNUAL):
        meaning = inferred(replace(meaning, sustained=True), "every_year", claim.first(Kind.ANNUAL).text)
    if claim.has(Kind.BASE):
        meaning = inferred(meaning, "base_beside_end_value", claim.first(Kind.BASE).text)
    growth = (
        names_a_growth(setting.indicator) and meaning.unit == PERCENT and meaning.operator not in (*_UPPER, Operator.IN)
    )
    if growth:
        meaning = replace(meaning, form=Form.ANNUAL_GROWTH, operator=Operator.GE, high=None, direction=Direction.UP)
        meaning = inferred(meaning, "growth_from_name", setting.indicator)
    return meaning


def _read_level(claim: Claim, amount: Amount, setting: Setting) -> TargetMeaning:
    """A value to be reached or kept to, on the side that the words or else the indicator tell."""
    unit = _unit(claim, amount, setting)
    said = amount.operator()
    if said is None:
        return by_person("contradiction", claim.tokens[amount.place].text)
    if amount.high is not None:
        return _read_range(amount, unit, said, claim)
    form = Form.RATIO if unit == RATIO else Form.LEVEL if unit == LEVEL else Form.BOUND
    if said == Operator.NONE and amount.approximate:
        form = Form.ABOUT if form == Form.BOUND else form
        return TargetMeaning(
            form=form, operator=Operator.EQ, low=amount.low, high=amount.low, unit=unit, approximate=True
        )
    operator, doubt, detail = (said, "", "") if said != Operator.NONE else _side_of_bare(claim, amount, setting, form)
    meaning = _bounded(form, operator, amount, unit)
    if _runs_backwards(amount, setting):
        meaning = inferred(meaning, "against_baseline", claim.tokens[amount.place].text)
    return inferred(meaning, doubt, detail) if doubt else _against_polarity(meaning, setting)


def _runs_backwards(amount: Amount, setting: Setting) -> bool:
    """Whether the value is to be raised or lowered to has been passed by the baseline already."""
    start = setting.baseline.value
    if start is None or amount.lead is None or conflict(amount.unit, setting.baseline.unit):
        return False
    return (amount.lead.word == "raise" and start > amount.low) or (amount.lead.word == "lower" and start < amount.low)


def _bounded(form: Form, operator: Operator, amount: Amount, unit: str) -> TargetMeaning:
    return TargetMeaning(
        form=form, operator=operator, unit=unit, approximate=amount.approximate,
        low=None if operator in _UPPER else amount.low,
        high=amount.low if operator in (*_UPPER, Operator.EQ) else None,
    )  # fmt: skip


def _read_range(amount: Amount, unit: str, said: Operator, claim: Claim) -> TargetMeaning:
    low, high = amount.low, amount.high
    assert high is not None, "a range has two ends"
    if low >= high:
        return by_person("range_upside_down", claim.tokens[amount.place].text)
    form = Form.RATIO if amount.unit == RATIO else Form.LEVEL if amount.unit == LEVEL else Form.RANGE
    meaning = TargetMeaning(
        form=form, operator=Operator.IN, low=low, high=high, unit=unit, approximate=amount.approximate
    )
    if said in (Operator.GE, Operator.GT):
        meaning = replace(meaning, form=Form.BOUND, operator=said, high=None)
        return inferred(meaning, "range_with_side")
    if said in _UPPER:
        meaning = replace(meaning, form=Form.BOUND, operator=said, low=None)
        return inferred(meaning, "range_with_side")
    return inferred(meaning, "count_range") if is_count(amount.unit) else meaning


def _side_of_bare(claim: Claim, amount: Amount, setting: Setting, form: Form) -> tuple[Operator, str, str]:
    """The side of a number without ≥ or 以上, the code of the doubt about it ("" for none), and what it speaks of."""
    lead = amount.lead if amount.lead is not None and amount.lead.kind == Kind.VERB else None
    if lead is not None and lead.operator != Operator.NONE:
        return _side_of_verb(lead.word, lead.operator, setting)
    if lead is not None and lead.word == "to":
        change = next((token for token in claim.all(Kind.CHANGE) if token.start < lead.start), None)
        if change is not None:
            return (Operator.GE if change.direction == Direction.UP else Operator.LE), "", ""
    if form == Form.RATIO:
        return Operator.EQ, "ratio_without_side", ""
    if any("按" in token.text for token in claim.all(Kind.TEXT)) and claim.has(Kind.DEED):
        return Operator.EQ, "provision_rate", ""
    if amount.lead is not None and amount.lead.kind == Kind.DEED and is_count(amount.unit):
        return Operator.GE, "count_to_be_built", amount.lead.text
    side, code = setting.side
    if amount.low == 0 and code == "side_assumed":
        return Operator.LE, "zero_as_ceiling", ""
    return (
        {Side.AT_LEAST: Operator.GE, Side.AT_MOST: Operator.LE, Side.EXACTLY: Operator.EQ}[side],
        code,
        setting.indicator,
    )


def _side_of_verb(word: str, operator: Operator, setting: Setting) -> tuple[Operator, str, str]:
    side, code = setting.side
    if word == "reach" and side == Side.AT_MOST:
        return Operator.LE, code, setting.indicator
    return operator, "side_from_verb" if word == "hold" else "", ""


def _against_polarity(meaning: TargetMeaning, setting: Setting) -> TargetMeaning:
    """“≥” for an indicator that is better low is read as it stands, but a person should look at it."""
    lower = meaning.operator in (Operator.GE, Operator.GT)
    if (setting.polarity == "down" and lower) or (setting.polarity == "up" and meaning.operator in _UPPER):
        return inferred(meaning, "against_polarity", setting.indicator)
    return meaning


def _per(claim: Claim, setting: Setting) -> str:
    """The “/天” of “每天25万人次”, unless the indicator's name has that denominator already (每千人口…)."""
    token = claim.first(Kind.PER)
    if token is None or "/" in setting.unit:
        return ""
    by_people = token.unit.endswith("人")
    named = ("每", "人均") if by_people else (token.text, f"{token.unit[1:]}均")
    return "" if any(word in setting.indicator for word in named) else token.unit


def _unit(claim: Claim, amount: Amount, setting: Setting) -> str:
    """The unit with its denominator; cases per 100 000 are the share /10万."""
    per = _per(claim, setting)
    if amount.unit in ("例", "") and per in _PER_MANY:
        return _PER_MANY[per]
    return counted_in(amount.unit, setting.known_unit) + per
