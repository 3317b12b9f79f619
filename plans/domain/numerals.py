"""Numbers as official Chinese writes them: 一百七十, 两, 十二点五; and Decimals written plainly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
MOST_DIGITS = 20  # no figure of a plan has more; Python itself refuses to read some thousands of them
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
NUMERAL = (
    "[零一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?"  # a regular expression; 万 and 亿 belong to units
)


def chinese_number(text: str) -> Decimal | None:
    """The number that a Chinese numeral names; None when the characters do not make one ("三两", "千百").

    None as well for more than `MOST_DIGITS` characters on either side of the point.
    """
    whole, _, fraction = text.partition("点")
    if max(len(whole), len(fraction)) > MOST_DIGITS:
        return None
    value = _whole_number(whole)
    if value is None or (fraction and not all(char in DIGITS for char in fraction)):
        return None
    if not fraction:
        return Decimal(value)
    return Decimal(f"{value}." + "".join(str(DIGITS[char]) for char in fraction))


def _whole_number(text: str) -> int | None:
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text)) if "两" not in text else None
    large = next((char for char in "亿万" if char in text), None)
    if large is None:
        return _below_ten_thousand(text)
    high, _, low = text.partition(large)
    head, tail = _whole_number(high), _whole_number(low) if low else 0
    return None if head is None or tail is None else head * _LARGE[large] + tail


def _below_ten_thousand(text: str) -> int | None:
    """一百七十 → 170. Places must fall from left to right, and no two digits may stand together."""
    total, digit, smallest = 0, None, 10_000
    for char in text:
        if char in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[char]
        elif char in _TENS and _TENS[char] < smallest:
            smallest = _TENS[char]
            total += (1 if digit in (None, 0) else digit) * smallest
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


def plain(number: Decimal) -> str:
    """The number in digits, without an exponent: Decimal("1E+2") → "100"."""
    return format(number, "f")


def rounded_quotient(numerator: Decimal, denominator: Decimal, places: int = 4) -> tuple[Decimal, bool]:
    """numerator ÷ denominator, and whether it had to be rounded (half up, to `places` decimals). Raises on ÷ 0."""
    quotient = numerator / denominator
    rounded = quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded * denominator == numerator:
        return rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral(), False
    return rounded, True
