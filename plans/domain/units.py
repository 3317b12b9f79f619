"""The units that plans print behind a number: recognised, compared, and named in English."""

from __future__ import annotations

import re
from enum import StrEnum

PERCENT = "%"
POINTS = "个百分点"
LEVEL = "级"
RATIO = "1:x"


class Dimension(StrEnum):
    """What a unit measures. Two units of different dimensions can never be compared."""

    SHARE = "share"
    POINTS = "points"
    COUNT = "count"
    AGE = "age"
    TIME = "time"
    MONEY = "money"
    LENGTH = "length"
    AREA = "area"
    MASS = "mass"
    SCORE = "score"
    LEVEL = "level"
    TIMES = "times"
    UNKNOWN = ""


_SHARES = {"%": 100, "‰": 1000, "‱": 10_000, "/万": 10_000, "/10万": 100_000, "/100万": 1_000_000}
_POINTS = {"个百分点": 100, "百分点": 100, "个千分点": 1000, "千分点": 1000, "个万分点": 10_000}
# By dimension, each unit with its size: two names of one size (天, 日) may be compared without a factor.
_BASES: dict[Dimension, dict[str, str]] = {
    Dimension.COUNT: dict.fromkeys(
        "人次 人份 人 名 位 户 家 个 所 间 张 床 份 件 例 项 次 种 类 台 套 辆 架 条 支 只 对 门 部 批 组 篇 座 处 片 期 场 届 村 镇 株 头 家次 例次 "
        "台次 床位 度".split(),
        "1",
    ),
    Dimension.AGE: {"周岁": "1", "岁": "1"},
    Dimension.TIME: {
        **{"秒": "second", "分钟": "minute", "小时": "hour", "天": "day", "日": "day", "周": "week"},
        **{"个月": "month", "月": "month", "年": "year"},
    },
    Dimension.MONEY: {"元": "yuan", "美元": "dollar"},
    Dimension.LENGTH: {"公里": "km", "千米": "km", "米": "m", "厘米": "cm", "毫米": "mm"},
    Dimension.AREA: {"平方米": "m2", "平方公里": "km2", "公顷": "ha", "亩": "mu"},
    Dimension.MASS: {"公斤": "kg", "千克": "kg", "吨": "t", "克": "g", "毫克": "mg", "微克": "μg"},
    Dimension.SCORE: {"分": "1"},
    Dimension.LEVEL: {"级": "1"},
    Dimension.TIMES: {"倍": "1"},
    Dimension.UNKNOWN: dict.fromkeys("升 毫升 立方米 mmHg mmol μg mg g kg ml h".split(), "1"),
}
_DIMENSION_OF = {name: dimension for dimension, names in _BASES.items() for name in names}
_SIZES = {"万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4}
# What must not follow, because the characters then begin another word: 3人口, 2年度, 5分之一, 10项目标.
_NOT_BEFORE = {
    "人": "(?!均|口)",
    "分": "(?!之|别|级|类|布|娩|泌|期|配|析|层|开)",
    "年": "(?!度|龄|均|轻)",
    "级": "(?!别)",
    "项": "(?!目(?!标))",
    "位": "(?!居)",
    "家": "(?!庭|长|属|级)",
    "例": "(?!如)",
    "次": "(?!均)",
    "条": "(?!件)",
    "门": "(?!诊|类|户)",
    "对": "(?!口|象|于|比)",
    "期": "(?!间|末|望)",
    "月": "(?!份|底|末|\\d)",
    "天": "(?!然)",
    "所": "(?!有|在|需|属|以)",
    "度": "(?!假)",
    "个": "(?!人(?!的|以|及|,|、|$))",
    "g": "(?![A-Za-z])",
    "h": "(?![A-Za-z])",
}
_NAMES = sorted((name for names in _BASES.values() for name in names), key=len, reverse=True)
_ONE_UNIT = "|".join(name + _NOT_BEFORE.get(name, "") for name in _NAMES)
_PEOPLE = "(?:活产儿?|常住人口|人口|人年|人)?"
_PER_100K = rf"(?:100万|百万|1000000|10万|十万|100,?000){_PEOPLE}"
_PER_10K = rf"(?:1?万|10,?000){_PEOPLE}"
_PER_MANY = f"(?:{_PER_100K}|{_PER_10K})"
_DENOMINATOR = r"(?:立方米|平方米|平方公里|每?(?:百|千|万|10万)人口?|人次|人|天|日|月|年|次|床日|床|例|户|张|小时|千克|公斤|升|L|kg|d)"
UNIT = re.compile(
    rf"(?P<share>%|‰|‱|[例人]?/{_PER_100K}|例?/{_PER_10K}|个?百分点|个?千分点|个?万分点)"
    rf"|(?P<size>万亿|千亿|百亿|亿|千万|百万|十万|万|千(?=[人元名张个份家例]))?(?P<base>{_ONE_UNIT})(?P<per>(?:/{_DENOMINATOR})*)"
    rf"|(?P<bare>万亿|亿|百万|万(?!元|名老))"
)
CHINESE_COUNT = frozenset("个家所名人位张项例年岁月天倍成种台辆套支场座处间元亿万户份件床") | {
    "平方米",
    "公里",
    "人次",
    "个月",
    "小时",
    "分钟",
    "周岁",
}


def tidy(unit: str) -> str:
    """The unit in its usual spelling: "1/10万", "/十万" and "每10万" → "/10万"; "百分点" → "个百分点"; "(%)" → "%"."""
    text = re.sub(r"\s", "", unit).replace("％", "%").strip("()（）")
    text = re.sub(r"/每?(百|千|万|10万)人口?$", r"/\1人", text) if not text.startswith("/") else text
    text = re.sub(rf"^[1例]?(?:/|每)(?={_PER_MANY}$)", "/", text)
    text = re.sub(rf"^人/(?={_PER_100K}$)", "/", text)
    text = re.sub(r"^/(?:10万|十万|100,?000)\D*$", "/10万", text)
    text = re.sub(r"^/(?:100万|百万|1000000)\D*$", "/100万", text)
    text = re.sub(r"^/(?:1?万|10,?000)\D*$", "/万", text)
    return f"个{text}" if text in ("百分点", "千分点", "万分点") else text


def unit_at(text: str, place: int) -> tuple[str, int]:
    """The unit that stands in `text` at `place`, tidied, and where it ends; ("", place) when none does."""
    match = UNIT.match(text, place)
    if match is None:
        return "", place
    return tidy(match.group()), match.end()


def dimension(unit: str) -> Dimension:
    """What the unit measures; UNKNOWN for an empty or unheard-of unit."""
    if unit in _SHARES:
        return Dimension.SHARE
    if unit in _POINTS:
        return Dimension.POINTS
    return _DIMENSION_OF.get(_base(unit), Dimension.UNKNOWN)


def is_share(unit: str) -> bool:
    """Whether the unit is a part of a whole: %, ‰, /10万 …"""
    return unit in _SHARES


def is_count(unit: str) -> bool:
    """Whether the unit counts things: 个, 家, 张, 万人 …"""
    return dimension(unit) == Dimension.COUNT


def _base(unit: str) -> str:
    """ "万人次/天" → "人次"."""
    name = unit.partition("/")[0]
    size = next((size for size in _SIZES if name.startswith(size)), "")
    return name[len(size) :]


def _power(unit: str) -> int:
    return next((power for size, power in _SIZES.items() if unit.startswith(size)), 0)


def conflict(one: str, other: str) -> bool:
    """Whether numbers in the two units can never be set side by side: % and ‰, % and 岁. An empty unit fits all."""
    first, second = dimension(one), dimension(other)
    if Dimension.UNKNOWN in (first, second):
        return False
    if {first, second} == {Dimension.SHARE, Dimension.POINTS}:
        return {**_SHARES, **_POINTS}[one] != {**_SHARES, **_POINTS}[other]
    if {first, second} <= {Dimension.AGE, Dimension.TIME}:
        return first != second and "年" not in (one, other)
    return first != second or (first in (Dimension.SHARE, Dimension.POINTS) and tidy(one) != tidy(other))


def scaled(one: str, other: str) -> bool:
    """Whether the two units measure the same in different sizes: 人 and 万人, 天 and 小时."""
    first, second = dimension(one), dimension(other)
    if not one or not other or first != second or first in (Dimension.SHARE, Dimension.UNKNOWN):
        return False
    names = _BASES.get(first, {})
    return _power(one) != _power(other) or names.get(_base(one)) != names.get(_base(other))


def counted_in(printed: str, known: str) -> str:
    """The unit of a number printed with 万 or 亿 alone, or with none, when the indicator's unit is known."""
    if not printed:
        return known
    if printed in _SIZES and is_count(known) and _power(known) == 0:
        return printed + known
    return known if printed in _SIZES and known.startswith(printed) else printed


def points_of(share: str) -> str:
    """The unit of a difference of two shares: % → 个百分点. Other units are their own."""
    return {"%": "个百分点", "‰": "个千分点"}.get(share, share)


_ENGLISH = {
    "个百分点": " percentage points", "个千分点": " per mille points", "/万": " per 10,000", "/10万": " per 100,000",
    "/100万": " per million", "岁": " years", "周岁": " years", "年": " years", "个月": " months", "月": " months", "天": " days", "日": " days",
    "小时": " hours", "分钟": " minutes", "秒": " seconds", "周": " weeks", "张": " beds", "床": " beds", "人次": " visits", "次": " times",
    "元": " yuan", "公里": " km", "千米": " km", "米": " m", "平方米": " m²", "平方公里": " km²", "分": " points", "倍": " times", "人": " persons",
    "名": " persons", "位": " places", "户": " households", "例": " cases", "吨": " t", "亩": " mu", "公顷": " ha",
    "毫克": " mg", "微克": " μg", "克": " g", "千克": " kg", "公斤": " kg", "立方米": " m³", "升": " L",
}  # fmt: skip
_UNSAID = frozenset(
    "个家所间座处件份台项种支套辆级架条只部门组篇"
)  # 3家 is 3 in English: the indicator says what is counted


def english(unit: str) -> str:
    """The unit as it stands behind a number in an English sentence; units without a usual English word stay as they are."""
    if unit in ("", "%", "‰", "‱"):
        return unit
    if unit in _ENGLISH:
        return _ENGLISH[unit]
    name, slash, rest = unit.partition("/")
    size = " × 10^" + str(_power(unit)) if _power(unit) else ""
    base = _base(unit)
    word = "" if base in _UNSAID or not base else _ENGLISH.get(base, f" {base}")
    per = f" per {_ENGLISH.get(rest, rest).strip().removesuffix('s')}" if slash else ""
    return f"{size}{word}{per}" if name else unit
