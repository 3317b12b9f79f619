"""What stands in brackets behind a number: last year's target, the end value restated, what is included."""

from __future__ import annotations

import re
from decimal import Decimal

from plans.domain.doubts import by_person, inferred
from plans.domain.meaning import Form, TargetMeaning
from plans.domain.quantities import quantity_at
from plans.domain.setting import Setting
from plans.domain.tokens import Token
from plans.domain.units import conflict, is_count

_WITHOUT_DIGITS_HARMLESS = re.compile(
    r"\((?:新增|新增指标|约束性|预期性|指导性|倡导性|定性|必达|含.*|包括.*|[%‰]|万?[人张个家名]|镇、街道|街道|市、区|区、市|助理|试行|下同|累计|年度)\)"
)
_NUMBER = r"(?P<number>[-\d.]+.*?|[百千万十]+分之.+?)"
_EARLIER = re.compile(rf"\((?P<year>(?:19|20)\d{{2}})年?(?:基期|目标|实际|底|末|为|是|:|值)*{_NUMBER}\)")
_RESTATED = re.compile(rf"\((?:即|也就是|相当于|达到|约为?){{1,2}}{_NUMBER}(?:左右|以上|以下)?\)")
_INCLUDED = re.compile(rf"\(含{_NUMBER}\)")
_SUBSET = re.compile(rf"\((?:其中|含)?[\u4e00-\u9fff]{{2,8}}?{_NUMBER}\)")
_FOOTNOTE = re.compile(r"\(\d{1,2}\)")
_ANY_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千]+[个家张名%‰]")


def weigh_remark(meaning: TargetMeaning, remark: Token, setting: Setting) -> TargetMeaning:
    """The meaning, made doubtful where the remark behind it asks for it. A number not understood is for a person."""
    text = remark.text
    if _WITHOUT_DIGITS_HARMLESS.fullmatch(text) and not _ANY_NUMBER.search(text):
        return meaning
    if not _ANY_NUMBER.search(text):
        return inferred(meaning, "remark", text)
    if _FOOTNOTE.fullmatch(text):
        return inferred(meaning, "footnote", text)
    if match := _EARLIER.fullmatch(text):
        return _weigh_earlier(meaning, match, text, setting)
    if match := _RESTATED.fullmatch(text):
        return _weigh_restated(meaning, match["number"], text, setting)
    if (match := _INCLUDED.fullmatch(text)) and _value(match["number"]) in (meaning.low, meaning.high):
        return meaning
    if (match := _SUBSET.fullmatch(text)) and _is_smaller_count(meaning, match["number"]):
        return inferred(meaning, "aside", text)
    return by_person("leftover_number", text)


def _is_smaller_count(meaning: TargetMeaning, number: str) -> bool:
    """“(中医2个)” behind “不少于7个”: so many of them."""
    found = quantity_at(number, 0)
    whole = meaning.low if meaning.low is not None else meaning.high
    if found is None or found.unit != meaning.unit or not is_count(meaning.unit) or whole is None:
        return False
    return found.end == len(number) and found.value < whole


def _value(text: str) -> Decimal | None:
    found = quantity_at(text, 0)
    return found.value if found is not None and found.end == len(text) else None


def _weigh_earlier(meaning: TargetMeaning, match: re.Match[str], text: str, setting: Setting) -> TargetMeaning:
    """“(2022年:61%)” tells an earlier year's figure; that of the target year would be a second target."""
    found = quantity_at(match["number"], 0)
    if found is None or found.end < len(match["number"]) or conflict(found.unit, meaning.unit):
        return by_person("leftover_number", text)
    later = setting.target_year is not None and int(match["year"]) >= setting.target_year
    return by_person("leftover_number", text) if later else meaning


def _weigh_restated(meaning: TargetMeaning, number: str, text: str, setting: Setting) -> TargetMeaning:
    """“(即77.3岁)” behind a change is the end value; where the baseline is known it must come out so."""
    end = _value(number)
    if end is None:
        return by_person("leftover_number", text)
    start = setting.baseline.value
    if meaning.form != Form.CHANGE_POINTS or start is None or meaning.low is None:
        return inferred(meaning, "restated", text)
    sign = 1 if meaning.direction == "up" else -1
    agrees = start + sign * meaning.low == end
    return meaning if agrees else inferred(meaning, "restated_otherwise", text)
