"""The rows and sums of a plan's table, put into words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from indicators.presenters import MISSING, figure_text, grouped_number
from indicators.tables import history_address
from plans.domain.saying import say, say_reason
from reporting.domain.statuses import flag_name
from reporting.presenters.marks import (
    FAMILIES,
    StatusMark,
    TargetBar,
    family_of,
    language,
    sentence,
    status_mark,
    target_bar,
)
from reporting.queries import Overview, TargetStand, View


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCell:
    """One year's figure in a row, with the address of its history; the one that was judged stands out."""

    text: str
    address: str
    is_judged: bool
    is_unapproved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRow:
    """A target of one year on the way; without a mark while its year is still to come."""

    year: int
    wording: str
    reading: str
    mark: StatusMark | None
    sentence: str
    is_of_view: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandRow:
    """One row of the plan's table as it is shown."""

    pk: int
    number: str
    name: str
    unit: str
    is_part: bool
    nature: str
    is_binding: bool
    baseline: str
    figures: list[FigureCell]
    wording: str
    beside: str  # the other wording of an adjusted target: the original one, or the one in force
    reading: str
    reading_doubt: str
    read_by_person: bool
    bar: TargetBar
    mark: StatusMark
    sentence: str
    flags: list[str]
    yearly: YearlyRow | None  # the target of the very year viewed


SAID_IN_SENTENCE = {"side_from_polarity", "worse_than_base", "strict_no_baseline"}
MOST_YEARS = 6  # columns of figures beside each other; a longer plan shows its latest


def years_with_figures(view: View, stands: Iterable[TargetStand]) -> list[int]:
    """The plan's years after the base year that have any figure, and the one viewed."""
    there = {year for stand in stands for year in stand.figures} or set(view.plan.years)  # a milestone has no figures
    there |= {view.year}
    return sorted(year for year in there if year > view.plan.base_year)


def figure_years(overview: Overview) -> list[int]:
    """The years to show as columns: those with figures up to the one viewed, the latest few."""
    years = years_with_figures(overview.view, overview.stands)
    return [year for year in years if year <= overview.view.year][-MOST_YEARS:]


def stand_row(stand: TargetStand, years: Iterable[int] = ()) -> StandRow:
    """A target's row: everything printed is either verbatim from the plan or computed here once."""
    target, indicator = stand.target, stand.target.indicator
    return StandRow(
        pk=target.pk,
        number=target.number,
        name=str(indicator) if language() == "en" and indicator.name_en else target.name,
        unit=indicator.shown_unit,
        is_part=stand.is_part,
        nature=target.get_nature_display(),
        is_binding=stand.is_binding,
        baseline=baseline_text(stand),
        figures=[_figure_cell(stand, year) for year in years],
        wording=stand.revision.wording or MISSING,
        beside=_wording_beside(stand),
        reading=say(stand.meaning, language()),
        reading_doubt=say_reason(stand.meaning, language()),
        read_by_person=stand.revision.read_by_person,
        bar=target_bar(stand),
        mark=status_mark(stand.progress),
        sentence=sentence(stand.progress),
        flags=[flag_name(flag, language()) for flag in stand.progress.flags if flag not in SAID_IN_SENTENCE],
        yearly=next((row for row in yearly_rows(stand) if row.is_of_view), None),
    )


def _wording_beside(stand: TargetStand) -> str:
    original, *later = stand.revisions
    if not later:
        return ""
    if stand.revision.number == original.number:
        return _("adjusted: %(wording)s") % {"wording": later[-1].wording or MISSING}
    return _("originally: %(wording)s") % {"wording": original.wording or MISSING}


def yearly_rows(stand: TargetStand) -> list[YearlyRow]:
    """The targets of the years on the way, with their verdicts."""
    return [
        YearlyRow(
            year=one.target.year,
            wording=one.target.wording,
            reading=say(one.meaning, language()),
            mark=status_mark(one.progress) if one.progress else None,
            sentence=sentence(one.progress) if one.progress else "",
            is_of_view=one.is_of_view,
        )
        for one in stand.yearly
    ]


def baseline_text(stand: TargetStand) -> str:
    """The baseline as the plan prints it for its own area, computed for any other."""
    if stand.baseline is None:
        return MISSING
    text = grouped_number(stand.baseline, stand.target.indicator.decimals)
    if stand.target.baseline_year and stand.baseline == stand.target.baseline:
        return f"{text} ({stand.target.baseline_year})"
    return text


def _figure_cell(stand: TargetStand, year: int) -> FigureCell:
    figure = stand.figures.get(year)
    return FigureCell(
        text=figure_text(figure.value, figure.absence, stand.target.indicator) if figure else "",
        address=history_of_year(stand, year),
        is_judged=year == stand.progress.figure_year,
        is_unapproved=bool(figure and figure.is_unapproved),
    )


def history_of_year(stand: TargetStand, year: int) -> str:
    """Where the history of a target's figure is read, as of the day of the view."""
    return history_address(stand.target.indicator.code, stand.view.area.pk, year, stand.view.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of the bar of counts: a family, how many, and where it lies in a bar of width 1000."""

    family: str
    word: str
    count: int
    x: float
    width: float
    arrow: str = ""


def segments(overview: Overview) -> list[Segment]:
    """The counts per family, parts of other rows not counted, in the order of the families."""
    counts = Counter(family_of(stand.progress) for stand in overview.stands if not stand.is_part)
    total = sum(counts.values())
    found, x = [], 0.0
    for family, word in FAMILIES.items():
        if not counts[family]:
            continue
        width = 1000 * counts[family] / total
        found.append(Segment(family=family, word=str(word), count=counts[family], x=round(x, 1), width=round(width, 1)))
        x += width
    return found


def percent(share: Decimal) -> str:
    """A share as a percentage with at most one decimal: 0.6 → 60%, 0.667 → 66.7%."""
    text = f"{(share * 100).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}"
    return text.removesuffix(".0") + "%"
