"""The workbook that a unit fills in: one sheet, locked but for its inputs, and a hidden one that says whose it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from collection.exports.columns import HEAD_ROWS, NAME, NUMBER, UNIT, Columns, Line, computed_name, lines
from collection.exports.validation import explanation_validation, figure_validation, note_of
from collection.importing import manifest as manifests
from collection.importing.manifest import Manifest, ManifestRow
from collection.importing.package import DIGITS
from collection.models import Submission
from collection.queries import EntrySheet
from indicators.domain.rounding import round_half_up
from indicators.domain.typing import TypingError, read_typed
from indicators.exports.cells import clean_text, number_format, put_number, put_text
from indicators.exports.page import fit_row, set_up_page, set_width, span, whole_width
from indicators.exports.styles import (
    CENTRE,
    FACES,
    HEAD_FILL,
    LEFT,
    LINE,
    NUMBERS,
    SECTION_FILL,
    WORDS,
    Faces,
    dress,
)
from indicators.models import Absence, Indicator
from indicators.presenters import typed_text
from indicators.queries import Figure

INPUT_FILL = PatternFill("solid", fgColor="FFF9DB")
# Words that run over the empty cells beside: merged cells among the rows would keep people from sorting them.
OVER = Alignment(horizontal="left", vertical="center", indent=1)
UNLOCKED = Protection(locked=False)
_NOT_IN_NAMES = re.compile(r"[^\w\u3000-\u303f（）()、.·-]+")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class FillSheet:
    """The sheet of a prepared workbook, and on which row the figure of each indicator (id) stands."""

    book: Workbook
    sheet: Worksheet
    columns: Columns
    rows: Mapping[int, int]

    def figure(self, pk: int) -> Cell:
        """The input cell of that indicator's figure."""
        return self.sheet.cell(self.rows[pk], self.columns.figure)


def write_fill_workbook(sheet: EntrySheet, file: str | PathLike[str] | IO[bytes]) -> None:
    """Save a submission's prepared workbook, in the reader's language, to a path or an open binary file."""
    fill_sheet(sheet).book.save(file)


def workbook_name(submission: Submission) -> str:
    """A file name that says whose it is, without what a file system or a mail program stumbles over."""
    collection = submission.collection
    name = f"{submission.unit_name} {collection}"
    safe = _NOT_IN_NAMES.sub(" ", clean_text(name)).strip(" .")
    return f"{' '.join(safe.split())[:LONGEST_NAME] or submission.pk}.xlsx"


def fill_sheet(entry: EntrySheet, typed: Mapping[str, str] | None = None) -> FillSheet:
    """The prepared workbook. `typed` (fields of the entry form) stands in the inputs before what is stored."""
    book, columns = Workbook(), Columns(entry.past_years)
    sheet = book.active
    sheet.title = _("Fill in sheet")
    faces = FACES["en" if get_language() == "en" else "zh"]
    for column, width in enumerate(columns.widths(), 1):
        set_width(sheet, column, width)
    _put_head(sheet, faces, entry, columns)
    found = FillSheet(book, sheet, columns, {})
    rows: dict[int, int] = {}
    for line in lines(entry):
        if line.entry:
            rows[line.entry.item.indicator_id] = line.row
            _put_entry(found, faces, line, typed or {})
        elif line.topic:
            _put_topic(sheet, faces, line, columns)
    for line in lines(entry):
        if line.derived:
            _put_derived(found, faces, line, rows)
    found = FillSheet(book, sheet, columns, rows)
    if rows:
        sheet.add_data_validation(
            explanation_validation([sheet.cell(row, columns.explanation).coordinate for row in rows.values()])
        )
    set_up_page(sheet, head_rows=HEAD_ROWS, kept_columns=NAME, marks=_marks(entry))
    _lock(sheet)
    _add_manifest(found, entry)
    book.security = WorkbookProtection(lockStructure=True)
    book.calculation.fullCalcOnLoad = True
    book.properties.title = clean_text(_title(entry))
    book.properties.creator = _("Health plan tracker")
    return found


def _title(entry: EntrySheet) -> str:
    title = str(entry.submission.collection)
    return _("%(title)s (demonstration data)") % {"title": title} if entry.is_demo else title


def _marks(entry: EntrySheet) -> list[str]:
    return [_("demonstration data")] if entry.is_demo else []


