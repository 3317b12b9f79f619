"""A number of a workbook as its cell shows it: 0.25 under the format 0% is 25%, 3 under 0.0 is 3.0."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

_PLACES = re.compile(r"[0#?,]*[0#?](?:\.([0#?]+))?")
_TEXT = re.compile(r"\"([^\"]*)\"|\\(.)")
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")


def shown(value: str, code: str, base_1904: bool = False) -> str:
    """The number `value`, as the file stores it, under the format `code`; anything else comes back as it is."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    number = _as_typed(number)
    if code in ("General", "@", ""):
        return _plain(number)
    if is_date_format(code):
        return _date(number, code, base_1904) or _plain(number)
    return _formatted(number, code)


def _as_typed(number: Decimal) -> Decimal:
    """Excel stores 7.09 as 7.0899999999999999: fifteen digits are what was typed."""
    if len(number.as_tuple().digits) <= 15:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - 14), rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    if abs(number.adjusted()) > 30:
        return str(number)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _formatted(number: Decimal, code: str) -> str:
    sections = code.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    pattern = _NOT_SHOWN.sub("", _TEXT.sub("", section))
    match = _PLACES.search(pattern)
    if match is None or abs(number.adjusted()) > 30 or any(sign in pattern for sign in "Ee/"):
        return _plain(number)
    if "%" in pattern:
        number *= 100
    most, least = len(match[1] or ""), (match[1] or "").count("0")
    if number < 0 and len(sections) > 1:
        number = -number
    text = f"{number.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP):{',' if ',' in pattern else ''}f}"
    while most > least and text.endswith("0"):
        text, most = text[:-1], most - 1
    text = text.rstrip(".") if most == 0 else text
    before, after = _around(section, match)
    return f"{before}{text}{'%' if '%' in pattern else ''}{after}"


def _around(section: str, match: re.Match[str]) -> tuple[str, str]:
    """The fixed words before and behind the number: "≥"0, 0.0"张"."""
    first = re.search("[0#?]", _TEXT.sub(lambda text: "\0" * len(text.group()), _NOT_SHOWN.sub("", section)))
    place = first.start() if first else 0
    words = [(text.start(), text[1] or text[2] or "") for text in _TEXT.finditer(_NOT_SHOWN.sub("", section))]
    return "".join(word for at, word in words if at < place), "".join(word for at, word in words if at > place)


def _date(number: Decimal, code: str, base_1904: bool) -> str:
    try:
        moment = from_excel(float(number), MAC_EPOCH if base_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError, TypeError):
        return ""
    if not hasattr(moment, "year"):
        return ""
    if "d" not in code.lower():
        return f"{moment.year}年" if "m" not in code.lower() else f"{moment.year}年{moment.month}月"
    return f"{moment.year}年{moment.month}月{moment.day}日"
