"""What stands behind one target: how its figures were made, every change of them, and how far to trust them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.models import Area
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.presenters import figure_text, grouped_number
from indicators.queries import Figure
from indicators.tables import act_text, arithmetic_text, coverage_text, history_address
from reporting.domain.outlook import Arrow, Outlook, TrendPoint, outlook, outlook_sentence, trend
from reporting.domain.reliability import Interval, holds, is_unstable, poisson_rate, pooled_rate, wilson
from reporting.presenters.marks import language
from reporting.presenters.rows import history_of_year
from reporting.queries import TargetStand


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One year's figure with the arithmetic that made it and where it came from."""

    year: int
    address: str  # of its history
    value: str
    arithmetic: str
    coverage: str
    source: str
    note: str


def part_rows(stand: TargetStand) -> list[PartRow]:
    """Every figure of a target, newest first, with numerator and denominator where it has them."""
    return [_part_row(stand, year, figure) for year, figure in sorted(stand.figures.items(), reverse=True)]


def _part_row(stand: TargetStand, year: int, figure: Figure) -> PartRow:
    one = stand.target.indicator
    origin = Observation.Origin(figure.origin).label if figure.origin else ""
    return PartRow(
        year=year,
        address=history_of_year(stand, year),
        value=figure_text(figure.value, figure.absence, one),
        arithmetic=arithmetic_text(figure, one),
        coverage=coverage_text(figure),
        source=figure.source or str(origin),
        note=figure.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One area's figure beside those of the others."""

    name: str
    value: str
    address: str  # of its history


def area_rows(compared: Iterable[tuple[Area, Figure]], stand: TargetStand) -> list[AreaRow]:
    """The chart of areas as a table, each figure with its history."""
    one, view = stand.target.indicator, stand.view
    return [
        AreaRow(
            name=str(area),
            value=figure_text(figure.value, figure.absence, one),
            address=history_address(one.code, area.pk, view.year, view.as_of),
        )
        for area, figure in compared
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change of one figure: when, who, what it became."""

    at: datetime
    who: str
    what: str
    address: str  # of the figure's history
    before: str
    value: str
    act: str
    reason: str


def change_rows(revisions: Iterable[ObservationRevision], as_of: date | None = None) -> list[ChangeRow]:
    """Changes as a list people read, each with the figure before it where that is among them."""
    found = list(revisions)
    texts = {(one.observation_id, one.version): _revised_text(one) for one in found}
    return [
        ChangeRow(
            at=one.at,
            who=one.by_name,
            what=f"{one.observation.indicator} {one.observation.year}",
            address=history_address(
                one.observation.indicator.code, one.observation.area_id, one.observation.year, as_of
            ),
            before=texts.get((one.observation_id, one.version - 1), ""),
            value=_revised_text(one),
            act=act_text(one.act),
            reason=one.reason or one.note,
        )
        for one in found
    ]


def _revised_text(one: ObservationRevision) -> str:
    return figure_text(one.value, one.absence, one.observation.indicator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far the judged figure may be trusted, and where it is heading: sentences beside the status, never in it."""

    reliability: list[str]
    outlook: str


def trust(stand: TargetStand) -> Trust:
    """Interval, stability and trend from counts, and the outlook to the target year; empty where they say nothing."""
    return Trust(reliability=_reliability(stand), outlook=_outlook(stand))


def _interval(figure: Figure, one: Indicator) -> Interval | None:
    """The 95 % interval of a rate of chance events, in the rate's own unit; None for anything else."""
    if not one.counts_events or figure.numerator is None or not figure.denominator:
        return None
    events = int(figure.numerator)
    if one.is_share:
        lower, upper = wilson(events, int(figure.denominator))
        return lower * one.multiplier, upper * one.multiplier
    return poisson_rate(events, figure.denominator, one.multiplier)


def _reliability(stand: TargetStand) -> list[str]:
    one, figure, progress = stand.target.indicator, stand.figure, stand.progress
    interval = _interval(figure, one) if figure else None
    if figure is None or figure.numerator is None or interval is None:
        return []
    ends = {"low": _plain(interval[0], one), "high": _plain(interval[1], one)}
    said = [_("95%% interval from the counts: %(low)s to %(high)s.") % ends]
    if progress.target is not None and holds(interval, progress.target):
        said.append(_("It holds the target, so figure and target do not differ statistically."))
    if is_unstable(int(figure.numerator)):
        said.append(_("Fewer than 20 events: the figure is unstable."))
        said += _pooled(stand)
    arrow = _trend(stand)
    return [*said, arrow] if arrow else said


def _pooled(stand: TargetStand) -> list[str]:
    """The rate of the last three years together, for rare events."""
    one, last = stand.target.indicator, stand.progress.figure_year or 0
    years = [year for year in range(last - 2, last + 1) if year in stand.figures]
    parts = [(stand.figures[year].numerator, stand.figures[year].denominator) for year in years]
    counts = [(int(events), of) for events, of in parts if events is not None and of]
    if len(counts) < 3:
        return []
    rate = pooled_rate([events for events, _of in counts], [of for _events, of in counts], one.multiplier)
    facts = {"first": years[0], "last": years[-1], "rate": _plain(rate, one)}
    return [_("%(first)s to %(last)s together: %(rate)s.") % facts]


TREND_WORDS = {
    Arrow.RISING: gettext_lazy("The last five years show a rise that chance does not explain."),
    Arrow.FALLING: gettext_lazy("The last five years show a fall that chance does not explain."),
    Arrow.NONE: gettext_lazy("The last five years show no trend beyond chance."),
}


def _trend(stand: TargetStand) -> str:
    one = stand.target.indicator
    points = []
    for year, figure in sorted(stand.figures.items()):
        interval = _interval(figure, one)
        if figure.value is not None and interval and year <= (stand.progress.figure_year or 0):
            points.append(TrendPoint(year=year, value=figure.value, interval=interval))
    return str(TREND_WORDS.get(trend(points).arrow, ""))


def _outlook(stand: TargetStand) -> str:
    """The extrapolation, while the target year is still to come and the target has a number."""
    progress, one = stand.progress, stand.target.indicator
    last = progress.figure_year
    if progress.target is None or last is None or last >= stand.target.plan.target_year:
        return ""
    series = {year: figure.value for year, figure in stand.figures.items() if figure.value is not None and year <= last}
    return outlook_sentence(
        _possible(outlook(series, stand.target.plan.target_year), one),
        unit=one.unit,
        decimals=one.decimals,
        language=language(),
        needed_per_year=progress.needed_per_year,
        best_past_pace=progress.best_past_pace,
    )


def _possible(found: Outlook, one: Indicator) -> Outlook:
    """The band without what cannot be: a rate of counts is never negative, a share never above its whole."""
    if found.value is None or found.lower is None or found.upper is None or one.kind != Indicator.Kind.DERIVED:
        return found
    most = Decimal(one.multiplier) if one.is_share else found.upper
    ends = {name: min(max(getattr(found, name), Decimal(0)), most) for name in ("value", "lower", "upper")}
    return replace(found, **ends)


def _plain(value: Decimal, one: Indicator) -> str:
    """A computed number in the indicator's decimals and unit."""
    return grouped_number(value, one.decimals) + one.shown_unit
