"""What every page of the plan editor begins with: the plan, and what was typed before a sign-in ran out."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bureaus.kept_input import give_back
from plans.models import Plan
from plans.permissions import check_plan_for, readable_plans

WITH_FORM = ["GET", "HEAD", "POST"]


def plan_to_edit(request: HttpRequest, code: str) -> Plan:
    """The plan, for its planning office: 404 to a stranger, 403 to a reader who may not write."""
    plan = get_object_or_404(readable_plans(request.user).select_related("area", "parent", "follows"), code=code)
    check_plan_for(request.user, plan.area)
    return plan


def kept_input(request: HttpRequest) -> QueryDict | None:
    """What was typed before the sign-in ran out, told as not saved yet."""
    kept = give_back(request)
    if kept is not None:
        messages.warning(request, _("You are signed in again. What you had typed stands below and is not saved yet."))
    return kept


def status_of(request: HttpRequest) -> int:
    """What a page with a form answers: what is posted and kept leads elsewhere, so what comes back was refused."""
    return 422 if request.method == "POST" else 200
