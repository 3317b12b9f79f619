"""A target of one area turned into distances: how far each year's figure is from the aim, and was at the start.

Levels, ranges, comparisons with another area, cumulative counts and cumulative percentages differ only in how the
distance is taken; the decision table reads nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from plans.domain.meaning import Direction, Form
from reporting.domain import units
from reporting.domain.aims import Aim, change_size, changed_aim, is_about, side_of, stated_aim
from reporting.domain.arithmetic import (
    HUNDRED,
    change_share,
    places_of,
    progress_ratio,
    round_half_up,
    time_share,
    yearly_changes,
)
from reporting.domain.case import Case, NotJudged
from reporting.domain.decision import figures_judged
from reporting.domain.statuses import Status


class Kind(StrEnum):
    """How the distance to the aim is taken, and how it is told."""

    LEVEL = "level"  # the figure against a number
    BENCHMARK = "benchmark"  # the figure against another area's of the same year
    TOTAL = "total"  # the sum of the years against a number: 三年累计1500亿
    COMPOUND = "compound"  # a cumulative percentage, the figures being the percentages: 累计降低18%


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Where one area stands. `values` are rounded as shown; the last of them is the one judged."""

    kind: Kind
    aim: Aim  # of the judged year
    places: int
    values: Mapping[int, Decimal]
    distances: Mapping[int, Decimal]
    baseline: Decimal | None
    base_distance: Decimal | None
    start: int | None
    end: int
    about: bool = False
    inferred: str = ""  # code of what the wording does not tell: the side of a bare number, the low end of a range
    base_benchmark: Decimal | None = None
    curved: bool = False  # the distances are logarithms
    falling: bool = False  # a cumulative cut rather than a rise
    flags: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """t, the year of the figure judged."""
        return max(self.values)

    @property
    def figure(self) -> Decimal:
        """y, the figure judged."""
        return self.values[self.year]

    @property
    def distance(self) -> Decimal:
        """d(y)."""
        return self.distances[self.year]

    @property
    def due(self) -> bool:
        """Whether the target year has come: t >= tT."""
        return self.year >= self.end

    @property
    def met(self) -> bool:
        """Whether the figure reaches the aim, 约数 not considered."""
        return self.aim.reached(self.distance)

    @property
    def base_met(self) -> bool | None:
        """Whether the baseline reached the aim already; None without a baseline."""
        return None if self.base_distance is None else self.aim.reached(self.base_distance)

    @property
    def change_share(self) -> Decimal | None:
        """P; None without a baseline, and when the baseline reached the aim already."""
        if self.base_distance is None or self.base_met:
            return None
        return change_share(self.distance, self.base_distance)

    @property
    def time_share(self) -> Decimal | None:
        """E; None where the base year is not known."""
        return None if self.start is None else time_share(self.year, self.start, self.end)

    @property
    def ratio(self) -> Decimal | None:
        """R = P / E, None where either is."""
        if self.base_distance is None or self.base_met or self.start is None:
            return None
        return progress_ratio(self.distance, self.base_distance, self.year, self.start, self.end)

    @property
    def target(self) -> Decimal:
        """T; of a range the edge nearer to the figure."""
        return self.aim.edge(self.figure)

    @property
    def required(self) -> Decimal | None:
        """The figure expected by now, were the way from baseline to target travelled evenly."""
        share = self.time_share
        if self.baseline is None or self.base_met or share is None or self.kind == Kind.BENCHMARK:
            return None
        if self.kind == Kind.COMPOUND:
            sign = -1 if self.falling else 1
            return abs(((1 + sign * self.target / HUNDRED).ln() * share).exp() - 1) * HUNDRED
        goal = self.aim.edge(self.baseline)
        if self.curved:
            return self.baseline * ((goal / self.baseline).ln() * share).exp()
        return self.baseline + (goal - self.baseline) * share

    @property
    def fell_back(self) -> bool:
        """Whether an earlier year since the start had reached the aim that the figure judged does not."""
        return not self.met and any(self.aim.reached(d) for y, d in self.distances.items() if y < self.year)

    @property
    def years_broken(self) -> list[int]:
        """The years with a figure that did not reach the aim, for a level that is to be kept every year."""
        return [year for year, distance in self.distances.items() if not self.aim.reached(distance)]

    @property
    def worse_than_base(self) -> bool:
        """Whether the figure lies further from the good side than the baseline did; a range has no good side."""
        if self.baseline is None or self.aim.side == "within":
            return False
        return self.aim.distance(self.figure) > self.aim.distance(self.baseline)

    @property
    def paces(self) -> list[Decimal]:
        """The change a year between neighbouring figures, the baseline included."""
        series = dict(self.values)
        if self.baseline is not None and self.start is not None:
            series.setdefault(self.start, self.baseline)
        return [change for _, change in yearly_changes(series)]


