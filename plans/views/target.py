"""One row of a plan: added, and everything that can be done to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans import actions
from plans.forms import (
    BasedOn,
    NewTargetForm,
    ReadingForm,
    RestoreForm,
    RetireForm,
    ReviseForm,
    TargetForm,
    TypingForm,
    YearlyForm,
    last_wording,
)
from plans.models import Plan, Target
from plans.policies import needs_reason, yearly_years
from plans.presenters import beside_rows, editor_row, reading_of, wording_rows
from plans.queries import departments_of, plan_beside, rows_to_edit, sections_of, wholes_of
from plans.views.opening import WITH_FORM, kept_input, plan_to_edit, status_of


def _row_choices(plan: Plan, target: Target | None = None) -> dict[str, Any]:
    return {
        "section": sections_of(plan),
        "department": departments_of(plan),
        "parent": wholes_of(plan, target),
    }


@require_http_methods(WITH_FORM)
def add_target(request: HttpRequest, code: str) -> HttpResponse:
    """A new row with its wording."""
    plan = plan_to_edit(request, code)
    data = request.POST if request.method == "POST" else kept_input(request)
    form = NewTargetForm(data, choices=_row_choices(plan))
    if request.method == "POST" and form.is_valid():
        try:
            target = actions.add_row(by=request.user, plan=plan, **form.told())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("“%(target)s” is added.") % {"target": target})
            return redirect(reverse("edit_plan", args=[plan.code]) + f"#row-{target.pk}")
    context = {"plan": plan, "form": form, "room": "plans"}
    return render(request, "plans/add_target.html", context, status=status_of(request))


def _target_forms(plan: Plan, target: Target, posted: QueryDict | None) -> dict[str, BasedOn]:
    """The forms of a target's page by the act they stand for; the one that was posted is bound."""
    act = posted.get("act", "") if posted else ""

    def form(kind: type[BasedOn], name: str, initial: dict[str, Any], **more: Any) -> BasedOn:
        initial = {"version": target.version} | initial
        return kind(posted if name == act else None, prefix=name, initial=initial, **more)

    yearly = {str(one.year): one.wording for one in target.yearly.all()}
    return {
        "row": form(TargetForm, "row", _target_initial(target), choices=_row_choices(plan, target)),
        "revise": form(ReviseForm, "revise", {}),
        "typing": form(TypingForm, "typing", {"wording": last_wording(target)}),
        "yearly": form(YearlyForm, "yearly", yearly, years=yearly_years(plan)),
        "retire": form(RetireForm, "retire", {"retired_on": timezone.localdate()}),
        "restore": form(RestoreForm, "restore", {}),
    } | {
        f"reading-{one.number}": form(ReadingForm, f"reading-{one.number}", {"clear_wording": one.clear_wording})
        for one in target.revisions.all()
    }


def _target_initial(target: Target) -> dict[str, Any]:
    ids = {name: getattr(target, f"{name}_id") for name in ("section", "indicator", "parent", "department")}
    return ids | {name: getattr(target, name) for name in ("number", "name", "nature", "baseline_wording")}


def _do(request: HttpRequest, target: Target, act: str, form: BasedOn) -> str:
    """Do what was posted; the sentence to say afterwards. Raises ValidationError."""
    given = {"by": request.user, "target": target, "based_on": form.based_on}
    told = form.told()
    verb, _dash, number = act.partition("-")  # reading-2 is about the second wording
    match verb:
        case "row":
            actions.edit_row(**given, **told)
        case "revise":
            actions.revise_target(**given, **told)
            return _("Adjusted. The wording before stays beside it.")
        case "typing":
            actions.correct_wording(**given, **told)
        case "reading":
            actions.correct_reading(**given, **told, number=int(number))
        case "yearly":
            actions.set_yearly_targets(**given, wordings={int(year): wording for year, wording in told.items()})
        case "retire":
            actions.retire_target(**given, on=told["retired_on"], reason=told["retired_reason"])
            return _("Retired. Its wordings, figures and verdicts stay as history.")
        case "restore":
            actions.restore_target(**given)
            return _("The target counts again.")
    return _("Saved.")


def _stands_now(target: Target, act: str) -> dict[str, Any]:
    """What the fields of a form hold now that somebody else was first."""
    if act == "row":
        return _target_initial(target)
    if act == "yearly":
        stands = dict.fromkeys((str(year) for year in yearly_years(target.plan)), "")
        return stands | {str(one.year): one.wording for one in target.yearly.all()}
    return {"wording": last_wording(target)} if act == "typing" else {}


@require_http_methods(WITH_FORM)
def edit_target(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One row: its wordings and readings, its place, its yearly targets, its retirement."""
    plan = plan_to_edit(request, code)
    target = get_object_or_404(rows_to_edit(plan), pk=pk)
    forms = _target_forms(plan, target, request.POST if request.method == "POST" else kept_input(request))
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in forms:
            raise Http404
        form = forms[act]
        if form.is_valid():
            try:
                said = _do(request, target, act, form)
            except ValidationError as refusal:
                target = rows_to_edit(plan).get(pk=pk)
                form.refuse(refusal, version=target.version, stands=_stands_now(target, act))
            else:
                messages.success(request, said)
                return redirect("edit_target", plan.code, pk)
    return _target_page(request, plan, target, forms)


def _target_page(request: HttpRequest, plan: Plan, target: Target, forms: dict[str, BasedOn]) -> HttpResponse:
    wordings, yearly = wording_rows(target), {one.year: one for one in target.yearly.all()}
    context = {
        "plan": plan,
        "target": target,
        "row": editor_row(target),
        "wordings": [(one, forms[f"reading-{one.number}"]) for one in wordings],
        "higher": beside_rows(target, plan_beside(plan.parent, [target.indicator_id])),
        "before": beside_rows(target, plan_beside(plan.follows, [target.indicator_id])),
        "yearly": [
            (year, forms["yearly"][str(year)], reading_of(yearly[year].meaning) if year in yearly else None)
            for year in yearly_years(plan)
        ],
        "forms": forms,
        "is_editable": target.retired_on is None or any(form.is_bound for form in forms.values()),
        "typing_needs_reason": needs_reason(plan, list(target.revisions.all())[-1]),
        "room": "plans",
    }
    return render(request, "plans/edit_target.html", context, status=status_of(request))
