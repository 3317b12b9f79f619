"""Whether figures in two units can be compared, by what factor, and how a figure stands with its unit in a sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from plans.domain import units as printed

_SHARES = {
    "%": Decimal(100),
    "‰": Decimal(1000),
    "‱": Decimal(10_000),
    "/万": Decimal(10_000),
    "/10万": Decimal(100_000),
    "/100万": Decimal(1_000_000),
}
_POINTS = {"个百分点": "%", "个千分点": "‰", "个万分点": "‱"}
_SIZES = {
    "万亿": Decimal(10) ** 12,
    "千亿": Decimal(10) ** 11,
    "百亿": Decimal(10) ** 10,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
}
_SAME_NOUNS = (
    frozenset({"人", "名", "位"}),
    frozenset({"个", "家", "所", "处", "间", "座"}),
    frozenset({"张", "床"}),
    frozenset({"岁", "周岁"}),
    frozenset({"天", "日"}),
    frozenset({"公里", "千米"}),
)


def tidy(unit: str) -> str:
    """The unit in its usual spelling, without notes in brackets: "1/10万" → "/10万", "％（累计）" → "%"."""
    found = printed.tidy(re.sub(r"[(（].*?[)）]", "", unit) or unit)
    return _POINTS.get(found, found)


def is_share(unit: str) -> bool:
    """Whether the unit is a share of something: %, ‰, /10万 …"""
    return tidy(unit) in _SHARES


def is_percent(unit: str) -> bool:
    """Whether the unit is per cent."""
    return tidy(unit) == "%"


def is_cumulative_cut(unit: str) -> bool:
    """Whether the unit says that its figures are cumulative cuts in per cent, as "%(累计降幅)" does."""
    return is_percent(unit) and re.search(r"累计.?降", unit) is not None


def factor(given: str, wanted: str) -> Decimal | None:
    """What a number in the unit `given` is multiplied by to be in the unit `wanted`; None when they do not compare.

    An empty unit compares with every unit: the wording leaves it to the indicator.
    """
    source, goal = tidy(given), tidy(wanted)
    if source == goal or not source or not goal:
        return Decimal(1)
    if source in _SHARES and goal in _SHARES:
        return _SHARES[goal] / _SHARES[source]
    if source in _SHARES or goal in _SHARES:
        return None
    (source_size, source_noun), (goal_size, goal_noun) = _split(source), _split(goal)
    return source_size / goal_size if _same_noun(source_noun, goal_noun) else None


def _split(unit: str) -> tuple[Decimal, str]:
    """("万人") → (10000, "人"); what stands after "/千人" only repeats the indicator's name."""
    noun = re.sub(r"/(千|万)?(人|人口|常住人口)$", "", unit)
    for prefix, size in _SIZES.items():
        if noun.startswith(prefix):
            return size, noun[len(prefix) :]
    return Decimal(1), noun


def _same_noun(one: str, other: str) -> bool:
    return one == other or not one or not other or any(one in group and other in group for group in _SAME_NOUNS)


def unit_zh(unit: str) -> str:
    """The unit as it follows a number in a Chinese sentence."""
    return tidy(unit)


def unit_en(unit: str) -> str:
    """The unit as it follows a number in an English sentence."""
    return printed.english(tidy(unit))


def change_unit_zh(unit: str) -> str:
    """The unit of a difference of two figures: percentages differ by 个百分点."""
    return printed.points_of(tidy(unit))


def change_unit_en(unit: str) -> str:
    """The unit of a difference of two figures, as it follows a number in an English sentence."""
    return printed.english(change_unit_zh(unit))


def counted_en(number: str, unit: str) -> str:
    """A number and its English unit: one year, two years."""
    return f"{number}{unit.removesuffix('s') if number in ('1', '-1') else unit}"
