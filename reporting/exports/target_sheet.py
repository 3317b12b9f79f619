"""The sheet 目标对照表: every target with its baseline, yearly figures, official wording, verdict and reason.

Values only. What the figures are calculated from stands as live formulas on the sheet of calculations.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.rounding import round_half_up
from indicators.exports.cells import number_format, number_width, put_number, put_text, text_width
from indicators.exports.page import fit_row, set_up_page, set_width, span, width_of
from indicators.exports.styles import (
    CENTRE,
    CHOSEN_FILL,
    HEAD_FILL,
    LEFT,
    NUMBERS,
    PART,
    PART_INDENT,
    RIGHT,
    SECTION_FILL,
    WORDS,
    dress,
)
from indicators.models import Absence
from indicators.presenters import MISSING
from reporting.exports.page import Paper, as_of_text, put_title
from reporting.exports.styles import ARROWS, MARKS
from reporting.exports.target_foot import put_foot
from reporting.exports.target_words import explanation
from reporting.presenters import StandRow, stand_row
from reporting.queries import Overview, TargetStand

MOST_YEARS = 7  # a plan of more years shows those of its years that have a figure
MOST_LINES = 24  # in one cell, so that the row stays below the height Excel allows
NUMBER, NAME, UNIT, NATURE, BASE = range(1, 6)
WIDTHS = {"zh": (6, 29, 8, 8, 10, 9, 18, 10, 16, 44), "en": (6, 32, 11, 10, 10, 9, 18, 14, 18, 52)}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns behind the baseline stand: one a year, then target, share of the change, status, reason."""

    years: list[int]

    @property
    def target(self) -> int:
        """The official wording."""
        return BASE + len(self.years) + 1

    @property
    def share(self) -> int:
        """The share of the planned change that is done."""
        return self.target + 1

    @property
    def status(self) -> int:
        """The verdict."""
        return self.target + 2

    @property
    def reason(self) -> int:
        """The sentence that explains it; the last column."""
        return self.target + 3

    def of_year(self, year: int) -> int:
        """The column of a year's figures."""
        return BASE + 1 + self.years.index(year)


def title_of(overview: Overview) -> str:
    """The table's title."""
    return _("%(plan)s: main indicators") % {"plan": overview.view.plan}


def shown_years(overview: Overview) -> list[int]:
    """The years after the base year; of a long plan those up to the year viewed that have a figure."""
    view = overview.view
    years = [year for year in view.plan.years if year > view.plan.base_year]
    if len(years) <= MOST_YEARS:
        return years
    filled = {year for stand in overview.stands for year in stand.figures} | {view.year}
    return [year for year in years if year in filled and year <= view.year]


@dataclass(frozen=True, slots=True)
class Row:
    """A target as the table shows it."""

    stand: TargetStand
    shown: StandRow
    reason: str


def add_to(book: Workbook, paper: Paper) -> None:
    """Add the sheet to a workbook. The reader's language is the active one."""
    sheet = book.create_sheet(_("Target table"))
    columns = Columns(shown_years(paper.overview))
    past = [year for year in columns.years if year <= paper.overview.view.year]
    rows = [Row(stand, stand_row(stand), explanation(stand, past)) for stand in paper.overview.stands]
    _set_widths(sheet, paper, columns, rows)
    put_title(sheet, paper, title_of(paper.overview), columns.reason)
    first = _put_lines(sheet, paper, columns)
    _put_headings(sheet, paper, columns, first)
    last = _put_rows(sheet, paper, columns, first + 2, rows)
    put_foot(sheet, paper, row=last + 1, columns=columns.reason)
    set_up_page(sheet, head_rows=first + 1, kept_columns=NAME, marks=paper.marks())


