"""A filled workbook given back with its errors: a list of them first, and every wrong cell marked and commented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from collection.exports.prepared import FillSheet, fill_sheet
from collection.exports.validation import note_of
from collection.queries import EntrySheet
from indicators.exports.cells import put_number, put_text
from indicators.exports.page import fit_row, set_up_page, set_width, span
from indicators.exports.styles import CENTRE, FACES, HEAD_FILL, LEFT, WORDS, dress

WRONG_FILL, DOUBTED_FILL = PatternFill("solid", fgColor="F6C6C2"), PatternFill("solid", fgColor="FFD966")
WIDTHS = (8, 10, 32, 20, 52, 46)
HEAD_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing to put right: where (an indicator's id, or an address outside the form's rows), what, and how."""

    indicator: int | None
    place: str  # as the uploaded file had it; the marked file has its own
    name: str
    typed: str
    wrong: str
    remedy: str
    is_error: bool = True


def write_marked_workbook(
    sheet: EntrySheet, typed: Mapping[str, str], marks: Sequence[Mark], file: str | PathLike[str] | IO[bytes]
) -> None:
    """Save the prepared workbook with what the person typed (`typed`: fields of the form), marked, list of errors first."""
    found = fill_sheet(sheet, typed)
    for mark in marks:
        if mark.indicator in found.rows:
            _mark(found, mark)
    _add_list(found, marks)
    found.book.active = 0
    found.sheet.sheet_view.tabSelected = False
    found.book.save(file)


def _mark(found: FillSheet, mark: Mark) -> None:
    cell = found.figure(mark.indicator)
    text = f"{mark.wrong}\n{mark.remedy}".strip()
    if cell.comment:
        text = f"{cell.comment.text}\n\n{text}"
    cell.comment = note_of(text)
    if mark.is_error or cell.fill != WRONG_FILL:
        cell.fill = WRONG_FILL if mark.is_error else DOUBTED_FILL


def _add_list(found: FillSheet, marks: Sequence[Mark]) -> None:
    faces = FACES["en" if get_language() == "en" else "zh"]
    sheet = found.book.create_sheet(_("Errors"), 0)
    for column, width in enumerate(WIDTHS, 1):
        set_width(sheet, column, width)
    wrong = sum(mark.is_error for mark in marks)
    lead = _(
        "To correct: %(wrong)d; to explain: %(doubted)d. Nothing of the file was kept. Correct and upload this file."
    )
    for row, text, font in (
        (1, _("Errors"), faces.head(16)),
        (2, lead % {"wrong": wrong, "doubted": len(marks) - wrong}, faces.body()),
    ):
        put_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font, sheet.cell(row, 1).alignment = font, LEFT
        span(sheet, row, 1, len(WIDTHS))
        fit_row(sheet, row, [(text, sum(WIDTHS))])
    headings = (
        _("No."),
        _("Cell"),
        _("Indicator"),
        _("What was typed"),
        _("What is wrong"),
        _("What to do"),
    )
    for column, heading in enumerate(headings, 1):
        put_text(sheet.cell(HEAD_ROWS, column), heading)
        dress(sheet.cell(HEAD_ROWS, column), faces.head(), CENTRE, HEAD_FILL)
    for number, mark in enumerate(marks, 1):
        _put_mark(sheet, found, number, mark)
    set_up_page(sheet, head_rows=HEAD_ROWS, kept_columns=2)


def _put_mark(sheet: Worksheet, found: FillSheet, number: int, mark: Mark) -> None:
    faces = FACES["en" if get_language() == "en" else "zh"]
    row = HEAD_ROWS + number
    is_here = mark.indicator in found.rows
    place = found.figure(mark.indicator).coordinate if is_here else mark.place
    texts = (place, mark.name, mark.typed, mark.wrong, mark.remedy)
    put_number(sheet.cell(row, 1), number, "0")
    dress(sheet.cell(row, 1), faces.figures(), CENTRE, WRONG_FILL if mark.is_error else DOUBTED_FILL)
    for column, text in enumerate(texts, 2):
        put_text(sheet.cell(row, column), text)
        dress(sheet.cell(row, column), faces.body(), CENTRE if column == 2 else WORDS)
    if is_here:
        at = sheet.cell(row, 2)
        at.hyperlink = Hyperlink(ref=at.coordinate, location=f"'{found.sheet.title}'!{place}", display=place)
        at.font = faces.body(underline="single", color="1F4E8C")
    fit_row(sheet, row, [(text, WIDTHS[column - 1] - 2) for column, text in enumerate(texts, 2)])
