"""Plays the years of collecting through: every unit's clerk types, the reviewer approves or returns, years are closed.

All years but the last are closed. In the last one the units stand in every state that a collection knows.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from bureaus.models import Grant, Role, User
from collection.actions import TypedCell, approve, close_collection, open_collection, return_submission, save_figures
from collection.actions import submit as submit_figures
from collection.models import Collection, Submission
from collection.queries import items_of, observations_of
from indicators.domain.typing import Typed
from plans.models import Plan
from reporting.demonstration.generator import Figures

NOT_COUNTED = "{year}年未开展此项统计（演示数据）"
DAYS_OPEN, DAYS_UNTIL_CLOSED, DAYS_LEFT = 54, 31, 30

# Where the units of the open year stand that are not approved: by area name or department code.
HALF_TYPED, WAITING, RETURNED, NOT_BEGUN = "莲花县", "上栗县", "finance", "patriotic-health"
RETURN_REASON = "与卫生总费用核算结果不一致，请核对来源法核算表后重新填报。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A figure out of line: `per_cent` of the year before, with the clerk's explanation."""

    unit: str
    item: str
    per_cent: int
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What makes a unit's rates unlike the others' for good: asked about once, in the year with which collecting begins."""

    unit: str
    items: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A figure first typed too low by `missing`, returned, and corrected with a note."""

    unit: str
    year: int
    item: str
    missing: int
    reason: str
    note: str