def _put_head(sheet: Worksheet, faces: Faces, entry: EntrySheet, columns: Columns) -> None:
    """Title, whose and until when, three lines on how to fill in, and the headings."""
    submission = entry.submission
    facts = (
        _("Reporting unit: %(area)s") % {"area": submission.unit_name},
        _("Year: %(year)s") % {"year": submission.collection.year},
        _("Due %(day)s") % {"day": submission.deadline},
    )
    how = (
        _("1. Fill in the yellow cells only; all others are locked. Figures marked “=” are computed as you type."),
        _("2. A blank is not filled in yet, “-” means not applicable, 0 is a figure. Type numbers, not formulas."),
        _("3. Save the file and upload it on the page of this form; nothing is kept before you confirm it there."),
    )
    for row, text, font, place in (
        (1, _title(entry), faces.head(16), CENTRE),
        (2, "      ".join(facts), faces.body(), LEFT),
        (3, "\n".join(how), faces.body(), LEFT),
    ):
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font, cell.alignment = font, place
        span(sheet, row, 1, columns.last)
        fit_row(sheet, row, [(text, whole_width(sheet, columns.last))])
    sheet.row_dimensions[1].height = 34
    for column, heading in enumerate(columns.headings(submission.collection.year), 1):
        put_text(sheet.cell(HEAD_ROWS, column), heading)
        dress(sheet.cell(HEAD_ROWS, column), faces.head(), CENTRE, HEAD_FILL)
    sheet.row_dimensions[HEAD_ROWS].height = 32


def _put_topic(sheet: Worksheet, faces: Faces, line: Line, columns: Columns) -> None:
    for column in range(1, columns.last + 1):
        dress(sheet.cell(line.row, column), faces.head(), OVER, SECTION_FILL)
    _open_between(sheet, line.row, 1, columns.last)
    put_text(sheet.cell(line.row, 1), line.topic)
    fit_row(sheet, line.row, [])


