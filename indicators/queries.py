"""Which figures stand: base items, reported and derived figures of areas and years, in at most three queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from bureaus.models import Area
from indicators.domain.derivation import derive
from indicators.domain.rounding import round_half_up
from indicators.models import Absence, Indicator, Observation, Stage


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


def _as_figure(row: Observation, include_unapproved: bool) -> Figure:
    value, absence = (row.value, row.absence) if include_unapproved else (row.official_value, row.official_absence)
    return Figure(
        value=value,
        absence=absence,
        is_preliminary=row.stage == Stage.PRELIMINARY,
        is_unapproved=include_unapproved and not row.is_official,
        is_demo=row.is_demo,
        source=row.source,
        note=row.note,
        origin=row.origin,
        have=row.coverage_have,
        of=row.coverage_of,
        exempt=row.coverage_exempt,
    )


def with_parts(indicators: Iterable[Indicator]) -> set[int]:
    """The ids of these indicators and of the base items they are derived from."""
    ids: set[int] = set()
    for indicator in indicators:
        ids |= {indicator.pk, indicator.numerator_id, indicator.denominator_id} - {None}
    return ids


def figure_table(
    *, indicators: Sequence[Indicator], areas: Sequence[Area], years: Iterable[int], include_unapproved: bool = False
) -> FigureTable:
    """The figures of these indicators, areas and years. One query; two more where sums must be made anew."""
    ids, years = with_parts(indicators), list(years)
    rows = Observation.objects.filter(indicator__in=ids, area__in=areas, year__in=years)
    stored = {(row.indicator_id, row.area_id, row.year): _as_figure(row, include_unapproved) for row in rows}
    stored = {key: figure for key, figure in stored.items() if figure.value is not None or figure.absence}
    if not include_unapproved and not any(figure.lacks_areas for figure in stored.values()):
        return FigureTable(stored)
    return FigureTable(stored, _leaf_figures(ids, areas, years, include_unapproved))


def _leaf_figures(ids: set[int], areas: Sequence[Area], years: list[int], include_unapproved: bool) -> LeafFigures:
    below = Q(pk__in=[])
    for area in areas:
        below |= Q(path__startswith=area.path)
    leaves = list(Area.objects.filter(below, children__isnull=True))
    figures: dict[tuple[int, int], dict[int, Figure]] = defaultdict(dict)
    rows = Observation.objects.filter(
        indicator__in=ids, area__in=leaves, year__in=years, indicator__roll_up=Indicator.RollUp.SUM
    )
    for row in rows:
        figure = _as_figure(row, include_unapproved)
        if figure.value is not None or figure.absence:
            figures[row.indicator_id, row.year][row.area_id] = figure
    return LeafFigures(figures, frozenset(pk for pk, _year in figures), leaves, include_unapproved)
