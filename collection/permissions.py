"""Who may fill in, review or read a submission."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bureaus.models import Role, User
from bureaus.permissions import grants_of, holds_exactly, holds_over
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


def can_review(user: User, submission: Submission) -> bool:
    """Whether the person reviews this unit's figures, and did not submit them."""
    return submission.submitted_by_id != user.pk and holds_over(
        user, Role.REVIEWER, submission.area, submission.department
    )


def check_review(user: User, submission: Submission) -> None:
    """Raises PermissionDenied with a sentence unless `can_review`."""
    if submission.submitted_by_id == user.pk:
        raise PermissionDenied(_("Nobody reviews what they submitted themselves."))
    if not can_review(user, submission):
        raise PermissionDenied(_("You are not a reviewer of %(unit)s.") % {"unit": submission.unit_name})


def planned_collections(user: User) -> QuerySet[Collection]:
    """The collections of the areas for which this person plans, and of those below."""
    planned = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.PLANNER and grant.department_id is None:
            planned |= Q(area__path__startswith=grant.area.path)
    return Collection.objects.filter(planned)
