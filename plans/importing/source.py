"""A document as it was read, whatever file it came in: paragraphs and tables in order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CJK = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CJK})[ \t]*[\r\n\v\f]+\s*(?={_CJK})")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def collapsed(text: str) -> str:
    """The text on one line: a line broken between two Chinese characters is joined, any other run of spaces is one."""
    return _SPACE.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a piece stands: its block, in a table its row and column (all from 0), and its characters start:end there."""

    block: int
    row: int = -1
    column: int = -1
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `first` is False where it repeats the text of a merged cell that begins above or to the left."""

    text: str = ""
    first: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `level` is 1 to 6 for what the file marks as a heading, 0 otherwise."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells, merged cells repeated. `name` is the worksheet's; `is_exact` is False where columns had to
    be found again in text that had lost them."""

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    is_exact: bool = True


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told about the reading, in Chinese and English; `code` is for programs."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """The blocks of a document in order, and what was noticed while reading them. `kind` is docx, xlsx, html or text."""

    kind: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()

    def text_at(self, place: Place) -> str:
        """The characters that a place covers."""
        return self.whole_text_at(place)[place.start : place.end]

    def whole_text_at(self, place: Place) -> str:
        """The whole paragraph or cell of a place."""
        block = self.blocks[place.block]
        return block.text if isinstance(block, Paragraph) else block.rows[place.row][place.column].text

    def pieces(self) -> Iterator[tuple[Place, str]]:
        """Every paragraph and every cell that does not repeat another, with its place."""
        for number, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                yield Place(number, end=len(block.text)), block.text
                continue
            for row, cells in enumerate(block.rows):
                for column, cell in enumerate(cells):
                    if cell.first:
                        yield Place(number, row, column, 0, len(cell.text)), cell.text

    def label(self, place: Place, language: str) -> str:
        """The place in words for people; `language` is "zh" or "en"."""
        before = self.blocks[: place.block + 1]
        if place.row < 0:
            number = sum(isinstance(block, Paragraph) for block in before)
            return f"第{number}段" if language == "zh" else f"paragraph {number}"
        number = sum(isinstance(block, Table) for block in before)
        name = self.blocks[place.block].name if isinstance(self.blocks[place.block], Table) else ""
        row, column = place.row + 1, place.column + 1
        if language == "zh":
            return f"{f'工作表“{name}”' if name else f'表{number}'}第{row}行第{column}列"
        return f"{f'sheet “{name}”' if name else f'table {number}'}, row {row}, column {column}"
