"""What every sheet of a workbook shares: paper, repeated titles, frozen panes, words in head and foot of each page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.exports.cells import line_count

A4 = 9
MARGIN, EDGE = 0.47, 0.71  # inches: at the sides, above and below
LINE_HEIGHT, ROW_PADDING, LOWEST_ROW, HIGHEST_ROW = 13.5, 7.0, 23.0, 409.0  # points; Excel allows no higher row


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


def fit_row(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row high enough for its texts, each with the width of its column in digits.

    Written down, because not every program measures wrapped lines anew when it opens a file.
    """
    lines = max((line_count(text, int(width)) for text, width in texts), default=1)
    sheet.row_dimensions[row].height = min(max(lines * LINE_HEIGHT + ROW_PADDING, LOWEST_ROW), HIGHEST_ROW)


def set_up_page(sheet: Worksheet, *, head_rows: int, kept_columns: int, marks: Sequence[str] = ()) -> None:
    """A4 landscape, one page wide; the head repeated on each page and kept on the screen; `marks` in every page's head."""
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
    if marks:  # an empty head would be written as one that openpyxl cannot read back
        sheet.oddHeader.right.text = " · ".join(marks)
    sheet.oddFooter.center.text = _("Page &P of &N")
    sheet.oddFooter.right.text = _("Printed on &D")
