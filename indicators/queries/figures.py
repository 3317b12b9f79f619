"""Which figures stand, or stood on a past day: base items, reported and derived figures, in at most three queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bureaus.models import Area
from indicators.domain.derivation import derive
from indicators.domain.rounding import round_half_up
from indicators.models import Absence, FigureState, Indicator, Observation, ObservationRevision, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it is shown and judged: rounded to its indicator's decimals; a derived one carries its parts."""

    value: Decimal | None = None
    absence: str = Absence.NONE
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_preliminary: bool = False
    is_unapproved: bool = False
    is_demo: bool = False
    source: str = ""
    note: str = ""
    origin: str = ""
    have: int | None = None  # areas below that reported …
    of: int | None = None  # … of so many
    exempt: int = 0  # … and so many more to which it does not apply

    @property
    def is_partial(self) -> bool:
        """Whether it is a sum from which areas are missing."""
        return self.of is not None and self.have is not None and self.have < self.of

    @property
    def lacks_areas(self) -> bool:
        """Whether it is a sum without some area's figure, because it is missing or because it does not apply there."""
        return self.is_partial or self.exempt > 0


NO_FIGURE = Figure()
Key = tuple[int, int, int]  # indicator id, area id, year


class FigureTable:
    """Figures by indicator, area and year; derived ones are computed from their parts when asked for."""

    def __init__(self, stored: dict[Key, Figure], leaves: "LeafFigures | None" = None) -> None:
        self._stored = stored
        self._leaves = leaves

    def get(self, indicator: Indicator, area: Area, year: int) -> Figure:
        """The figure, or NO_FIGURE. Derived indicators need numerator and denominator loaded or their ids set."""
        if indicator.kind == Indicator.Kind.DERIVED:
            figure = self._derived(indicator, area, year)
        else:
            figure = self._base(indicator.pk, area, year)
        if figure.value is None or indicator.kind == Indicator.Kind.DERIVED:
            return figure
        return replace(figure, value=round_half_up(figure.value, indicator.decimals))

    def series(self, indicator: Indicator, area: Area, years: Iterable[int]) -> dict[int, Figure]:
        """The figures of those years that there are."""
        found = {year: self.get(indicator, area, year) for year in years}
        return {year: figure for year, figure in found.items() if figure.value is not None or figure.absence}

    def _base(self, indicator_id: int, area: Area, year: int) -> Figure:
        stored = self._stored.get((indicator_id, area.pk, year), NO_FIGURE)
        if self._leaves and self._leaves.replace_sums:
            return self._leaves.total((indicator_id,), area, year)[0] or stored  # None: nothing to sum below
        return stored

    def _published(self, indicator: Indicator, area: Area, year: int) -> Figure | None:
        """The rate an area published as it stands, where its parts are not known (a nation's mortality)."""
        stored = self._stored.get((indicator.pk, area.pk, year), NO_FIGURE)
        parts = (indicator.numerator_id, indicator.denominator_id)
        if stored.origin != Observation.Origin.PUBLISHED or all((pk, area.pk, year) in self._stored for pk in parts):
            return None
        if stored.value is None:
            return stored
        return replace(stored, value=round_half_up(stored.value, indicator.decimals))

    def _derived(self, indicator: Indicator, area: Area, year: int) -> Figure:
        published = self._published(indicator, area, year)
        if published:
            return published
        ids = (indicator.numerator_id, indicator.denominator_id)
        above, below = (self._base(pk, area, year) for pk in ids)
        if self._leaves and (above.lacks_areas or below.lacks_areas or self._leaves.replace_sums):
            # A sum over other areas than its denominator's would be no rate: only areas that have both count.
            matched = self._leaves.total(ids, area, year)
            above, below = matched[0] or above, matched[1] or below
        for part in (above, below):
            if part.absence:
                return Figure(absence=part.absence, is_demo=part.is_demo)
        value = derive(above.value, below.value, indicator.multiplier, indicator.decimals)
        if value is None:
            return NO_FIGURE
        counted = above if above.of is not None else below
        return Figure(
            value=value,
            numerator=above.value,
            denominator=below.value,
            is_preliminary=above.is_preliminary or below.is_preliminary,
            is_unapproved=above.is_unapproved or below.is_unapproved,
            is_demo=above.is_demo or below.is_demo,
            source=above.source,
            note=above.note,
            origin=above.origin,
            have=counted.have,
            of=counted.of,
            exempt=counted.exempt,
        )


