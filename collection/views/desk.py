"""The desk: what is mine to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bureaus.models import Role
from bureaus.permissions import has_role, room_of_administrator
from collection.models import Submission
from collection.permissions import can_review
from collection.policies import FILLABLE
from collection.presenters import deadline_text
from collection.queries import (
    submissions_to_fill,
    submissions_to_review,
)


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What is mine to do now; who only looks goes straight to the plan, an administrator to their room."""
    if room := room_of_administrator(request.user):
        return redirect(room)
    if has_role(request.user, Role.OFFICIAL) and not has_role(request.user, Role.CLERK, Role.REVIEWER):
        return redirect("plans")
    owed = list(submissions_to_fill(request.user).filter(state__in=FILLABLE, collection__closed_on__isnull=True))
    waiting = list(submissions_to_review(request.user).filter(state=Submission.State.SUBMITTED))
    context = {
        "owed": [(submission, deadline_text(submission)) for submission in owed],
        "waiting": [submission for submission in waiting if can_review(request.user, submission)],
    }
    return render(request, "collection/desk.html", context | {"room": "desk"})
