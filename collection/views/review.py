"""The reviewer's pages: what waits for my level, one unit's figures, and what I decide on them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from collection import actions
from collection.forms import Marks, ReturnForm, read_marks
from collection.models import Submission
from collection.presenters import STATE_MODIFIER
from collection.presenters.review import doubts_text, late_text, queue_rows, review_groups
from collection.queries import doubts_of, entry_sheet, items_of, review_of, submissions_to_review, waiting_for
from collection.tables import SubmissionTable
from collection.views.reading import the_submission


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for my level first, then every other form in my field as a reviewer."""
    rows = queue_rows(waiting_for(request.user))
    others = submissions_to_review(request.user).exclude(pk__in=[row.submission.pk for row in rows])
    table = SubmissionTable(others, page="review")
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {
        "rows": rows,
        "may_choose": any(not row.why_not for row in rows),
        "clear": sum(1 for row in rows if not row.doubts and not row.why_not),
        "table": table,
        "room": "review",
    }
    return render(request, "collection/queue.html", context)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's figures beside the years before, to approve or to return."""
    return _review_page(request, the_submission(request, pk), ReturnForm())


def _review_page(request: HttpRequest, submission: Submission, form: ReturnForm, status: int = 200) -> HttpResponse:
    sheet, what = entry_sheet(submission), review_of(request.user, submission)
    is_waiting = submission.state == Submission.State.SUBMITTED
    is_approved = submission.state == Submission.State.APPROVED
    context = {
        "submission": submission,
        "sheet": sheet,
        "review": what,
        "groups": review_groups(sheet, what, form.marks.texts, form.marks.errors),
        "state_modifier": STATE_MODIFIER[submission.state],
        "doubts": doubts_text(len(what.doubts)),
        "late": late_text(submission),
        "may_approve": what.may_review and is_waiting,
        "may_return": what.may_review and (is_waiting or is_approved) and not submission.collection.closed_on,
        "form": form,
        "demonstration": sheet.is_demo,
        "room": "review",
    }
    return render(request, "collection/review.html", context, status=status)


def _as_seen(request: HttpRequest, pk: int, version: str) -> Submission:
    """The submission in the version that the reviewer's page showed; the actions refuse one that has changed since."""
    submission = the_submission(request, pk)
    submission.version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return submission


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the form on, or make the unit's figures official."""
    submission = _as_seen(request, pk, request.POST.get("version", ""))
    try:
        submission = actions.approve(by=request.user, submission=submission)
    except (ValidationError, PermissionDenied) as refusal:
        return _refused(request, submission, refusal)
    if submission.awaits:
        messages.success(request, _("Approved and passed on to %(bureau)s.") % {"bureau": submission.awaits})
    else:
        messages.success(request, _("Approved. The figures count from now on."))
    return redirect("review", submission.pk)


@require_POST
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the form back to its clerks: with a reason for each marked figure, one for the whole, or both."""
    submission = _as_seen(request, pk, request.POST.get("version", ""))
    form = ReturnForm(request.POST, marks=read_marks(request.POST, items_of(submission)))
    if not form.is_valid() or form.marks.errors:
        _check_in_field(request, submission)
        return _review_page(request, the_submission(request, pk), form, status=422)
    try:
        actions.return_submission(
            by=request.user, submission=submission, reason=form.cleaned_data["reason"], figures=form.marks.texts
        )
    except (ValidationError, PermissionDenied) as refusal:
        return _refused(request, submission, refusal)
    messages.success(request, _returned_text(submission, form.marks))
    return redirect("review", submission.pk)


def _returned_text(submission: Submission, marks: Marks) -> str:
    count = len(marks.texts)
    if not count:
        return _("Returned to %(unit)s.") % {"unit": submission.unit_name}
    return ngettext(
        "Returned to %(unit)s, with %(count)d figure marked.",
        "Returned to %(unit)s, with %(count)d figures marked.",
        count,
    ) % {"unit": submission.unit_name, "count": count}


@require_POST
def review_many(request: HttpRequest) -> HttpResponse:
    """Decide on many forms at once, each for itself: approve those without a doubt, or return all with one reason."""
    chosen = [_as_seen(request, int(pk), version) for pk, version in _chosen(request)]
    if not chosen:
        messages.warning(request, _("Mark the forms first."))
    elif "approve" in request.POST:
        _approve_many(request, chosen)
    else:
        _return_many(request, chosen)
    return redirect("review_list")


def _chosen(request: HttpRequest) -> list[tuple[str, str]]:
    """The marked forms as pairs of id and version; whatever is none is left out."""
    pairs = [text.partition(":") for text in request.POST.getlist("chosen")]
    return [(pk, version) for pk, _sign, version in pairs if pk.isascii() and pk.isdigit() and len(pk) < 18]


def _approve_many(request: HttpRequest, chosen: list[Submission]) -> None:
    gone, kept = 0, []
    for submission, doubts in zip(chosen, doubts_of(chosen), strict=True):
        if doubts:
            kept.append((submission, doubts_text(len(doubts))))
            continue
        try:
            actions.approve(by=request.user, submission=submission)
        except (ValidationError, PermissionDenied) as refusal:
            kept.append((submission, _sentence(refusal)))
        else:
            gone += 1
    if gone:
        text = ngettext("%(count)d form approved.", "%(count)d forms approved.", gone) % {"count": gone}
        messages.success(request, text)
    _tell_kept(request, kept)


def _return_many(request: HttpRequest, chosen: list[Submission]) -> None:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return
    gone, kept = 0, []
    for submission in chosen:
        try:
            actions.return_submission(by=request.user, submission=submission, reason=form.cleaned_data["reason"])
        except (ValidationError, PermissionDenied) as refusal:
            kept.append((submission, _sentence(refusal)))
        else:
            gone += 1
    if gone:
        text = ngettext("%(count)d form returned.", "%(count)d forms returned.", gone) % {"count": gone}
        messages.success(request, text)
    _tell_kept(request, kept)


def _tell_kept(request: HttpRequest, kept: list[tuple[Submission, str]]) -> None:
    for submission, why in kept:
        facts = {"unit": submission.unit_name, "why": why}
        messages.warning(request, _("%(unit)s stays in the queue: %(why)s") % facts)


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _refused(request: HttpRequest, submission: Submission, refusal: ValidationError | PermissionDenied) -> HttpResponse:
    if isinstance(refusal, PermissionDenied):
        _check_in_field(request, submission)
    messages.error(request, _sentence(refusal))
    return redirect("review", submission.pk)


def _check_in_field(request: HttpRequest, submission: Submission) -> None:
    """A reader who reviews nothing here gets 403; a reviewer is told in a sentence."""
    if not submissions_to_review(request.user).filter(pk=submission.pk).exists():
        raise PermissionDenied
