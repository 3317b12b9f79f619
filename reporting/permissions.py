"""Who may state something about progress."""

from bureaus.models import Area, Role, User
from bureaus.permissions import holds_over


def can_judge(user: User, area: Area) -> bool:
    """Whether the person belongs to the planning office of this area, or of one above it."""
    return holds_over(user, Role.PLANNER, area)
