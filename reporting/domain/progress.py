"""Judging one target of one area in one year: the entry to the rules.

The verdict follows from the form of the promise; every verdict comes with the numbers behind it and one sentence in
Chinese and in English. Never y / T: it gives 96 % for a life expectancy that has not moved, 138 % for a mortality
that got worse, and breaks at 0.
"""

from __future__ import annotations

from collections.abc import Callable

from plans.domain.meaning import Form
from reporting.domain.case import Case, NotJudged, PersonJudgement, Progress, Thresholds
from reporting.domain.joined import judge_compound, judge_steps
from reporting.domain.levels import judge_level
from reporting.domain.persons import judge_by_person, judge_milestone
from reporting.domain.statuses import Group, Status
from reporting.domain.sums import judge_sum
from reporting.domain.trends import judge_trend
from reporting.domain.unjudged import not_judged
from reporting.domain.yearly import judge_yearly

__all__ = ["Case", "Group", "PersonJudgement", "Progress", "Status", "Thresholds", "is_growth_indicator", "judge"]

_RULES: dict[Form, Callable[[Case, int, Thresholds], Progress]] = {
    Form.BOUND: judge_level,
    Form.ABOUT: judge_level,
    Form.RANGE: judge_level,
    Form.CHANGE_POINTS: judge_level,
    Form.CHANGE_PERCENT: judge_level,
    Form.BENCHMARK: judge_level,
    Form.LEVEL: judge_level,
    Form.RATIO: judge_level,
    Form.ANNUAL_STEP: judge_yearly,
    Form.ANNUAL_GROWTH: judge_yearly,
    Form.MONOTONE: judge_trend,
    Form.MILESTONE: judge_milestone,
}
_GROWTH_WORDS = ("增速", "增长率", "增幅", "增长速度", "年均增长", "新增")
_DEFAULTS = Thresholds()


def is_growth_indicator(name: str) -> bool:
    """Whether an indicator's name says that each figure is itself a yearly change (增速, 增长率, 新增 …)."""
    return any(word in name for word in _GROWTH_WORDS)


def judge(case: Case, year: int, thresholds: Thresholds = _DEFAULTS) -> Progress:
    """The progress of a case in `year`, judged on the latest figure up to that year, at that figure's own year.

    Of sums over areas each single promise is judged by what is whole; steps and compounds come here for each part.
    """
    if case.is_sum and case.meaning.form not in (Form.STEPS, Form.COMPOUND):
        return judge_sum(case, year, lambda known, at: _by_figures(known, at, thresholds))
    return _by_figures(case, year, thresholds)


def _by_figures(case: Case, year: int, thresholds: Thresholds) -> Progress:
    if not case.divisible:
        return not_judged(case, year, NotJudged(Status.NOT_APPORTIONED))
    try:
        return _judge(case, year, thresholds)
    except NotJudged as reason:
        if reason.status == Status.BY_PERSON:
            return judge_by_person(case, *reason.flags)
        return not_judged(case, year, reason)


def _judge(case: Case, year: int, thresholds: Thresholds) -> Progress:
    form = case.meaning.form
    if form in _RULES:
        return _RULES[form](case, year, thresholds)
    if form == Form.NONE_YET:
        raise NotJudged(Status.NO_TARGET)
    if form == Form.BY_KIND:
        raise NotJudged(Status.BY_PERSON, "by_kind")
    if form in (Form.STEPS, Form.COMPOUND):
        join = judge_steps if form == Form.STEPS else judge_compound
        return join(case, year, lambda part, at: judge(part, at, thresholds))
    raise NotJudged(Status.BY_PERSON)
