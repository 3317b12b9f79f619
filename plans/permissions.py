"""Who may open a plan, and who may change it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bureaus.models import FIGURE_ROLES, Area, Role, User
from bureaus.permissions import grants_of, holds_over, readable_areas
from plans.models import Plan


def readable_plans(user: User) -> QuerySet[Plan]:
    """The plans this person may open: of areas they read, and of the areas above theirs, which plan for them too."""
    areas = Q(area__in=readable_areas(user))
    for grant in grants_of(user):
        if grant.role in FIGURE_ROLES:
            areas |= Q(area__in=ids_above(grant.area))
    return Plan.objects.filter(areas).select_related("area", "parent").distinct()


def ids_above(area: Area) -> list[int]:
    """The ids of the areas from the root down to this one, itself included."""
    return [int(pk) for pk in area.path.strip("/").split("/")]


def can_plan_for(user: User, area: Area) -> bool:
    """Whether the person belongs to the planning office of this area, or of one above it."""
    return holds_over(user, Role.PLANNER, area)


def check_plan_for(by: User | None, area: Area) -> None:
    """Raise PermissionDenied unless `by` plans for the area; a command passes None."""
    if by and not can_plan_for(by, area):
        raise PermissionDenied(_("Only the planning office of %(area)s changes its plans.") % {"area": area})
