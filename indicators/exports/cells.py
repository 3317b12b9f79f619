"""Putting text and numbers into cells: text is never a formula, a number keeps its decimals, missing is a dash."""

import re
import unicodedata
from decimal import Decimal

from openpyxl.cell import Cell

from indicators.presenters import MISSING

# What XML cannot carry or nobody can read. Line breaks and tabs stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A Chinese Excel takes the full-width signs for formulas too, as soon as somebody edits the cell.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WORDS = re.compile(r"[\x21-\x7e]+|.", re.DOTALL)


def clean_text(text: str) -> str:
    """The text without control characters, its line breaks in one form."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def put_text(cell: Cell, text: str) -> None:
    """Write `text` as text, whatever it begins with; control characters are left out.

    openpyxl would make a formula of "=1+1" and an error of "#N/A". The quote prefix keeps Excel from making a formula
    of it when the cell is edited.
    """
    cell.value = _ESCAPED.sub("_x005F_", clean_text(text))  # Excel reads _x0041_ as A
    cell.data_type = "s"
    if cell.value.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def put_number(cell: Cell, value: Decimal | int | None, number_format: str) -> None:
    """Write a real number with its format, or the dash where there is none. Zero is a number.

    The dash has the format too: LibreOffice 7 forgets the indent of cells that differ from the one before in nothing
    but their number format.
    """
    cell.number_format = number_format
    if value is None:
        put_text(cell, MISSING)
    else:
        cell.value = value


def number_format(decimals: int, suffix: str = "") -> str:
    """The format of a figure: thousands set apart, its decimals, and words that stand behind the number."""
    places = "." + "0" * decimals if decimals else ""
    words = f'"{suffix}"' if suffix else ""
    return f"#,##0{places}{words}"


def text_width(text: str) -> int:
    """The width of a line in digits: Chinese signs are two wide, as are those that Chinese fonts draw so."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def number_width(value: Decimal, decimals: int, suffix: str = "") -> int:
    """The width of a number as `number_format` shows it."""
    return text_width(f"{value:,.{decimals}f}{suffix}")


def line_count(text: str, width: int) -> int:
    """How many lines a text takes in a column `width` digits wide; words of Latin letters stay whole."""
    lines = 0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0
        for word in _WORDS.findall(paragraph):
            wide = text_width(word)
            if used and used + wide > width:
                if word == " ":  # hangs over the edge; no line begins with it
                    continue
                lines, used = lines + 1, 0
            used += wide
            while used > width:  # a word longer than the line is broken
                lines, used = lines + 1, used - width
    return lines
