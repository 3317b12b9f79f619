"""The pages of collecting: the desk, the entry form, the review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from bureaus.kept_input import give_back
from bureaus.models import Role
from bureaus.permissions import has_role
from collection import actions
from collection.forms import OpenForm, PostedSheet, ReturnForm, changed_fields, read_sheet
from collection.models import Submission
from collection.permissions import can_fill, can_review, check_review, readable_submissions
from collection.policies import FILLABLE, contradiction_text, why_locked
from collection.presenters import STATE_MODIFIER, deadline_text, entry_topics, stale_text
from collection.queries import (
    collections_of,
    entry_sheet,
    items_of,
    submissions_to_fill,
    submissions_to_review,
    with_names,
    years_to_open,
)
from collection.tables import SubmissionTable
from plans.permissions import can_plan_for, readable_plans


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What is mine to do now; who only looks goes straight to the plan."""
    if has_role(request.user, Role.OFFICIAL) and not has_role(request.user, Role.CLERK, Role.REVIEWER):
        return redirect("plans")
    owed = list(submissions_to_fill(request.user).filter(state__in=FILLABLE, collection__closed_on__isnull=True))
    waiting = list(submissions_to_review(request.user).filter(state=Submission.State.SUBMITTED))
    context = {
        "owed": [(submission, deadline_text(submission)) for submission in owed],
        "waiting": [submission for submission in waiting if can_review(request.user, submission)],
    }
    return render(request, "collection/desk.html", context | {"room": "desk"})


@require_GET
def fill_list(request: HttpRequest) -> HttpResponse:
    """Every form of my units, newest year first."""
    table = SubmissionTable(submissions_to_fill(request.user), page="fill")
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "collection/list.html", {"table": table, "title": _("Fill in"), "room": "fill"})


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """Every form in my field as a reviewer."""
    table = SubmissionTable(submissions_to_review(request.user), page="review")
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "collection/list.html", {"table": table, "title": _("Review"), "room": "review"})


@require_GET
def collections(request: HttpRequest) -> HttpResponse:
    """The collections of a planner's plans, and the plans for which another year can be opened."""
    if not has_role(request.user, Role.PLANNER):
        raise PermissionDenied
    plans = [plan for plan in readable_plans(request.user) if can_plan_for(request.user, plan.area)]
    context = {"collections": collections_of(request.user), "plans": plans, "room": "collections"}
    return render(request, "collection/collections.html", context)


@require_GET
def collection_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes a collection what."""
    collection = get_object_or_404(collections_of(request.user), pk=pk)
    units = with_names(Submission.objects.filter(collection=collection)).order_by("area__path", "department")
    table = SubmissionTable(units, page="review")
    RequestConfig(request, paginate={"per_page": 100}).configure(table)
    return render(
        request,
        "collection/list.html",
        {"table": table, "title": f"{collection.plan} · {collection}", "room": "collections"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_collection(request: HttpRequest, code: str) -> HttpResponse:
    """Call for another year's figures of a plan."""
    plan = get_object_or_404(readable_plans(request.user), code=code)
    if not can_plan_for(request.user, plan.area):
        raise PermissionDenied
    form = OpenForm(request.POST if request.method == "POST" else None, years=years_to_open(plan))
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_collection(by=request.user, plan=plan, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Opened. Every unit that owes figures finds its form on its desk."))
            return redirect("collection_units", opened.pk)
    context = {"plan": plan, "form": form, "room": "collections"}
    return render(request, "collection/open.html", context, status=422 if form.errors else 200)


def _submission(request: HttpRequest, pk: int) -> Submission:
    """The submission, or 404: to somebody outside its area it does not exist."""
    return get_object_or_404(with_names(readable_submissions(request.user)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry form of one unit."""
    submission = _submission(request, pk)
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
        return _entry_page(request, submission, typed=typed, status=409)
    names = {item.indicator_id: str(item.indicator) for item in items}
    for broken in saving.contradictions:
        posted.errors[broken.item] = contradiction_text(broken, names)
    for change, row in saving.writing.stale:
        who = row.revisions.order_by("-version").first()
        typed = request.POST.get(f"figure-{change.indicator.pk}", "")
        posted.errors[change.indicator.pk] = stale_text(typed, row, who.by_name if who else "")
        versions[change.indicator.pk] = row.version
    if posted.errors:
        # What was kept is shown as it was understood (full-width digits become plain); the rest as it was typed.
        typed = changed_fields(request.POST.dict(), posted.errors)
        return _entry_page(request, submission, typed=typed, posted=posted, versions=versions, status=422)
    return _submit(request, submission) if "submit" in request.POST else _saved(request, submission, saving)


def _saved(request: HttpRequest, submission: Submission, saving: actions.Saving) -> HttpResponse:
    count = len(saving.writing.written)
    if count:
        messages.success(
            request, ngettext("%(count)d figure saved.", "%(count)d figures saved.", count) % {"count": count}
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect("fill", submission.pk)


def _submit(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        actions.submit(by=request.user, submission=submission)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("fill", submission.pk)
    messages.success(request, _("Submitted. The reviewer has it now; you find it here at any time."))
    return redirect("fill", submission.pk)


def _entry_page(
    request: HttpRequest,
    submission: Submission,
    *,
    typed: dict,
    posted: PostedSheet | None = None,
    versions: dict[int, int] | None = None,
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
    context = {
        "submission": submission,
        "sheet": sheet,
        "topics": topics,
        "problems": [cell for topic in topics for cell in topic.cells if cell.error],
        "locked": locked,
        "deadline": deadline_text(submission),
        "demonstration": sheet.is_demo,
    }
    return render(request, "collection/fill.html", context | {"room": "fill"}, status=status)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's figures beside the years before, to approve or to return."""
    submission = _submission(request, pk)
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
    submission = _submission(request, pk)
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
