"""From the bytes of an upload to the cells of its sheets: guarded, as streams, with limits.

The guard is that of the plans' import (plans.importing.archive); here the limits are those of one form's workbook.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from collection.importing.refusals import CannotRead
from plans.importing.archive import Archive, Enough
from plans.importing.number_formats import shown
from plans.importing.opening import PAGE, decoded, refuse_other_formats
from plans.importing.refusals import CannotRead as PlansCannotRead
from plans.importing.workbook_parts import BOOK, Book, Collector, Formats, Texts

MAX_MB, MAX_PARTS, MAX_SHEETS = 10, 200, 20
MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_MERGED = 20_000, 200, 100_000, 5_000
MOST_DIGITS = 30  # of a number that is looked at; a longer one is told as it stands
DIGITS = 15  # what a spreadsheet keeps of a number; what it stores behind them is not what was typed
_ZIP = b"PK\x03\x04"
_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,4})?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OTHER_PACKAGES = {
    "word/document.xml": "Word",
    "content.xml": "OpenDocument",
    "xl/workbook.bin": ".xlsb",
    "OFD.xml": "OFD",
}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell holds. `kind`: text, number, percent, date, boolean, error, or formula (one without a saved result).

    `text` is what was typed: a number plainly with all its digits, a percentage with its sign, the formula itself.
    """

    kind: str
    text: str


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that are not empty by (row, column), from 1, and the merged ranges (top, left, bottom, right)."""

    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """What stands there, whatever it is; "" where nothing does."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def is_merged(self, row: int, column: int) -> bool:
        """Whether the cell is part of a larger one."""
        return any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.merged
            if (top, left) != (bottom, right)
        )


def address(row: int, column: int) -> str:
    """The name of a cell, for example F9."""
    return f"{get_column_letter(column)}{row}"


class Package:
    """An opened workbook: the names of its sheets, each read when it is asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises CannotRead when the file is not a harmless .xlsx of bounded size."""
        try:
            self._archive = _archive(content)
            self._book, self._texts, self._formats = Book(), Texts(), Formats()
            self._read(BOOK, self._book)
            if len(self._book.sheets) > MAX_SHEETS:
                raise CannotRead("too_many_sheets", str(MAX_SHEETS))
            self._parts = self._archive.relations(BOOK)
            for name, target in (("xl/sharedStrings.xml", self._texts), ("xl/styles.xml", self._formats)):
                if name in self._archive.names:
                    self._read(name, target)
        except PlansCannotRead as error:
            raise CannotRead(error.code, error.detail) from error
        self.sheets = [name for name, _state, _key in self._book.sheets]
        self.visible = [name for name, state, _key in self._book.sheets if state == "visible"]

    def sheet(self, name: str) -> Grid:
        """The cells of the sheet of that name. Raises CannotRead when it is damaged or too big."""
        key = next(key for one, _state, key in self._book.sheets if one == name)
        part = self._parts.get(key, "")
        target = _Sheet(self._texts.texts, self._formats.codes(), self._book.is_1904)
        if part in self._archive.names and "chartsheet" not in part:
            try:
                self._read(part, target)
            except PlansCannotRead as error:
                raise CannotRead(error.code, error.detail) from error
        return target.grid

    def _read(self, name: str, target: object) -> None:
        if not self._archive.stream(name, target):
            raise CannotRead("too_big_inside")


def _archive(content: bytes) -> Archive:
    if len(content) > MAX_MB << 20:
        raise CannotRead("too_large", str(MAX_MB))
    if not content.strip():
        raise CannotRead("empty")
    if not content.startswith(_ZIP):
        refuse_other_formats(content)
        text = decoded(content)
        raise CannotRead("web_page" if PAGE.search(text[:3000]) else "csv")
    archive = Archive(content)
    if len(archive.names) > MAX_PARTS:
        raise CannotRead("too_many_parts", str(MAX_PARTS))
    if BOOK not in archive.names:
        found = next((name for part, name in _OTHER_PACKAGES.items() if part in archive.names), "")
        raise CannotRead("other_format", found) if found else CannotRead("not_a_document")
    if any("macrosheets/" in name.lower() for name in archive.names) or _declares_macros(archive):
        raise CannotRead("macro")
    return archive


def _declares_macros(archive: Archive) -> bool:
    types = _Types()
    if "[Content_Types].xml" in archive.names:
        archive.stream("[Content_Types].xml", types)
    return types.has_macros


