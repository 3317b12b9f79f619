"""The desk: what is mine to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureaus.models import FIGURE_ROLES, Role
from bureaus.permissions import has_role
from collection.policies import FILLABLE
from collection.presenters.desk import call_lines, owed_lines
from collection.presenters.review import queue_rows
from collection.queries import collections_of, last_reminders, submissions_to_fill, waiting_for

ADMIN_ROOMS = {Role.SYSTEM_ADMIN: "accounts", Role.SECURITY_ADMIN: "rights", Role.AUDITOR: "log"}


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What is mine to do now; who only looks goes straight to the plan, an administrator to the own room."""
    user, today = request.user, timezone.localdate()
    if has_role(user, Role.OFFICIAL) and not has_role(user, Role.CLERK, Role.REVIEWER, Role.PLANNER):
        return redirect("plans")
    if not has_role(user, *FIGURE_ROLES):
        for role, room in ADMIN_ROOMS.items():
            if has_role(user, role):
                return redirect(room)
    owed = list(submissions_to_fill(user).filter(state__in=FILLABLE, collection__closed_on__isnull=True))
    calls = list(collections_of(user).filter(closed_on__isnull=True)) if has_role(user, Role.PLANNER) else []
    context = {
        "owed": owed_lines(owed, last_reminders(owed) if owed else {}, today),
        "waiting": queue_rows(waiting_for(user)) if has_role(user, Role.REVIEWER) else [],
        "calls": call_lines(calls, today),
        "today": today,
        "room": "desk",
    }
    return render(request, "collection/desk.html", context)
