"""Reading a plan from its document: upload, put right beside the source, accept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bureaus.permissions import planned_areas
from plans.forms import DraftHeadForm, DraftRowForm, UploadForm
from plans.importing import CannotRead
from plans.importing.accepting import accept_plan, change_head, change_row, is_certain, keep_draft, set_state, split_row
from plans.importing.keeping import read_upload
from plans.models import DraftRow, PlanDraft
from plans.presenters import draft_row, language
from plans.queries import catalogue_names, drafts_of

ROWS_A_PAGE = 60  # each row has ten fields; a posted form has a limit


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """My drafts, and the form to read another document."""
    areas = planned_areas(request.user)
    if not areas:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _read(request, form)
        except CannotRead as refusal:
            form.add_error(None, getattr(refusal, language()))
        else:
            return redirect("import", draft.pk)
    context = {"form": form, "drafts": drafts_of(areas), "room": "plans"}
    return render(request, "plans/import_list.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: UploadForm) -> PlanDraft:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    name = file.name if file else _("pasted text")
    found = read_upload(name, file.read() if file else text, language=language())
    return keep_draft(by=request.user, area=form.cleaned_data["area"], source_name=name, **found)


@require_http_methods(["GET", "HEAD", "POST"])
def import_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft beside its source; every button saves what stands in the form first."""
    draft = get_object_or_404(drafts_of(planned_areas(request.user)), pk=pk)
    rows = list(draft.rows.select_related("indicator", "draft").order_by("order"))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    head = DraftHeadForm(request.POST or None, draft=draft)
    forms = [DraftRowForm(request.POST or None, row=row) for row in page]
    if request.method == "POST":
        if all([form.is_valid() for form in (head, *forms)]):
            return _act(request, draft, head, forms)
        messages.error(request, _("Some fields need a correction; nothing was changed yet."))
    context = {
        "draft": draft,
        "head": head,
        "rows": [draft_row(form) for form in forms],
        "page": page,
        "row_count": len(rows),
        "catalogue": catalogue_names(),
        "open_count": sum(row.state == DraftRow.State.OPEN for row in rows),
        "certain_count": sum(row.state == DraftRow.State.OPEN and is_certain(row) for row in rows),
        "room": "plans",
    }
    return render(request, "plans/import_draft.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, draft: PlanDraft, head: DraftHeadForm, forms: list[DraftRowForm]) -> HttpResponse:
    """Save the form, then do what the pressed button says."""
    try:
        change_head(by=request.user, draft=draft, **head.cleaned_data)
        for form in forms:
            if form.has_changed():
                change_row(by=request.user, row=form.row, **form.cleaned_data)
        if "make" in request.POST:
            plan = accept_plan(by=request.user, draft=draft)
            messages.success(request, _("The plan stands. Every wording is kept as it was printed."))
            return redirect("plan", plan.code)
        if "split" in request.POST:
            split_row(by=request.user, row=get_object_or_404(draft.rows, pk=_number(request.POST["split"])))
        _set_states(request, draft)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(request.get_full_path())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _set_states(request: HttpRequest, draft: PlanDraft) -> None:
    rows = list(draft.rows.select_related("indicator", "draft"))
    if "accept_certain" in request.POST:
        certain = [row for row in rows if row.state == DraftRow.State.OPEN and is_certain(row)]
        count = set_state(by=request.user, rows=certain, state=DraftRow.State.ACCEPTED)
        messages.success(
            request, ngettext("%(count)d row accepted.", "%(count)d rows accepted.", count) % {"count": count}
        )
        return
    for button, state in (
        ("accept", DraftRow.State.ACCEPTED),
        ("drop", DraftRow.State.DROPPED),
        ("reopen", DraftRow.State.OPEN),
    ):
        if button in request.POST:
            chosen = [row for row in rows if str(row.pk) == request.POST[button]]
            set_state(by=request.user, rows=chosen, state=state)
