"""Every change a person can make while figures are collected: open, type, submit, approve, return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, Department, Role, User
from bureaus.permissions import holds_over
from collection.models import Collection, CollectionItem, Submission
from collection.permissions import check_fill, check_review
from collection.policies import (
    check_complete,
    check_consistent,
    check_fillable,
    check_open,
    check_returnable,
    check_reviewable,
    check_unchanged,
)
from collection.queries import derived_from, is_answered, items_of, observations_of, share_rules
from indicators.actions import FigureChange, Writing, make_official, roll_up_figures, write_figures
from indicators.domain.checks import Contradiction, contradictions
from indicators.domain.typing import Typed
from indicators.models import Absence, Indicator, Observation
from plans.domain.meaning import Form
from plans.models import Plan

DEMO_SOURCE = "演示数据"  # the source of invented figures; it stands in the data, so it is never translated


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator to be typed: by every area below, else by a department, else by the own bureau as a whole."""

    indicator: Indicator
    below: bool
    department: Department | None


def asked_indicators(plan: Plan) -> list[Asked]:
    """What a plan's targets need to be typed, and by whom, in the order of the catalogue.

    Milestones are stated by a person with evidence and are not typed. What is summed is asked of the areas below, where
    there are any; everything else of the department that answers for the target, or of the bureau as a whole.
    """
    asked: dict[int, Asked] = {}
    has_areas_below = plan.area.children.exists()
    targets = plan.targets.filter(retired_on__isnull=True).select_related(
        "indicator__numerator", "indicator__denominator", "department"
    )
    for target in targets.prefetch_related("revisions"):
        if list(target.revisions.all())[-1].meaning.form == Form.MILESTONE:
            continue
        one = target.indicator
        parts = [one.numerator, one.denominator] if one.kind == Indicator.Kind.DERIVED else [one]
        for part in parts:
            below = has_areas_below and part.roll_up == Indicator.RollUp.SUM
            asked.setdefault(part.pk, Asked(part, below, None if below else target.department))
    return sorted(asked.values(), key=lambda one: (one.indicator.order, one.indicator.pk))


@action
def open_collection(
    *, by: User | None, plan: Plan, year: int, opens_on: date, due_on: date, is_demo: bool = False
) -> Collection:
    """A new year's call for the plan's figures, with an empty submission for every unit that owes some.

    Raises PermissionDenied unless `by` plans for the plan's area (a command passes None), ValidationError when the
    year is collected already or the days are the wrong way round.
    """
    if by and not holds_over(by, Role.PLANNER, plan.area):
        raise PermissionDenied(_("Only the planning office opens a collection."))
    collection = Collection(
        plan=plan,
        area=plan.area,
        year=year,
        title=f"{year}年度指标填报",
        title_en=f"Annual figures {year}",
        opens_on=opens_on,
        due_on=due_on,
        is_demo=is_demo,
    )
    collection.full_clean()
    collection.save()
    asked = asked_indicators(plan)
    CollectionItem.objects.bulk_create(
        CollectionItem(
            collection=collection,
            indicator=one.indicator,
            department=one.department,
            asked_below=one.below,
            order=order,
        )
        for order, one in enumerate(asked, start=1)
    )
    areas = plan.area.children.all() if any(one.below for one in asked) else Area.objects.none()
    own = {one.department for one in asked if not one.below}  # None stands for the bureau as a whole
    Submission.objects.bulk_create(
        [Submission(collection=collection, area=area) for area in areas]
        + [
            Submission(collection=collection, area=plan.area, department=department)
            for department in sorted(own, key=lambda one: one.pk if one else 0)
        ]
    )
    record(by=by, verb="collection.opened", subject=collection, area=plan.area, year=year, items=len(asked))
    return collection


@action
def close_collection(*, by: User | None, collection: Collection, on: date | None = None) -> Collection:
    """End a year's call as of `on` (today where not given): nothing can be typed, submitted or returned any more.

    Raises PermissionDenied unless `by` plans for its area (a command passes None), ValidationError when it is closed.
    """
    if by and not holds_over(by, Role.PLANNER, collection.area):
        raise PermissionDenied(_("Only the planning office closes a collection."))
    collection = Collection.objects.select_for_update(of=("self",)).select_related("area").get(pk=collection.pk)
    check_open(collection)
    collection.closed_on = on or timezone.localdate()
    collection.save(update_fields=["closed_on"])
    record(by=by, verb="collection.closed", subject=collection, area=collection.area, on=str(collection.closed_on))
    return collection


