"""The system administrator's accounts: who may sign in. No rights, no figures, no log."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from bureaus import actions
from bureaus.actions import note
from bureaus.forms import AccountForm, AccountSearch, NewAccountForm, ReasonForm
from bureaus.models import ADMIN_ROLES, Role, User
from bureaus.permissions import administered_accounts, administered_areas, check_administers
from bureaus.queries import found_accounts, with_last_sign_in
from bureaus.tables import AccountTable, account_state

ROOM = {"room": "accounts"}


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of my areas."""
    check_administers(request.user, Role.SYSTEM_ADMIN)
    search = AccountSearch(request.GET, areas=administered_areas(request.user, Role.SYSTEM_ADMIN))
    search.is_valid()
    found = found_accounts(administered_accounts(request.user), **search.cleaned_data)
    table = AccountTable(with_last_sign_in(found))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "bureaus/accounts.html", ROOM | {"table": table, "search": search})


@require_http_methods(["GET", "HEAD", "POST"])
def add_account(request: HttpRequest) -> HttpResponse:
    """A new account; its initial password is shown once, on the page that answers."""
    check_administers(request.user, Role.SYSTEM_ADMIN)
    areas = administered_areas(request.user, Role.SYSTEM_ADMIN)
    form = NewAccountForm(request.POST if request.method == "POST" else None, areas=areas)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = actions.add_account(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:  # somebody took the name at the same moment
            form.add_error(None, refusal.messages)
        else:
            note(request, "account.added", account=user.username)
            return _initial_password(request, user, password)
    context = ROOM | {"form": form}
    return render(request, "bureaus/add_account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, whether they may sign in, a new initial password."""
    check_administers(request.user, Role.SYSTEM_ADMIN)
    user = get_object_or_404(with_last_sign_in(administered_accounts(request.user)), pk=pk)
    acts = {"edit": _edit, "disable": _set_active, "enable": _set_active, "password": _new_password}
    act = acts.get(request.POST.get("act", "edit"), _edit)
    return act(request, user) if request.method == "POST" else _page(request, user)


def _page(request: HttpRequest, user: User, form: AccountForm | None = None, **more: object) -> HttpResponse:
    areas = administered_areas(request.user, Role.SYSTEM_ADMIN)
    known = {"name": user.name, "area": user.area, "phone": user.phone, "email": user.email}
    context = ROOM | {
        "account": user,
        "form": form or AccountForm(initial=known, areas=areas),
        "reason": ReasonForm(),
        "why_no_password": why_no_initial_password(request.user, user),
        "is_me": user.pk == request.user.pk,
        "state": account_state(user),
    }
    return render(request, "bureaus/account.html", context | more, status=422 if form or more else 200)


def _edit(request: HttpRequest, user: User) -> HttpResponse:
    form = AccountForm(request.POST, areas=administered_areas(request.user, Role.SYSTEM_ADMIN))
    if not form.is_valid():
        return _page(request, user, form)
    actions.edit_account(by=request.user, user=user, **form.cleaned_data)
    note(request, "account.changed", account=user.username)
    messages.success(request, _("Saved."))
    return redirect("account", user.pk)


def _set_active(request: HttpRequest, user: User) -> HttpResponse:
    reason, is_active = ReasonForm(request.POST), request.POST["act"] == "enable"
    if user.pk == request.user.pk:
        messages.error(request, _("Nobody disables their own account."))
        return _page(request, user, reason=reason)
    if not reason.is_valid():
        return _page(request, user, reason=reason)
    actions.set_active(by=request.user, user=user, is_active=is_active, reason=reason.cleaned_data["reason"])
    note(request, "account.enabled" if is_active else "account.disabled", account=user.username)
    messages.success(request, _("The person may sign in again.") if is_active else _("The account is disabled."))
    return redirect("account", user.pk)


def why_no_initial_password(by: User, user: User) -> str:
    """Why this administrator may not give that person a new initial password; "" where they may.

    One who could would hold the other powers as well, since they would know the password.
    """
    if by.pk == user.pk:
        return _("You change your own password yourself.")
    if user.grants.filter(role__in=ADMIN_ROLES).exists():
        return _("An administrator's password is given anew on the server itself (manage.py administrator).")
    return ""


def _new_password(request: HttpRequest, user: User) -> HttpResponse:
    refusal = why_no_initial_password(request.user, user)
    if refusal:
        messages.error(request, refusal)
        return _page(request, user, refused=True)
    password = actions.give_initial_password(by=request.user, user=user)
    note(request, "password.initial", account=user.username)
    return _initial_password(request, user, password)


def _initial_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    return render(request, "bureaus/initial_password.html", ROOM | {"account": user, "password": password})
