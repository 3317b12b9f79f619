"""The pages about progress: the plans, one plan's table, one target."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureaus.models import Role
from bureaus.permissions import has_role
from plans.domain.meaning import Form
from plans.models import Nature, Target
from plans.permissions import can_plan_for
from plans.presenters import beside_rows, wording_rows
from plans.queries import plan_beside
from reporting.actions import judge_by_person
from reporting.charts import areas_chart, line_chart
from reporting.domain.statuses import Status
from reporting.exports import file_name, write_target_table
from reporting.forms import Asked, JudgementForm, read_asked
from reporting.permissions import can_judge
from reporting.presenters import (
    FAMILIES,
    area_rows,
    change_rows,
    decision_rows,
    family_of,
    figure_years,
    language,
    part_rows,
    percent,
    segments,
    stand_row,
    trust,
    yearly_rows,
    years_with_figures,
)
from reporting.queries import (
    TargetStand,
    areas_compared,
    changes_behind,
    overview,
    plans_with_targets,
    readable_plans,
    stand_of,
    targets_of,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The plans one may open; a single one opens at once."""
    found = plans_with_targets(request.user)
    if len(found) == 1 and not has_role(request.user, Role.PLANNER):  # a planner can also import another here
        return redirect("plan", found[0][0].code)
    return render(request, "reporting/plans.html", {"plans": found, "room": "plans"})


def _asked(request: HttpRequest, code: str) -> Asked:
    plan = get_object_or_404(readable_plans(request.user), code=code)
    return read_asked(request.user, plan, request.GET)


def _switches(query: QueryDict, asked: Asked, stands: list[TargetStand]) -> dict:
    """The address of every switch on a page: the present address with one thing changed."""

    def address(**changes: str) -> str:
        changed = query.copy()
        for name, value in changes.items():
            changed[name] = value
            if value == "":
                del changed[name]
        return "?" + changed.urlencode()

    view = asked.view
    return {
        "years": [(year, address(year=str(year)), year == view.year) for year in years_with_figures(view, stands)],
        "areas": [(area, area.pk == view.area.pk) for area in asked.areas],
        "families": {family: address(status=family) for family in FAMILIES},
        "unapproved": address(unapproved="" if view.include_unapproved else "1"),
        "original": address(wording="" if view.by_original else "original"),
        "binding": address(nature="" if asked.nature else Nature.BINDING),
        "all": address(status="", nature=""),
        "today": address(as_of=""),
        "kept": [(name, value) for name, value in query.items() if name != "as_of"],
        "query": query.urlencode(),
    }


@require_GET
def plan_overview(request: HttpRequest, code: str) -> HttpResponse:
    """Where a plan stands: every target with its figures, its verdict and why."""
    asked = _asked(request, code)
    state = overview(asked.view)
    shown = [
        stand
        for stand in state.stands
        if (not asked.family or family_of(stand.progress) == asked.family)
        and (not asked.nature or stand.target.nature == asked.nature)
    ]
    years, switches = figure_years(state), _switches(request.GET, asked, state.stands)
    sections: list[tuple[str, list]] = []
    for stand in shown:
        title = str(stand.target.section)
        if not sections or sections[-1][0] != title:
            sections.append((title, []))
        sections[-1][1].append(stand_row(stand, years))
    context = {
        "asked": asked,
        "view": asked.view,
        "overview": state,
        "sections": sections,
        "shown_count": len(shown),
        "segments": [(one, switches["families"][one.family]) for one in segments(state)],
        "binding": [stand_row(stand) for stand in state.stands if stand.is_binding],
        "time_gone": percent(state.time_share),
        "time_share": float(state.time_share) * 1000,
        "figure_years": years,
        "column_count": len(years) + 8,
        "switches": switches,
        "demonstration": state.is_demo,
        "may_edit": _may_edit(request, asked),
        "today": timezone.localdate(),
        "room": "plans",
    }
    return render(request, "reporting/overview.html", context)


def _may_edit(request: HttpRequest, asked: Asked) -> bool:
    """Whether to lead to the editor. From the past nothing is edited."""
    return asked.view.as_of is None and can_plan_for(request.user, asked.view.plan.area)