def measure(case: Case, year: int) -> Measure:
    """The measure of a case in `year`. Raises NotJudged where a row of the decision table already ends it."""
    meaning = case.meaning
    if meaning.form == Form.BENCHMARK:
        return _against_benchmark(case, year)
    if units.is_cumulative_cut(case.unit) and meaning.form == Form.BOUND:
        meaning = replace(meaning, form=Form.CHANGE_PERCENT, direction=Direction.DOWN, cumulative=True)
        case = replace(case, meaning=meaning)
    if meaning.cumulative and meaning.form == Form.CHANGE_PERCENT:
        return _cumulative_percent(case, year)
    if meaning.cumulative and not units.is_share(case.unit):
        return _cumulative_count(case, year)
    if meaning.form in (Form.CHANGE_POINTS, Form.CHANGE_PERCENT):
        return _against_change(case, year)
    aim, places, inferred = stated_aim(case)
    return replace(_level(case, aim, places, figures_judged(case, year)), inferred=inferred)


def _level(case: Case, aim: Aim, places: int, figures: Mapping[int, Decimal], *flags: str) -> Measure:
    values = {y: round_half_up(figure, places) for y, figure in figures.items()}
    baseline = None if case.baseline is None else round_half_up(case.baseline, places)
    return Measure(
        kind=Kind.LEVEL,
        aim=aim,
        places=places,
        values=values,
        distances={y: aim.distance(value) for y, value in values.items()},
        baseline=baseline,
        base_distance=None if baseline is None else aim.distance(baseline),
        start=case.start_year,
        end=case.target_year,
        about=is_about(case.meaning),
        flags=flags,
    )


def _against_change(case: Case, year: int) -> Measure:
    change_size(case)  # a wording that cannot be judged comes before missing figures
    figures = figures_judged(case, year)
    anchor, flags = _anchor(case)
    aim, places = changed_aim(case, anchor)
    return _level(case, aim, places, figures, *flags)


def _anchor(case: Case) -> tuple[Decimal, tuple[str, ...]]:
    """The figure that a change is promised from: that of the year the wording names, else of the plan's base year.

    A baseline printed with its own year in brackets, 19.1(2013年), is the plan's own stand-in for its base year and
    serves, flagged, where the named year is the plan's. Any other year needs its own figure. Raises NotJudged.
    """
    named = case.meaning.base_year or case.base_year
    if case.baseline is not None and (named is None or named == case.start_year):
        return case.baseline, ()
    if named is not None and named in case.figures:
        return case.figures[named], ()
    if case.baseline is not None and case.start_year is None:
        return case.baseline, ("base_year_unknown",)
    if case.baseline is not None and named == case.base_year:
        return case.baseline, (f"baseline_year_differs:{case.start_year}:{named}",)
    raise NotJudged(Status.NO_BASELINE)


