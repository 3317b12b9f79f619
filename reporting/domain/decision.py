"""The decision table, and what every form of target shares around it: which figures count, and what is flagged."""

from __future__ import annotations

from decimal import Decimal

from reporting.domain.case import Case, NotJudged, Thresholds
from reporting.domain.statuses import Status


def decide(
    *,
    met: bool,
    base_met: bool | None,
    due: bool,
    ratio: Decimal | None,
    on_track_from: Decimal,
    thresholds: Thresholds,
) -> Status:
    """Rows 3 to 13 of the decision table: the first that matches.

    `base_met` is None without a baseline, `ratio` (R) is None where it does not exist, `due` is t >= tT.
    """
    if met and base_met:
        return Status.HELD
    if met:
        return Status.MET if due else Status.MET_EARLY
    if base_met:
        return Status.LOST
    if due:
        return Status.MISSED
    if base_met is None or ratio is None:
        return Status.NO_BASELINE
    if ratio < 0:
        return Status.REVERSED
    if ratio >= thresholds.ahead:
        return Status.AHEAD
    if ratio >= on_track_from:
        return Status.ON_TRACK
    return Status.SLIGHTLY_BEHIND if ratio >= thresholds.slow else Status.BEHIND


def figures_judged(case: Case, year: int) -> dict[int, Decimal]:
    """The figures after the base year up to `year`, in order of years; the last is the one judged.

    Raises NotJudged: not due before the plan begins, no data where no figure follows the base year (row 2).
    """
    before = case.last_year_before
    if before is not None and year <= before:
        raise NotJudged(Status.NOT_DUE)
    chosen = {y: case.figures[y] for y in sorted(case.figures) if y <= year and (before is None or y > before)}
    if not chosen:
        raise NotJudged(Status.NO_DATA)
    return chosen


def data_flags(case: Case, year: int, figure_year: int) -> list[str]:
    """Flags about the figure itself: its age, its stage, its coverage, and a denominator defined anew."""
    flags = []
    if figure_year < year:
        flags.append(f"stale:{year - figure_year}")
    if figure_year in case.preliminary_years:
        flags.append("preliminary")
    if figure_year in case.partial:
        reported, areas = case.partial[figure_year]
        if reported < areas:
            flags.append(f"partial:{reported}:{areas}")
    since = case.start_year
    if any(y <= figure_year and (since is None or y > since) for y in case.redefined_years):
        flags.append("denominator_changed")
    return flags
