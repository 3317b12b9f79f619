"""Targets of several parts: dated steps, each judged in its own year, and two promises joined by 且 or 或."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporting.domain.case import Case, NotJudged, Progress
from reporting.domain.statuses import EN, ZH, Status, status_name

Judge = Callable[[Case, int], Progress]

# From the worst to the best. What could not be judged stands between bad and good: where no side may fail, an unknown
# one is worse than a good one; where one side suffices, an unknown one is better than a bad one.
_TIERS = (
    {Status.MISSED},
    {Status.LOST},
    {Status.REVERSED, Status.WORSENING},
    {Status.BEHIND, Status.FLAT},
    {Status.SLIGHTLY_BEHIND},
    {
        Status.NO_DATA,
        Status.INCOMPLETE,
        Status.NO_BASELINE,
        Status.NO_BENCHMARK,
        Status.NO_TARGET,
        Status.NOT_APPORTIONED,
    },
    {Status.BY_PERSON, Status.NOT_DUE, Status.NOT_STARTED},
    {Status.UNDER_WAY},
    {Status.IMPROVING},
    {Status.ON_TRACK},
    {Status.AHEAD},
    {Status.MET, Status.MET_EARLY, Status.HELD},
)
_RANK = {status: rank for rank, tier in enumerate(_TIERS) for status in tier}


def judge_steps(case: Case, year: int, judge: Judge) -> Progress:
    """Each step judged in its own year, or now where that is still to come; the last step's status counts.

    A past step without any figure up to its year is judged on the first one after it. `judge` judges one step as a
    target of its own. Raises NotJudged where the wording has no steps.
    """
    if not case.meaning.parts:
        raise NotJudged(Status.BY_PERSON, "no_number")
    steps = []
    for part in sorted(case.meaning.parts, key=lambda part: part.year or case.target_year):
        due = part.year or case.target_year
        steps.append(judge(replace(case, meaning=part.meaning, target_year=due), _year_to_judge(case, due, year)))
    last = steps[-1]
    return replace(
        last,
        parts=tuple(steps),
        quantified=any(step.quantified for step in steps),
        sentence_zh=f"分步目标逐步判定：{''.join(step.sentence_zh for step in steps)}"
        f"以最后一步为准：{status_name(last.status, ZH)}。",
        sentence_en=f"Dated steps, each judged in its own year: {' '.join(step.sentence_en for step in steps)} "
        f"The last step counts: {status_name(last.status, EN)}.",
    )


def _year_to_judge(case: Case, due: int, year: int) -> int:
    known = [
        y for y in sorted(case.figures) if y <= year and (case.last_year_before is None or y > case.last_year_before)
    ]
    return known[0] if known and due < known[0] else min(year, due)


def judge_compound(case: Case, year: int, judge: Judge) -> Progress:
    """Each part judged on its own; joined by "and" the worst counts, by "or" the best. Raises NotJudged."""
    if not case.meaning.parts:
        raise NotJudged(Status.BY_PERSON, "no_number")
    parts = [judge(replace(case, meaning=part.meaning), year) for part in case.meaning.parts]
    either = case.meaning.joined_by == "or"
    # Of equally good parts the one with a number counts before a mere trend.
    parts_by_weight = sorted(parts, key=lambda part: not part.quantified)
    counted = (max if either else min)(parts_by_weight, key=lambda part: _RANK[part.chosen or part.status])
    rule_zh = "两项要求达到其一即可" if either else "各项要求须同时达到"
    rule_en = "One of the promises is enough" if either else "All promises have to be kept"
    return replace(
        counted,
        parts=tuple(parts),
        quantified=any(part.quantified for part in parts),
        sentence_zh=f"{rule_zh}：{''.join(part.sentence_zh for part in parts)}"
        f"综合为：{status_name(counted.status, ZH)}。",
        sentence_en=f"{rule_en}: {' '.join(part.sentence_en for part in parts)} "
        f"Taken together: {status_name(counted.status, EN)}.",
    )