def _locked(submission: Submission) -> Submission:
    """The submission as it is now, its row held until the transaction ends: saving and approving take turns."""
    now = Submission.objects.select_for_update(of=("self",)).select_related("collection", "area", "department")
    return now.get(pk=submission.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCell:
    """One cell of the form that was understood, and the version of the figure its typist saw."""

    typed: Typed
    note: str
    based_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What became of a form: figures written, figures somebody else changed meanwhile, figures that cannot be true."""

    writing: Writing
    contradictions: list[Contradiction]


@action
def save_figures(*, by: User, submission: Submission, cells: Mapping[int, TypedCell]) -> Saving:
    """Keep the cells (by indicator id) of a unit's form. Cells that contradict others are left out and told.

    Raises PermissionDenied for a person who may not, ValidationError when the form is locked.
    """
    submission = _locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    asked = {item.indicator_id: item.indicator for item in items_of(submission)}
    cells = {pk: cell for pk, cell in cells.items() if pk in asked}
    broken = _broken_rules(submission, cells)
    refused = {one.item for one in broken}
    changes = [
        FigureChange(
            indicator=asked[pk],
            value=cell.typed.value,
            absence=Absence.NOT_APPLICABLE if cell.typed.not_applicable else Absence.NONE,
            note=cell.note,
            based_on=cell.based_on,
        )
        for pk, cell in cells.items()
        if pk not in refused
    ]
    writing = write_figures(
        by=by,
        area=submission.area,
        year=submission.collection.year,
        changes=changes,
        source=_source_of(submission),
        is_demo=submission.collection.is_demo,
    )
    if writing.written:
        record(
            by=by,
            verb="figures.typed",
            subject=submission,
            area=submission.area,
            figures={row.indicator.code: str(row.value) for row in writing.written},
        )
    return Saving(writing=writing, contradictions=broken)


def _source_of(submission: Submission) -> str:
    """Who stands for the figures, by the name all readers know; what is typed into a demonstration is invented."""
    return DEMO_SOURCE if submission.collection.is_demo else (submission.department or submission.area).name


def _broken_rules(submission: Submission, cells: Mapping[int, TypedCell]) -> list[Contradiction]:
    """The rules that the figures would break as they will really stand: a cell that is stale changes nothing."""
    present = observations_of(submission)
    stored = {pk: row.value for pk, row in present.items()}
    fresh = {
        pk: cell.typed.value
        for pk, cell in cells.items()
        if cell.based_on == (present[pk].version if pk in present else 0)
    }
    figures: dict[int, Decimal | None] = stored | fresh
    changed = frozenset(pk for pk in fresh if figures[pk] != stored.get(pk))
    return contradictions(share_rules(derived_from(figures)), figures, changed)


def _check_figures(submission: Submission) -> None:
    """Raises ValidationError unless every figure is answered and none contradicts another."""
    present = observations_of(submission)
    names = {item.indicator_id: str(item.indicator) for item in items_of(submission)}
    check_complete(submission, [name for pk, name in names.items() if not is_answered(present.get(pk))])
    figures = {pk: row.value for pk, row in present.items()}
    broken = contradictions(share_rules(derived_from(figures)), figures, frozenset(figures))
    check_consistent(broken, names)


@action
def submit(*, by: User, submission: Submission) -> Submission:
    """Hand the unit's figures in for review.

    Raises PermissionDenied for others than the unit's clerks; ValidationError when locked or something is still blank.
    """
    submission = _locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    _check_figures(submission)
    submission.state, submission.awaits = Submission.State.SUBMITTED, submission.collection.area
    submission.submitted_by, submission.submitted_at = by, timezone.now()
    submission.reviewed_by = submission.reviewed_at = None
    submission.version += 1
    submission.save()
    record(by=by, verb="submission.submitted", subject=submission, area=submission.area)
    return submission


@action
def approve(*, by: User, submission: Submission) -> Submission:
    """Make the unit's figures official and sum them up the tree as far as the bureau that collects.

    `submission` comes as the reviewer saw it; one that has moved on since is refused.

    Raises PermissionDenied for others than its reviewers and for whoever typed or submitted it; ValidationError unless
    it waits for review.
    """
    seen, submission = submission, _locked(submission)
    check_review(by, submission)
    check_reviewable(submission)
    check_unchanged(seen, submission)
    _check_four_eyes(by, submission)
    _check_figures(submission)
    indicators = [item.indicator_id for item in items_of(submission)]
    year = submission.collection.year
    changed = make_official(by=by, area=submission.area, year=year, indicators=indicators)
    area = submission.area
    while area.pk != submission.collection.area_id and area.parent is not None:
        area = area.parent
        roll_up_figures(by=by, area=area, year=year, indicators=indicators)
    submission.state, submission.awaits = Submission.State.APPROVED, None
    submission.reviewed_by, submission.reviewed_at = by, timezone.now()
    submission.return_reason = ""
    submission.version += 1
    submission.save()
    record(by=by, verb="submission.approved", subject=submission, area=submission.area, figures=len(changed))
    return submission


def _check_four_eyes(by: User, submission: Submission) -> None:
    typed_by_reviewer = Observation.objects.filter(
        area=submission.area,
        year=submission.collection.year,
        indicator__in=items_of(submission).order_by().values("indicator"),
        revisions__by=by,
        revisions__act="typed",
    )
    if typed_by_reviewer.exists():
        raise PermissionDenied(_("You typed some of these figures yourself, so another reviewer must approve them."))


@action
def return_submission(*, by: User, submission: Submission, reason: str) -> Submission:
    """Give the form back to its clerks with the reason. What was approved stays official until it is approved anew."""
    seen, submission = submission, _locked(submission)
    check_review(by, submission)
    check_returnable(submission)
    check_unchanged(seen, submission)
    submission.state, submission.awaits = Submission.State.RETURNED, None
    submission.reviewed_by, submission.reviewed_at = by, timezone.now()
    submission.return_reason = reason
    submission.version += 1
    submission.full_clean()
    submission.save()
    record(by=by, verb="submission.returned", subject=submission, area=submission.area, reason=reason)
    return submission
