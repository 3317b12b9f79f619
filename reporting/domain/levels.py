"""Judging targets with an aim to reach: bounds, ranges, changes from the baseline, comparisons, cumulative totals."""

from __future__ import annotations

from decimal import Decimal

from reporting.domain import sentences_en, sentences_zh
from reporting.domain.case import ABOUT_SHARE, Case, Progress, Thresholds
from reporting.domain.decision import data_flags, decide
from reporting.domain.measures import Measure, measure
from reporting.domain.statuses import STATUS_GROUP, Group, Status


def judge_level(case: Case, year: int, thresholds: Thresholds) -> Progress:
    """The progress of a target with an aim. Raises NotJudged where an early row of the decision table ends it."""
    found = measure(case, year)
    nearly = _nearly_met(found)
    status = decide(
        met=found.met or nearly,
        base_met=found.base_met,
        due=found.due,
        ratio=_ratio_to_decide(found),
        on_track_from=thresholds.binding if case.binding else thresholds.on_track,
        thresholds=thresholds,
    )
    group = STATUS_GROUP[status]
    flags = (*data_flags(case, year, found.year), *_aim_flags(case, found, status, nearly), *found.flags)
    return Progress(
        status=status,
        group=group,
        flags=flags,
        sentence_zh=sentences_zh.level(case, found, status, flags),
        sentence_en=sentences_en.level(case, found, status, flags),
        decimals=found.places,
        figure=found.figure,
        figure_year=found.year,
        baseline=found.baseline,
        baseline_year=found.start,
        target=found.target,
        target_year=case.target_year,
        change_share=found.change_share,
        time_share=found.time_share,
        ratio=found.ratio,
        required=found.required,
        gap=found.target - found.figure,
        needed_per_year=_needed_per_year(found, group),
        best_past_pace=_best_pace(found),
    )


def _nearly_met(found: Measure) -> bool:
    """An approximate target is reached from 95 % of the planned change on; without a baseline it is judged strictly."""
    share = found.change_share
    return found.about and not found.met and share is not None and share >= ABOUT_SHARE


def _ratio_to_decide(found: Measure) -> Decimal | None:
    """R; where a strict target equals the baseline and P does not exist, only the way of the change is left."""
    if found.base_distance == 0 and not found.base_met and found.start is not None:
        return Decimal(-1) if found.distance > 0 else Decimal(0)
    return found.ratio


def _aim_flags(case: Case, found: Measure, status: Status, nearly: bool) -> list[str]:
    flags = []
    if found.inferred:
        flags.append(found.inferred)
    if nearly:
        flags.append("about_met")
    if found.about and found.baseline is None:
        flags.append("strict_no_baseline")
    if status == Status.HELD and found.worse_than_base:
        flags.append("worse_than_base")
    if case.meaning.sustained and STATUS_GROUP[status] == Group.DONE and found.years_broken:
        flags.append("broken:" + ":".join(str(year) for year in found.years_broken))
    if found.fell_back and STATUS_GROUP[status] != Group.DONE and not found.base_met:
        flags.append("fell_back")
    if status == Status.NO_BASELINE and found.baseline is not None and found.start is None:
        flags.append("base_year_unknown")
    return flags


def _needed_per_year(found: Measure, group: Group) -> Decimal | None:
    if group == Group.DONE or found.due:
        return None
    return (found.target - found.figure) / (found.end - found.year)


def _best_pace(found: Measure) -> Decimal | None:
    """The best change a year so far, towards the target."""
    if not found.paces or (found.aim.side == "within" and found.met):
        return None
    upward = found.aim.side == "up" or (found.aim.side == "within" and found.target > found.figure)
    return max(found.paces) if upward else min(found.paces)
