"""Verdicts that end before any arithmetic: no data, no baseline to reckon from, nothing to compare with, not begun."""

from __future__ import annotations

from decimal import Decimal

from plans.domain.meaning import Form
from reporting.domain import promises_en, promises_zh, sentences_en, sentences_zh
from reporting.domain.arithmetic import round_half_up
from reporting.domain.case import Case, NotJudged, Progress
from reporting.domain.decision import data_flags, figures_judged
from reporting.domain.statuses import EN, STATUS_GROUP, ZH, Status, flag_name, status_name

_UNQUANTIFIED = (Form.MONOTONE, Form.MILESTONE, Form.NONE_YET)


def not_judged(case: Case, year: int, reason: NotJudged) -> Progress:
    """The progress of a case that `reason` ended, with the figure and baseline as far as they are known."""
    status = reason.status
    figure_year, figure = _latest(case, year)
    flags = reason.flags if figure_year is None else (*reason.flags, *data_flags(case, year, figure_year))
    zh = _zh(case, year, status, flags, figure_year, figure)
    en = _en(case, year, status, flags, figure_year, figure)
    flags_zh = "".join(f"，{flag_name(flag, ZH)}" for flag in reason.flags)
    flags_en = "".join(f"; {flag_name(flag, EN)}" for flag in reason.flags)
    return Progress(
        status=status,
        group=STATUS_GROUP[status],
        flags=flags,
        sentence_zh=f"{zh}{flags_zh}，{status_name(status, ZH)}。",
        sentence_en=f"{en[:1].upper()}{en[1:]}{flags_en} – {status_name(status, EN)}.",
        decimals=case.decimals,
        figure=figure,
        figure_year=figure_year,
        baseline=None if case.baseline is None else round_half_up(case.baseline, case.decimals),
        baseline_year=None if case.baseline is None else case.start_year,
        target_year=case.target_year,
        quantified=case.meaning.form not in _UNQUANTIFIED,
    )


def _latest(case: Case, year: int) -> tuple[int | None, Decimal | None]:
    try:
        figures = figures_judged(case, year)
    except NotJudged:
        return None, None
    latest = max(figures)
    return latest, round_half_up(figures[latest], case.decimals)


def _zh(
    case: Case, year: int, status: Status, flags: tuple[str, ...], figure_year: int | None, figure: Decimal | None
) -> str:
    promise = promises_zh.promise(case.meaning, case.unit)
    aim = f"{case.target_year}年目标{promise}"
    before = case.last_year_before
    head = ""
    if figure is not None:
        head = f"{figure_year}年为{sentences_zh.amount(case, figure, case.decimals)}{sentences_zh.notes(flags)}，"
    match status:
        case Status.NO_DATA:
            since = "" if before is None else f"{before}年之后的"
            return f"截至{year}年没有{since}{'完整' if flags else ''}数据，{aim}，无法判定"
        case Status.INCOMPLETE:
            return f"{head}{aim}，没有地区齐全的年份，合计数只是下限，不足以判定"
        case Status.NO_BASELINE:
            return f"{head}{aim}，{'没有' if case.baseline is None else '没有可用的'}基期值，无法推算进度"
        case Status.NO_BENCHMARK:
            return f"{head}{aim}，没有同年的对照值，无法比较"
        case Status.NOT_DUE:
            return f"{before}年为基期，{year}年尚未进入规划期，{aim}，暂不判定"
        case Status.NOT_APPORTIONED:
            return f"{head}{aim}为上级总量目标，未分解到本地区，不作判定"
    return f"{head}目标值尚未确定，暂不判定"


def _en(
    case: Case, year: int, status: Status, flags: tuple[str, ...], figure_year: int | None, figure: Decimal | None
) -> str:
    promise = promises_en.promise(case.meaning, case.unit)
    aim = f"target{f' {promise}' if promise else ''} by {case.target_year}"
    before = case.last_year_before
    head = ""
    if figure is not None:
        head = f"{sentences_en.amount(case, figure, case.decimals)} in {figure_year}{sentences_en.notes(flags)}; "
    match status:
        case Status.NO_DATA:
            since = "" if before is None else f"after {before} and "
            return f"There is no {'complete ' if flags else ''}figure {since}up to {year}; {aim}, cannot be judged"
        case Status.INCOMPLETE:
            return f"{head}{aim}; no year has all areas, and a sum over some is only a floor"
        case Status.NO_BASELINE:
            usable = "" if case.baseline is None else "usable "
            return f"{head}{aim}; there is no {usable}baseline, so progress cannot be calculated"
        case Status.NO_BENCHMARK:
            return f"{head}{aim}; there is no figure of the same year to compare with"
        case Status.NOT_DUE:
            return f"The baseline is of {before}, so {year} is not yet part of the plan; {aim}, not judged yet"
        case Status.NOT_APPORTIONED:
            return f"{head}{aim} is a total of a higher area that was not apportioned to this one, so it is not judged"
    return f"{head}no target has been set yet, so nothing is judged"
