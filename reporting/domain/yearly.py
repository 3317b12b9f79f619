"""Judging promises made for every year: an annual step (每年降低0.5个百分点), an average growth (年均增长8.5%).

Such a promise is kept only when its last year is over: before the target year the average so far is compared with
the rate promised, R = average / rate, and 1.00 is needed; it is never met early.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plans.domain.meaning import Form
from reporting.domain import units, yearly_sentences
from reporting.domain.aims import change_size
from reporting.domain.arithmetic import HUNDRED, mean, places_of, round_half_up, time_share, yearly_changes
from reporting.domain.case import ABOUT_SHARE, Case, NotJudged, Progress, Thresholds
from reporting.domain.decision import data_flags, decide, figures_judged
from reporting.domain.statuses import STATUS_GROUP, Status


class Pace(StrEnum):
    """How the average a year is taken."""

    STEP = "step"  # the level against the line b ± step × years
    GROWTH = "growth"  # compound growth since the base year
    RATE = "rate"  # the indicator is itself a yearly change: the mean of its years


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyMeasure:
    """The yearly change achieved against the one promised; both positive in the promised direction."""

    pace: Pace
    size: Decimal  # promised a year, in the indicator's unit or in percent
    sign: int  # 1 a rise is promised, -1 a fall
    average: Decimal  # achieved a year
    ratio: Decimal  # R
    values: Mapping[int, Decimal]
    places: int
    rate_places: int  # decimals of a rate in percent
    baseline: Decimal | None
    start: int | None
    end: int
    goal: Decimal  # the level implied for the target year; the rate itself where the indicator is a rate
    required: Decimal  # the level implied for the judged year
    years_kept: tuple[int, int]

    @property
    def year(self) -> int:
        """t."""
        return max(self.values)

    @property
    def figure(self) -> Decimal:
        """y."""
        return self.values[self.year]

    @property
    def due(self) -> bool:
        """Whether the target year has come."""
        return self.year >= self.end


def judge_yearly(case: Case, year: int, thresholds: Thresholds) -> Progress:
    """The progress of an annual step or an average annual growth. Raises NotJudged."""
    found = _measure(case, year)
    needed = ABOUT_SHARE if case.meaning.approximate else Decimal(1)
    status = decide(
        met=found.due and found.ratio >= needed,
        base_met=False,
        due=found.due,
        ratio=found.ratio,
        on_track_from=needed,
        thresholds=thresholds,
    )
    flags = tuple(data_flags(case, year, found.year))
    if status == Status.MET and found.ratio < 1:
        flags += ("about_met",)
    changes = [change for _, change in yearly_changes(_series(found))]
    levels = found.pace != Pace.RATE
    return Progress(
        status=status,
        group=STATUS_GROUP[status],
        flags=flags,
        sentence_zh=yearly_sentences.zh(case, found, status, flags),
        sentence_en=yearly_sentences.en(case, found, status, flags),
        decimals=found.places,
        figure=found.figure,
        figure_year=found.year,
        baseline=found.baseline,
        baseline_year=found.start,
        target=found.goal,
        target_year=case.target_year,
        change_share=_change_share(found),
        time_share=None if found.start is None else time_share(found.year, found.start, found.end),
        ratio=found.ratio,
        required=found.required,
        gap=found.goal - found.figure,
        needed_per_year=(found.goal - found.figure) / (found.end - found.year) if levels and not found.due else None,
        best_past_pace=(max(changes) if found.sign > 0 else min(changes)) if changes and levels else None,
        average=found.sign * found.average,
        years_kept=found.years_kept,
    )


def _measure(case: Case, year: int) -> YearlyMeasure:
    size, sign = change_size(case)
    if case.indicator_is_growth and (case.meaning.form == Form.ANNUAL_GROWTH or not units.is_share(case.unit)):
        return _mean_of_rates(case, year, size, sign)
    figures = figures_judged(case, year)
    start = case.start_year
    if case.baseline is None:
        raise NotJudged(Status.NO_BASELINE)
    if start is None:
        raise NotJudged(Status.NO_BASELINE, "base_year_unknown")
    build = _steps if case.meaning.form == Form.ANNUAL_STEP else _growth
    return build(case, figures, case.baseline, start, size, sign)


def _steps(
    case: Case, figures: Mapping[int, Decimal], base: Decimal, start: int, size: Decimal, sign: int
) -> YearlyMeasure:
    """R = (y - b) / (step × (t - t0)), the step taken with its sign."""
    places = max(case.decimals, places_of(size))
    values = {y: round_half_up(figure, places) for y, figure in figures.items()}
    baseline = round_half_up(base, places)
    year = max(values)
    moved = sign * (values[year] - baseline)
    return YearlyMeasure(
        pace=Pace.STEP,
        size=size,
        sign=sign,
        average=moved / (year - start),
        ratio=moved / (size * (year - start)),
        values=values,
        places=places,
        rate_places=places,
        baseline=baseline,
        start=start,
        end=case.target_year,
        goal=baseline + sign * size * (case.target_year - start),
        required=baseline + sign * size * (year - start),
        years_kept=_kept({start: baseline, **values}, lambda early, late: sign * (late - early) >= size),
    )


def _growth(
    case: Case, figures: Mapping[int, Decimal], base: Decimal, start: int, size: Decimal, sign: int
) -> YearlyMeasure:
    """Average compound growth (y/b)^(1/(t - t0)) - 1 in percent, rounded as shown, against the rate promised."""
    rate_places = max(1, places_of(size))
    values = {y: round_half_up(figure, case.decimals) for y, figure in figures.items()}
    baseline = round_half_up(base, case.decimals)
    year = max(values)
    if baseline <= 0 or values[year] < 0:
        raise NotJudged(Status.NO_BASELINE, "base_not_positive")

    def rate(early: Decimal, late: Decimal, years: int) -> Decimal:
        if late == 0:
            return -sign * HUNDRED
        return round_half_up(sign * (((late / early).ln() / years).exp() - 1) * HUNDRED, rate_places)

    def level(years: int) -> Decimal:
        return round_half_up(baseline * (1 + sign * size / HUNDRED) ** years, case.decimals)

    average = rate(baseline, values[year], year - start)
    return YearlyMeasure(
        pace=Pace.GROWTH,
        size=size,
        sign=sign,
        average=average,
        ratio=average / size,
        values=values,
        places=case.decimals,
        rate_places=rate_places,
        baseline=baseline,
        start=start,
        end=case.target_year,
        goal=level(case.target_year - start),
        required=level(year - start),
        years_kept=_kept(
            {start: baseline, **values}, lambda early, late: early > 0 and late >= 0 and rate(early, late, 1) >= size
        ),
    )


def _mean_of_rates(case: Case, year: int, size: Decimal, sign: int) -> YearlyMeasure:
    """The mean of the years' figures against the rate; whether a fall is written with a minus nobody can tell."""
    if sign < 0:
        raise NotJudged(Status.BY_PERSON, "rate_sign")
    figures = figures_judged(case, year)
    places = max(case.decimals, places_of(size))
    values = {y: round_half_up(figure, places) for y, figure in figures.items()}
    average = round_half_up(mean(values.values()), places)
    return YearlyMeasure(
        pace=Pace.RATE,
        size=size,
        sign=sign,
        average=average,
        ratio=average / size,
        values=values,
        places=places,
        rate_places=places,
        baseline=None,
        start=case.base_year,
        end=case.target_year,
        goal=size,
        required=size,
        years_kept=(sum(value >= size for value in values.values()), len(values)),
    )


def _kept(series: Mapping[int, Decimal], kept: Callable[[Decimal, Decimal], bool]) -> tuple[int, int]:
    """逐年达标 k/n: of the n years whose year before is known too, k kept the promise."""
    known = [y for y in sorted(series) if y - 1 in series]
    return sum(kept(series[y - 1], series[y]) for y in known), len(known)


def _series(found: YearlyMeasure) -> dict[int, Decimal]:
    if found.baseline is None or found.start is None:
        return dict(found.values)
    return {found.start: found.baseline, **found.values}


def _change_share(found: YearlyMeasure) -> Decimal | None:
    """P towards the implied end of the line; of a growth rate there is none, since growth is not a straight line."""
    if found.pace != Pace.STEP or found.baseline is None:
        return None
    return (found.figure - found.baseline) / (found.goal - found.baseline)
