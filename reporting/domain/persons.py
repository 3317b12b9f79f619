"""Targets a person judges: milestones (完成, 建成), wordings without a machine reading, one target per kind."""

from __future__ import annotations

from dataclasses import replace

from plans.domain.meaning import Form
from plans.domain.reasons import REASONS
from plans.domain.saying import say_reason
from reporting.domain.case import Case, NotJudged, PersonJudgement, Progress, Thresholds
from reporting.domain.statuses import EN, STATUS_GROUP, ZH, Group, Status, flag_name, status_name

_DONE = (Status.MET, Status.MET_EARLY, Status.HELD)
_UNFINISHED = (Status.UNDER_WAY, Status.NOT_STARTED)


def judge_milestone(case: Case, year: int, thresholds: Thresholds) -> Progress:
    """完成, 推进中 or 未启动 as a person entered it; what is not done when the target year has come is missed.

    Raises NotJudged before the plan begins.
    """
    before = case.last_year_before
    if before is not None and year <= before:
        raise NotJudged(Status.NOT_DUE)
    blank = Progress(status=Status.BY_PERSON, group=Group.PENDING, target_year=case.target_year, quantified=False)
    if case.person is None:
        return replace(
            blank,
            sentence_zh=f"{case.target_year}年须完成的事项，尚无人填写完成情况，待判定。",
            sentence_en=f"A milestone due in {case.target_year}; nobody has entered yet how far it is – "
            "awaiting a person.",
        )
    status = _milestone_status(case.person.status, due=year >= case.target_year)
    person = case.person if case.person.name else replace(case.person, status=status)  # a table states no verdict
    overdue = status == Status.MISSED and person.status != Status.MISSED
    return replace(
        blank,
        status=status,
        group=STATUS_GROUP[status],
        sentence_zh=f"{case.target_year}年须完成的事项，{_said_zh(person)}"
        f"{f'；{year}年目标年已到，未完成' if overdue else ''}。",
        sentence_en=f"A milestone due in {case.target_year}; {_said_en(person)}"
        f"{'; the target year has come – missed' if overdue else ''}.",
    )


def _milestone_status(entered: Status, *, due: bool) -> Status:
    if entered in _DONE:
        return Status.MET if due else Status.MET_EARLY
    return Status.MISSED if due and entered in _UNFINISHED else entered


def judge_by_person(case: Case, *flags: str) -> Progress:
    """What a person chose, with name, date and reason; until then 待判定. The flags say why no rule could judge."""
    reasons_zh, reasons_en = (_reasons(case, flags, language) for language in (ZH, EN))
    why_zh = f"目标不能由规则判定{f'（{reasons_zh}）' if reasons_zh else ''}"
    why_en = f"No rule can judge this target{f' ({reasons_en})' if reasons_en else ''}"
    if case.person is None:
        end_zh, end_en = "待人工判定", "awaiting a person"
    else:
        end_zh, end_en = _said_zh(case.person), _said_en(case.person)
    return Progress(
        status=Status.BY_PERSON,
        group=Group.PENDING if case.person is None else STATUS_GROUP[case.person.status],
        flags=flags,
        sentence_zh=f"{why_zh}，{end_zh}。",
        sentence_en=f"{why_en}; {end_en}.",
        target_year=case.target_year,
        quantified=case.meaning.form != Form.MILESTONE,
        chosen=None if case.person is None else case.person.status,
    )


def _reasons(case: Case, flags: tuple[str, ...], language: str) -> str:
    """Why no rule judges: what judging found, else why the wording could not be read."""
    if flags or case.meaning.reason not in REASONS:
        return ("，" if language == ZH else ", ").join(flag_name(flag, language) for flag in flags)
    return say_reason(case.meaning, language).rstrip("。.")


def _said_zh(person: PersonJudgement) -> str:
    if not person.name:
        return f"{person.on}年填报为“{person.reason}”，{status_name(person.status, ZH)}"
    reason = f"，{person.reason.rstrip('。')}" if person.reason else ""
    return f"{person.name}于{person.on}判定为“{status_name(person.status, ZH)}”{reason}"


def _said_en(person: PersonJudgement) -> str:
    if not person.name:
        return f"reported for {person.on} as “{person.reason}” – {status_name(person.status, EN)}"
    reason = f" ({person.reason.rstrip('.')})" if person.reason else ""
    return f"judged “{status_name(person.status, EN)}” by {person.name} on {person.on}{reason}"
