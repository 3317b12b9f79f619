"""How one figure came about: everything that was ever recorded of it, and what it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from bureaus.models import Area, Grant
from indicators.models import Absence, Evidence, Indicator, ObservationRevision
from indicators.queries.figures import Figure, figure_table, with_parts

MOST_REVISIONS = 500  # on one page; more are told of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartArea:
    """An area directly below, with its figures of the indicators that make up the one looked at."""

    area: Area
    figures: list[Figure]  # the approved ones, one an item of `FigureHistory.items`
    figure: Figure  # of the indicator looked at, approved
    latest: Figure  # the same with what is not approved yet

    @property
    def is_counted(self) -> bool:
        """Whether it is part of the sum: every item has a number here."""
        return all(figure.value is not None for figure in self.figures)

    @property
    def is_exempt(self) -> bool:
        """Whether the sum does not wait for it, because an item does not apply here."""
        return any(figure.absence == Absence.NOT_APPLICABLE for figure in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureHistory:
    """One figure as it stands, or stood at `moment`, and how it came to be."""

    indicator: Indicator
    area: Area
    year: int
    moment: datetime | None
    items: list[Indicator]  # what is recorded for it: itself, or the parts that it is computed from
    official: Figure
    latest: Figure  # with what is not approved yet
    revisions: list[ObservationRevision]  # of all items, newest first, each with its observation and indicator
    units: dict[int, str]  # the unit of every person among them, by the person's id
    parts: list[PartArea]  # of a sum: the areas it is made of and those that are missing
    evidence: list[Evidence] = field(default_factory=list)
    has_more: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether something was typed that is not approved yet."""
        return (self.latest.value, self.latest.absence) != (self.official.value, self.official.absence)


def history_of(indicator: Indicator, area: Area, year: int, moment: datetime | None = None) -> FigureHistory:
    """Everything about one figure, up to `moment` where one is given. At most 20 queries, whatever was recorded.

    `indicator` comes with its numerator and denominator loaded.
    """
    items = [indicator.numerator, indicator.denominator] if indicator.numerator else [indicator]
    official, latest = (
        figure_table(
            indicators=[indicator], areas=[area], years=[year], include_unapproved=unapproved, as_of=moment
        ).get(indicator, area, year)
        for unapproved in (False, True)
    )
    revisions = list(_revisions(indicator, area, year, moment)[: MOST_REVISIONS + 1])
    evidence = Evidence.objects.filter(indicator__in=with_parts([indicator]), area=area, year=year, **_by(moment))
    return FigureHistory(
        indicator=indicator,
        area=area,
        year=year,
        moment=moment,
        items=items,
        official=official,
        latest=latest,
        revisions=revisions,
        units=_units(revision.by_id for revision in revisions),
        parts=_parts(indicator, items, area, year, moment),
        evidence=list(evidence.select_related("indicator")),
        has_more=len(revisions) > MOST_REVISIONS,
    )


def _by(moment: datetime | None) -> dict[str, datetime]:
    """The condition on rows that were recorded by then."""
    return {} if moment is None else {"at__lte": moment}


def _revisions(indicator: Indicator, area: Area, year: int, moment: datetime | None) -> QuerySet[ObservationRevision]:
    return (
        ObservationRevision.objects.filter(
            observation__indicator__in=with_parts([indicator]),
            observation__area=area,
            observation__year=year,
            **_by(moment),
        )
        .select_related("observation__indicator")
        .order_by("-at", "-pk")
    )


def _units(people: Iterable[int | None]) -> dict[int, str]:
    """The department or area of each person's first grant. One query."""
    found: dict[int, str] = {}
    grants = Grant.objects.filter(user__in=set(people) - {None}).select_related("area", "department")
    for grant in grants.order_by("id"):
        found.setdefault(grant.user_id, str(grant.department or grant.area))
    return found


def _parts(
    indicator: Indicator, items: list[Indicator], area: Area, year: int, moment: datetime | None
) -> list[PartArea]:
    """The areas directly below where the figure is, or would be, a sum over them; none where it stands for itself."""
    if area.is_public or not any(item.roll_up == Indicator.RollUp.SUM for item in items):
        return []
    below = list(area.children.order_by("path"))
    if not below:
        return []
    official, latest = (
        figure_table(
            indicators=[indicator, *items], areas=below, years=[year], include_unapproved=unapproved, as_of=moment
        )
        for unapproved in (False, True)
    )
    return [
        PartArea(
            area=part,
            figures=[official.get(item, part, year) for item in items],
            figure=official.get(indicator, part, year),
            latest=latest.get(indicator, part, year),
        )
        for part in below
    ]
