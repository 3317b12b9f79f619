"""The pages of a bureau's checks, for its planning office."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureaus.kept_input import give_back
from bureaus.models import Area
from indicators.checking import (
    KeptRule,
    Trial,
    keep_default_rules,
    keep_rule,
    kept_rules,
    past_pictures,
    remove_rule,
    switch_rule,
    try_rule,
)
from indicators.forms import RuleForm, initial_of
from indicators.models import CheckRule, Indicator
from indicators.permissions import areas_with_rules, check_keep_rules
from indicators.policies import STALE, RuleDraft, check_draft
from indicators.presenters import finding_text, rule_text

WITH_FORM = ["GET", "HEAD", "POST"]
ROWS_SHOWN = 50  # of what a trial questions; the rest is told as a number


def _area_of(request: HttpRequest) -> Area:
    """The area whose checks are meant: the one named in the address, else the person's first."""
    areas = areas_with_rules(request.user)
    if not areas:
        raise PermissionDenied(_("The planning office keeps the checks."))
    return next((area for area in areas if str(area.pk) == request.GET.get("area")), areas[0])


@require_http_methods(WITH_FORM)
def checks(request: HttpRequest) -> HttpResponse:
    """The checks of the person's bureau and of those above it; posting switches on the usual ones where it has none."""
    area = _area_of(request)
    if request.method == "POST":
        keep_default_rules(by=request.user, area=area)
        return redirect(f"{reverse('checks')}?area={area.pk}")
    kept = kept_rules(area)
    context = {
        "room": "checks",
        "area": area,
        "areas": areas_with_rules(request.user),
        "own": [_row(one) for one in kept if one.row.area_id == area.pk],
        "above": [_row(one) for one in kept if one.row.area_id != area.pk],
        "shares": Indicator.objects.filter(is_share=True).select_related("numerator", "denominator"),
    }
    return render(request, "indicators/checks.html", context)


def _row(kept: KeptRule) -> dict[str, Any]:
    return {"rule": kept.row, "text": rule_text(kept.row), "judged": kept.trial.judged, "found": len(kept.trial.found)}


@require_http_methods(WITH_FORM)
def add_check(request: HttpRequest) -> HttpResponse:
    """A new check, tried on past figures before it is kept."""
    area = _area_of(request)

    def keep(form: RuleForm, is_on: bool) -> CheckRule:
        return keep_rule(by=request.user, area=area, draft=form.draft, is_on=is_on)

    return _form_page(request, area, RuleForm(_given(request)), keep)


@require_http_methods(WITH_FORM)
def edit_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: changed, tried, switched on or off, or taken away if it never was on."""
    rule = get_object_or_404(CheckRule.objects.select_related("area", "indicator").prefetch_related("parts"), pk=pk)
    check_keep_rules(request.user, rule.area)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in ("switch_on", "switch_off"):
        switch_rule(by=request.user, rule=rule, is_on=act == "switch_on")
        return _to_list(rule.area)
    if request.method == "POST" and act == "remove":
        return _remove(request, rule)

    def keep(form: RuleForm, is_on: bool) -> CheckRule:
        return keep_rule(
            by=request.user, area=rule.area, rule=rule, draft=form.draft, based_on=form.based_on, is_on=is_on
        )

    return _form_page(request, rule.area, RuleForm(_given(request), initial=initial_of(rule)), keep, rule)


def _remove(request: HttpRequest, rule: CheckRule) -> HttpResponse:
    try:
        remove_rule(by=request.user, rule=rule)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("edit_check", rule.pk)
    messages.success(request, _("The check is taken away."))
    return _to_list(rule.area)


def _given(request: HttpRequest) -> Any:
    if request.method == "POST":
        return request.POST
    kept = give_back(request)
    if kept is not None:
        messages.warning(request, _("You are signed in again. What you had typed stands below and is not saved yet."))
    return kept


def _to_list(area: Area) -> HttpResponse:
    return redirect(f"{reverse('checks')}?area={area.pk}")


def _form_page(
    request: HttpRequest,
    area: Area,
    form: RuleForm,
    keep: Callable[[RuleForm, bool], CheckRule],
    rule: CheckRule | None = None,
) -> HttpResponse:
    """The page of the form: `act` is try (nothing is saved), on or off."""
    trial, act = None, request.POST.get("act", "try")
    if request.method == "POST" and form.is_valid():
        try:
            if act in ("on", "off"):
                keep(form, act == "on")
                messages.success(request, _("The check is on.") if act == "on" else _("Saved; the check is off."))
                return _to_list(area)
            trial = _try(form.draft, area, rule)
        except ValidationError as refusal:
            form.refuse(refusal)
            if rule and getattr(refusal, "code", None) == STALE:
                now = CheckRule.objects.select_related("indicator").get(pk=rule.pk)
                form.base_on(now.version)
                form.add_error(None, _("Now: %(text)s") % {"text": rule_text(now)})
    is_refused = request.method == "POST" and trial is None
    context = {"room": "checks", "area": area, "form": form, "rule": rule, "trial": trial and _told(trial)}
    return render(request, "indicators/check.html", context, status=422 if is_refused else 200)


def _try(draft: RuleDraft, area: Area, rule: CheckRule | None) -> Trial:
    """What the check would have said of past figures. Raises ValidationError where it makes no sense."""
    others = CheckRule.objects.filter(area=area, kind=draft.kind).exclude(pk=rule.pk if rule else None)
    check_draft(draft, area, others.prefetch_related("parts"))
    return try_rule(draft.as_rule(), past_pictures(area))


def _told(trial: Trial) -> dict[str, Any]:
    shown = trial.found[:ROWS_SHOWN]
    return {
        "judged": trial.judged,
        "found": len(trial.found),
        "rows": [{"year": one.year, "area": one.area, "text": finding_text(one.finding, {})} for one in shown],
        "more": len(trial.found) - len(shown),
    }
