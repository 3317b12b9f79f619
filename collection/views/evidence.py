"""Files behind a figure: listed, put beside it, taken away, read."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collection import actions
from collection.domain.evidence_files import ENDINGS, LARGEST, media_type_of
from collection.models import Submission
from collection.permissions import can_fill, check_fill
from collection.policies import why_locked
from collection.presenters import evidence_rows
from collection.queries import evidence_of, items_of, readable_evidence
from collection.views.reading import the_submission
from indicators.models import Indicator

MEGABYTE = 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The files beside one figure of a form; while it is open its clerks add and take away."""
    submission = the_submission(request, pk)
    figure = get_object_or_404(items_of(submission), indicator=indicator).indicator
    if request.method != "POST":
        return _page(request, submission, figure)
    try:
        _change(request, submission, figure)
    except ValidationError as refusal:
        return _page(request, submission, figure, error=" ".join(refusal.messages), status=422)
    return redirect("evidence", submission.pk, figure.pk)


def _change(request: HttpRequest, submission: Submission, figure: Indicator) -> None:
    check_fill(request.user, submission)
    if "remove" in request.POST:
        number = request.POST["remove"]
        present = {str(one.pk): one for one in evidence_of(submission, figure)}
        if number in present:
            actions.remove_evidence(by=request.user, submission=submission, evidence=present[number])
            messages.success(request, _("Taken away: %(name)s") % {"name": present[number].name})
        return
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError(_("Choose a file first."), code="none")
    added = actions.add_evidence(by=request.user, submission=submission, indicator=figure, file=file)
    messages.success(request, _("Put beside the figure: %(name)s") % {"name": added.name})


def _page(
    request: HttpRequest, submission: Submission, figure: Indicator, *, error: str = "", status: int = 200
) -> HttpResponse:
    locked = why_locked(submission, timezone.localdate())
    context = {
        "submission": submission,
        "figure": figure,
        "rows": evidence_rows(evidence_of(submission, figure)),
        "may_change": can_fill(request.user, submission) and not locked,
        "locked": locked,
        "error": error,
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "endings": ", ".join(ENDINGS),
        "most": LARGEST // MEGABYTE,
    }
    return render(request, "collection/evidence.html", context | {"room": "fill"}, status=status)


@require_GET
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file as a download that no browser opens in our name; 404 for who may not read the figure."""
    found = get_object_or_404(readable_evidence(request.user), pk=pk)
    with found.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=media_type_of(found.name))  # LARGEST bounds it
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
