"""A claim without numbers: trends, comparisons with other areas, things to be done."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from plans.domain.changes import with_base
from plans.domain.claims import Claim
from plans.domain.doubts import by_person, inferred, to_confirm
from plans.domain.lexicon import MEASURABLE, PROPORTIONAL, SUSTAINED
from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from plans.domain.numerals import chinese_number
from plans.domain.setting import Setting
from plans.domain.tokens import Kind
from plans.domain.units import PERCENT

_UPPER = (Operator.LE, Operator.LT)


def read_without_numbers(claim: Claim, setting: Setting) -> TargetMeaning:
    """The meaning of a claim that names no number."""
    if claim.has(Kind.RANK):
        return _rank(claim)
    if claim.has(Kind.BENCHMARK):
        return _benchmark(claim, setting)
    if claim.has(Kind.CURBED):
        return _milestone(claim)
    if claim.has(Kind.ALL):
        return _all(claim, setting)
    if claim.has(Kind.STEADY) or _leads_to_change(claim):
        return _trend(claim, setting)
    verb = claim.first(Kind.VERB)
    if claim.has(Kind.DEED) or (verb is not None and verb.word == "reach" and claim.words["after"]):
        return _milestone(claim)
    if claim.has(Kind.COMPARE, Kind.VERB, Kind.SIDE):
        return by_person("number_missing", "".join(token.text for token in claim.tokens))
    return by_person("not_understood", "".join(token.text for token in claim.tokens))


def _leads_to_change(claim: Claim) -> bool:
    """“实现明显下降” is a trend; “完善提升机制” and “通过提高…建成…” begin with a deed that can only be done."""
    if not claim.has(Kind.CHANGE):
        return False
    deeds = [deed for deed in claim.all(Kind.DEED) if deed.text not in ("实现", "基本实现", "全面实现")]
    return not deeds or claim.first(Kind.CHANGE).start < deeds[0].start


def _trend(claim: Claim, setting: Setting) -> TargetMeaning:
    words = {token.text for token in claim.all(Kind.ADVERB)}
    last_year = any(base.word == "last" for base in claim.all(Kind.BASE))
    ways = {change.direction for change in claim.all(Kind.CHANGE)} | (
        {Direction.KEEP} if claim.has(Kind.STEADY) else set()
    )
    if len(ways) != 1 or claim.has(Kind.COMPARE, Kind.SIDE):
        return by_person("unclear_change", "".join(token.text for token in claim.tokens))
    meaning = TargetMeaning(
        form=Form.MONOTONE, direction=next(iter(ways)), proportional=bool(words & PROPORTIONAL),
        sustained=bool(words & SUSTAINED) or claim.has(Kind.ANNUAL) or last_year,
    )  # fmt: skip
    if claim.has(Kind.BASE) and not last_year:
        meaning = with_base(meaning, claim, setting)
    if last_year:
        meaning = inferred(meaning, "previous_year", claim.first(Kind.BASE).text)
    against = {"up": Direction.DOWN, "down": Direction.UP}.get(setting.polarity)
    return inferred(meaning, "against_polarity", setting.indicator) if meaning.direction == against else meaning


def _benchmark(claim: Claim, setting: Setting) -> TargetMeaning:
    token = claim.first(Kind.BENCHMARK)
    sides = [side.operator for side in claim.all(Kind.COMPARE) + claim.all(Kind.SIDE)] + [token.operator] * bool(
        token.operator
    )
    if len(set(sides)) > 1:
        return by_person("contradiction", token.text)
    verb = claim.first(Kind.VERB)
    way = "level" if claim.has(Kind.STEADY) else verb.word if verb is not None else ""
    operator, doubt = (sides[0], "") if sides else _towards(way, setting)
    meaning = TargetMeaning(
        form=Form.BENCHMARK, operator=operator, benchmark_area=token.area, benchmark_statistic=token.word,
        approximate=way == "near",
    )  # fmt: skip
    if claim.has(Kind.CHANGE, Kind.CHANGE_NOUN):
        return by_person("unclear_change", token.text)
    if token.word not in MEASURABLE or not token.area or way == "near":
        return to_confirm(meaning, "benchmark_vague", token.text)
    return inferred(meaning, doubt, setting.indicator) if doubt else meaning


def _towards(way: str, setting: Setting) -> tuple[Operator, str]:
    """The operator of 达到 or 优于 another area's level, and the doubt about it."""
    _, code = setting.side
    better = {True: (Operator.LE, Operator.LT), False: (Operator.GE, Operator.GT)}[setting.falls]
    if way == "level":
        return Operator.EQ, ""
    if way == "better":
        return better[1], code
    return better[0], code if way != "reach" or setting.falls else ""


def _rank(claim: Claim) -> TargetMeaning:
    token = claim.first(Kind.RANK)
    meaning = TargetMeaning(form=Form.BENCHMARK, benchmark_area=token.area, benchmark_statistic=token.word)
    match = re.fullmatch(r"前(.+?)(?:名|位|强)?", token.word)
    place = match and (Decimal(match[1]) if match[1].isdigit() else chinese_number(match[1]))
    if place:
        meaning = replace(meaning, operator=Operator.LE, high=place, unit="位")
    return to_confirm(meaning, "rank", token.text)


def _all(claim: Claim, setting: Setting) -> TargetMeaning:
    """全覆盖 is 100 % of a share; of anything else it is a thing to be done."""
    if not (setting.is_share or (setting.beside_shares and not setting.unit)) or claim.has(Kind.CHANGE):
        return _milestone(claim)
    nearly = any(token.text == "基本" for token in claim.tokens)
    meaning = TargetMeaning(form=Form.BOUND, operator=Operator.GE, low=Decimal(100), unit=PERCENT, approximate=nearly)
    return inferred(meaning, "all_is_hundred", claim.first(Kind.ALL).text)


def _milestone(claim: Claim) -> TargetMeaning:
    return TargetMeaning(form=Form.MILESTONE)