@dataclass(frozen=True, slots=True)
class LeafFigures:
    """Figures of the areas at the bottom of the tree, to be summed anew where stored sums do not serve."""

    figures: dict[tuple[int, int], dict[int, Figure]]  # (indicator id, year) → leaf area id → figure
    summed: frozenset[int]  # the indicators that are summed at all; others stand at each level for themselves
    leaves: Sequence[Area]
    replace_sums: bool  # unapproved figures are asked for: stored sums hold approved ones only

    def total(self, ids: tuple[int, ...], area: Area, year: int) -> list[Figure | None]:
        """For each indicator the sum over those leaves below `area` that have a figure for all of them."""
        if area.is_public:  # a nation's figures are published, never the sum of the few areas that report here
            return [None] * len(ids)
        below = [leaf for leaf in self.leaves if leaf.path.startswith(area.path) and leaf.pk != area.pk]
        if not below:  # the area is at the bottom itself: what is stored for it stands
            return [None for _ in ids]
        summed = [pk for pk in ids if pk in self.summed]
        sums = iter(self._matched_sums(summed, below, year))
        return [next(sums) if pk in self.summed else None for pk in ids]

    def _matched_sums(self, ids: list[int], below: list[Area], year: int) -> list[Figure | None]:
        tables = [self.figures.get((pk, year), {}) for pk in ids]
        answered = [leaf.pk for leaf in below if all(leaf.pk in table for table in tables)]
        applies = [pk for pk in answered if not any(table[pk].absence for table in tables)]
        counted = [pk for pk in applies if all(table[pk].value is not None for table in tables)]
        if not counted:  # nobody reported anything: what is stored stands; nobody has all parts: there is no figure
            return [NO_FIGURE if any(tables) else None] * len(ids)
        of = len(below) - (len(answered) - len(applies))
        return [_sum([table[pk] for pk in counted], of, len(below) - of) for table in tables]


def _sum(parts: list[Figure], of: int, exempt: int) -> Figure:
    return Figure(
        value=sum((part.value for part in parts if part.value is not None), Decimal(0)),
        is_preliminary=any(part.is_preliminary for part in parts),
        is_unapproved=any(part.is_unapproved for part in parts),
        is_demo=any(part.is_demo for part in parts),
        origin=Observation.Origin.ROLLED_UP,
        have=len(parts),
        of=of,
        exempt=exempt,
    )


