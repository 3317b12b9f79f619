"""The head of a plan, and the plan that comes after it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from plans import actions
from plans.domain.succession import code_after, name_after
from plans.forms import NextPlanForm, PlanForm
from plans.models import Plan
from plans.queries import higher_plan_choices
from plans.views.opening import WITH_FORM, kept_input, plan_to_edit, status_of


@require_http_methods(WITH_FORM)
def edit_head(request: HttpRequest, code: str) -> HttpResponse:
    """Title, document, days, years, thresholds and the higher plan."""
    plan = plan_to_edit(request, code)
    higher = higher_plan_choices(request.user, plan)
    data = request.POST if request.method == "POST" else kept_input(request)
    form = PlanForm(data, higher=higher, initial=_head_initial(plan))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_plan(by=request.user, plan=plan, based_on=form.based_on, **form.told())
        except ValidationError as refusal:
            now = Plan.objects.get(pk=plan.pk)
            form.refuse(refusal, version=now.version, stands=_head_initial(now))
        else:
            messages.success(request, _("Saved."))
            return redirect("edit_plan", plan.code)
    context = {"plan": plan, "form": form, "room": "plans"}
    return render(request, "plans/edit_head.html", context, status=status_of(request))


def _head_initial(plan: Plan) -> dict[str, Any]:
    names = [name for name in PlanForm.base_fields if name != "parent"]
    return {name: getattr(plan, name) for name in names} | {"parent": plan.parent_id}


@require_http_methods(WITH_FORM)
def next_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Open the plan that comes after this one, with its rows and the last figures as baselines."""
    plan = plan_to_edit(request, code)
    data = request.POST if request.method == "POST" else kept_input(request)
    form = NextPlanForm(data, initial=_next_initial(plan))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_next_plan(by=request.user, plan=plan, **form.told())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _made_text(made))
            return redirect("edit_plan", made.plan.code)
    rows = plan.targets.filter(retired_on__isnull=True).count()
    context = {"plan": plan, "form": form, "rows": rows, "room": "plans"}
    return render(request, "plans/next_plan.html", context, status=status_of(request))


def _next_initial(plan: Plan) -> dict[str, Any]:
    years = (plan.base_year, plan.target_year)
    after = (plan.target_year, 2 * plan.target_year - plan.base_year)
    return {
        "title": name_after(plan.title, years, after),
        "title_en": name_after(plan.title_en, years, after),
        "code": code_after(plan.code, years, after),
        "base_year": after[0],
        "target_year": after[1],
    }


def _made_text(made: actions.NextPlan) -> str:
    rows = made.from_base_year + made.from_earlier + made.without
    parts = [ngettext("The plan is opened with %(count)d row.", "The plan is opened with %(count)d rows.", rows)]
    facts: dict[str, Any] = {"count": rows, "year": made.plan.base_year, "now": made.from_base_year}
    parts.append(_("Baselines: %(now)d from %(year)d."))
    if made.from_earlier:
        parts.append(_("%(earlier)d from an earlier year, which stands beside them."))
    if made.without:
        parts.append(_("%(without)d without any figure."))
    facts |= {"earlier": made.from_earlier, "without": made.without}
    return " ".join(part % facts for part in parts)
