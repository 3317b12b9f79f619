"""The system administrator's areas and departments."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bureaus import actions
from bureaus.forms import NewAreaForm, NewDepartmentForm, UnitNameForm
from bureaus.models import Area, Role
from bureaus.permissions import administered_areas, check_administers
from bureaus.policies import levels_below, why_not_area_below
from bureaus.queries import area_rows

ROOM = {"room": "units"}


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """My areas as a tree, each with its departments."""
    check_administers(request.user, Role.SYSTEM_ADMIN)
    rows = area_rows(administered_areas(request.user, Role.SYSTEM_ADMIN))
    return render(request, "bureaus/units.html", ROOM | {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One area: its names, its departments, and what is added to it."""
    check_administers(request.user, Role.SYSTEM_ADMIN)
    area = get_object_or_404(administered_areas(request.user, Role.SYSTEM_ADMIN), pk=pk)
    forms = _forms(request, area)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in forms and forms[act].is_valid():
        try:
            _carry_out(request, area, act, forms[act])
        except ValidationError as refusal:
            forms[act].add_error(None, refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("unit", area.pk)
    context = ROOM | {
        "area": area,
        "rename": forms["rename"],
        "new_department": forms["department"],
        "new_area": forms.get("area"),
        "departments": [(department, forms[f"department-{department.pk}"]) for department in area.departments.all()],
        "above": administered_areas(request.user, Role.SYSTEM_ADMIN).filter(pk=area.parent_id).first(),
    }
    return render(request, "bureaus/unit.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, area: Area) -> dict[str, Form]:
    """The forms of the page by what they do; the one that was sent is filled with what was sent."""
    act = request.POST.get("act") if request.method == "POST" else None

    def sent(name: str) -> dict:
        return {"data": request.POST if act == name else None, "prefix": name}

    def names(unit: object) -> dict:
        return {"initial": {"name": unit.name, "name_en": unit.name_en}}

    forms: dict[str, Form] = {
        "rename": UnitNameForm(**sent("rename"), **names(area)),
        "department": NewDepartmentForm(**sent("department")),
    }
    for department in area.departments.all():
        key = f"department-{department.pk}"
        forms[key] = UnitNameForm(**sent(key), **names(department))
    if levels_below(area):
        forms["area"] = NewAreaForm(**sent("area"), parent=area)
    return forms


def _carry_out(request: HttpRequest, area: Area, act: str, form: Form) -> None:
    """Raises ValidationError with a sentence where the tree's rules are in the way."""
    by, given = request.user, form.cleaned_data
    if act == "rename":
        actions.rename_area(by=by, area=Area.objects.get(pk=area.pk), **given)
    elif act == "department":
        actions.add_department(by=by, area=area, **given)
    elif act == "area":
        refusal = why_not_area_below(area, level=given["level"], code=given["code"])
        if refusal:
            raise ValidationError(refusal)
        actions.add_area(by=by, parent=area, is_zone=not given["code"], **(given | {"code": given["code"] or None}))
    else:
        actions.rename_department(by=by, department=area.departments.get(pk=int(act.rpartition("-")[2])), **given)
