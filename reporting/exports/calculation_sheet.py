"""The sheet 计算明细: how each derived figure of the target table came about, with the rate as a live formula."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.exports.cells import number_format, put_number, put_text
from indicators.exports.page import fit_row, set_up_page, set_width, span
from indicators.exports.styles import CENTRE, HEAD_FILL, LEFT, NUMBERS, WORDS, dress
from indicators.models import Absence, Indicator
from indicators.presenters import MISSING
from indicators.queries import Figure, FigureTable, figure_table
from reporting.exports.page import Paper, put_title
from reporting.exports.target_sheet import shown_years
from reporting.queries import Overview, TargetStand

NAME, AREA, YEAR, NUMERATOR, ABOVE, DENOMINATOR, BELOW, MULTIPLIER, RATE, FIGURE, UNIT = range(1, 12)
WIDTHS = (38, 14, 8, 30, 15, 26, 15, 11, 14, 14, 12)
HEAD_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """One derived figure and its parts; `value` is None where it does not exist."""

    indicator: Indicator
    year: int
    numerator: Figure
    denominator: Figure
    value: Figure


def calculations(overview: Overview) -> Iterator[Calculation]:
    """Every derived indicator of the table once: each year of the table up to the one viewed, and a known base year."""
    derived = {
        stand.target.indicator_id: stand
        for stand in reversed(overview.stands)
        if stand.target.indicator.kind == Indicator.Kind.DERIVED
    }
    stands = list(reversed(derived.values()))
    parts = _parts_of(overview, stands)
    for stand in stands:
        indicator = stand.target.indicator
        for year in _years(overview, stand):
            value = stand.figures.get(year, Figure())
            numerator, denominator = (
                parts.get(part, overview.view.area, year) for part in (indicator.numerator, indicator.denominator)
            )
            if value.numerator is not None:  # of a sum with gaps only the areas that have both parts were counted
                numerator, denominator = Figure(value=value.numerator), Figure(value=value.denominator)
            yield Calculation(indicator=indicator, year=year, numerator=numerator, denominator=denominator, value=value)


def _parts_of(overview: Overview, stands: list[TargetStand]) -> FigureTable:
    indicators = [stand.target.indicator for stand in stands]
    view = overview.view
    return figure_table(
        indicators=[part for one in indicators for part in (one.numerator, one.denominator) if part],
        areas=[view.area],
        years=view.plan.years,
        include_unapproved=view.include_unapproved,
        as_of=view.moment,
    )


def _years(overview: Overview, stand: TargetStand) -> list[int]:
    view = overview.view
    base = [view.plan.base_year] if view.plan.base_year in stand.figures else []
    return base + [year for year in shown_years(overview) if year <= view.year]


def add_to(book: Workbook, paper: Paper) -> None:
    """Add the sheet to a workbook. The reader's language is the active one."""
    sheet = book.create_sheet(_("Calculations"))
    for column, width in enumerate(WIDTHS, 1):
        set_width(sheet, column, width)
    put_title(sheet, paper, _("Calculations"), UNIT)
    put_text(
        sheet.cell(2, 1), _("Rate = numerator ÷ denominator × multiplier, rounded half up to the indicator's decimals.")
    )
    sheet.cell(2, 1).font = paper.faces.body()
    sheet.cell(2, 1).alignment = LEFT
    span(sheet, 2, 1, UNIT)
    sheet.row_dimensions[2].height = 20
    _put_headings(sheet, paper)
    row = HEAD_ROWS
    for row, calculation in enumerate(calculations(paper.overview), HEAD_ROWS + 1):
        _put_calculation(sheet, paper, row, calculation)
    if row == HEAD_ROWS:
        put_text(sheet.cell(row + 1, 1), _("No indicator of this plan is calculated from others."))
        sheet.cell(row + 1, 1).font = paper.faces.body()
    set_up_page(sheet, head_rows=HEAD_ROWS, kept_columns=NAME, marks=paper.marks())


def _put_headings(sheet: Worksheet, paper: Paper) -> None:
    headings = (
        _("Indicator"),
        _("Area"),
        pgettext("column", "Year"),
        _("Numerator"),
        _("Its figure"),
        _("Denominator"),
        _("Its figure"),
        _("Multiplier"),
        _("Rate (formula)"),
        _("Figure"),
        pgettext("of measure", "Unit"),
    )
    for column, heading in enumerate(headings, 1):
        cell = sheet.cell(HEAD_ROWS, column)
        put_text(cell, heading)
        dress(cell, paper.faces.head(), CENTRE, HEAD_FILL)
    sheet.row_dimensions[HEAD_ROWS].height = 24


def _put_calculation(sheet: Worksheet, paper: Paper, row: int, calculation: Calculation) -> None:
    indicator, faces = calculation.indicator, paper.faces
    texts = {
        NAME: str(indicator),
        AREA: str(paper.overview.view.area),
        NUMERATOR: str(indicator.numerator),
        DENOMINATOR: str(indicator.denominator),
        UNIT: indicator.shown_unit,
    }
    for column, text in texts.items():
        put_text(sheet.cell(row, column), text)
        dress(sheet.cell(row, column), faces.body(), WORDS)
    for column in (YEAR, ABOVE, BELOW, MULTIPLIER, RATE, FIGURE):
        dress(sheet.cell(row, column), faces.figures(), CENTRE if column in (YEAR, MULTIPLIER) else NUMBERS)
    put_number(sheet.cell(row, YEAR), calculation.year, "0")
    put_number(sheet.cell(row, MULTIPLIER), indicator.multiplier, number_format(0))
    _put_figure(sheet, row, ABOVE, calculation.numerator, indicator.numerator.decimals)
    _put_figure(sheet, row, BELOW, calculation.denominator, indicator.denominator.decimals)
    _put_figure(sheet, row, FIGURE, calculation.value, indicator.decimals)
    _put_rate(sheet, row, calculation)
    fit_row(sheet, row, [(text, WIDTHS[column - 1] - 1) for column, text in texts.items()])


def _put_figure(sheet: Worksheet, row: int, column: int, figure: Figure, decimals: int) -> None:
    if figure.absence:
        put_text(sheet.cell(row, column), str(Absence(figure.absence).label))
    else:
        put_number(sheet.cell(row, column), figure.value, number_format(decimals))


def _put_rate(sheet: Worksheet, row: int, calculation: Calculation) -> None:
    """The rate as a formula; the dash where it does not exist, a word where it was published without its parts.

    Multiplied before it is divided: a product of counts is exact, so a figure that lies half way between two shown ones
    is half way for the spreadsheet too.
    """
    cell, decimals = sheet.cell(row, RATE), calculation.indicator.decimals
    cell.number_format = number_format(decimals)
    if calculation.value.numerator is None:
        put_text(cell, MISSING if calculation.value.value is None else _("as published"))
        return
    above, below, multiplier = (sheet.cell(row, column).coordinate for column in (ABOVE, BELOW, MULTIPLIER))
    cell.value = f"=ROUND({above}*{multiplier}/{below},{decimals})"
