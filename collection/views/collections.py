"""The planning office's pages: which years are collected, and a new one opened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bureaus.models import Role
from bureaus.permissions import has_role
from collection import actions
from collection.forms import OpenForm
from collection.presenters.ledger import asked_units
from collection.queries import collections_of, years_to_open
from plans.permissions import can_plan_for, readable_plans


@require_GET
def collections(request: HttpRequest) -> HttpResponse:
    """The collections of a planner's plans, and the plans for which another year can be opened."""
    if not has_role(request.user, Role.PLANNER):
        raise PermissionDenied
    plans = [plan for plan in readable_plans(request.user) if can_plan_for(request.user, plan.area)]
    context = {"collections": collections_of(request.user), "plans": plans, "room": "collections"}
    return render(request, "collection/collections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_collection(request: HttpRequest, code: str) -> HttpResponse:
    """Call for another year's figures of a plan."""
    plan = get_object_or_404(readable_plans(request.user), code=code)
    if not can_plan_for(request.user, plan.area):
        raise PermissionDenied
    form = OpenForm(request.POST if request.method == "POST" else None, years=years_to_open(plan))
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_collection(by=request.user, plan=plan, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Opened. Every unit that owes figures finds its form on its desk."))
            return redirect("collection_units", opened.pk)
    asked = asked_units(plan)
    names = _(", ").join(asked.without_clerk)
    context = {"plan": plan, "form": form, "asked": asked, "without_clerk_names": names, "room": "collections"}
    return render(request, "collection/open.html", context, status=422 if form.errors else 200)