DOUBT = Doubt(unit=WAITING, item="nurses", per_cent=138, explanation="县人民医院新院区启用，集中招聘护士（演示数据）。")
STANDING = Standing(
    unit="武功山风景名胜区",
    items=("tcm-physicians", "pharmacists"),
    explanation="景区常住人口少，无县级医院，群众在城区就医（演示数据）。",
)
CORRECTION = Correction(
    unit="上栗县",
    year=2023,
    item="childcare-places",
    missing=120,
    reason="比上年增幅偏低，疑漏报民办托育机构，请核对后补报。",
    note="补报2所民办托育机构的托位（演示数据）。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who does what: the planner, the reviewer, and every unit's clerk by (area id, department id)."""

    planner: User
    reviewer: User
    clerks: dict[tuple[int, int | None], User]

    @classmethod
    def of_grants(cls) -> "Cast":
        """The people as their grants say. The demonstration has one planner and one reviewer."""
        grants = Grant.objects.select_related("user")
        return cls(
            planner=grants.get(role=Role.PLANNER).user,
            reviewer=grants.get(role=Role.REVIEWER).user,
            clerks={(one.area_id, one.department_id): one.user for one in grants.filter(role=Role.CLERK)},
        )

    def clerk_of(self, submission: Submission) -> User:
        """Who types this unit's figures; raises KeyError when nobody does."""
        return self.clerks[submission.area_id, submission.department_id]


def load_years(plan: Plan, figures: Figures, today: date) -> None:
    """Collect every year of the plan, the base year too; the last is still open, due a month after `today`."""
    cast = Cast.of_grants()
    for year in plan.years:
        is_last = year == plan.target_year
        opens_on = today - timedelta(days=14) if is_last else max(date(year + 1, 1, 5), _first_day(plan))
        due_on = today + timedelta(days=DAYS_LEFT) if is_last else opens_on + timedelta(days=DAYS_OPEN)
        collection = open_collection(
            by=cast.planner, plan=plan, year=year, opens_on=opens_on, due_on=due_on, is_demo=True
        )
        submissions = list(collection.submissions.select_related("collection", "area", "department"))
        for submission in submissions:
            if is_last:
                _answer_open_year(submission, figures, cast)
            else:
                _answer(submission, figures, cast)
        if not is_last:
            close_collection(by=cast.planner, collection=collection, on=due_on + timedelta(days=DAYS_UNTIL_CLOSED))
            _date_back(collection, submissions)


def _first_day(plan: Plan) -> date:
    """Nothing was collected for the plan before it was issued."""
    issued_on = plan.issued_on
    if issued_on is None:
        raise ValueError(f"{plan} has no day of issue")
    return issued_on + timedelta(days=7)


def _unit(submission: Submission) -> str:
    return submission.department.code if submission.department else submission.area.name


def _answer(submission: Submission, figures: Figures, cast: Cast) -> None:
    clerk, year = cast.clerk_of(submission), submission.collection.year
    typed = _typed_figures(submission, figures)
    if (_unit(submission), year) == (CORRECTION.unit, CORRECTION.year):
        _answer_too_low(submission, typed, cast)
        _type(clerk, submission, {CORRECTION.item: typed[CORRECTION.item]}, {CORRECTION.item: CORRECTION.note})
    elif (_unit(submission), year) == (STANDING.unit, submission.collection.plan.base_year):
        _type(clerk, submission, typed, explanations=dict.fromkeys(STANDING.items, STANDING.explanation))
    else:
        _type(clerk, submission, typed)
    approve(by=cast.reviewer, submission=submit_figures(by=clerk, submission=submission))


def _answer_too_low(submission: Submission, typed: dict[str, Decimal | None], cast: Cast) -> None:
    clerk, whole = cast.clerk_of(submission), typed[CORRECTION.item]
    if whole is None:
        raise ValueError(f"{CORRECTION.item} is not counted in {CORRECTION.year}")
    _type(clerk, submission, typed | {CORRECTION.item: whole - CORRECTION.missing})
    handed_in = submit_figures(by=clerk, submission=submission)
    item = items_of(submission).get(indicator__code=CORRECTION.item)
    return_submission(by=cast.reviewer, submission=handed_in, figures={item.indicator_id: CORRECTION.reason})


def _answer_open_year(submission: Submission, figures: Figures, cast: Cast) -> None:
    clerk, unit = cast.clerk_of(submission), _unit(submission)
    typed, explanations = _typed_figures(submission, figures), {}
    if unit == NOT_BEGUN:
        return
    if unit == HALF_TYPED:
        _type(clerk, submission, dict(list(typed.items())[: len(typed) // 2]))
        return
    if unit == DOUBT.unit:
        before = figures[DOUBT.item, submission.area.name, submission.collection.year - 1]
        if before is None:
            raise ValueError(f"{DOUBT.item} has no figure the year before")
        typed[DOUBT.item] = before * DOUBT.per_cent // 100
        explanations[DOUBT.item] = DOUBT.explanation
    _type(clerk, submission, typed, explanations=explanations)
    handed_in = submit_figures(by=clerk, submission=submission)
    if unit == RETURNED:
        reasons = {item.indicator_id: RETURN_REASON for item in items_of(submission)[:1]}
        return_submission(by=cast.reviewer, submission=handed_in, figures=reasons)
    elif unit != WAITING:
        approve(by=cast.reviewer, submission=handed_in)


def _typed_figures(submission: Submission, figures: Figures) -> dict[str, Decimal | None]:
    """What the collection asks of the unit, by item code in the form's order; None where it was not counted."""
    part = "" if submission.department else submission.area.name
    codes = [item.indicator.code for item in items_of(submission)]
    return {code: figures[code, part, submission.collection.year] for code in codes}


def _type(
    clerk: User,
    submission: Submission,
    typed: dict[str, Decimal | None],
    notes: dict[str, str] | None = None,
    explanations: dict[str, str] | None = None,
) -> None:
    """Type the figures as the clerk would. Raises RuntimeError if one was refused: the demonstration is then faulty."""
    present = observations_of(submission)
    not_counted = NOT_COUNTED.format(year=submission.collection.year)
    cells = {}
    for item in items_of(submission):
        code = item.indicator.code
        if code in typed:
            row, figure = present.get(item.indicator_id), typed[code]
            cells[item.indicator_id] = TypedCell(
                typed=Typed(value=figure, not_applicable=figure is None),
                note=not_counted if figure is None else (notes or {}).get(code, ""),
                explanation=(explanations or {}).get(code, ""),
                based_on=row.version if row else 0,
            )
    saving = save_figures(by=clerk, submission=submission, cells=cells)
    if saving.refused or saving.stale:
        raise RuntimeError(f"{submission}: {saving.findings} {saving.stale}")


def _date_back(collection: Collection, submissions: list[Submission]) -> None:
    """Let a closed year's answers bear days of that year. Only the audit trail keeps the day of loading."""
    for index, submission in enumerate(submissions):
        day = collection.due_on - timedelta(days=2 + index)
        submitted_at = datetime.combine(day, time(9, 30), tzinfo=timezone.get_default_timezone())
        Submission.objects.filter(pk=submission.pk).update(
            submitted_at=submitted_at, reviewed_at=submitted_at + timedelta(days=5, hours=4)
        )
