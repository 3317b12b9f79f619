"""The numbers of a text, each with its unit, and what kind of number it is: one to be reached, or part of a name or date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from plans.domain.quantities import quantity_at
from plans.domain.units import is_count, is_share
from plans.importing import phrases

_RANGE = re.compile(r"[-—~至到]|\.\.")
_BRACKETS = re.compile(r"\([^()]*\)|《[^《》]*》|“[^“”]{1,30}”")
_SPELLED = re.compile(
    r"(?:(?<=至少)|(?<=不少于)|(?<=不低于)|(?<=设置)|(?<=建成)|(?<=达到)|(?<=超过)|(?<=有)|(?<=新增)|(?<=建设))[一二两三四五六七八九十百]{1,4}(?=[个家所名张项])"
    r"|(?:百|千|万|十万)分之[一二三四五六七八九十百点零]+|(?<![一二三四五六七八九十])[二三四五]分之[一二三四]"
)


class FigureKind(StrEnum):
    """What a number in running text is."""

    VALUE = "value"  # may be a target
    DATE = "date"  # 2025年, 5月17日
    DURATION = "duration"  # 5年的努力
    NAME = "name"  # 5岁以下儿童, 120急救, 《…》
    NUMBERING = "numbering"  # 1.实施健康行动


@dataclass(frozen=True, slots=True)
class Figure:
    """A number (or a range) in normalised text: text[start:end], with its unit."""

    start: int
    end: int
    unit: str
    kind: FigureKind

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole: %, ‰ …"""
        return is_share(self.unit)

    @property
    def counts(self) -> bool:
        """Whether it counts things, or has no unit."""
        return self.unit in ("", "大") or is_count(self.unit)


def figures_of(text: str) -> list[Figure]:
    """All numbers of a text in order; a range (1-2个) is one."""
    hidden = [match.span() for match in _BRACKETS.finditer(text)]
    found: list[Figure] = []
    for start, end, unit in _ranges(text, list(_numbers(text))):
        inside = any(begin < start and end < stop for begin, stop in hidden)
        kind = _kind(text, start, end, unit)
        if inside and kind == FigureKind.VALUE:
            kind = FigureKind.NAME
        found.append(Figure(start, end, unit, kind))
    return found


def is_spelled_out(text: str) -> bool:
    """Whether a number that may be a target stands in the text in Chinese numerals: 至少一家, 百分之九十."""
    return _SPELLED.search(text) is not None


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, unit) of every number."""
    spelled = {match.start() for match in _SPELLED.finditer(text)}
    place = 0
    while place < len(text):
        if text[place].isdigit() or place in spelled:
            quantity = quantity_at(text, place, expected=True)
            end = quantity.end if quantity else place + 1
            unit = quantity.unit if quantity else ""
            if not unit and text[end : end + 1] == "大":  # 10大专科
                end, unit = end + 1, "大"
            yield place, end, unit
            place = end
        else:
            place += 1


def _ranges(text: str, numbers: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The numbers, those joined by a dash or 至 taken together."""
    place = 0
    while place < len(numbers):
        start, end, unit = numbers[place]
        if place + 1 < len(numbers):
            following = numbers[place + 1]
            if _RANGE.fullmatch(text[end : following[0]]) and unit in ("", following[2]):
                end, unit = following[1], following[2]
                place += 1
        yield start, end, unit
        place += 1


def _kind(text: str, start: int, end: int, unit: str) -> FigureKind:
    number = re.match(r"[\d.]*", text[start:end])
    digits = number.group() if number else ""
    behind = text[end : end + 12]
    if text[:start] in ("", "(") and re.match(r"[.、)]", behind) and unit == "":
        return FigureKind.NUMBERING
    if re.fullmatch(r"(?:19|20)\d\d", digits[:4]) and (unit == "年" or re.match(r"[年\-—~至)〕\]]", behind)):
        return FigureKind.DATE
    if re.fullmatch(r"\d{1,2}[月日]", text[start : start + len(digits) + 1]) and unit in ("", "月", "日"):
        return FigureKind.DATE
    if phrases.NAME_LIKE.search(text[:start]) or (not unit and phrases.NAME_BEHIND.match(behind)):
        return FigureKind.NAME
    if unit in phrases.AGE_OR_TIME:
        return _age_or_time(text, start, end, unit)
    is_condition = phrases.CONDITION.search(text[:start]) and phrases.WHOSE.match(behind)
    is_listed = phrases.COUNTED_LIST.search(text[:start])
    if (is_condition and not is_share(unit)) or (is_listed and (not unit or is_count(unit))):
        return FigureKind.NAME
    return FigureKind.VALUE


def _age_or_time(text: str, start: int, end: int, unit: str) -> FigureKind:
    """5岁以下儿童, 15分钟服务圈 are names, 用5年时间 is a duration; 达到81岁 and 控制在8天以内 are values."""
    tail = phrases.TAIL.match(text, end)
    stop = tail.end() if tail else end
    is_led = phrases.LEAD.search(text[max(0, start - 60) : start]) is not None
    goes_on = re.match(r"的?[\u4e00-\u9fff]", text[stop:]) and not re.match(
        "的目标|的水平|以|并|和|及|左右", text[stop:]
    )
    if unit == "年" and not is_led:
        return FigureKind.DURATION
    return FigureKind.NAME if goes_on else FigureKind.VALUE
