"""Counts summed over areas of which some have not reported: a sum over some areas is a floor, and not the count.

A verdict on a floor stands only where nothing the missing areas could add would change it: a rising target reached is
reached, a ceiling broken is broken. Anything else is judged on the latest year with all areas, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from reporting.domain.case import Case, NotJudged, Progress
from reporting.domain.statuses import EN, ZH, Status, flag_name
from reporting.domain.unjudged import not_judged

Judge = Callable[[Case, int], Progress]

_MUCH = Decimal(10) ** 18  # more than any count of people, places or money


def judge_sum(case: Case, year: int, judge: Judge) -> Progress:
    """The progress of a summed count in `year`; `judge` judges a case by its figures as they are."""
    partial = sorted(y for y, (have, of) in case.partial.items() if have < of and y <= year and y in case.figures)
    found = judge(case, year)
    if not partial or found.figure_year is None:
        return found
    whole = replace(case, figures={y: figure for y, figure in case.figures.items() if y not in partial})
    # Of an accumulated total every year is a part; elsewhere an earlier floor only falsifies the pace.
    if found.figure_year not in partial and not case.meaning.cumulative:
        return judge(whole, year)
    if all(judge(more, year).status == found.status for more in _with_more(case, partial[-1], found)):
        return found
    return _on_whole_years(case, whole, year, partial[-1], judge)


def _with_more(case: Case, year: int, found: Progress) -> list[Case]:
    """The case with what the missing areas might add in `year`: up to the target, up to the baseline, beyond all."""
    figure = found.figure if found.figure is not None else case.figures[year]
    levels = [level for level in (found.target, found.baseline) if level is not None and level > figure]
    additions = [_MUCH, *(level - figure for level in levels)]
    return [replace(case, figures={**case.figures, year: case.figures[year] + more}) for more in additions]


def _on_whole_years(case: Case, whole: Case, year: int, partial_year: int, judge: Judge) -> Progress:
    have, of = case.partial[partial_year]
    flag = f"year_incomplete:{partial_year}:{have}:{of}"
    found = judge(whole, year)
    if found.figure_year is None:
        is_last = partial_year == max(y for y in case.figures if y <= year)  # then its coverage is flagged anyway
        return not_judged(case, year, NotJudged(Status.INCOMPLETE, *([] if is_last else [flag])))
    reason_en = flag_name(flag, EN)
    return replace(
        found,
        flags=(*found.flags, flag),
        sentence_zh=f"{flag_name(flag, ZH)}，按{found.figure_year}年判定：{found.sentence_zh}",
        sentence_en=f"{reason_en[:1].upper()}{reason_en[1:]}; judged by {found.figure_year}: {found.sentence_en}",
    )