class _Types:
    """Whether the list of content types speaks of macros."""

    tags = frozenset({"Override", "Default"})

    def __init__(self) -> None:
        self.has_macros = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.has_macros |= "macroenabled" in attributes.get("ContentType", "").lower()

    def end(self, tag: str) -> None:
        """Nothing ends."""

    def data(self, text: str) -> None:
        """There is no text."""


@dataclass(slots=True)
class _Open:
    """A cell that is being read."""

    row: int
    column: int
    kind: str
    style: str
    value: str = ""
    formula: str = ""


@dataclass
class _Sheet:
    """Gathers the cells of one sheet. Stops (Enough) at whatever no form of ours has."""

    texts: list[str]
    formats: list[str]
    base_1904: bool
    grid: Grid = field(default_factory=Grid)
    tags: frozenset[str] = Texts.tags | {"row", "c", "v", "f", "mergeCell"}
    _row: int = 0
    _column: int = 0
    _seen: int = 0
    _open: _Open | None = None
    _inline: Texts = field(default_factory=Texts)
    _value: Collector = field(default_factory=Collector)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = 0
            if self._row > MAX_ROWS:
                raise Enough
        elif tag == "c":
            self._open_cell(attributes)
        elif tag in ("v", "f"):
            self._value.listen()
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self._inline.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "v" and self._open:
            self._open.value = self._value.heard()
        elif tag == "f" and self._open:
            self._open.formula = f"={self._value.heard()}"
        elif tag == "c" and self._open:
            self._keep(self._open)
            self._open = None
        elif tag == "is" and self._open:
            self._open.value = self._inline.whole()
        else:
            self._inline.end(tag)

    def data(self, text: str) -> None:
        self._value.data(text)
        self._inline.data(text)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self._seen += 1
        match = _CELL_NAME.fullmatch(attributes.get("r", ""))
        self._column = column_index_from_string(match[1]) if match else self._column + 1
        row = int(match[2]) if match else self._row
        if self._seen > MAX_CELLS or row > MAX_ROWS or self._column > MAX_COLUMNS:
            raise Enough
        self._open = _Open(row, self._column, attributes.get("t", "n"), attributes.get("s", "0"))

    def _keep(self, cell: _Open) -> None:
        found = self._resolved(cell)
        if found.text or found.kind == "error":
            self.grid.cells[cell.row, cell.column] = found

    def _resolved(self, cell: _Open) -> SheetCell:
        if cell.formula and cell.value == "":
            return SheetCell("formula", cell.formula)
        if cell.kind == "s":
            place = int(cell.value) if cell.value.isdecimal() and len(cell.value) < 8 else -1
            if place >= len(self.texts) or (place < 0 and cell.value):
                return SheetCell("error", "?")
            return SheetCell("text", _unescaped(self.texts[place]) if cell.value else "")
        if cell.kind == "n":
            return self._number(cell)
        kinds = {"b": "boolean", "e": "error", "d": "date"}
        if cell.kind == "b":
            return (
                SheetCell("boolean", "TRUE" if cell.value.strip() == "1" else "FALSE")
                if cell.value
                else SheetCell("text", "")
            )
        return SheetCell(kinds.get(cell.kind, "text"), _unescaped(cell.value))

    def _number(self, cell: _Open) -> SheetCell:
        style = int(cell.style) if cell.style.isdecimal() and len(cell.style) < 8 else 0
        code = self.formats[style] if style < len(self.formats) else "General"
        number = Decimal(cell.value) if _NUMBER.fullmatch(cell.value) else None
        if number is None or abs(number.adjusted()) > MOST_DIGITS:
            return SheetCell("text", cell.value)
        if is_date_format(code) and code not in ("General", "@"):
            return SheetCell("date", shown(cell.value, code, self.base_1904))
        number = _as_typed(number)
        if "%" in code:
            return SheetCell("percent", f"{_plain(number * 100)}%")
        return SheetCell("number", _plain(number))

    def _merge(self, area: str) -> None:
        try:
            left, top, right, bottom = range_boundaries(area)
        except (ValueError, TypeError):
            return
        if None in (left, top, right, bottom):
            return
        self.grid.merged.append((top, left, bottom, right))
        if len(self.grid.merged) > MAX_MERGED:
            raise Enough


def _as_typed(number: Decimal) -> Decimal:
    """Excel stores 7.09 as 7.0899999999999999: fifteen digits are what was typed."""
    if len(number.as_tuple().digits) <= DIGITS:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - DIGITS + 1), rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _unescaped(text: str) -> str:
    """The text with Excel's own escapes read (_x005F_ is an underscore); those of characters that no text holds go."""
    return _ESCAPE.sub(_meant, text) if "_x" in text else text


def _meant(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs") else ""
