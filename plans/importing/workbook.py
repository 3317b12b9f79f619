"""Reading an .xlsx: every visible sheet as a table of the texts that Excel shows, merged cells repeated.

openpyxl's read-only mode knows no merged cells and holds a whole row and all shared texts in memory, so that one row of two
million cells takes a gigabyte; here the parts are read as a stream with limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from plans.importing.archive import Archive, Enough
from plans.importing.assembly import MAX_CELLS, MAX_COLUMNS
from plans.importing.number_formats import shown
from plans.importing.refusals import CannotRead, notice
from plans.importing.source import Cell, Notice, Source, Table, collapsed
from plans.importing.workbook_parts import BOOK, Book, Collector, Formats, Texts

_MAX_ROWS = 5000
_MAX_SHEETS = 50
_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read_workbook(archive: Archive) -> Source:
    """One table a visible sheet. Raises CannotRead when the workbook's own parts are damaged."""
    book = Book()
    archive.stream(BOOK, book)
    parts = archive.relations(BOOK)
    texts, formats = Texts(), Formats()
    for name, target in (("xl/sharedStrings.xml", texts), ("xl/styles.xml", formats)):
        if name in archive.names:
            archive.stream(name, target)
    tables: list[Table] = []
    notices: list[Notice] = []
    missing = 0
    if len(book.sheets) > _MAX_SHEETS:
        notices.append(notice("cut_short", f"前{_MAX_SHEETS}个工作表"))
    for name, state, key in book.sheets[:_MAX_SHEETS]:
        if state != "visible":
            notices.append(notice("hidden_sheet", name))
            continue
        sheet = _Sheet(texts.texts, formats.codes(), base_1904=book.is_1904)
        notices += _read_sheet(archive, parts.get(key, ""), sheet, name)
        missing += sheet.formulas_without_value
        if sheet.cells:
            tables.append(Table(sheet.rows(), name=name))
    if missing:
        notices.append(notice("formula_without_value", str(missing)))
    return Source("xlsx", tuple(tables), tuple(notices))


def _read_sheet(archive: Archive, part: str, sheet: _Sheet, name: str) -> list[Notice]:
    if "chartsheet" in part or part not in archive.names:
        return []
    try:
        whole = archive.stream(part, sheet)
    except CannotRead as error:
        if error.code != "broken" or not sheet.cells:
            raise
        return [notice("broken_part")]
    return [] if whole else [notice("cut_short", f"工作表“{name}”前{len(sheet.rows())}行")]


@dataclass
class _OpenCell:
    row: int
    column: int
    kind: str
    style: str
    value: str = ""
    formula: str = ""


@dataclass
class _Sheet:
    """The cells of one sheet by (row, column), from 0, and the merged ranges."""

    texts: list[str]
    formats: list[str]
    base_1904: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas_without_value: int = 0
    tags: frozenset[str] = Texts.tags | {"row", "c", "v", "f", "mergeCell"}
    _row: int = -1
    _column: int = -1
    _open: _OpenCell | None = None
    _inline: Texts = field(default_factory=Texts)
    _value: Collector = field(default_factory=Collector)
    _seen: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = -1
            if self._row >= _MAX_ROWS:
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

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows from the first to the last cell with text, merged cells repeated."""
        height = 1 + max((row for row, _ in self.cells), default=-1)
        width = 1 + max((column for _, column in self.cells), default=-1)
        grid = [[Cell(self.cells.get((row, column), "")) for column in range(width)] for row in range(height)]
        for top, left, bottom, right in self.merged:
            text = self.cells.get((top, left), "")
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, min(right + 1, width)):
                    if (row, column) != (top, left):
                        grid[row][column] = Cell(text, first=False)
        return tuple(map(tuple, grid))

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self._seen += 1
        if self._seen > MAX_CELLS:
            raise Enough
        match = _CELL_NAME.fullmatch(attributes.get("r", ""))
        self._column = column_index_from_string(match[1]) - 1 if match else self._column + 1
        row = int(match[2]) - 1 if match else self._row
        self._open = _OpenCell(row, self._column, attributes.get("t", "n"), attributes.get("s", "0"))

    def _keep(self, cell: _OpenCell) -> None:
        text = collapsed(self._shown(cell))
        if cell.formula and not text:
            self.formulas_without_value += 1
            text = cell.formula
        if text and cell.row < _MAX_ROWS and cell.column < MAX_COLUMNS:
            self.cells[cell.row, cell.column] = text

    def _shown(self, cell: _OpenCell) -> str:
        if cell.kind == "s":
            place = int(cell.value) if cell.value.isdecimal() else -1
            return self.texts[place] if 0 <= place < len(self.texts) else ""
        if cell.kind == "n":
            style = int(cell.style) if cell.style.isdecimal() else 0
            return shown(cell.value, self.formats[style] if style < len(self.formats) else "General", self.base_1904)
        return cell.value

    def _merge(self, area: str) -> None:
        try:
            left, top, right, bottom = range_boundaries(area)
        except (ValueError, TypeError):
            return
        if None not in (left, top, right, bottom) and len(self.merged) < _MAX_ROWS:
            self.merged.append((top - 1, left - 1, min(bottom, _MAX_ROWS) - 1, min(right, MAX_COLUMNS) - 1))
