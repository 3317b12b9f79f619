"""Who may fill in, review or read a submission."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bureaus.models import Area, Grant, Role, User
from bureaus.permissions import grants_of, holds_exactly
from collection.models import Collection, Submission


def readable_submissions(user: User) -> QuerySet[Submission]:
    """The submissions this person may open: their own unit's, and those below their reviewer's or planner's grant."""
    readable = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.CLERK:
            readable |= Q(area=grant.area, department=grant.department)
        elif grant.role in (Role.REVIEWER, Role.PLANNER, Role.OFFICIAL):
            below = Q(area__path__startswith=grant.area.path)
            readable |= below & Q(department=grant.department) if grant.department_id else below
    return Submission.objects.filter(readable)


def can_fill(user: User, submission: Submission) -> bool:
    """Whether the person types this unit's figures. A higher level never does; it returns them."""
    return holds_exactly(user, Role.CLERK, submission.area, submission.department)


def check_fill(user: User, submission: Submission) -> None:
    """Raises PermissionDenied with a sentence unless `can_fill`."""
    if not can_fill(user, submission):
        raise PermissionDenied(
            _("Only the entry clerks of %(unit)s type its figures.") % {"unit": submission.unit_name}
        )


def review_levels(submission: Submission) -> list[Area]:
    """The bureaus whose reviewers look at a form one after the other: from its own up to the one that collects.

    A bureau without a reviewer for this unit is passed over; the one that collects decides and is always the last.
    """
    own, last = submission.area, submission.collection.area
    reviewers = Grant.objects.filter(role=Role.REVIEWER, user__is_active=True)
    of_unit = Q(department__isnull=True) | Q(area=own, department=submission.department_id)
    with_reviewers = set(reviewers.filter(of_unit).values_list("area", flat=True))
    levels = [
        area
        for area in Area.objects.filter(path__startswith=last.path).order_by("-path")
        if area.contains(own) and area.pk in with_reviewers and area.pk != last.pk
    ]
    return [*levels, last]


def reviewing_area(submission: Submission) -> Area:
    """The bureau whose reviewers may act now: the one that has the form, else the one that collects."""
    return submission.awaits or submission.collection.area


def can_review(user: User, submission: Submission) -> bool:
    """Whether the person reviews for the bureau that has the form now, and did not submit it."""
    return submission.submitted_by_id != user.pk and _is_reviewer(user, submission)


def _is_reviewer(user: User, submission: Submission) -> bool:
    unit = (submission.area_id, submission.department_id)
    return any(
        grant.role == Role.REVIEWER
        and grant.area_id == reviewing_area(submission).pk
        and (grant.department_id is None or (grant.area_id, grant.department_id) == unit)
        for grant in grants_of(user)
    )


def check_review(user: User, submission: Submission) -> None:
    """Raises PermissionDenied with a sentence unless `can_review`."""
    if submission.submitted_by_id == user.pk:
        raise PermissionDenied(_("Nobody reviews what they submitted themselves."))
    if not can_review(user, submission):
        raise PermissionDenied(
            _("%(unit)s is reviewed by the reviewers of %(bureau)s now.")
            % {"unit": submission.unit_name, "bureau": reviewing_area(submission)}
        )


def planned_collections(user: User) -> QuerySet[Collection]:
    """The collections of the areas for which this person plans, and of those below."""
    planned = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.PLANNER and grant.department_id is None:
            planned |= Q(area__path__startswith=grant.area.path)
    return Collection.objects.filter(planned)
