"""Reading a filled workbook into the very fields that the entry form posts, so that one checking path judges both.

Rows are found by what a person sees, number and indicator, wherever they stand now, and are cross-checked with what the
workbook says of itself on its hidden sheet. A row that is missing, doubled or does not match is an error at its indicator,
never a blank.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from collection.importing import manifest as manifests
from collection.importing.manifest import Manifest, ManifestRow
from collection.importing.package import Grid, Package, SheetCell, address
from collection.importing.refusals import CannotRead
from collection.models import CollectionItem, Submission
from indicators.models import Indicator
from indicators.presenters import plain_number

INPUTS = ("figure", "note", "explanation")
LONGEST = 2000  # characters of one cell that are looked at; a note has at most 1000
_HEAD_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledWorkbook:
    """What a filled workbook says, cell by cell.

    `fields`: as the entry form posts them; `problems`: a sentence for each indicator (id) whose cells cannot be read;
    `places`: the address of each indicator's figure; `strays`: a sentence for each address outside the form's rows.
    """

    fields: dict[str, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int
    name: int
    figure: int
    note: int
    explanation: int


@dataclass(slots=True)
class _Table:
    """The form's table on its sheet: where its columns are, and on which rows each input row stands."""

    grid: Grid
    head: int
    columns: _Columns
    rows: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    unlike: list[tuple[int, str, str]] = field(default_factory=list)  # row, number and name of a row that is not ours


def read_filled(content: bytes, submission: Submission, items: Sequence[CollectionItem]) -> FilledWorkbook:
    """The fields of a workbook that was filled in for `submission`. Raises CannotRead, with a sentence, where it is none."""
    package = Package(content)
    manifest = _manifest(package)
    if manifest.submission != submission.pk:
        raise CannotRead("other_form", submission=manifest.submission)
    table = _table(package, manifest)
    filled = FilledWorkbook(sha256=hashlib.sha256(content).hexdigest())
    asked = {item.indicator.code: item.indicator for item in items}
    for row in manifest.rows:
        if row.code in asked:
            _read_row(table, row, asked[row.code], filled)
    _tell_strays(table, manifest, filled)
    return filled


def _manifest(package: Package) -> Manifest:
    if manifests.SHEET not in package.sheets:
        raise CannotRead("not_ours")
    grid = package.sheet(manifests.SHEET)
    last = max((row for row, _column in grid.cells), default=0)
    try:
        return manifests.from_cells([grid.text(row, 1) for row in range(1, last + 1)])
    except manifests.Unreadable as error:
        raise CannotRead(error.code) from error


def _table(package: Package, manifest: Manifest) -> _Table:
    """The table under the headings that the workbook was made with, on its own sheet or wherever they stand now."""
    names = sorted(package.visible, key=lambda name: name != manifest.sheet)
    for name in names:
        grid = package.sheet(name)
        for row in range(1, _HEAD_ROWS + 1):
            columns = _columns(grid, row, manifest.headings)
            if columns:
                return _rows(_Table(grid, row, columns), manifest)
    raise CannotRead("no_table")


def _columns(grid: Grid, row: int, headings: Sequence[str]) -> _Columns | None:
    texts = [(column, _collapsed(cell.text)) for (at, column), cell in grid.cells.items() if at == row]
    found = [[column for column, text in texts if text == heading] for heading in headings]
    return _Columns(*(one[0] for one in found)) if all(len(one) == 1 for one in found) else None


def _rows(table: _Table, manifest: Manifest) -> _Table:
    ours = {(row.number, row.name) for row in manifest.rows}
    columns = table.columns
    looked_at = {
        row for row, column in table.grid.cells if row > table.head and column in (columns.number, columns.name)
    }
    looked_at |= {row for row, column in table.grid.cells if row > table.head and column == columns.figure}
    for row in sorted(looked_at):
        number, name = (_collapsed(table.grid.text(row, at)) for at in (columns.number, columns.name))
        key = (int(number) if number.isdecimal() and len(number) < 6 else 0, name)
        if key in ours:
            table.rows[key].append(row)
        elif name not in manifest.computed or number:
            table.unlike.append((row, number, name))
    return table


