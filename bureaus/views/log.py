"""The auditor's log: changes, acts, security events. Read and exported, and both are told in it. No figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from bureaus.actions import note
from bureaus.exports import csv_lines
from bureaus.forms import LogSearch
from bureaus.models import Area, Role, User
from bureaus.permissions import administered_areas, check_administers
from bureaus.presenters import (
    ACT_HEADS,
    CHANGE_HEADS,
    CHANGES,
    EVENT_HEADS,
    EVENTS,
    TABLES,
    VERBS,
    act_cells,
    change_cells,
    event_cells,
)
from bureaus.queries import Asked, acts_for, changes_for, events_for

A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One of the three: what it is called, how it is read and how it is told."""

    title: str
    entries: Callable[[User, Asked], QuerySet]
    heads: tuple
    cells: Callable
    kinds: dict
    tables: dict | None = None


LOGS = {
    "changes": Log(
        title=_("Changes of data"),
        entries=changes_for,
        heads=CHANGE_HEADS,
        cells=change_cells,
        kinds=CHANGES,
        tables=TABLES,
    ),
    "acts": Log(title=_("Acts"), entries=acts_for, heads=ACT_HEADS, cells=act_cells, kinds=VERBS),
    "events": Log(title=_("Security events"), entries=events_for, heads=EVENT_HEADS, cells=event_cells, kinds=EVENTS),
}


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """A page of one of the three logs, or all that was asked for as a file."""
    check_administers(request.user, Role.AUDITOR)
    name = request.GET.get("log", "")
    name = name if name in LOGS else "changes"
    chosen = LOGS[name]
    search = LogSearch(
        request.GET,
        areas=administered_areas(request.user, Role.AUDITOR),
        kinds=list(chosen.kinds.items()),
        tables=None if chosen.tables is None else list(chosen.tables.items()),
    )
    entries = chosen.entries(request.user, _asked(search) if search.is_valid() else Asked())
    areas = {area.pk: str(area) for area in Area.objects.all()}
    if "csv" in request.GET:
        return _file(request, name, entries, areas)
    note(request, "log.viewed", log=name, query=request.META.get("QUERY_STRING", "")[:300])
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "room": "log",
        "logs": [(key, one.title, key == name) for key, one in LOGS.items()],
        "log": name,
        "heads": chosen.heads,
        "rows": [chosen.cells(entry, areas) for entry in page],
        "page": page,
        "search": search,
        "query": query.urlencode(),
    }
    return render(request, "bureaus/log.html", context)


def _asked(search: LogSearch) -> Asked:
    since, until = search.moments()
    given = {key: search.cleaned_data.get(key) for key in ("who", "area", "kind", "table")}
    return Asked(since=since, until=until, **{key: value for key, value in given.items() if value})


def _file(request: HttpRequest, name: str, entries: QuerySet, areas: dict[int, str]) -> HttpResponse:
    note(request, "log.exported", log=name, query=request.META.get("QUERY_STRING", "")[:300])
    chosen, language = LOGS[name], get_language()

    def rows() -> Iterator[tuple[str, ...]]:
        with override(language):  # the file is written after the page's language has been put away
            yield from (chosen.cells(entry, areas) for entry in entries.iterator(chunk_size=2000))

    response = StreamingHttpResponse(
        csv_lines([str(head) for head in chosen.heads], rows()), content_type="text/csv; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="log-{name}-{day}.csv"'
    return response
