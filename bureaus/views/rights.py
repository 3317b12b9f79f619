"""The security administrator's rights: who holds which role where, locks, hand-over. No accounts, no figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from bureaus import actions
from bureaus.actions import locked_until, note
from bureaus.forms import GrantForm, HandOverForm, ReasonForm, RightSearch
from bureaus.models import Role, User
from bureaus.permissions import administered_areas, administered_people, check_administers
from bureaus.queries import found_people, grants_in, locked_names, open_work_of
from bureaus.tables import PersonTable

ROOM = {"room": "rights"}
MINE = Role.SECURITY_ADMIN


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The people of my areas with the rights they hold there."""
    check_administers(request.user, MINE)
    areas = administered_areas(request.user, MINE)
    search = RightSearch(request.GET, areas=areas)
    search.is_valid()
    found = found_people(administered_people(request.user, MINE), areas=areas, **search.cleaned_data)
    table = PersonTable(found, locked=locked_names())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "bureaus/rights.html", ROOM | {"table": table, "search": search})


def _person(request: HttpRequest, pk: int) -> User:
    check_administers(request.user, MINE)
    return get_object_or_404(administered_people(request.user, MINE), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def person_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """The rights of one person in my areas: give, take away; end a lock."""
    person = _person(request, pk)
    acts = {"give": _give, "take": _take, "unlock": _unlock}
    if request.method == "POST":
        return acts.get(request.POST.get("act", ""), _person_page)(request, person)
    return _person_page(request, person)


def _person_page(request: HttpRequest, person: User, form: Form | None = None) -> HttpResponse:
    areas = administered_areas(request.user, MINE)
    context = ROOM | {
        "person": person,
        "grants": grants_in(areas).filter(user=person),
        "form": form if isinstance(form, GrantForm) else GrantForm(areas=areas),
        "refused": form,
        "locked_until": locked_until(person.username),
        "is_me": person.pk == request.user.pk,
    }
    return render(request, "bureaus/person_rights.html", context, status=422 if request.method == "POST" else 200)


def _give(request: HttpRequest, person: User) -> HttpResponse:
    form = GrantForm(request.POST, areas=administered_areas(request.user, MINE))
    if form.is_valid():
        try:
            grant = actions.give_right(by=request.user, user=person, **form.cleaned_data)
        except ValidationError as refusal:
            note(request, "grant.refused", is_refused=True, account=person.username, role=form.cleaned_data["role"])
            form.add_error(None, refusal.messages)
        else:
            note(request, "grant.added", account=person.username, role=grant.role, area=grant.area.name)
            messages.success(request, _("The right is given; it counts from the person's next click."))
            return redirect("person_rights", person.pk)
    return _person_page(request, person, form)


def _take(request: HttpRequest, person: User) -> HttpResponse:
    areas = administered_areas(request.user, MINE)
    sent = request.POST.get("grant", "")
    pk = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 18 else 0
    grant = get_object_or_404(grants_in(areas), user=person, pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        told = {"account": person.username, "role": grant.role, "area": grant.area.name}
        try:
            actions.take_right(by=request.user, grant=grant, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            note(request, "grant.refused", is_refused=True, **told)
            form.add_error(None, refusal.messages)
        else:
            note(request, "grant.removed", **told)
            messages.success(request, _("The right has ended."))
            return redirect("person_rights", person.pk)
    return _person_page(request, person, form)


def _unlock(request: HttpRequest, person: User) -> HttpResponse:
    actions.unlock(by=request.user, user=person)
    note(request, "account.unlocked", account=person.username)
    messages.success(request, _("The account is unlocked."))
    return redirect("person_rights", person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """交接: rights of one person go to another, as one act."""
    giver = _person(request, pk)
    areas = administered_areas(request.user, MINE)
    takers = administered_people(request.user, MINE).filter(is_active=True).exclude(pk__in=[giver.pk, request.user.pk])
    held = grants_in(areas).filter(user=giver)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        grants=held,
        takers=takers.order_by("name", "pk"),
        initial={"grants": held},
    )
    open_work = open_work_of(giver)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        told = {"account": giver.username, "taker": chosen["taker"].username}
        try:
            actions.hand_over(by=request.user, giver=giver, left_open={str(k): n for k, n in open_work}, **chosen)
        except ValidationError as refusal:
            note(request, "grant.refused", is_refused=True, **told)
            form.add_error(None, refusal.messages)
        else:
            note(request, "grants.handed_over", **told, rights=len(chosen["grants"]))
            messages.success(request, _("Handed over. The system administrator may now disable the account."))
            return redirect("person_rights", chosen["taker"].pk)
    context = ROOM | {"person": giver, "form": form, "open_work": open_work, "held": held}
    return render(request, "bureaus/hand_over.html", context, status=422 if form.errors else 200)