def _open_between(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """No lines between these cells, so that words run over them undisturbed."""
    for column in range(first, last + 1):
        sides = {"left": LINE if column == first else None, "right": LINE if column == last else None}
        sheet.cell(row, column).border = Border(top=LINE, bottom=LINE, **sides)


def _put_entry(found: FillSheet, faces: Faces, line: Line, typed: Mapping[str, str]) -> None:
    """One input row: locked words and past figures, then the three inputs."""
    sheet, columns, entry = found.sheet, found.columns, line.entry
    indicator, now = entry.item.indicator, entry.observation
    put_number(sheet.cell(line.row, NUMBER), line.number, "0")
    _put_words(sheet, faces, line.row, indicator, str(indicator))
    _put_past(found, faces, line.row, indicator, entry.past)
    stored = typed_text(now.value, now.absence, indicator) if now else ""
    cell = sheet.cell(line.row, columns.figure)
    dress(cell, faces.figures(), NUMBERS, INPUT_FILL)
    _put_figure(cell, typed.get(f"figure-{indicator.pk}", stored), indicator)
    sheet.add_data_validation(figure_validation(indicator, cell.coordinate))
    words = {
        columns.note: typed.get(f"note-{indicator.pk}", now.note if now else ""),
        columns.explanation: typed.get(f"explanation-{indicator.pk}", now.explanation if now else ""),
    }
    for column, text in words.items():
        dress(sheet.cell(line.row, column), faces.body(), WORDS, INPUT_FILL)
        sheet.cell(line.row, column).number_format = "@"
        if text:
            put_text(sheet.cell(line.row, column), text)
    for column in (columns.figure, *words):
        sheet.cell(line.row, column).protection = UNLOCKED
    widths = columns.widths()
    texts = [(str(indicator), widths[NAME - 1] - 2), *((text, widths[at - 1] - 2) for at, text in words.items())]
    fit_row(sheet, line.row, texts)


def _put_figure(cell: Cell, text: str, indicator: Indicator) -> None:
    """What stands in a figure's input: a real number where it is one that a spreadsheet keeps whole, else the text."""
    cell.number_format = number_format(indicator.decimals)
    try:
        value = read_typed(text, decimals=indicator.decimals, unit=indicator.unit, limits=indicator.limits).value
    except TypingError:
        value = None
    if value is not None and len(round_half_up(value, indicator.decimals).as_tuple().digits) <= DIGITS:
        cell.value = value
    elif text:
        put_text(cell, text)


def _put_derived(found: FillSheet, faces: Faces, line: Line, rows: Mapping[int, int]) -> None:
    """A computed row: its formula reads the inputs, so that it moves as one types."""
    sheet, columns, derived = found.sheet, found.columns, line.derived
    indicator = derived.indicator
    put_text(sheet.cell(line.row, NUMBER), "")
    dress(sheet.cell(line.row, NUMBER), faces.figures(), CENTRE)
    _put_words(sheet, faces, line.row, indicator, computed_name(derived))
    _put_past(found, faces, line.row, indicator, derived.past)
    above, below = (
        sheet.cell(rows[part], columns.figure).coordinate for part in (indicator.numerator_id, indicator.denominator_id)
    )
    cell = sheet.cell(line.row, columns.figure)
    dress(cell, faces.figures(italic=True), NUMBERS)
    cell.number_format = number_format(indicator.decimals)
    # Multiplied before it is divided, as everywhere: a product of counts is exact. A missing part gives no figure.
    rate = f"ROUND({above}*{indicator.multiplier}/{below},{indicator.decimals})"
    cell.value = f'=IF(OR(TRIM({above})="",TRIM({below})=""),"",IFERROR({rate},""))'
    for column in (columns.note, columns.explanation):
        dress(sheet.cell(line.row, column), faces.body(), OVER)
    _open_between(sheet, line.row, columns.note, columns.explanation)
    times = f" × {indicator.multiplier}" if indicator.multiplier != 1 else ""
    arithmetic = f"{indicator.numerator} ÷ {indicator.denominator}{times}"
    put_text(sheet.cell(line.row, columns.note), arithmetic)
    fit_row(sheet, line.row, [(computed_name(derived), columns.widths()[NAME - 1] - 2)])


def _put_words(sheet: Worksheet, faces: Faces, row: int, indicator: Indicator, name: str) -> None:
    dress(sheet.cell(row, NUMBER), faces.figures(), CENTRE)
    put_text(sheet.cell(row, NAME), name)
    dress(sheet.cell(row, NAME), faces.body(), WORDS)
    put_text(sheet.cell(row, UNIT), indicator.shown_unit)
    dress(sheet.cell(row, UNIT), faces.body(), CENTRE)
    if indicator.shown_definition:
        sheet.cell(row, NAME).comment = note_of(indicator.shown_definition)


def _put_past(found: FillSheet, faces: Faces, row: int, indicator: Indicator, past: list[Figure]) -> None:
    for column, figure in enumerate(past, UNIT + 1):
        cell = found.sheet.cell(row, column)
        dress(cell, faces.figures(), NUMBERS)
        if figure.value is None and figure.absence:
            put_text(cell, str(Absence(figure.absence).label))
        else:
            put_number(cell, figure.value, number_format(indicator.decimals))


def _lock(sheet: Worksheet) -> None:
    """Only the inputs can be changed; without a password, since every upload is checked anyway."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: allowed


def _add_manifest(found: FillSheet, entry: EntrySheet) -> None:
    sheet = found.book.create_sheet(manifests.SHEET)
    for row, text in enumerate(manifests.to_cells(_manifest(found, entry)), 1):
        put_text(sheet.cell(row, 1), text)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def _manifest(found: FillSheet, entry: EntrySheet) -> Manifest:
    rows = []
    for line in lines(entry):
        if line.entry is None:
            continue
        indicator, now = line.entry.item.indicator, line.entry.observation
        rows.append(
            ManifestRow(
                code=indicator.code,
                number=line.number,
                name=_as_read(str(indicator)),
                address=found.figure(indicator.pk).coordinate,
                version=now.version if now else 0,
                figure=typed_text(now.value, now.absence, indicator) if now else "",
                note=clean_text(now.note) if now else "",
                explanation=clean_text(now.explanation) if now else "",
            )
        )
    headings = found.columns.headings(entry.submission.collection.year)
    read = (NUMBER, NAME, found.columns.figure, found.columns.note, found.columns.explanation)
    return Manifest(
        submission=entry.submission.pk,
        sheet=found.sheet.title,
        headings=tuple(_as_read(headings[column - 1]) for column in read),
        computed=tuple(_as_read(computed_name(line.derived)) for line in lines(entry) if line.derived),
        rows=tuple(rows),
    )


def _as_read(text: str) -> str:
    """The text as it is compared when the workbook comes back: without control characters, blanks as one."""
    return " ".join(clean_text(text).split())
