"""A form's workbook: download it, upload the filled one, look at what it changes, keep all of it or nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureaus.acting import acting, acting_for
from collection import actions
from collection.exports import workbook_name, write_fill_workbook, write_marked_workbook, zipped_workbooks
from collection.forms import PostedSheet, changed_fields, read_sheet
from collection.importing.package import MAX_MB
from collection.importing.reading import FilledWorkbook, read_filled
from collection.importing.refusals import CannotRead
from collection.models import Submission
from collection.permissions import can_fill, check_fill, readable_submissions
from collection.policies import check_fillable, why_locked
from collection.presenters.workbooks import Weighed, weighed
from collection.queries import collections_of, entry_sheet, items_of, with_names
from collection.views.reading import the_submission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT, HOURS = "collection.views.workbooks", 12  # how long a preview may lie before it is confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """A workbook that was read: it travels, signed, from the preview to its confirmation; nothing is stored meanwhile."""

    submission: int
    person: int
    sha256: str
    fields: dict[str, str]
    problems: dict[int, str] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)


@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The prepared workbook of one form."""
    submission = the_submission(request, pk)
    file = BytesIO()
    write_fill_workbook(entry_sheet(submission), file)
    return _download(file.getvalue(), workbook_name(submission))


@require_GET
def workbooks(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The prepared workbooks of all units of a collection, for its planning office."""
    collection = get_object_or_404(collections_of(request.user), pk=pk)
    units = with_names(Submission.objects.filter(collection=collection)).order_by("area__path", "department")
    answer = StreamingHttpResponse(zipped_workbooks(list(units)), content_type="application/zip")
    name = _("%(collection)s workbooks.zip") % {"collection": collection}
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that takes a filled workbook, and its preview: nothing is kept here."""
    submission = the_submission(request, pk)
    if request.method != "POST":
        return _page(request, submission)
    check_fill(request.user, submission)
    try:
        check_fillable(submission, timezone.localdate())
        filled = _read(request, submission)
    except ValidationError as refusal:
        return _page(request, submission, status=409, refusal=" ".join(refusal.messages))
    except CannotRead as refusal:
        return _page(request, submission, status=422, refusal=_refusal_text(request, refusal))
    return _preview(request, submission, _upload_of(request, submission, filled))


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep everything that the preview showed, or nothing."""
    submission = the_submission(request, pk)
    check_fill(request.user, submission)
    try:
        check_fillable(submission, timezone.localdate())
        uploaded = _travelled(request, submission)
        posted = _posted(submission, uploaded)
        if uploaded.problems or uploaded.strays or posted.errors:
            return _preview(request, submission, uploaded)
        with acting(acting_for(request.user, via=f"workbook:{uploaded.sha256}")):
            saving = actions.save_figures(by=request.user, submission=submission, cells=posted.cells, whole=True)
    except ValidationError as refusal:
        return _page(request, submission, status=409, refusal=" ".join(refusal.messages))
    if saving.refused or saving.stale:
        return _preview(request, submission, uploaded)
    count = len(saving.written)
    told = ngettext("%(count)d figure saved from the workbook.", "%(count)d figures saved from the workbook.", count)
    messages.success(request, told % {"count": count})
    return redirect("fill", submission.pk)


@require_POST
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The uploaded workbook given back with its errors in it."""
    submission = the_submission(request, pk)
    check_fill(request.user, submission)
    try:
        check_fillable(submission, timezone.localdate())
        uploaded = _travelled(request, submission)
    except ValidationError as refusal:
        return _page(request, submission, status=409, refusal=" ".join(refusal.messages))
    found = _weighed(request, submission, uploaded)
    typed = changed_fields(uploaded.fields, uploaded.places) | _unread(uploaded)
    file = BytesIO()
    write_marked_workbook(entry_sheet(submission), typed, found.marks, file)
    return _download(file.getvalue(), _("with errors %(name)s") % {"name": workbook_name(submission)})


def _unread(uploaded: _Upload) -> dict[str, str]:
    """The fields of rows that could not be read: they are shown as they were found, changed or not."""
    names = [f"{name}-{pk}" for pk in uploaded.problems for name in ("figure", "note", "explanation")]
    return {name: uploaded.fields[name] for name in names if name in uploaded.fields}


def _read(request: HttpRequest, submission: Submission) -> FilledWorkbook:
    file = request.FILES.get("file")
    if file is None:
        raise CannotRead("no_file")
    if file.size > MAX_MB << 20:
        raise CannotRead("too_large", str(MAX_MB))
    return read_filled(file.read(), submission, list(items_of(submission)))


def _refusal_text(request: HttpRequest, refusal: CannotRead) -> str:
    """The refusal's sentence; of another form it names the unit, if the person may read that form."""
    if refusal.submission is not None:
        other = with_names(readable_submissions(request.user)).filter(pk=refusal.submission).first()
        if other:
            facts = {"unit": other.unit_name, "collection": other.collection, "year": other.collection.year}
            return (
                _("This workbook is that of %(unit)s for %(year)s (%(collection)s). Upload it on that form's page.")
                % facts
            )
    return refusal.en if get_language() == "en" else refusal.zh


def _upload_of(request: HttpRequest, submission: Submission, filled: FilledWorkbook) -> _Upload:
    return _Upload(
        submission=submission.pk,
        person=request.user.pk,
        sha256=filled.sha256,
        fields=filled.fields,
        problems=filled.problems,
        strays=filled.strays,
        places=filled.places,
    )


def _travelled(request: HttpRequest, submission: Submission) -> _Upload:
    """What the preview gave along. Raises ValidationError when it is not ours or too old, PermissionDenied when not theirs."""
    try:
        found = signing.loads(request.POST.get("upload", ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise ValidationError(_("This preview is too old or incomplete. Upload the workbook again.")) from error
    for name in ("problems", "places"):  # JSON has no whole numbers as keys
        found[name] = {int(pk): text for pk, text in found[name].items()}
    uploaded = _Upload(**found)
    if (uploaded.person, uploaded.submission) != (request.user.pk, submission.pk):
        raise PermissionDenied(_("Somebody else uploaded this workbook. Upload it under your own name."))
    return uploaded


def _posted(submission: Submission, uploaded: _Upload) -> PostedSheet:
    """The file's fields judged as the form's are; rows that could not be read are nobody's answer, not even a blank."""
    posted = read_sheet(uploaded.fields, list(items_of(submission)))
    for pk in uploaded.problems:
        posted.cells.pop(pk, None)
        posted.errors.pop(pk, None)
    return posted


def _weighed(request: HttpRequest, submission: Submission, uploaded: _Upload) -> Weighed:
    posted = _posted(submission, uploaded)
    saving = actions.save_figures(by=request.user, submission=submission, cells=posted.cells, whole=True, keep=False)
    return weighed(
        entry_sheet(submission),
        uploaded.fields,
        uploaded.problems,
        uploaded.strays,
        uploaded.places,
        posted,
        saving,
    )


def _preview(request: HttpRequest, submission: Submission, uploaded: _Upload) -> HttpResponse:
    found = _weighed(request, submission, uploaded)
    more = {"found": found, "upload": signing.dumps(asdict(uploaded), salt=SALT, compress=True)}
    return _page(request, submission, status=422 if found.errors else 200, more=more)


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    status: int = 200,
    refusal: str = "",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    locked = why_locked(submission, timezone.localdate())
    if not locked and not can_fill(request.user, submission):
        locked = _("You may read this form. Only the entry clerks of %(unit)s type its figures.") % {
            "unit": submission.unit_name
        }
    context = {"submission": submission, "locked": locked, "refusal": refusal, "room": "fill", **(more or {})}
    return render(request, "collection/upload.html", context, status=status)


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
