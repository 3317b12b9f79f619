"""From a table of targets to its rows: headings, sections, numbers, 其中 rows, indicators with baseline, target and nature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.domain.units import UNIT, tidy
from plans.importing import cells
from plans.importing.draft import FoundRow, Unplaced
from plans.importing.headers import Columns, Heading, Pair, Role, columns_of, heading_of
from plans.importing.numbering import split_numbers
from plans.importing.source import Place, Table

_MOST_HEADING_ROWS = 3
_LONGEST_SECTION = 40
_PART = re.compile(r"[\s#*—-]*其中")
_SUB_NUMBER = re.compile(r"(\d{1,3})[.\-](\d{1,2})")
_UNIT_BEHIND = re.compile(
    r"\s*[(（]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^()（）]{1,12})\s*[)）]\s*$|[,，]\s*单位[:：](?P<named>\S{1,8})$"
)
_BEHIND_A_NUMBER = re.compile(r"1?/(?:\d|[十百千万])")


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table, what of it is in no row, and the years that its headings name."""

    rows: tuple[FoundRow, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    base_year: int | None = None
    target_year: int | None = None
    columns: Columns | None = None


def read_table(table: Table, block: int, continued: Columns | None = None) -> TableRows:
    """The targets of a table; none where it has no headings of a table of targets.

    `continued` are the columns of the table before: a table of the same width without headings goes on with them.
    """
    reader = _Reader(table, block, continued)
    reader.read()
    named = [columns for columns in reader.seen if columns.target_year]
    return TableRows(
        rows=tuple(_numbered(reader.rows)),
        unplaced=tuple(reader.unplaced),
        base_year=next((columns.base_year for columns in named if columns.base_year), None),
        target_year=named[0].target_year if named else None,
        columns=reader.columns,
    )


class _Reader:
    """Goes down a table row by row, remembering headings and sections."""

    def __init__(self, table: Table, block: int, continued: Columns | None) -> None:
        self._table, self._block = table, block
        width = len(table.rows[0]) if table.rows else 0
        fits = continued is not None and len(continued.headings) == width
        self.columns = continued if fits else None
        self.seen: list[Columns] = []
        self.rows: list[FoundRow] = []
        self.unplaced: list[Unplaced] = []
        self._section = ""
        self._sections: dict[int, str] = {}
        self._number = ""

    def read(self) -> None:
        row = 0
        while row < len(self._table.rows):
            height, columns = self._headings(row)
            if columns is not None:
                self.columns = columns
                self.seen.append(columns)
                self._sections = {}
                for line in range(row, row + height):
                    self._leave(line, "table_header")
                row += height
                continue
            self._row(row)
            row += 1
        if self.seen:
            self.unplaced = [_as_heading(piece) for piece in self.unplaced]

    # Headings

    def _headings(self, row: int) -> tuple[int, Columns | None]:
        """How many rows from here on are headings, and the columns that they make."""
        for height in range(min(_MOST_HEADING_ROWS, len(self._table.rows) - row), 0, -1):
            lines = [self._texts(line) for line in range(row, row + height)]
            if not all(_can_be_heading(lines, number) for number in range(height)):
                continue
            headings = [_heading([line[column] for line in lines]) for column in range(len(lines[0]))]
            columns = columns_of(headings)
            if columns is not None:
                return height, self._refined(columns, row + height)
        return 0, None

    def _refined(self, columns: Columns, first: int) -> Columns:
        """The columns corrected by what they hold: natures tell themselves, whatever stands above them."""
        headings = list(columns.headings)
        for column, heading in enumerate(headings):
            texts = [cells_of[column].text for cells_of in self._table.rows[first:] if cells_of[column].text]
            natures = sum(map(cells.is_nature, texts))
            if texts and natures * 2 > len(texts):
                headings[column] = Heading(Role.NATURE)
            elif heading.role == Role.NATURE and texts and not natures:
                headings[column] = Heading(Role.SECTION if column < columns.pairs[0].name else Role.OTHER)
        return columns_of(headings) or columns

    # Rows

    def _row(self, row: int) -> None:
        texts = self._texts(row)
        distinct = {text for text in texts if text}
        if not distinct:
            return
        if self.columns is None or (len(distinct) > 1 and cells.is_note(texts[0]) and not any(texts[1:3])):
            self._leave(row, "no_target_table" if self.columns is None else "note")
        elif len(distinct) == 1:
            self._single(row, distinct.pop())
        else:
            self._targets(row, texts, self.columns)

    def _single(self, row: int, text: str) -> None:
        """A row of one text alone: a section (一、健康水平), or a note below the table."""
        is_section = len(text) <= _LONGEST_SECTION and not cells.is_note(text) and not cells.is_value(text)
        if is_section:
            self._section = text
            self._sections = {}
        self._leave(row, "section" if is_section else "note")

    def _targets(self, row: int, texts: Sequence[str], columns: Columns) -> None:
        section = self._section_of(row, columns)
        number, continues = self._number_of(row, columns)
        used = {*columns.sections, columns.number}
        made = False
        for place, pair in enumerate(columns.pairs):
            name = texts[pair.name]
            values = [texts[column] for column in (pair.target, pair.baseline) if column is not None]
            if not cells.has_chinese(name, 1) or not (any(values) or number or self._table.is_exact):
                continue
            row_number = number if place == 0 else ""
            self.rows.append(self._found(row, pair, columns, section, row_number, continues))
            used |= {pair.name, pair.target, pair.baseline, columns.unit, columns.nature}
            made = True
        if not made:
            self._leave(row, "row_without_indicator")
            return
        for column, cell in enumerate(self._table.rows[row]):
            if column not in used and cell.first and cell.text:
                self._leave_cell(row, column, self._why_left(columns, column))

    def _found(self, row: int, pair: Pair, columns: Columns, section: str, number: str, continues: bool) -> FoundRow:
        texts = self._texts(row)
        name, unit = _name_and_unit(texts[pair.name])
        is_first = pair is columns.pairs[0]
        taken = [pair.name, pair.target, pair.baseline]
        if is_first:
            taken += [columns.number, columns.unit, columns.nature, *columns.sections]
        covers = [
            self._place(row, column) for column in taken if column is not None and self._table.rows[row][column].first
        ]
        target_unit = columns.headings[pair.target].unit
        in_column = texts[columns.unit] if columns.unit is not None else ""
        parent = self._parent(name, number, continues) if is_first else ""
        return FoundRow(
            indicator=name,
            wording=texts[pair.target],
            place=self._place(row, pair.name),
            covers=tuple(covers),
            source_text=" | ".join(dict.fromkeys(filter(None, texts)))
            if _has_repeats(self._table, row)
            else _line(texts),
            section=section,
            number="" if continues else number,
            parent=parent,
            unit=(in_column if in_column not in ("-", "—", "/") else "")
            or unit
            or (target_unit if cells.is_unit(target_unit) else ""),
            baseline=texts[pair.baseline] if pair.baseline is not None else "",
            nature=texts[columns.nature] if columns.nature is not None else "",
            target_year=pair.target_year,
            doubt="" if self._table.is_exact or self._is_whole(texts, columns) else "columns_uncertain",
        )

    def _is_whole(self, texts: Sequence[str], columns: Columns) -> bool:
        """Whether every column of numbers holds something: with a gap, a number found again may belong in another column."""
        numeric = (Role.BASELINE, Role.TARGET, Role.YEAR)
        values = [text for text, heading in zip(texts, columns.headings, strict=True) if heading.role in numeric]
        return all(values) or not any(values)

    def _section_of(self, row: int, columns: Columns) -> str:
        """The section in the row's own columns, carried down where they are empty, or that of the heading row above."""
        for column in columns.sections:
            text = self._table.rows[row][column].text
            if text:
                self._sections[column] = text
                for other in columns.sections:
                    if other > column:
                        self._sections.pop(other, None)
        own = [self._sections[column] for column in columns.sections if column in self._sections]
        return " · ".join(dict.fromkeys(own)) or self._section

    def _number_of(self, row: int, columns: Columns) -> tuple[str, bool]:
        """The row's number, and whether it is that of the row above in a merged cell."""
        if columns.number is None:
            return "", False
        cell = self._table.rows[row][columns.number]
        return cell.text.strip().rstrip(".．、"), bool(cell.text) and not cell.first

    def _parent(self, name: str, number: str, continues: bool) -> str:
        """The number (or else the name) of the row that this is a part of."""
        if continues:
            return number
        whole = next((row for row in reversed(self.rows) if not row.parent), None)
        sub = _SUB_NUMBER.fullmatch(number)
        if sub and any(row.number == sub[1] for row in self.rows):
            return sub[1]
        if whole is not None and _PART.match(name):
            return whole.number or whole.indicator
        return ""

    # What is in no row

    def _why_left(self, columns: Columns, column: int) -> str:
        role = columns.headings[column].role
        if role == Role.ACTUAL:
            return "figure_reached"
        return "other_year" if role in (Role.TARGET, Role.BASELINE, Role.YEAR) else "other_column"

    def _leave(self, row: int, reason: str) -> None:
        for column, cell in enumerate(self._table.rows[row]):
            if cell.first and cell.text:
                self._leave_cell(row, column, reason)

    def _leave_cell(self, row: int, column: int, reason: str) -> None:
        self.unplaced.append(
            Unplaced(text=self._table.rows[row][column].text, place=self._place(row, column), reason=reason)
        )

    def _place(self, row: int, column: int) -> Place:
        return Place(self._block, row, column, 0, len(self._table.rows[row][column].text))

    def _texts(self, row: int) -> list[str]:
        return [cell.text for cell in self._table.rows[row]]


def _as_heading(piece: Unplaced) -> Unplaced:
    """What stands above the headings of a table of targets is its title."""
    return replace(piece, reason="heading") if piece.reason == "no_target_table" else piece


def _line(texts: Sequence[str]) -> str:
    return " | ".join(filter(None, texts))


def _has_repeats(table: Table, row: int) -> bool:
    """Whether one text stands in several columns of the row because its cell spans them."""
    line = table.rows[row]
    return any(not cell.first and cell.text and cell.text == before.text for before, cell in pairwise(line))


def _can_be_heading(lines: Sequence[Sequence[str]], number: int) -> bool:
    """Whether most texts of a line are headings, alone or completing the heading above."""
    line = lines[number]
    above = lines[number - 1] if number else [""] * len(line)
    own = [(text, before) for text, before in zip(line, above, strict=True) if text and text != before]
    if len({text for text, _ in own}) < (2 if number == 0 else 1):
        return False
    known = [
        text
        for text, before in own
        if heading_of(text) is not None or (before and heading_of(before + text) is not None)
    ]
    return len(known) * 3 >= len(own) * 2 if number == 0 else len(known) == len(own)


def _completes(above: str, text: str) -> bool:
    """Whether a text makes another heading of the one above: 2020年 with 基期值 below."""
    joined = heading_of(above + text) if above else None
    return joined is not None and joined != heading_of(above)


def _heading(texts: Sequence[str]) -> Heading:
    """The heading that the texts of one column make together, or the last of them that is known."""
    distinct = [text for place, text in enumerate(texts) if text and text not in texts[:place]]
    for text in ("".join(distinct), *reversed(distinct)):
        heading = heading_of(text)
        if heading is not None:
            return heading
    return Heading(Role.OTHER)


def _name_and_unit(text: str) -> tuple[str, str]:
    """“每千人口床位数（张）” → the name and its unit; brackets that hold no unit stay with the name."""
    match = _UNIT_BEHIND.search(text)
    unit = (match["unit"] or match["named"] or "").strip() if match else ""
    if match is None or not match.start():
        return text, ""
    is_unit = UNIT.fullmatch(tidy(unit)) is not None or _BEHIND_A_NUMBER.match(unit) is not None
    return (text[: match.start()].rstrip(), unit) if is_unit else (text, "")


def _numbered(rows: Sequence[FoundRow]) -> list[FoundRow]:
    """The rows with numbers that stand before their names taken off, where the table has no numbers of their own."""
    if any(row.number for row in rows):
        return list(rows)
    split = split_numbers([row.indicator for row in rows])
    return [
        replace(row, number=number, indicator=name) if number else row
        for row, (number, name) in zip(rows, split, strict=True)
    ]
