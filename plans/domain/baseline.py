"""A baseline as a plan prints it: 77.78, 1.82‰, 3.6(2014年), 2015年76岁, —."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plans.domain.limits import cut, endless_number, is_too_long
from plans.domain.meaning import Certainty, Context
from plans.domain.normalise import normalise
from plans.domain.quantities import Quantity, quantity_at
from plans.domain.rules import year_of
from plans.domain.units import conflict, counted_in, tidy

NOTHING = re.compile(
    r"[-—/\\_.…~*×]*|无|空|暂无|缺|缺失|待定|未定|待统计|未统计|暂缺|尚无|无数据|不详|没有|[nN]/?[aA]|(?:另行|另|待)(?:确定|制定|下达|测算|核定|明确)|无基期值?|暂不设定|不设"
)
_YEAR = re.compile(r"\(?((?:19|20)\d{2})年?(?:[底末]|度)?\)?:?|\(((?:19|20)\d{2})\)")
_ABOUT = re.compile("约|大约|左右|近")
_VERB = re.compile("达到|达|为|是|已|实现|目前|现状|基期|全市|全省|实际")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The reading of one baseline. `value` is None where none is printed, which is not 0; `year` where none is printed.

    `unit` is the printed one, else the indicator's. `reason` and `detail` say why it is not certain.
    """

    value: Decimal | None = None
    year: int | None = None
    unit: str = ""
    certainty: Certainty = Certainty.CERTAIN
    reason: str = ""
    detail: str = ""


def read_baseline(text: str, context: Context) -> Baseline:
    """The number, year and unit of a printed baseline; certainty "person" where it does not hold exactly one number."""
    if is_too_long(text, context.unit):
        return Baseline(certainty=Certainty.PERSON, reason="too_long", detail=cut(text))
    normal = normalise(text)
    known = tidy(context.unit)
    if endless := endless_number(normal.chars):
        return Baseline(unit=known, certainty=Certainty.PERSON, reason="too_many_digits", detail=endless)
    if NOTHING.fullmatch(normal.chars):
        return Baseline(unit=known)
    chars, year = _without_year(normal.chars)
    approximate = _ABOUT.search(chars) is not None
    chars = _VERB.sub("", _ABOUT.sub("", chars)).strip(",;:。() ")
    found = quantity_at(chars, 0, expected=True)
    if found is None or chars[found.end :].strip("()"):
        return Baseline(
            year=year, unit=known, certainty=Certainty.PERSON, reason="baseline_not_understood", detail=text.strip()
        )
    return _checked(found, year, known, approximate, text.strip(), normal.repairs)


def _without_year(chars: str) -> tuple[str, int | None]:
    """The text without the year that it names: “3.6(2014年)”, “2015年76岁”; a number alone is never a year here."""
    match = re.search(r"\(((?:19|20)\d{2})年?[底末]?\)|((?:19|20)\d{2})(?:年[底末度]?:?|:)", chars)
    if match is None:
        return chars, None
    return chars[: match.start()] + chars[match.end() :], year_of(match[1] or match[2])


def _checked(
    found: Quantity, year: int | None, known: str, approximate: bool, text: str, repairs: tuple[str, ...]
) -> Baseline:
    printed = tidy(found.unit)
    unit = counted_in(printed, known)
    looks_like_year = not printed and re.fullmatch(r"(?:19|20)\d{2}", text) is not None
    if looks_like_year or (known and conflict(unit, known)):
        reason = "looks_like_year" if looks_like_year else "unit_conflict"
        return Baseline(year=year, unit=unit, certainty=Certainty.PERSON, reason=reason, detail=text)
    doubts = {"about_number": approximate, "number_repaired": bool(repairs), "fraction_rounded": found.rounded}
    doubt = next((code for code, holds in doubts.items() if holds), "")
    certainty = Certainty.INFERRED if doubt else Certainty.CERTAIN
    return Baseline(
        value=found.value, year=year, unit=unit, certainty=certainty, reason=doubt, detail=text if doubt else ""
    )
