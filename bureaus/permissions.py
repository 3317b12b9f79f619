"""Who may: what a person's grants let them read and do, and where."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bureaus.models import FIGURE_ROLES, Area, Department, Grant, Role, User


def grants_of(user: User) -> list[Grant]:
    """All grants of a person with areas and departments; read once for the life of the user object (a request)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_grants_read"):
        user._grants_read = list(user.grants.select_related("area", "department").order_by("id"))
    return user._grants_read


def scope_of(user: User) -> Q:
    """The condition on Area for what this person may read: their areas with all below, and the published ones."""
    scope = Q(is_public=True)
    figure_grants = [grant for grant in grants_of(user) if grant.role in FIGURE_ROLES]
    for grant in figure_grants:
        scope |= Q(path__startswith=grant.area.path)
    return scope if figure_grants else Q(pk__in=[])


def readable_areas(user: User) -> QuerySet[Area]:
    """The areas whose figures this person may read, from the root down."""
    return Area.objects.filter(scope_of(user))


def may_read(user: User, area: Area) -> bool:
    """Whether this person may read that area's figures."""
    figure_grants = [grant for grant in grants_of(user) if grant.role in FIGURE_ROLES]
    return bool(figure_grants) and (area.is_public or any(grant.area.contains(area) for grant in figure_grants))


def holds_exactly(user: User, role: Role, area: Area, department: Department | None) -> bool:
    """Whether the person holds the role for just this bureau or department: a higher level never types for a lower."""
    department_id = department.pk if department else None
    return any(
        grant.role == role and grant.area_id == area.pk and grant.department_id == department_id
        for grant in grants_of(user)
    )


def holds_over(user: User, role: Role, area: Area, department: Department | None = None) -> bool:
    """Whether the person holds the role for this area from there or from above; a department's grant stays in it."""
    department_id = department.pk if department else None
    return any(
        grant.role == role
        and grant.area.contains(area)
        and (grant.department_id is None or (grant.area_id == area.pk and grant.department_id == department_id))
        for grant in grants_of(user)
    )


def has_role(user: User, *roles: Role) -> bool:
    """Whether the person holds any of these roles anywhere."""
    return any(grant.role in roles for grant in grants_of(user))


def planned_areas(user: User) -> QuerySet[Area]:
    """The areas for whose whole bureau this person plans, and those below them."""
    planned = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.PLANNER and grant.department_id is None:
            planned |= Q(path__startswith=grant.area.path)
    return Area.objects.filter(planned)


def administered_paths(user: User, role: Role) -> list[str]:
    """The tops of the subtrees in which the person holds this administrator's power."""
    return [grant.area.path for grant in grants_of(user) if grant.role == role]


def check_administers(user: User, role: Role) -> None:
    """Raises PermissionDenied with a sentence unless the person holds this one of the three powers."""
    if not has_role(user, role):
        raise PermissionDenied(_("Only the %(role)s works here.") % {"role": role.label})


def _below(paths: list[str], field: str) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def administered_areas(user: User, role: Role) -> QuerySet[Area]:
    """The areas in which the person holds this administrator's power."""
    return Area.objects.filter(_below(administered_paths(user, role), "path"))


def is_over_all(user: User, role: Role) -> bool:
    """Whether all accounts and rights of the installation lie in the person's field: who is over all sees the unplaced."""
    paths = administered_paths(user, role)
    if not paths:
        return False
    elsewhere = Grant.objects.exclude(_below(paths, "area__path")).exists()
    return not elsewhere and not User.objects.filter(area__isnull=False).exclude(_below(paths, "area__path")).exists()


def administered_people(user: User, role: Role) -> QuerySet[User]:
    """The people whose account or any right belongs to the areas in which the person holds this power."""
    paths = administered_paths(user, role)
    holders = Grant.objects.filter(_below(paths, "area__path")).values("user")
    condition = _below(paths, "area__path") | Q(pk__in=holders)
    if is_over_all(user, role):
        condition |= Q(area__isnull=True)
    return User.objects.filter(condition)


def administered_accounts(user: User) -> QuerySet[User]:
    """The accounts that a system administrator looks after.

    Who holds a right beyond the administrator's areas is not among them: a new initial password would hand it down.
    """
    paths = administered_paths(user, Role.SYSTEM_ADMIN)
    beyond = Grant.objects.exclude(_below(paths, "area__path")).values("user")
    return administered_people(user, Role.SYSTEM_ADMIN).exclude(pk__in=beyond)


ROOMS = {Role.SYSTEM_ADMIN: "accounts", Role.SECURITY_ADMIN: "rights", Role.AUDITOR: "log"}


def room_of_administrator(user: User) -> str:
    """The name of the page where an administrator works; "" for everybody else."""
    return next((ROOMS[grant.role] for grant in grants_of(user) if grant.role in ROOMS), "")
