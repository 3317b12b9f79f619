"""What the units explained about figures that a check doubted."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from bureaus.models import Area
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.queries.figures import with_parts


def explanations_below(
    *,
    indicators: Iterable[Indicator],
    area: Area,
    years: Iterable[int],
    include_unapproved: bool = False,
    as_of: datetime | None = None,
) -> QuerySet[ObservationRevision]:
    """The figures of this area and those below that stand with an explanation, as they were when approved.

    With `include_unapproved` as they were typed last. Nobody reports to an area whose figures are published, so only its
    own are looked at. One query.
    """
    inside = {"area": area} if area.is_public else {"area__path__startswith": area.path}
    figures = Observation.objects.filter(indicator__in=with_parts(indicators), year__in=list(years), **inside)
    counts = ObservationRevision.objects.filter(observation=OuterRef("pk"))
    if not include_unapproved:
        counts = counts.filter(act="approved")
    if as_of is not None:
        counts = counts.filter(at__lte=as_of)
    last = figures.order_by().annotate(last=Subquery(counts.order_by("-version").values("pk")[:1])).values("last")
    return (
        ObservationRevision.objects.filter(pk__in=last)
        .exclude(explanation="")
        .select_related("observation__indicator", "observation__area")
        .order_by(
            "observation__indicator__order", "observation__indicator", "observation__area__path", "observation__year"
        )
    )
