"""Putting blocks together from a stream of tags: paragraphs, tables in tables, merged cells, and how much may be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from plans.importing.archive import Enough
from plans.importing.source import Block, Cell, Paragraph, Table, collapsed

MAX_CHARACTERS = 500_000  # 200 pages have about 200 000
MAX_PARAGRAPHS = 20_000  # 200 pages have about 6 000
MAX_CELLS = 100_000
MAX_COLUMNS = 100
_MAX_DEPTH = 50
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Digits set above the line as characters that stay so: 79 with a footnote mark 1 is no 791."""
    return text.translate(_SUPERSCRIPTS)


@dataclass
class RawCell:
    """A cell with its own blocks. `down` rows and `across` columns are merged in it; `continues` the one above instead."""

    across: int = 1
    down: int = 1
    continues: bool = False
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs on one line."""
        return collapsed("\n".join(block.text for block in self.blocks if isinstance(block, Paragraph)))


@dataclass
class _OpenTable:
    rows: list[list[RawCell]] = field(default_factory=list)


class Assembly:
    """Takes paragraphs, tables, rows and cells as they open and close; `blocks()` are those of the document."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._tables: list[_OpenTable] = []
        self._characters = self._cells = self._paragraphs = 0

    def paragraph(self, text: str, level: int = 0) -> None:
        """A finished paragraph, in the open cell or in the document. Raises Enough when too much has been read."""
        text = text.strip()
        if not text:
            return
        self._characters += len(text)
        self._paragraphs += 1
        paragraph = Paragraph(text[:MAX_CHARACTERS], level)
        self._here().extend([paragraph] if self._tables else _lines(paragraph))
        if self._characters > MAX_CHARACTERS or self._paragraphs > MAX_PARAGRAPHS:
            raise Enough

    def open_table(self) -> None:
        """A table begins. Raises Enough when tables stand in tables too deep."""
        if len(self._tables) >= _MAX_DEPTH:
            raise Enough
        self._tables.append(_OpenTable())

    def open_row(self) -> None:
        """A row of the innermost table begins."""
        if self._tables:
            self._tables[-1].rows.append([])

    def open_cell(self, cell: RawCell) -> None:
        """A cell begins. Raises Enough when there are too many."""
        if not self._tables:
            return
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        self._cells += cell.across
        if self._cells > MAX_CELLS:
            raise Enough
        rows[-1].append(cell)

    @property
    def cell(self) -> RawCell | None:
        """The cell that is open."""
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1][-1] if rows and rows[-1] else None

    @property
    def is_in_table(self) -> bool:
        """Whether a table is open."""
        return bool(self._tables)

    def close_table(self) -> None:
        """The innermost table ends."""
        if self._tables:
            table = self._tables.pop()
            self._here().extend(_as_blocks(table.rows))

    def blocks(self) -> tuple[Block, ...]:
        """Everything so far; what was left open is closed."""
        while self._tables:
            self.close_table()
        return tuple(self._blocks)

    def _here(self) -> list[Block]:
        for table in reversed(self._tables):
            if table.rows and table.rows[-1]:
                return table.rows[-1][-1].blocks
        return self._blocks


def _as_blocks(rows: list[list[RawCell]]) -> list[Block]:
    """The table; or, where it only lays out the page (a single column, tables in its cells), what stands in its cells."""
    cells = [cell for row in rows for cell in row]
    is_layout = any(isinstance(block, Table) for cell in cells for block in cell.blocks)
    if is_layout or all(len(row) <= 1 for row in rows):
        blocks = [block for cell in cells for block in cell.blocks]
        return [line for block in blocks for line in ([block] if isinstance(block, Table) else _lines(block))]
    return [Table(spread(rows))]


def _lines(paragraph: Paragraph) -> list[Block]:
    lines = [line.strip() for line in paragraph.text.split("\n")]
    return [Paragraph(line, paragraph.level) for line in lines if line]


def spread(rows: list[list[RawCell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with merged cells repeated in every place that they cover, all of the same length."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column → (rows that a merged cell still covers, its text)
    for raw in rows:
        line: list[Cell] = []
        for cell in raw:
            _hang(line, hanging)
            above = grid[-1][len(line)].text if cell.continues and grid and len(line) < len(grid[-1]) else None
            text = cell.text if above is None else above
            for place in range(min(cell.across, MAX_COLUMNS - len(line))):
                if cell.down > 1:
                    hanging[len(line)] = (cell.down - 1, text)
                line.append(Cell(text, first=place == 0 and above is None))
        _hang(line, hanging)
        grid.append(line)
    width = max(map(len, grid), default=0)
    return tuple(tuple([*line, *[Cell()] * (width - len(line))]) for line in grid)


def _hang(line: list[Cell], hanging: dict[int, tuple[int, str]]) -> None:
    """Continue in `line` the cells merged from above that cover its next columns."""
    while len(line) in hanging:
        left, text = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, text)
        line.append(Cell(text, first=False))