def _against_benchmark(case: Case, year: int) -> Measure:
    """The other area's figure of the same year is the target of that year; the gap then is the way to go."""
    side = side_of(case)
    figures = figures_judged(case, year)
    if max(figures) not in case.benchmark:
        raise NotJudged(Status.NO_BENCHMARK)
    strict = case.meaning.operator.value in ("gt", "lt")
    aims = {}
    for y, level in case.benchmark.items():
        edge = round_half_up(level, case.decimals)
        aims[y] = Aim(low=edge, strict=strict) if side == "up" else Aim(high=edge, strict=strict)
    values = {y: round_half_up(figure, case.decimals) for y, figure in figures.items()}
    baseline = None if case.baseline is None else round_half_up(case.baseline, case.decimals)
    start = case.start_year
    base_aim = None if start is None or baseline is None else aims.get(start)
    return Measure(
        kind=Kind.BENCHMARK,
        aim=aims[max(values)],
        places=case.decimals,
        values=values,
        distances={y: aims[y].distance(value) for y, value in values.items() if y in aims},
        baseline=baseline,
        base_distance=None if base_aim is None or baseline is None else base_aim.distance(baseline),
        start=start,
        end=case.target_year,
        base_benchmark=None if base_aim is None or baseline is None else base_aim.edge(baseline),
    )


def _cumulative_count(case: Case, year: int) -> Measure:
    """b = 0 and y the sum of the years.

    A missing year is not zero: the sum ends where the years stop being complete, unless the years known already
    reach the target.
    """
    aim, places, inferred = stated_aim(case)
    start = case.meaning.base_year or case.base_year
    figures = figures_judged(case, year)
    first = min(figures) if start is None else start + 1
    missing = [str(y) for y in range(first, max(figures) + 1) if y not in figures and not case.figures_accumulate]
    total, totals = Decimal(0), {}
    for y, figure in figures.items():
        total = figure if case.figures_accumulate else total + figure
        if not missing or y < int(missing[0]) or (aim.side == "up" and aim.reached(aim.distance(total))):
            totals[y] = round_half_up(total, places)
    flags = (f"years_missing:{':'.join(missing)}",) if missing else ()
    if not totals:
        raise NotJudged(Status.NO_DATA, *flags)
    return Measure(
        kind=Kind.TOTAL,
        aim=aim,
        places=places,
        values=totals,
        distances={y: aim.distance(value) for y, value in totals.items()},
        baseline=Decimal(0),
        base_distance=aim.distance(Decimal(0)),
        start=start,
        end=case.target_year,
        about=is_about(case.meaning),
        inferred=inferred,
        flags=flags,
    )


def _cumulative_percent(case: Case, year: int) -> Measure:
    """P = ln(1 - y/100) / ln(1 - T/100), y the cut so far; of a cumulative rise with 1 + y/100.

    Where the indicator is a level with a baseline, y/100 is its relative change, so that P = ln(y/b) / ln(T/b).
    """
    size, sign = change_size(case)
    figures = figures_judged(case, year)
    shares_given = units.is_percent(case.unit) and (case.baseline is None or case.baseline == 0)
    if shares_given:
        places, aim, baseline = max(case.decimals, places_of(size)), Aim(low=size), Decimal(0)
    else:
        anchor, _ = _anchor(case)
        aim, places = changed_aim(case, anchor)
        baseline = round_half_up(anchor, places)
    values = {y: round_half_up(figure, places) for y, figure in figures.items()}

    def height(value: Decimal) -> Decimal:
        level = 1 + sign * value / HUNDRED if shares_given else value
        if level <= 0:
            raise NotJudged(Status.BY_PERSON, "impossible")
        return sign * level.ln()

    goal = height(aim.edge(baseline))
    return Measure(
        kind=Kind.COMPOUND if shares_given else Kind.LEVEL,
        aim=aim,
        places=places,
        values=values,
        distances={y: goal - height(value) for y, value in values.items()},
        baseline=baseline,
        base_distance=goal - height(baseline),
        start=case.start_year,
        end=case.target_year,
        about=is_about(case.meaning),
        curved=True,
        falling=sign < 0,
    )