def _target_asked(request: HttpRequest, code: str, pk: int) -> tuple[Asked, Target]:
    """One target as it was on the day asked for; where it was not in the plan then, today's, and the page says so."""
    asked = _asked(request, code)
    target = targets_of(asked.view.plan, asked.view.moment).filter(pk=pk).first()
    if target is not None or asked.view.as_of is None:
        return asked, target or get_object_or_404(targets_of(asked.view.plan), pk=pk)
    query = request.GET.copy()
    del query["as_of"]
    now = read_asked(request.user, asked.view.plan, query)
    told = {"day": asked.view.as_of.isoformat()}
    now.complaints.append(_("This target was not in the plan on %(day)s; today's figures are shown.") % told)
    return now, get_object_or_404(targets_of(now.view.plan), pk=pk)


@require_GET
def target_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Why one target has its status, since when, and who changed its figures."""
    asked, target = _target_asked(request, code, pk)
    stand = stand_of(asked.view, target)
    compared = areas_compared(asked.view, target, asked.areas)
    context = {
        "asked": asked,
        "view": asked.view,
        "target": target,
        "stand": stand,
        "row": stand_row(stand),
        "chart": line_chart(stand, asked.view.year),
        "areas": areas_chart(compared, stand),
        "area_rows": area_rows(compared, stand),
        "parts": part_rows(stand),
        "trust": trust(stand),
        "changes": change_rows(changes_behind(asked.view, target)[:200], asked.view.as_of),
        "judgement_form": _judgement_form(request, asked, stand),
        "wordings": wording_rows(target),
        "yearly": yearly_rows(stand),
        "higher": beside_rows(target, plan_beside(asked.view.plan.parent, [target.indicator_id], asked.view.moment)),
        "may_edit": _may_edit(request, asked),
        "today": timezone.localdate(),
        "switches": _switches(request.GET, asked, [stand]),
        "demonstration": any(figure.is_demo for figure in stand.figures.values()),
        "room": "plans",
    }
    return render(request, "reporting/target.html", context)


def _judgement_form(request: HttpRequest, asked: Asked, stand: TargetStand) -> JudgementForm | None:
    """The form for a verdict where the target is left to a person and this reader is the one to give it."""
    is_milestone = stand.meaning.form == Form.MILESTONE
    is_for_a_person = (is_milestone and asked.view.is_own_area) or stand.progress.status == Status.BY_PERSON
    if not is_for_a_person or asked.view.as_of or not can_judge(request.user, asked.view.area):
        return None
    return JudgementForm(is_milestone=is_milestone)


@require_POST
def judge_target(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep a person's verdict on a target for the area and year viewed."""
    asked, target = _target_asked(request, code, pk)
    if _judgement_form(request, asked, stand_of(asked.view, target)) is None:
        raise PermissionDenied
    form = JudgementForm(request.POST, is_milestone=False)
    if form.is_valid():
        try:
            judge_by_person(
                by=request.user, target=target, area=asked.view.area, year=asked.view.year, **form.cleaned_data
            )
            messages.success(request, _("The verdict is kept, with your name and its evidence."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    address = reverse("target", args=[code, pk])
    return redirect(f"{address}?{request.GET.urlencode()}")


@require_GET
def method(request: HttpRequest, code: str) -> HttpResponse:
    """How this plan's targets are judged, in words."""
    plan = get_object_or_404(readable_plans(request.user), code=code)
    return render(request, "reporting/method.html", {"plan": plan, "rows": decision_rows(plan), "room": "plans"})


@require_GET
def export_targets(request: HttpRequest, code: str) -> HttpResponse:
    """The table that goes up, as an Excel workbook of just this view."""
    asked = _asked(request, code)
    view = asked.view
    response = HttpResponse(content_type=XLSX)
    name = file_name(view)
    response["Content-Disposition"] = f"attachment; filename=\"targets.xlsx\"; filename*=UTF-8''{quote(name)}"
    write_target_table(overview(view), response, language=language())
    return response
