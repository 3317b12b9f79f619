"""A number with its unit, as it stands in normalised wording: 72%, 12/10万, 1:1.25, 十万分之十一, 两万张, 三成, 一半."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plans.domain.numerals import NUMERAL, chinese_number, rounded_quotient
from plans.domain.units import CHINESE_COUNT, LEVEL, PERCENT, RATIO, UNIT, unit_at

_ARABIC = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)")
_CHINESE = re.compile(NUMERAL)
_RATIO = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)(?![:\d])")
_PARTS_OF = re.compile(rf"(?P<whole>10万|十万|百万|[百千万]|{NUMERAL})分(?P<of>之)?(?P<part>-?\d+(?:\.\d+)?|{NUMERAL})")
_TENTHS = re.compile(
    r"(?P<tenths>[一二两三四五六七八九]|\d(?:\.\d)?)成(?P<half>[半一二三四五六七八九])?(?![立为功长员果本效熟交就])"
)
_VULGAR = re.compile(r"([1-9])/([2-9])(?![\d./万千百%‰])")
_HALF = re.compile("一半|半数|二分之一|(?<=[过超])半(?=$|[,;。、)])")
_SHARE_OF = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万", "10万": "/10万", "百万": "/100万"}
_ORDINARY_WORDS = re.compile(
    "一(?:般|定|体|批|流|致|次性|系列|方面|时|样|直|律|起|些|切|旦|面|线|站|张网|张图|张床|件事|家人|户一|人一)|十分(?!之)|三[甲减]|两[癌允]|两个允许"
)

_AFTER_NUMERAL = re.compile("$|[,;。、)]|左右|及?以[上下内]")
_NONE_OF = re.compile("死亡|发生|感染|事故|差错|投诉|病例")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("" when none is printed) and the place where it ends.

    `rounded` when the number is a fraction that decimals cannot hold; `first` is the first side of a ratio.
    """

    value: Decimal
    unit: str
    end: int
    rounded: bool = False
    first: Decimal | None = None


def quantity_at(text: str, place: int, *, expected: bool = False) -> Quantity | None:
    """The quantity that begins in `text` at `place`, or None.

    `expected` says that a verb or comparison stands before it, so that a Chinese numeral counts even without a unit.
    """
    if place >= len(text):
        return None
    for read in (_ratio, _vulgar_fraction, _parts_of_a_whole, _tenths, _arabic):
        found = read(text, place)
        if found is not None:
            return found
    return _chinese(text, place, expected)


def _ratio(text: str, place: int) -> Quantity | None:
    match = _RATIO.match(text, place)
    if match is None:
        return None
    first, second = Decimal(match[1]), Decimal(match[2])
    if first == 0:
        return None
    quotient, rounded = (second, False) if first == 1 else rounded_quotient(second, first)
    return Quantity(quotient, RATIO, match.end(), rounded, first)


def _parts_of_a_whole(text: str, place: int) -> Quantity | None:
    """百分之九十 → 90%, 十万分之十一 → 11/10万, 三分之一 → 33.33%. “之” may be missing (a common misprint)."""
    match = _PARTS_OF.match(text, place)
    if match is None:
        return _half(text, place)
    part = _number(match["part"])
    if part is None:
        return None
    if match["whole"] in _SHARE_OF:
        return Quantity(part, _SHARE_OF[match["whole"]], match.end())
    whole = _number(match["whole"])
    if whole is None or whole == 0 or not match["of"]:
        return None
    value, rounded = rounded_quotient(part * 100, whole, places=2)
    return Quantity(value, PERCENT, match.end(), rounded)


def _vulgar_fraction(text: str, place: int) -> Quantity | None:
    """1/3 → 33.33%; always marked as rounded, so that a person looks at it."""
    match = _VULGAR.match(text, place)
    if match is None or int(match[1]) >= int(match[2]):
        return None
    value, _ = rounded_quotient(Decimal(match[1]) * 100, Decimal(match[2]), places=2)
    return Quantity(value, PERCENT, match.end(), rounded=True)


def _half(text: str, place: int) -> Quantity | None:
    match = _HALF.match(text, place)
    return Quantity(Decimal(50), PERCENT, match.end()) if match else None


def _tenths(text: str, place: int) -> Quantity | None:
    """八成 → 80%, 三成半 → 35%."""
    match = _TENTHS.match(text, place)
    if match is None:
        return None
    tenths = _number(match["tenths"])
    if tenths is None:
        return None
    half = (
        {None: Decimal(0), "半": Decimal(5)}.get(match["half"])
        if match["half"] in (None, "半")
        else _number(match["half"])
    )
    return Quantity(tenths * 10 + (half or 0), PERCENT, match.end())


def _arabic(text: str, place: int) -> Quantity | None:
    match = _ARABIC.match(text, place)
    if match is None:
        return None
    unit, end = unit_at(text, match.end())
    if text.startswith("(", end) and not unit:
        unit, end = _unit_in_brackets(text, end)
    return Quantity(Decimal(match.group()), unit, end)


def _unit_in_brackets(text: str, place: int) -> tuple[str, int]:
    """72(%) → 72%."""
    unit, end = unit_at(text, place + 1)
    return (unit, end + 1) if unit and text.startswith(")", end) else ("", place)


def _chinese(text: str, place: int, expected: bool) -> Quantity | None:
    match = _CHINESE.match(text, place)
    if match is None or _ORDINARY_WORDS.match(text, place):
        return None
    value = chinese_number(match.group())
    if value is None or (match.group()[0] in "百千" and not expected):
        return None
    found = UNIT.match(text, match.end())
    unit, end = unit_at(text, match.end())
    if found is None:
        follows = _whole_word_end(text, place, match.end())
        return Quantity(value, "", follows) if expected and follows is not None else None
    if unit == LEVEL and place == 0 and end == len(text):
        return None  # 三级 alone is a grade of hospital
    if unit == LEVEL or (found["base"] or "万") not in CHINESE_COUNT:
        return Quantity(value, unit, end) if expected else None
    return Quantity(value, unit, end)


def _whole_word_end(text: str, place: int, end: int) -> int | None:
    """Where the numeral ends if nothing makes it part of a longer word, else None; 零死亡 names a number as a whole."""
    if text[place:end] == "零" and (match := _NONE_OF.match(text, end)):
        return match.end()
    return end if _AFTER_NUMERAL.match(text, end) else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.lstrip("-")[:1].isdigit() else chinese_number(text)
