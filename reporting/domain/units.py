"""Units as plans print them: whether two can be compared, by what factor, and how a figure is shown with its unit."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SHARES = {
    "%": Decimal(100),
    "‰": Decimal(1000),
    "‱": Decimal(10_000),
    "/万": Decimal(10_000),
    "/10万": Decimal(100_000),
    "/100万": Decimal(1_000_000),
}
_SHARE_SPELLINGS = {"个百分点": "%", "百分点": "%", "个千分点": "‰", "千分点": "‰"}
_MULTIPLES = {
    "万亿": Decimal(10) ** 12,
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
    frozenset({"元", "元人民币"}),
    frozenset({"平方米", "m2", "㎡"}),
    frozenset({"公里", "千米", "km"}),
)
_NOUN_EN = {
    "岁": " years",
    "周岁": " years",
    "张": " beds",
    "床": " beds",
    "天": " days",
    "日": " days",
    "次": " times",
    "人次": " visits",
    "分": " points",
    "分钟": " minutes",
    "小时": " hours",
    "元": " yuan",
    "平方米": " m²",
    "公里": " km",
}
_SIZE_EN = {Decimal(1): "", Decimal(10) ** 6: " million", Decimal(10) ** 8: " × 100 million"}
_SHARE_EN = {"/万": " per 10,000", "/10万": " per 100,000", "/100万": " per million"}
# 3人 is 3 in English: the indicator says what is counted.
_COUNTERS = frozenset("人名位个家所处间座份例件支台项种户辆级对")


def tidy(unit: str) -> str:
    """The unit in its usual spelling, without notes in brackets: "1/10万" → "/10万", "％（累计）" → "%"."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", unit))
    text = re.sub(r"\(.*?\)", "", text)
    text = re.sub(r"^.?/(10万|十万|100,?000)(人口?)?$", "/10万", text)
    text = re.sub(r"^.?/(100万|百万)(人口?)?$", "/100万", text)
    text = re.sub(r"^1?/(万|10,?000)$", "/万", text)
    text = re.sub(r"^1?/(千|1,?000)$", "‰", text)
    return _SHARE_SPELLINGS.get(text, text)


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
    for prefix, size in _MULTIPLES.items():
        if noun.startswith(prefix):
            return size, noun[len(prefix) :]
    return Decimal(1), noun


def _same_noun(one: str, other: str) -> bool:
    return one == other or not one or not other or any(one in group and other in group for group in _SAME_NOUNS)


def change_unit(unit: str) -> str:
    """The unit of a difference of two figures: percentages differ by 个百分点."""
    return {"%": "个百分点", "‰": "个千分点"}.get(tidy(unit), tidy(unit))


def unit_zh(unit: str) -> str:
    """The unit as it follows a number in a Chinese sentence."""
    return tidy(unit)


def unit_en(unit: str) -> str:
    """The unit as it follows a number in an English sentence; units without a usual English word stay as they are."""
    plain = tidy(unit)
    if plain in _SHARES:
        return _SHARE_EN.get(plain, plain)
    size, noun = _split(plain)
    noun_en = "" if not noun or noun in _COUNTERS else _NOUN_EN.get(noun, f" {noun}")
    return f"{_SIZE_EN.get(size, f' × {size:,}')}{noun_en}"


def change_unit_en(unit: str) -> str:
    """The unit of a difference of two figures, as it follows a number in an English sentence."""
    return {"%": " percentage points", "‰": " per mille points"}.get(tidy(unit), unit_en(unit))


def counted_en(number: str, unit: str) -> str:
    """A number and its English unit: one year, two years."""
    return f"{number}{unit.removesuffix('s') if number in ('1', '-1') and len(unit) > 2 else unit}"
