"""Who keeps a bureau's checks."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from bureaus.models import Area, Role, User
from bureaus.permissions import grants_of, holds_over


def can_keep_rules(user: User, area: Area) -> bool:
    """Whether the person plans for the whole bureau of this area, or of one above it."""
    return holds_over(user, Role.PLANNER, area)


def check_keep_rules(by: User | None, area: Area) -> None:
    """Raise PermissionDenied unless `by` keeps the area's checks; a command passes None."""
    if by and not can_keep_rules(by, area):
        raise PermissionDenied(_("Only the planning office of %(area)s keeps its checks.") % {"area": area})


def areas_with_rules(user: User) -> list[Area]:
    """The areas for whose whole bureau this person plans: those whose checks the person keeps, without those below."""
    grants = (one for one in grants_of(user) if one.role == Role.PLANNER and one.department_id is None)
    return sorted({one.area_id: one.area for one in grants}.values(), key=lambda area: area.path)
