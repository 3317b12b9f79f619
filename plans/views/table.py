"""The table of a plan, edited in place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from plans import actions
from plans.forms import RowForm, row_initial
from plans.models import Plan, Target
from plans.presenters import editor_row, editor_sections
from plans.queries import departments_of, plan_beside, rows_to_edit
from plans.views.opening import WITH_FORM, kept_input, plan_to_edit, status_of


@require_http_methods(WITH_FORM)
def edit_table(request: HttpRequest, code: str) -> HttpResponse:
    """Every row of the plan, edited in place; a button that moves a row saves first."""
    plan = plan_to_edit(request, code)
    targets = list(rows_to_edit(plan))
    if request.method != "POST":
        return _table_page(request, plan, targets, _row_forms(plan, targets, kept_input(request)))
    forms = _row_forms(plan, targets, request.POST)
    saved, refused = _save_rows(request, forms)
    if saved:
        messages.success(request, ngettext("%(count)d row saved.", "%(count)d rows saved.", saved) % {"count": saved})
    if refused:
        now = list(rows_to_edit(plan))
        return _table_page(request, plan, now, _row_forms(plan, now, None) | refused)
    if not saved and not {"up", "down"} & request.POST.keys():
        messages.info(request, _("Nothing had changed."))
    return redirect(reverse("edit_plan", args=[plan.code]) + _move(request, targets))


def _row_forms(plan: Plan, targets: list[Target], posted: QueryDict | None) -> dict[int, RowForm]:
    """A form for every row in force, by its id; unbound where nothing was posted for it."""
    departments = [("", "—"), *((str(one.pk), str(one)) for one in departments_of(plan))]
    forms = {}
    for target in targets:
        prefix = f"row-{target.pk}"
        data = posted if posted and f"{prefix}-version" in posted else None
        if target.retired_on is None:
            forms[target.pk] = RowForm(
                data, prefix=prefix, target=target, departments=departments, initial=row_initial(target)
            )
    return forms


def _save_rows(request: HttpRequest, forms: dict[int, RowForm]) -> tuple[int, dict[int, RowForm]]:
    """How many rows were changed, and the forms of those that could not be."""
    saved, refused = 0, {}
    for pk, form in forms.items():
        if not form.is_bound or not form.is_touched:
            continue
        if form.is_valid():
            try:
                actions.edit_row(by=request.user, target=form.target, based_on=form.based_on, **form.changes)
                saved += 1
                continue
            except ValidationError as refusal:
                now = rows_to_edit(form.target.plan).get(pk=pk)
                form.refuse(refusal, version=now.version, stands=row_initial(now))
        refused[pk] = form
    return saved, refused


def _move(request: HttpRequest, targets: list[Target]) -> str:
    """Move the row whose arrow was pressed, if any; the place on the page to come back to."""
    for way in ("up", "down"):
        for target in targets:
            if request.POST.get(way) == str(target.pk):
                actions.move_target(by=request.user, target=target, up=way == "up")
                return f"#row-{target.pk}"
    return ""


def _table_page(request: HttpRequest, plan: Plan, targets: list[Target], forms: dict[int, RowForm]) -> HttpResponse:
    indicators = {target.indicator_id for target in targets}
    higher, before = plan_beside(plan.parent, indicators), plan_beside(plan.follows, indicators)
    context = {
        "plan": plan,
        "sections": editor_sections(targets, forms, higher, before),
        "retired": [editor_row(target) for target in targets if target.retired_on],
        "problems": [form for form in forms.values() if form.errors],
        "higher": higher.plan if higher and higher.targets else None,
        "before": before.plan if before and before.targets else None,
        "column_count": 8 + bool(higher and higher.targets) + bool(before and before.targets),
        "room": "plans",
    }
    return render(request, "plans/edit_table.html", context, status=status_of(request))
