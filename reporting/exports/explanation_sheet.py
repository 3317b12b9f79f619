"""The sheet 审核说明: what the units explained about figures that a check had doubted."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.exports.cells import number_format, put_number, put_text
from indicators.exports.page import fit_row, set_up_page, set_width
from indicators.exports.styles import CENTRE, HEAD_FILL, NUMBERS, WORDS, dress
from indicators.models import Absence, ObservationRevision
from indicators.queries.explanations import explanations_below
from reporting.exports.page import Paper, put_title

NAME, AREA, YEAR, FIGURE, UNIT, EXPLANATION, NOTE = range(1, 8)
WIDTHS = (34, 18, 8, 16, 12, 60, 30)
HEAD_ROWS = 2


def add_to(book: Workbook, paper: Paper) -> None:
    """Add the sheet to a workbook. The reader's language is the active one."""
    sheet = book.create_sheet(_("Explanations"))
    for column, width in enumerate(WIDTHS, 1):
        set_width(sheet, column, width)
    put_title(sheet, paper, _("Explanations"), NOTE)
    _put_headings(sheet, paper)
    view = paper.overview.view
    explained = explanations_below(
        indicators=[stand.target.indicator for stand in paper.overview.stands],
        area=view.area,
        years=[year for year in view.plan.years if year <= view.year],
        include_unapproved=view.include_unapproved,
        as_of=view.moment,
    )
    row = HEAD_ROWS
    for row, revision in enumerate(explained, HEAD_ROWS + 1):
        _put_explanation(sheet, paper, row, revision)
    if row == HEAD_ROWS:
        put_text(sheet.cell(row + 1, 1), _("No figure of this table needed an explanation."))
        sheet.cell(row + 1, 1).font = paper.faces.body()
    set_up_page(sheet, head_rows=HEAD_ROWS, kept_columns=NAME, marks=paper.marks())


def _put_headings(sheet: Worksheet, paper: Paper) -> None:
    headings = (
        _("Indicator"),
        _("Area"),
        pgettext("column", "Year"),
        _("Figure"),
        pgettext("of measure", "Unit"),
        _("Explanation"),
        _("Note"),
    )
    for column, heading in enumerate(headings, 1):
        cell = sheet.cell(HEAD_ROWS, column)
        put_text(cell, heading)
        dress(cell, paper.faces.head(), CENTRE, HEAD_FILL)
    sheet.row_dimensions[HEAD_ROWS].height = 24


def _put_explanation(sheet: Worksheet, paper: Paper, row: int, revision: ObservationRevision) -> None:
    figure = revision.observation
    texts = {
        NAME: str(figure.indicator),
        AREA: str(figure.area),
        UNIT: figure.indicator.shown_unit,
        EXPLANATION: revision.explanation,
        NOTE: revision.note,
    }
    for column, text in texts.items():
        put_text(sheet.cell(row, column), text)
        dress(sheet.cell(row, column), paper.faces.body(), WORDS)
    for column in (YEAR, FIGURE):
        dress(sheet.cell(row, column), paper.faces.figures(), CENTRE if column == YEAR else NUMBERS)
    put_number(sheet.cell(row, YEAR), figure.year, "0")
    if revision.absence:
        put_text(sheet.cell(row, FIGURE), str(Absence(revision.absence).label))
    else:
        decimals = figure.indicator.decimals
        put_number(sheet.cell(row, FIGURE), revision.value, number_format(decimals))
    fit_row(sheet, row, [(text, WIDTHS[column - 1] - 1) for column, text in texts.items()])
