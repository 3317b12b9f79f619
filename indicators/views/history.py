"""The history of one figure: who entered, changed and approved it, and what it is made of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureaus.models import Area
from bureaus.permissions import may_read
from indicators.forms import as_of_or_why_not
from indicators.models import Indicator
from indicators.queries import end_of, history_of
from indicators.tables import history_page

FIRST_YEAR, LAST_YEAR = 1949, 2200  # as the database keeps them


@require_GET
def figure_history(request: HttpRequest, code: str, area: int, year: int) -> HttpResponse:
    """Everything ever recorded of one figure. Whoever may not read the area does not learn whether it exists."""
    place = get_object_or_404(Area, pk=area)
    if not may_read(request.user, place) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    indicator = get_object_or_404(Indicator.objects.select_related("numerator", "denominator"), code=code)
    day, complaints = as_of_or_why_not(request.GET.get("as_of", ""))
    history = history_of(indicator, place, year, end_of(day) if day else None)
    context = {
        "history": history,
        "page": history_page(history, day),
        "as_of": day,
        "today": timezone.localdate(),
        "complaint": " ".join(complaints),
    }
    return render(request, "indicators/history.html", context)
