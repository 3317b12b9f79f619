"""Who may: what a person's grants let them read and do, and where."""

from django.db.models import Q, QuerySet

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
