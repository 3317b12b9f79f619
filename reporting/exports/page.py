"""What every sheet of a workbook shares: paper, repeated titles, frozen panes, words in head and foot of each page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.exports.cells import line_count, put_text
from reporting.exports.styles import CENTRE, FACES, Faces
from reporting.queries import Overview

A4 = 9
MARGIN, EDGE = 0.47, 0.71  # inches: at the sides, above and below
LINE_HEIGHT, ROW_PADDING, LOWEST_ROW, HIGHEST_ROW = 13.5, 7.0, 23.0, 409.0  # points; Excel allows no higher row


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHead:
    """What an approved survey form says at its upper right, as the bureau typed it. What is empty is left out."""

    number: str = ""  # 表号
    issued_by: str = ""  # 制定机关
    approved_by: str = ""  # 批准机关
    approval_no: str = ""  # 批准文号
    valid_until: date | None = None  # 有效期至

    def lines(self) -> list[str]:
        """Its lines in the usual order."""
        valid = f"{self.valid_until:%Y-%m-%d}" if self.valid_until else ""
        texts = (
            (_("Form number: %(text)s"), self.number),
            (_("Issued by: %(text)s"), self.issued_by),
            (_("Approved by: %(text)s"), self.approved_by),
            (_("Approval number: %(text)s"), self.approval_no),
            (_("Valid until: %(text)s"), valid),
        )
        return [line % {"text": text} for line, text in texts if text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the sheets of one workbook are made from."""

    overview: Overview
    language: str  # "zh" or "en"
    form: FormHead = field(default_factory=FormHead)

    @property
    def faces(self) -> Faces:
        """The fonts of its language."""
        return FACES[self.language]

    def marks(self) -> list[str]:
        """What nobody may overlook: invented figures, unapproved figures, targets that are no longer in force."""
        view = self.overview.view
        marks = (
            (_("demonstration data"), self.overview.is_demo),
            (_("with unapproved figures"), view.include_unapproved),
            (_("judged by the original targets"), view.by_original),
        )
        return [words for words, holds in marks if holds]


def width_of(sheet: Worksheet, column: int) -> float:
    """The width of a column in digits."""
    return sheet.column_dimensions[get_column_letter(column)].width


def set_width(sheet: Worksheet, column: int, width: float) -> None:
    """Make a column so many digits wide."""
    sheet.column_dimensions[get_column_letter(column)].width = width


def whole_width(sheet: Worksheet, columns: int) -> float:
    """The width of the first so many columns in digits."""
    return sum(width_of(sheet, column) for column in range(1, columns + 1))


def span(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Merge cells of one row."""
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def put_title(sheet: Worksheet, paper: Paper, text: str, columns: int) -> None:
    """The title over the whole width of the first row, with the mark of invented figures."""
    title = _("%(title)s (demonstration data)") % {"title": text} if paper.overview.is_demo else text
    cell = sheet.cell(1, 1)
    put_text(cell, title)
    cell.font = paper.faces.head(18)
    cell.alignment = CENTRE
    span(sheet, 1, 1, columns)
    sheet.row_dimensions[1].height = 34 * line_count(
        title, int(whole_width(sheet, columns) / 2)
    )  # its letters are near twice as wide


def fit_row(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row high enough for its texts, each with the width of its column in digits.

    Written down, because not every program measures wrapped lines anew when it opens a file.
    """
    lines = max((line_count(text, int(width)) for text, width in texts), default=1)
    sheet.row_dimensions[row].height = min(max(lines * LINE_HEIGHT + ROW_PADDING, LOWEST_ROW), HIGHEST_ROW)


def set_up_page(sheet: Worksheet, paper: Paper, *, head_rows: int, kept_columns: int) -> None:
    """A4 landscape, one page wide; the head repeated on each page and kept on the screen; words in head and foot."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN
    margins.top = margins.bottom = EDGE
    margins.header = margins.footer = EDGE / 2
    sheet.print_title_rows = f"1:{head_rows}"
    sheet.print_area = sheet.dimensions
    sheet.freeze_panes = f"{get_column_letter(kept_columns + 1)}{head_rows + 1}"
    sheet.sheet_view.showGridLines = False
    # Own words only: text of plans could hold the signs that give orders here.
    if paper.marks():  # an empty head would be written as one that openpyxl cannot read back
        sheet.oddHeader.right.text = " · ".join(paper.marks())
    sheet.oddFooter.center.text = _("Page &P of &N")
    sheet.oddFooter.right.text = _("Printed on &D")
