"""The foot of the target table: its sums, how to read it, and the lines to sign on."""

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from indicators.exports.cells import put_text, text_width
from indicators.exports.page import fit_row, span, whole_width
from indicators.exports.styles import LEFT, SECTION_FILL, WORDS, dress
from reporting.exports.page import Paper
from reporting.exports.target_words import legend_lines, summary_line


def put_foot(sheet: Worksheet, paper: Paper, *, row: int, columns: int) -> None:
    """Write the foot from `row` on over the whole width of the table."""
    if paper.overview.stands:
        for column in range(1, columns + 1):
            dress(sheet.cell(row, column), paper.faces.head(), WORDS, SECTION_FILL)
        _put_line(sheet, row, columns, summary_line(paper.overview), paper.faces.head(), WORDS)
        row += 1
    notes = legend_lines()
    if paper.overview.is_demo:
        notes.append(_("Demonstration: figures in this table were invented and must not be reported."))
    for note in notes:
        _put_line(sheet, row, columns, note, paper.faces.body())
        row += 1
    _put_line(sheet, row, columns, _signature_line(whole_width(sheet, columns)), paper.faces.body())
    sheet.row_dimensions[row].height = 40


def _put_line(sheet: Worksheet, row: int, columns: int, text: str, font: Font, place: Alignment = LEFT) -> None:
    cell = sheet.cell(row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = font, place
    span(sheet, row, 1, columns)
    fit_row(sheet, row, [(text, whole_width(sheet, columns))])


def _signature_line(width: float) -> str:
    """Who signs, with room to do so by hand, spread over a line `width` digits wide."""
    labels = [_("Head of unit:"), _("Head of statistics:"), _("Completed by:"), _("Telephone:"), _("Reported on:")]
    room = (int(width) - text_width("".join(labels))) // len(labels)
    return "".join(label + "　" * (room // 2) for label in labels).rstrip()