def _set_widths(sheet: Worksheet, paper: Paper, columns: Columns, rows: list[Row]) -> None:
    number, name, unit, nature, base, year, *rest = WIDTHS[paper.language]
    for place, width in enumerate((number, name, unit, nature, base, *(year for _year in columns.years), *rest), 1):
        set_width(sheet, place, width)
    # A row cannot be made high enough for the longest of texts in a narrow column.
    _widen(sheet, columns.target, (text_width(row.shown.wording) // MOST_LINES for row in rows))
    _widen(sheet, columns.reason, (text_width(row.reason) // MOST_LINES for row in rows))
    # A number that its column cannot hold would be shown as ####.
    _widen(sheet, BASE, (_base_width(paper, row.stand) for row in rows))
    for year in columns.years:
        figures = ((row.stand.figures.get(year), row.stand.target.indicator.decimals) for row in rows)
        shown = ((figure.value, decimals) for figure, decimals in figures if figure and figure.value is not None)
        _widen(sheet, columns.of_year(year), (number_width(value, decimals) for value, decimals in shown))


def _widen(sheet: Worksheet, column: int, widths: Iterable[int]) -> None:
    set_width(sheet, column, max(width_of(sheet, column), max(widths, default=0) + 3))


def _put_lines(sheet: Worksheet, paper: Paper, columns: Columns) -> int:
    """The lines between title and table; returns the row behind them."""
    view, faces, row = paper.overview.view, paper.faces, 2
    for line in paper.form.lines():
        put_text(sheet.cell(row, columns.status), line)
        sheet.cell(row, columns.status).font = faces.body()
        span(sheet, row, columns.status, columns.reason)
        row += 1
    left = [
        _("Reporting unit: %(area)s") % {"area": view.area},
        _("Year: %(year)s") % {"year": view.year},
        _("Units: as given in each row"),
    ]
    basis = [
        _("with unapproved figures") if view.include_unapproved else _("approved figures"),
        _("judged by the original targets") if view.by_original else _("judged by the targets in force"),
        *([as_of_text(view)] if view.as_of else []),
    ]
    is_unusual = view.include_unapproved or view.by_original or view.as_of is not None
    put_text(sheet.cell(row, NUMBER), "　　".join(left))
    put_text(sheet.cell(row, columns.target), _("Basis: %(basis)s") % {"basis": " · ".join(basis)})
    sheet.cell(row, NUMBER).font = faces.body()
    sheet.cell(row, columns.target).font = faces.body(bold=is_unusual)
    sheet.cell(row, NUMBER).alignment, sheet.cell(row, columns.target).alignment = LEFT, RIGHT
    span(sheet, row, NUMBER, columns.target - 1)
    span(sheet, row, columns.target, columns.reason)
    sheet.row_dimensions[row].height = 20
    return row + 1


def _put_headings(sheet: Worksheet, paper: Paper, columns: Columns, row: int) -> None:
    plan = paper.overview.view.plan
    headings = {
        NUMBER: _("No."),
        NAME: _("Indicator"),
        UNIT: pgettext("of measure", "Unit"),
        NATURE: _("Nature"),
        BASE: pgettext("column", "%(year)s baseline") % {"year": plan.base_year},
        columns.target: _("%(year)s target") % {"year": plan.target_year},
        columns.share: _("Share of planned change"),
        columns.status: _("Status"),
        columns.reason: _("Explanation"),
    }
    for column in range(1, columns.reason + 1):
        for cell in (sheet.cell(row, column), sheet.cell(row + 1, column)):
            dress(cell, paper.faces.head(), CENTRE, HEAD_FILL)
        if column in headings:
            put_text(sheet.cell(row, column), headings[column])
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    for year in columns.years:
        column = columns.of_year(year)
        put_text(sheet.cell(row, column), pgettext("a year", "%(year)s") % {"year": year})
        put_text(sheet.cell(row + 1, column), _("actual"))
        if year == paper.overview.view.year:
            sheet.cell(row, column).fill = sheet.cell(row + 1, column).fill = CHOSEN_FILL
    sheet.row_dimensions[row].height = sheet.row_dimensions[row + 1].height = 22


def _put_rows(sheet: Worksheet, paper: Paper, columns: Columns, row: int, rows: list[Row]) -> int:
    """One row a target under the rows of its sections; returns the last row."""
    if not rows:
        put_text(sheet.cell(row, NUMBER), _("This plan has no targets yet."))
        for column in range(1, columns.reason + 1):
            dress(sheet.cell(row, column), paper.faces.body(), CENTRE)
        span(sheet, row, NUMBER, columns.reason)
        sheet.row_dimensions[row].height = 60
        return row
    section = None
    for one in rows:
        if one.stand.target.section != section:
            section = one.stand.target.section
            _put_section(sheet, paper, columns, row, str(section))
            row += 1
        _put_target(sheet, paper, columns, row, one)
        row += 1
    return row - 1


def _put_section(sheet: Worksheet, paper: Paper, columns: Columns, row: int, title: str) -> None:
    for column in range(1, columns.reason + 1):
        dress(sheet.cell(row, column), paper.faces.head(), WORDS, SECTION_FILL)
    put_text(sheet.cell(row, NUMBER), title)
    span(sheet, row, NUMBER, columns.reason)
    sheet.row_dimensions[row].height = 21


def _put_target(sheet: Worksheet, paper: Paper, columns: Columns, row: int, one: Row) -> None:
    stand, shown, faces = one.stand, one.shown, paper.faces
    for column in (NUMBER, UNIT, NATURE):
        dress(sheet.cell(row, column), faces.body(), CENTRE)
    for column in range(BASE, columns.share + 1):
        dress(sheet.cell(row, column), faces.figures(), NUMBERS)
    dress(sheet.cell(row, NAME), faces.body(), PART if stand.is_part else WORDS)
    dress(sheet.cell(row, columns.target), faces.body(), CENTRE)
    dress(sheet.cell(row, columns.reason), faces.body(), WORDS)
    if shown.number.isascii() and shown.number.isdigit():
        put_number(sheet.cell(row, NUMBER), int(shown.number), "0")
    else:
        put_text(sheet.cell(row, NUMBER), shown.number)
    put_text(sheet.cell(row, NAME), shown.name)
    put_text(sheet.cell(row, UNIT), shown.unit or MISSING)
    put_text(sheet.cell(row, NATURE), shown.nature)
    if stand.is_binding:
        sheet.cell(row, NATURE).font = faces.head()
    _put_baseline(sheet, paper, row, stand)
    for year in columns.years:
        if year <= paper.overview.view.year:  # later years are not part of this statement, whatever is known of them
            _put_figure(sheet, columns.of_year(year), row, stand, year)
    put_text(sheet.cell(row, columns.target), shown.wording)
    share = stand.progress.change_share
    put_number(sheet.cell(row, columns.share), None if share is None else round_half_up(share, 3), "0.0%")
    status = _put_status(sheet, paper, columns, row, shown)
    put_text(sheet.cell(row, columns.reason), one.reason)
    indents = {NAME: PART_INDENT if stand.is_part else 1, columns.status: 1, columns.reason: 1}
    texts = {NAME: shown.name, UNIT: shown.unit, columns.target: shown.wording}
    texts |= {columns.status: status, columns.reason: one.reason}
    fit_row(sheet, row, [(text, width_of(sheet, at) - indents.get(at, 0)) for at, text in texts.items()])


def _base_year_words(paper: Paper, stand: TargetStand) -> str:
    """The year of a baseline that the plan prints for another year than its base year."""
    year = stand.target.baseline_year if paper.overview.view.is_own_area else None
    return _(" (%(year)s)") % {"year": year} if year else ""


def _base_width(paper: Paper, stand: TargetStand) -> int:
    if stand.baseline is None:
        return 0
    return number_width(stand.baseline, stand.target.indicator.decimals, _base_year_words(paper, stand))


def _put_baseline(sheet: Worksheet, paper: Paper, row: int, stand: TargetStand) -> None:
    cell, decimals = sheet.cell(row, BASE), stand.target.indicator.decimals
    baseline = stand.baseline if stand.baseline is None else round_half_up(stand.baseline, decimals)
    put_number(cell, baseline, number_format(decimals, _base_year_words(paper, stand)))
    if baseline is None and paper.overview.view.is_own_area and stand.target.baseline_wording:
        put_text(cell, stand.target.baseline_wording)  # what the plan prints in words stays as it is printed


def _put_figure(sheet: Worksheet, column: int, row: int, stand: TargetStand, year: int) -> None:
    cell, figure = sheet.cell(row, column), stand.figures.get(year)
    if figure and figure.absence:
        put_text(cell, str(Absence(figure.absence).label))
        cell.alignment = CENTRE
    else:
        put_number(cell, figure.value if figure else None, number_format(stand.target.indicator.decimals))


def _put_status(sheet: Worksheet, paper: Paper, columns: Columns, row: int, shown: StandRow) -> str:
    """The verdict as shape, word and colour; returns its text."""
    mark = MARKS[shown.mark.family]
    text = f"{ARROWS.get(shown.mark.arrow, mark.shape)} {shown.mark.word}"
    cell = sheet.cell(row, columns.status)
    put_text(cell, text)
    dress(cell, paper.faces.body(color=mark.ink, bold=True), WORDS, mark.fill)
    return text