def _read_row(table: _Table, row: ManifestRow, indicator: Indicator, filled: FilledWorkbook) -> None:
    pk = indicator.pk
    shown = {"figure": row.figure, "note": row.note, "explanation": row.explanation}
    filled.fields[f"version-{pk}"] = str(row.version)
    filled.fields.update({f"shown-{name}-{pk}": text for name, text in shown.items()})
    filled.fields.update({f"{name}-{pk}": text for name, text in shown.items()})
    at = table.rows.get((row.number, row.name), [])
    filled.places[pk] = address(at[0], table.columns.figure) if at else row.address
    if len(at) != 1:
        filled.problems[pk] = _row_problem(table, row, at)
        return
    for name in INPUTS:
        column = getattr(table.columns, name)
        cell = table.grid.cells.get((at[0], column), SheetCell("text", ""))
        problem = _cell_problem(table.grid, at[0], column, cell, is_figure=name == "figure")
        text = _figure_text(cell, indicator) if name == "figure" else cell.text
        filled.fields[f"{name}-{pk}"] = text[:LONGEST]
        if problem:
            filled.problems.setdefault(pk, problem)


def _row_problem(table: _Table, row: ManifestRow, at: list[int]) -> str:
    if at:
        facts = {"rows": _(", ").join(map(str, at))}
        return _("This row stands in the sheet more than once (rows %(rows)s). Keep the right one.") % facts
    for line, number, name in table.unlike:
        if name == row.name or (number == str(row.number) and name):
            facts = {"row": line, "number": row.number, "name": row.name}
            return _("Row %(row)d does not match: number %(number)d is “%(name)s”. Set both as they were.") % facts
    return _("This row is missing from the sheet. A missing row is not a blank: take the workbook anew.")


def _cell_problem(grid: Grid, row: int, column: int, cell: SheetCell, *, is_figure: bool) -> str:
    """What keeps a cell from being read at all; what is typed in it is judged later, as in the form. "" where nothing does."""
    facts = {"cell": address(row, column), "text": cell.text[:40]}
    if grid.is_merged(row, column):
        return _("%(cell)s is merged with other cells, so it is unclear whose it is. Unmerge it.") % facts
    if len(cell.text) > LONGEST:
        return _("%(cell)s holds more than %(most)d characters.") % (facts | {"most": LONGEST})
    if cell.kind == "formula":
        return (
            _(
                "The formula in %(cell)s has no saved result. Type the figure itself, or open and save the file in Excel or"
                " WPS."
            )
            % facts
        )
    if cell.kind == "error":
        return _("%(cell)s shows the error %(text)s. Correct its formula or type the figure itself.") % facts
    if is_figure and cell.kind == "date":
        return (
            _("%(cell)s holds a date (%(text)s). Set the cell's format to a number and type the figure anew.") % facts
        )
    if is_figure and cell.kind == "boolean":
        return _("%(cell)s holds %(text)s, which is no figure. Type a number, or “-” where it does not apply.") % facts
    return ""


def _figure_text(cell: SheetCell, indicator: Indicator) -> str:
    """The figure as one would type it: a number that fits the indicator's decimals has them all, as the form shows it."""
    if cell.kind != "number":
        return cell.text
    value = Decimal(cell.text)
    exponent = value.normalize().as_tuple().exponent
    fits = isinstance(exponent, int) and -exponent <= indicator.decimals
    return plain_number(value, indicator.decimals) if fits else cell.text


def _tell_strays(table: _Table, manifest: Manifest, filled: FilledWorkbook) -> None:
    """Figures on rows that the workbook was not made with: they would be lost without a word."""
    missing = [row for row in manifest.rows if (row.number, row.name) not in table.rows]
    told = {str(row.number) for row in missing} | {row.name for row in missing}  # at the indicator
    for row, number, name in table.unlike:
        text = _collapsed(table.grid.text(row, table.columns.figure))
        if text and not {number, name} & told:
            facts = {"row": row, "text": text[:40]}
            sentence = _("Row %(row)d is not a row of this form, so “%(text)s” has no place. Clear it.")
            filled.strays[address(row, table.columns.figure)] = sentence % facts


def _collapsed(text: str) -> str:
    return " ".join(text.split())
