"""Calling for a year's figures: open, give one unit more time, close, open again."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, Department, Role, User
from bureaus.permissions import holds_over
from collection.actions.steps import locked, note_step
from collection.models import Collection, CollectionItem, Step, Submission
from collection.policies import check_closed, check_extension, check_open
from indicators.models import Indicator
from plans.domain.meaning import Form
from plans.models import Plan


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


def units_of(plan: Plan, asked: list[Asked]) -> list[tuple[Area, Department | None]]:
    """Who is asked for these figures: the areas at the bottom of the tree, then the bureau's own departments."""
    below = Area.objects.filter(path__startswith=plan.area.path, children__isnull=True).exclude(pk=plan.area.pk)
    areas = list(below) if any(one.below for one in asked) else []
    own = {one.department for one in asked if not one.below}  # None stands for the bureau as a whole
    departments = sorted(own, key=lambda one: one.pk if one else 0)
    return [(area, None) for area in areas] + [(plan.area, department) for department in departments]


@action
def open_collection(
    *, by: User | None, plan: Plan, year: int, opens_on: date, due_on: date, is_demo: bool = False
) -> Collection:
    """A new year's call for the plan's figures, with an empty submission for every unit that owes some.

    Counts are asked of the areas at the bottom of the tree: a province asks its counties, through their cities.

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
    units = units_of(plan, asked)
    Submission.objects.bulk_create(
        Submission(collection=collection, area=area, department=department) for area, department in units
    )
    record(by=by, verb="collection.opened", subject=collection, area=plan.area, year=year, items=len(asked))
    return collection


def _held(collection: Collection) -> Collection:
    """The collection as it is now, its row held until the transaction ends."""
    return Collection.objects.select_for_update(of=("self",)).select_related("area").get(pk=collection.pk)


@action
def close_collection(*, by: User | None, collection: Collection, on: date | None = None) -> Collection:
    """End a year's call as of `on` (today where not given): nothing can be typed, submitted or returned any more.

    Raises PermissionDenied unless `by` plans for its area (a command passes None), ValidationError when it is closed.
    """
    if by and not holds_over(by, Role.PLANNER, collection.area):
        raise PermissionDenied(_("Only the planning office closes a collection."))
    collection = _held(collection)
    check_open(collection)
    list(
        collection.submissions.select_for_update().order_by("pk").values_list("pk", flat=True)
    )  # whoever is saving ends first
    collection.closed_on = on or timezone.localdate()
    collection.save(update_fields=["closed_on"])
    record(by=by, verb="collection.closed", subject=collection, area=collection.area, on=str(collection.closed_on))
    return collection


@action
def reopen_collection(*, by: User | None, collection: Collection, reason: str) -> Collection:
    """Let a closed year be filled in, submitted and returned again, for a reason.

    Raises PermissionDenied unless `by` plans for its area, ValidationError when it is not closed or no reason is given.
    """
    if by and not holds_over(by, Role.PLANNER, collection.area):
        raise PermissionDenied(_("Only the planning office opens a collection."))
    collection = _held(collection)
    check_closed(collection, reason)
    collection.closed_on = None
    collection.save(update_fields=["closed_on"])
    record(by=by, verb="collection.reopened", subject=collection, area=collection.area, reason=reason)
    return collection


@action
def extend_deadline(*, by: User, submission: Submission, due_on: date, reason: str) -> Submission:
    """Give one unit until `due_on`, for a reason.

    Raises PermissionDenied unless `by` plans for the collecting bureau, ValidationError when the day is not later than
    the unit's deadline and today, the form was submitted already, or no reason is given.
    """
    if not holds_over(by, Role.PLANNER, submission.collection.area):
        raise PermissionDenied(_("Only the planning office gives a unit more time."))
    submission = locked(submission)
    check_extension(submission, due_on, reason, timezone.localdate())
    before = submission.deadline
    submission.due_on, submission.extension_reason = due_on, reason
    submission.full_clean()
    submission.save(update_fields=["due_on", "extension_reason"])
    note_step(submission, by=by, act=Step.Act.EXTENDED, reason=reason)
    record(
        by=by,
        verb="submission.extended",
        subject=submission,
        area=submission.area,
        before=str(before),
        until=str(due_on),
        reason=reason,
    )
    return submission
