"""Judging targets that only promise a direction (逐步提高, 持续下降, 保持稳定): a trend is described, never 达标."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from plans.domain.meaning import Direction
from reporting.domain import promises_en, promises_zh, sentences_en, sentences_zh
from reporting.domain.aims import side_of
from reporting.domain.arithmetic import HUNDRED, round_half_up
from reporting.domain.case import Case, NotJudged, Progress, Thresholds
from reporting.domain.decision import data_flags, figures_judged
from reporting.domain.statuses import EN, STATUS_GROUP, ZH, Status, flag_name, status_name
from reporting.domain.telling import chosen_flags, number, plain, told_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The way from the first figure to the one judged."""

    series: Mapping[int, Decimal]  # with the first figure, in order of years
    first_is_baseline: bool
    per_year: Decimal | None  # percent of the first figure a year; None where that is 0 and the figure is not
    broken: tuple[int, ...]  # years that did not go the promised way

    @property
    def start(self) -> int:
        """The year of the first figure."""
        return min(self.series)

    @property
    def year(self) -> int:
        """The year of the figure judged."""
        return max(self.series)

    @property
    def moved(self) -> Decimal:
        """The change since the first figure."""
        return self.series[self.year] - self.series[self.start]


def judge_trend(case: Case, year: int, thresholds: Thresholds) -> Progress:
    """改善, 基本持平 (less than `flat_per_year` percent a year) or 变差. Raises NotJudged."""
    found = _trend(case, year, thresholds)
    status = _status(case, found, thresholds)
    flags = data_flags(case, year, found.year)
    if case.meaning.sustained and found.broken:
        flags.append("broken:" + ":".join(str(y) for y in found.broken))
    first, figure = found.series[found.start], found.series[found.year]
    return Progress(
        status=status,
        group=STATUS_GROUP[status],
        flags=tuple(flags),
        sentence_zh=_zh(case, found, status, flags, thresholds),
        sentence_en=_en(case, found, status, flags, thresholds),
        decimals=case.decimals,
        figure=figure,
        figure_year=found.year,
        baseline=first if found.first_is_baseline else None,
        baseline_year=found.start if found.first_is_baseline else None,
        target_year=case.target_year,
        average=found.per_year,
        quantified=False,
    )


def _trend(case: Case, year: int, thresholds: Thresholds) -> Trend:
    if case.meaning.direction != Direction.KEEP:
        side_of(case)  # a promise without a direction is for a person, whatever the figures
    figures = figures_judged(case, year)
    series = {y: round_half_up(figure, case.decimals) for y, figure in figures.items()}
    start = case.start_year
    has_baseline = case.baseline is not None and start is not None
    if case.baseline is not None and start is not None:
        series = {start: round_half_up(case.baseline, case.decimals), **series}
    if len(series) < 2:
        raise NotJudged(Status.NO_BASELINE)
    first, last = min(series), max(series)
    return Trend(
        series=series,
        first_is_baseline=has_baseline,
        per_year=_percent_per_year(series[first], series[last], last - first),
        broken=tuple(
            late for early, late in pairwise(sorted(series)) if _broken(case, series, early, late, thresholds)
        ),
    )


def _percent_per_year(first: Decimal, last: Decimal, years: int) -> Decimal | None:
    if first == 0:
        return Decimal(0) if last == 0 else None
    return (last - first) * HUNDRED / (abs(first) * years)


def _is_flat(per_year: Decimal | None, thresholds: Thresholds) -> bool:
    return per_year is not None and abs(per_year) < thresholds.flat_per_year


def _broken(case: Case, series: Mapping[int, Decimal], early: int, late: int, thresholds: Thresholds) -> bool:
    """Whether the promise was not kept from one figure to the next: no movement is no improvement either."""
    moved = series[late] - series[early]
    if case.meaning.direction == Direction.KEEP:
        return not _is_flat(_percent_per_year(series[early], series[late], late - early), thresholds)
    return moved <= 0 if side_of(case) == "up" else moved >= 0


def _status(case: Case, found: Trend, thresholds: Thresholds) -> Status:
    if _is_flat(found.per_year, thresholds):
        return Status.FLAT
    if case.meaning.direction == Direction.KEEP and case.polarity not in ("up", "down"):
        return Status.WORSENING  # what should have been kept has moved, and neither way is the better one
    side = case.polarity if case.meaning.direction == Direction.KEEP else side_of(case)
    return Status.IMPROVING if (found.moved > 0) == (side == "up") else Status.WORSENING


def _zh(case: Case, found: Trend, status: Status, flags: list[str], thresholds: Thresholds) -> str:
    base = number(case, found.series[found.start], case.decimals)
    since = f"{found.start}年{'基期' if found.first_is_baseline else ''}{base}"
    figure = sentences_zh.amount(case, found.series[found.year], case.decimals) + sentences_zh.notes(flags)
    if found.moved == 0:
        change = f"与{since}持平"
    else:
        way = "提高" if found.moved > 0 else "降低"
        change = f"较{since}{way}{sentences_zh.difference(case, found.moved, case.decimals)}"
        if found.per_year is not None:
            change += f"，年均{way}{_rate(found.per_year, thresholds)}"
            if status == Status.FLAT:
                change += f"（不足{plain(thresholds.flat_per_year)}%）"
    text = f"{found.year}年为{figure}，{change}，目标为{promises_zh.promise(case.meaning, case.unit)}"
    broken = "".join(f"，{flag_name(flag, ZH)}" for flag in chosen_flags(flags, ("broken",)))
    return f"{text}{broken}，趋势{status_name(status, ZH)}；此类目标只描述趋势，不判达标。"


def _en(case: Case, found: Trend, status: Status, flags: list[str], thresholds: Thresholds) -> str:
    base = number(case, found.series[found.start], case.decimals)
    since = f"{'the baseline ' if found.first_is_baseline else ''}{base} of {found.start}"
    figure = sentences_en.amount(case, found.series[found.year], case.decimals)
    if found.moved == 0:
        change = "the same as"
    else:
        way = "up" if found.moved > 0 else "down"
        change = f"{way} by {sentences_en.difference(case, found.moved, case.decimals)}"
        if found.per_year is not None:
            change += f" or {_rate(found.per_year, thresholds)} a year"
            if status == Status.FLAT:
                change += f" (less than {plain(thresholds.flat_per_year)}%)"
        change += " from"
    text = f"{figure} in {found.year}{sentences_en.notes(flags)}, {change} {since}"
    broken = "".join(f"; {flag_name(flag, EN)}" for flag in chosen_flags(flags, ("broken",)))
    promise = promises_en.promise(case.meaning, case.unit)
    return f"{text}; the target is {promise}{broken} – {status_name(status, EN)}; a trend is only described."


def _rate(per_year: Decimal, thresholds: Thresholds) -> str:
    shown, _ = told_apart(abs(per_year), thresholds.flat_per_year, 1)
    return f"{shown:f}%"
