"""The ledger of a collection (催报台账): who owes what, whom to call, reminders, more time, closing and opening again."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from collection import actions
from collection.forms import ExtensionForm, ReasonForm, ReminderForm
from collection.models import Collection, Reminder, Submission
from collection.permissions import planned_collections
from collection.policies import check_extension
from collection.presenters.ledger import ledger_lines, reminder_words, state_filters
from collection.queries import ledger_of, with_names
from collection.tables import ReminderTable


def _the_collection(request: HttpRequest, pk: int) -> Collection:
    """The collection, or 404: for somebody who does not plan there it does not exist."""
    return get_object_or_404(planned_collections(request.user).select_related("plan", "area"), pk=pk)


@require_GET
def collection_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes a collection what, the most urgent first."""
    return _ledger_page(request, _the_collection(request, pk))


def _ledger_page(
    request: HttpRequest, collection: Collection, form: ReminderForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    rows = ledger_of(collection, today)
    state = request.GET.get("state", "")
    shown = [row for row in rows if not state or row.submission.state == state]
    without_clerk = [row.submission.unit_name for row in rows if not row.clerks]
    context = {
        "collection": collection,
        "filters": state_filters(rows),
        "state": state,
        "lines": ledger_lines(shown, today),
        "owing": sum(1 for row in rows if row.owes),
        "late": sum(1 for row in rows if row.owes and row.submission.deadline < today),
        "without_clerk": without_clerk,
        "without_clerk_names": _(", ").join(without_clerk),
        "form": form or ReminderForm(initial={"text": reminder_words(collection, today)}),
        "reason_form": ReasonForm(),
        "mails": settings.MAILS,
        "today": today,
        "room": "collections",
        "tab": "units",
    }
    return render(request, "collection/ledger.html", context, status=status)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind one unit, or all that owe their form and were not reminded today."""
    collection = _the_collection(request, pk)
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _ledger_page(request, collection, form, status=422)
    submissions = with_names(collection.submissions.all()).order_by("area__path", "department")
    one = request.POST.get("one", "")
    if one:
        pk_of_one = int(one) if one.isascii() and one.isdigit() and len(one) < 18 else 0
        chosen = [get_object_or_404(submissions, pk=pk_of_one)]
    else:
        owing = (Submission.State.OPEN, Submission.State.RETURNED)
        chosen = list(submissions.filter(state__in=owing))
    chase = actions.remind_units(
        by=request.user, submissions=chosen, text=form.cleaned_data["text"], once_a_day=not one
    )
    _tell(request, chase)
    return redirect("collection_units", collection.pk)


def _tell(request: HttpRequest, chase: actions.Chase) -> None:
    count = len(chase.reminders)
    if count:
        text = ngettext("%(count)d unit reminded.", "%(count)d units reminded.", count) % {"count": count}
        messages.success(request, text)
    for submission, why in chase.kept:
        messages.info(request, _("%(unit)s was not reminded: %(why)s") % {"unit": submission.unit_name, "why": why})
    if not count and not chase.kept:
        messages.info(request, _("Nobody owes anything here."))
    if chase.mailed:
        text = ngettext("%(count)d e-mail sent.", "%(count)d e-mails sent.", chase.mailed) % {"count": chase.mailed}
        messages.success(request, text)
    for error in chase.mail_errors:
        messages.warning(
            request, _("The reminders stand on the desks, but an e-mail was not sent: %(why)s") % {"why": error}
        )


@require_GET
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Every reminder of a collection, newest first."""
    collection = _the_collection(request, pk)
    rows = Reminder.objects.filter(submission__collection=collection)
    table = ReminderTable(rows.select_related("submission__area", "submission__department"))
    RequestConfig(request, paginate={"per_page": 100}).configure(table)
    context = {"collection": collection, "table": table, "room": "collections", "tab": "reminders"}
    return render(request, "collection/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one unit more time, for a reason."""
    submissions = Submission.objects.filter(collection__in=planned_collections(request.user))
    submission = get_object_or_404(with_names(submissions), pk=pk)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_deadline(by=request.user, submission=submission, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            facts = {"unit": submission.unit_name, "day": form.cleaned_data["due_on"]}
            messages.success(request, _("%(unit)s has time until %(day)s now.") % facts)
            return redirect("collection_units", submission.collection_id)
    context = {
        "submission": submission,
        "form": form,
        "refusal": _why_not_extended(submission),
        "room": "collections",
    }
    return render(request, "collection/extend.html", context, status=422 if form.errors else 200)


def _why_not_extended(submission: Submission) -> str:
    """Why this unit can be given no more time at all; "" when it can."""
    try:
        check_extension(submission, timezone.localdate().max, "-", timezone.localdate())
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the collection: nothing is typed, submitted or returned any more."""
    collection = _the_collection(request, pk)
    try:
        actions.close_collection(by=request.user, collection=collection)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Closed. Nothing can be typed, submitted or returned any more."))
    return redirect("collection_units", collection.pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed collection again, for a reason."""
    collection = _the_collection(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.reopen_collection(by=request.user, collection=collection, reason=reason)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Open again. Every unit that owes figures finds its form on its desk."))
    return redirect("collection_units", collection.pk)