def end_of(day: date) -> datetime:
    """The last moment of a day in the server's time zone: what was known on that day was recorded by then."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


def revisions_as_of(observations: QuerySet[Observation], as_of: datetime) -> QuerySet[ObservationRevision]:
    """What each of these observations was at that moment: its last revision by then, with the observation beside it.

    An observation that was first written later has none. The database looks each one up by its newest version downwards.
    """
    last = ObservationRevision.objects.filter(observation=OuterRef("pk"), at__lte=as_of).order_by("-version")
    then = observations.order_by().annotate(then=Subquery(last.values("pk")[:1])).values("then")
    return ObservationRevision.objects.filter(pk__in=then).order_by().select_related("observation")


def observations_as_of(
    area: Area, year: int, indicators: Iterable[Indicator | int], as_of: datetime
) -> dict[int, ObservationRevision]:
    """The figures of one area and year as they stood at that moment, by indicator id, each with its version and who wrote it."""
    rows = Observation.objects.filter(area=area, year=year, indicator__in=list(indicators))
    return {revision.observation.indicator_id: revision for revision in revisions_as_of(rows, as_of)}


def _states(observations: QuerySet[Observation], as_of: datetime | None) -> Iterator[tuple[Observation, FigureState]]:
    """Each observation with what it is now, or with what it was then. One query."""
    if as_of is None:
        return ((row, row) for row in observations)
    return ((revision.observation, revision) for revision in revisions_as_of(observations, as_of))


def origin_of(row: Observation, state: FigureState) -> str:
    """Where the figure of this state came from. A revision does not say so; that it is a sum shows in its coverage."""
    if state is row or state.coverage_of is not None or row.origin != Observation.Origin.ROLLED_UP:
        return row.origin
    return Observation.Origin.ENTERED  # it was typed here before it became a sum


def _as_figure(row: Observation, state: FigureState, include_unapproved: bool) -> Figure:
    official = (state.official_value, state.official_absence)
    value, absence = (state.value, state.absence) if include_unapproved else official
    return Figure(
        value=value,
        absence=absence,
        is_preliminary=state.stage == Stage.PRELIMINARY,
        is_unapproved=include_unapproved and not state.is_official,
        is_demo=row.is_demo,
        source=state.source,
        note=state.note,
        origin=origin_of(row, state),
        have=state.coverage_have,
        of=state.coverage_of,
        exempt=state.coverage_exempt,
    )


def with_parts(indicators: Iterable[Indicator]) -> set[int]:
    """The ids of these indicators and of the base items they are derived from."""
    ids: set[int] = set()
    for indicator in indicators:
        ids |= {indicator.pk, indicator.numerator_id, indicator.denominator_id} - {None}
    return ids


def figure_table(
    *,
    indicators: Sequence[Indicator],
    areas: Sequence[Area],
    years: Iterable[int],
    include_unapproved: bool = False,
    as_of: datetime | None = None,
) -> FigureTable:
    """The figures of these indicators, areas and years: as they stand, or as they stood at the moment `as_of`.

    One query; two more where sums must be made anew. The catalogue and the tree of areas are always today's.
    """
    asked = _Asked(ids=with_parts(indicators), years=list(years), include_unapproved=include_unapproved, as_of=as_of)
    stored = {key: figure for key, figure in asked.figures(areas).items() if _says_anything(figure)}
    if not include_unapproved and not any(figure.lacks_areas for figure in stored.values()):
        return FigureTable(stored)
    return FigureTable(stored, _leaf_figures(asked, areas))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which figures a table is made of."""

    ids: set[int]  # of indicators
    years: list[int]
    include_unapproved: bool
    as_of: datetime | None

    def figures(self, areas: Sequence[Area], **more: str) -> dict[Key, Figure]:
        """Those of these areas, blank ones too. One query."""
        rows = Observation.objects.filter(indicator__in=self.ids, area__in=areas, year__in=self.years, **more)
        return {
            (row.indicator_id, row.area_id, row.year): _as_figure(row, state, self.include_unapproved)
            for row, state in _states(rows, self.as_of)
        }


def _says_anything(figure: Figure) -> bool:
    return figure.value is not None or bool(figure.absence)


def _leaf_figures(asked: _Asked, areas: Sequence[Area]) -> LeafFigures:
    below = Q(pk__in=[])
    for area in areas:
        below |= Q(path__startswith=area.path)
    leaves = list(Area.objects.filter(below, children__isnull=True))
    figures: dict[tuple[int, int], dict[int, Figure]] = defaultdict(dict)
    for (pk, area_id, year), figure in asked.figures(leaves, indicator__roll_up=Indicator.RollUp.SUM).items():
        # A figure emptied and not approved yet says that the sum lacks it, where what is not approved is asked for.
        if _says_anything(figure) or asked.include_unapproved:
            figures[pk, year][area_id] = figure
    return LeafFigures(figures, frozenset(pk for pk, _year in figures), leaves, asked.include_unapproved)
