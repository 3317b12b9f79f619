"""The reviewer's pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from collection import actions
from collection.forms import ReturnForm
from collection.models import Submission
from collection.permissions import can_review, check_review
from collection.presenters import STATE_MODIFIER, entry_topics
from collection.queries import (
    entry_sheet,
    submissions_to_review,
)
from collection.tables import SubmissionTable
from collection.views.reading import the_submission


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """Every form in my field as a reviewer."""
    table = SubmissionTable(submissions_to_review(request.user), page="review")
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "collection/list.html", {"table": table, "title": _("Review"), "room": "review"})


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's figures beside the years before, to approve or to return."""
    submission = the_submission(request, pk)
    sheet = entry_sheet(submission)
    context = {
        "submission": submission,
        "sheet": sheet,
        "topics": entry_topics(sheet, {}, {}, {}),
        "state_modifier": STATE_MODIFIER[submission.state],
        "may_review": can_review(request.user, submission),
        "form": ReturnForm(),
        "demonstration": sheet.is_demo,
    }
    return render(request, "collection/review.html", context | {"room": "review"})


def _as_seen(request: HttpRequest, pk: int) -> Submission:
    """The submission in the version that the reviewer's page showed; the actions refuse one that has changed since."""
    submission = the_submission(request, pk)
    version = request.POST.get("version", "")
    submission.version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return submission


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the unit's figures official."""
    submission = _as_seen(request, pk)
    try:
        actions.approve(by=request.user, submission=submission)
    except (ValidationError, PermissionDenied) as refusal:
        return _refused(request, submission, refusal)
    messages.success(request, _("Approved. The figures count from now on."))
    return redirect("review", submission.pk)


@require_POST
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the form back to its clerks, with the reason."""
    submission = _as_seen(request, pk)
    check_review(request.user, submission)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect("review", submission.pk)
    try:
        actions.return_submission(by=request.user, submission=submission, reason=form.cleaned_data["reason"])
    except (ValidationError, PermissionDenied) as refusal:
        return _refused(request, submission, refusal)
    messages.success(request, _("Returned to %(unit)s.") % {"unit": submission.unit_name})
    return redirect("review", submission.pk)


def _refused(request: HttpRequest, submission: Submission, refusal: ValidationError | PermissionDenied) -> HttpResponse:
    if isinstance(refusal, PermissionDenied) and not can_review(request.user, submission):
        raise refusal  # a reader who may not write gets 403
    messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
    return redirect("review", submission.pk)
