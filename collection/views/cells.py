"""Cells of the entry form that save themselves."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bureaus.acting import acting, acting_for
from collection import actions
from collection.forms import read_sheet
from collection.presenters import saved_cells, tried_cells
from collection.queries import form_now, items_of, last_writers
from collection.views.answers import answers_in_json
from collection.views.reading import the_submission

WAYS = ("form", "paste")


@require_POST
@answers_in_json
def cells(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the posted cells, or with `try=1` only tell what would become of them.

    The fields are those of the page; cells that are not posted are nobody's business. `person` names who typed: the
    sign-in may be another's by now, and nobody's figures are kept under another name.
    """
    submission = the_submission(request, pk)
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        raise PermissionDenied(_("Somebody else has signed in here meanwhile. What you typed is not saved."))
    is_trial = request.POST.get("try") == "1"
    way = request.POST.get("via", "")
    items = list(items_of(submission))
    posted = read_sheet(request.POST, items)
    with acting(acting_for(request.user, via=way if way in WAYS else WAYS[0])):
        saving = actions.save_figures(by=request.user, submission=submission, cells=posted.cells, keep=not is_trial)
    form = form_now(submission)
    named = [item.indicator_id for item in items if f"figure-{item.indicator_id}" in request.POST]
    writers = last_writers(row for _change, row in saving.stale)
    if is_trial:
        changes = {pk: cell.change(form.indicators[pk]) for pk, cell in posted.cells.items()}
        return JsonResponse(tried_cells(named, posted.errors, changes, saving, form, writers))
    return JsonResponse(saved_cells(named, posted.errors, saving, form, writers))
