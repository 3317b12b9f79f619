"""The entry form of one unit."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from bureaus.kept_input import give_back
from bureaus.models import User
from collection import actions
from collection.forms import PostedSheet, changed_fields, read_sheet
from collection.models import Submission
from collection.permissions import can_fill, is_passed_on
from collection.policies import check_recallable, why_locked
from collection.presenters import (
    deadline_text,
    entry_topics,
    lost_text,
    problems_title,
    refused,
    script_words,
    sentences,
    stale_text,
    unsettled,
)
from collection.queries import (
    entry_sheet,
    items_of,
    last_writers,
    names_of,
    submissions_to_fill,
)
from collection.tables import SubmissionTable
from collection.views.reading import the_submission


@require_GET
def fill_list(request: HttpRequest) -> HttpResponse:
    """Every form of my units, newest year first."""
    table = SubmissionTable(submissions_to_fill(request.user), page="fill")
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "collection/list.html", {"table": table, "title": _("Fill in"), "room": "fill"})


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry form of one unit."""
    submission = the_submission(request, pk)
    if request.method == "POST":
        return _save(request, submission)
    kept = give_back(request)
    if kept is not None:
        kept = changed_fields(kept.dict(), items_of(submission).values_list("indicator", flat=True))
        messages.warning(request, _("You are signed in again. What you had typed stands below and is not saved yet."))
    return _entry_page(request, submission, typed=kept or {})


def _save(request: HttpRequest, submission: Submission) -> HttpResponse:
    items = list(items_of(submission))
    posted = read_sheet(request.POST, items)
    versions: dict[int, int] = {}
    try:
        saving = actions.save_figures(by=request.user, submission=submission, cells=posted.cells)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        typed = changed_fields(request.POST.dict(), [item.indicator_id for item in items])
        lost = PostedSheet(errors={item.indicator_id: lost_text(typed, item.indicator_id) for item in items})
        return _entry_page(request, submission, typed=typed, posted=lost, status=409)
    hard = sentences(saving.findings, names_of(saving.findings), "hard")
    posted.errors.update({pk: " ".join(hard.get(pk, [])) for pk in saving.refused})
    writers = last_writers(row for _change, row in saving.stale)
    for change, row in saving.stale:
        typed = request.POST.get(f"figure-{change.indicator.pk}", "")
        posted.errors[change.indicator.pk] = stale_text(typed, row, writers.get(row.pk, ""))
        versions[change.indicator.pk] = row.version
    if posted.errors:
        # What was kept is shown as it was understood (full-width digits become plain); the rest as it was typed.
        typed = changed_fields(request.POST.dict(), posted.errors)
        return _entry_page(request, submission, typed=typed, posted=posted, versions=versions, status=422)
    return _submit(request, submission) if "submit" in request.POST else _saved(request, submission, saving)


def _saved(request: HttpRequest, submission: Submission, saving: actions.Saving) -> HttpResponse:
    count = len(saving.written)
    if count:
        messages.success(
            request, ngettext("%(count)d figure saved.", "%(count)d figures saved.", count) % {"count": count}
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect("fill", submission.pk)


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a form back that was submitted and not looked at yet."""
    submission = the_submission(request, pk)
    try:
        actions.recall(by=request.user, submission=submission)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Taken back. Correct it and submit it again."))
    return redirect("fill", submission.pk)


def _submit(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        actions.submit(by=request.user, submission=submission)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _entry_page(request, submission, typed={}, is_submitting=True, status=422)
    messages.success(request, _("Submitted. The reviewer has it now; you find it here at any time."))
    return redirect("fill", submission.pk)


def _entry_page(
    request: HttpRequest,
    submission: Submission,
    *,
    typed: dict,
    posted: PostedSheet | None = None,
    versions: dict[int, int] | None = None,
    is_submitting: bool = False,
    status: int = 200,
) -> HttpResponse:
    sheet = entry_sheet(submission)
    errors = posted.errors if posted else {}
    locked = why_locked(submission, timezone.localdate())
    if not locked and not can_fill(request.user, submission):
        locked = _("You may read this form. Only the entry clerks of %(unit)s type its figures.") % {
            "unit": submission.unit_name
        }
    topics = entry_topics(sheet, typed, errors, versions or {})
    problems = unsettled(topics) if is_submitting else refused(topics)
    context = {
        "submission": submission,
        "sheet": sheet,
        "topics": topics,
        "problems": problems,
        "is_submitting": is_submitting,
        "problems_title": problems_title(problems, is_submitting=is_submitting, is_lost=status == 409),
        "locked": locked,
        "may_recall": can_recall(request.user, submission),
        "steps": submission.steps.all(),
        "deadline": deadline_text(submission),
        "demonstration": sheet.is_demo,
        "script": _script(request, submission),
    }
    return render(request, "collection/fill.html", context | {"room": "fill"}, status=status)


def _script(request: HttpRequest, submission: Submission) -> dict[str, object]:
    """What the page's script needs to know."""
    page = reverse("fill", args=[submission.pk])
    return {
        "cells": reverse("fill_cells", args=[submission.pk]),
        "signIn": f"{reverse('login')}?next={page}",
        "person": str(request.user.pk),
        "form": str(submission.pk),
        "year": submission.collection.year,
        "idle": settings.SESSION_COOKIE_AGE,
        "words": script_words(),
    }


def can_recall(user: User, submission: Submission) -> bool:
    """Whether this person may take the form back now."""
    if submission.state != Submission.State.SUBMITTED or not can_fill(user, submission):
        return False
    try:
        check_recallable(submission, is_passed_on(submission))
    except ValidationError:
        return False
    return True
