"""What the head of every page shows."""

from django.http import HttpRequest

from bureaus.models import ADMIN_ROLES, Role
from bureaus.permissions import grants_of, has_role


def page_head(request: HttpRequest) -> dict:
    """The signed-in person's place and the rooms that are theirs; nothing for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    grants = grants_of(user)
    return {
        "head_place": (grants[0].department or grants[0].area) if grants else "",
        "head_role": grants[0].get_role_display() if grants else "",
        "head_fills": has_role(user, Role.CLERK),
        "head_reviews": has_role(user, Role.REVIEWER),
        "head_plans": has_role(user, Role.PLANNER),
        "head_administers": has_role(user, *ADMIN_ROLES),
        "head_accounts": has_role(user, Role.SYSTEM_ADMIN),
        "head_rights": has_role(user, Role.SECURITY_ADMIN),
        "head_log": has_role(user, Role.AUDITOR),
        "head_reads": has_role(user, Role.CLERK, Role.REVIEWER, Role.PLANNER, Role.OFFICIAL),
    }
