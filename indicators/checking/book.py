"""The figures of areas and years as checks look at them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from bureaus.models import Area
from indicators.domain.findings import Finding, Measure, Picture
from indicators.models import Indicator, Observation

Figures = Mapping[int, Decimal | None]
Key = tuple[int, int]  # area id, year


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators as checks see them, and their names in the reader's language."""

    measures: Mapping[int, Measure]
    names: Mapping[int, str]

    @classmethod
    def read(cls) -> "Catalogue":
        """The whole catalogue without its long texts. One query."""
        indicators = list(Indicator.objects.defer("definition", "definition_en", "topic", "topic_en").order_by())
        return cls({one.pk: _measure(one) for one in indicators}, {one.pk: str(one) for one in indicators})

    @property
    def comparable(self) -> list[Measure]:
        """What areas of any size can be compared by, or may be where a rule names it: all but counts."""
        return [measure for measure in self.measures.values() if measure.kind != Indicator.Kind.BASE]

    def needed_beside(self, cells: frozenset[int]) -> set[int]:
        """The ids of what must be known of other areas to compare the rates that these typed cells touch.

        With all that stand on the same bases: many of them out together tell of the base.
        """
        touched = [one for one in self.comparable if cells.intersection(one.cells)]
        bases = {one.denominator for one in touched} - {None}
        compared = (*touched, *(one for one in self.comparable if one.denominator in bases))
        return {pk for one in compared for pk in (one.id, *one.cells)}

    def named(self, finding: Finding) -> Finding:
        """The finding with the names of all it speaks of among its facts (`names`, by id)."""
        of = finding.facts.get("of")
        spoken_of = (*finding.items, *((of,) if isinstance(of, int) else ()))
        return replace(finding, facts={**finding.facts, "names": {pk: self.names[pk] for pk in spoken_of}})


def _measure(indicator: Indicator) -> Measure:
    return Measure(
        id=indicator.pk,
        kind=indicator.kind,
        unit=indicator.unit,
        decimals=indicator.decimals,
        numerator=indicator.numerator_id,
        denominator=indicator.denominator_id,
        multiplier=indicator.multiplier,
        is_share=indicator.is_share,
        is_growth_rate=indicator.is_growth_rate,
        counts_events=indicator.counts_events,
    )


class Book:
    """Figures of several areas and years, from which the picture of each can be drawn."""

    def __init__(
        self, catalogue: Catalogue, areas: Sequence[Area], rows: QuerySet[Observation], *, approved_only: bool = False
    ) -> None:
        """Read the rows. One query."""
        self.catalogue, self.areas = catalogue, areas
        self.standing: dict[Key, dict[int, Decimal | None]] = defaultdict(dict)
        self.official: dict[Key, dict[int, Decimal | None]] = defaultdict(dict)  # what is typed where none is approved
        self.entered: dict[Key, set[int]] = defaultdict(set)  # what was typed and neither summed nor published
        for area, year, pk, origin, typed, approved, absence in rows.order_by().values_list(
            "area_id", "year", "indicator_id", "origin", "value", "official_value", "official_absence"
        ):
            is_approved = approved is not None or bool(absence) or approved_only
            self.standing[area, year][pk] = approved if approved_only else typed
            self.official[area, year][pk] = approved if is_approved else typed
            if origin == Observation.Origin.ENTERED:
                self.entered[area, year].add(pk)
        self._rates: dict[tuple[int | None, str, int], dict[int, list[Decimal]]] = {}

    def picture(self, area: Area, year: int) -> Picture:
        """The area's figures of the year as they stand, those of the year before, and the rates beside."""
        return Picture(
            measures=self.catalogue.measures,
            now=self.standing.get((area.pk, year), {}),
            before=self.official.get((area.pk, year - 1), {}),
            beside=self._beside(area, year),
            changed=frozenset(self.entered.get((area.pk, year), ())),
        )

    def _beside(self, area: Area, year: int) -> dict[int, tuple[Decimal, ...]]:
        """The rates of the other areas of the same level below the same area, lowest first."""
        own, beside = self._rates_of(area, year), {}
        for pk, values in self._rates_below(area.parent_id, area.level, year).items():
            place = bisect_left(values, own[pk]) if pk in own else len(values)
            beside[pk] = (*values[:place], *values[place + 1 :])
        return beside

    def _rates_below(self, parent: int | None, level: str, year: int) -> dict[int, list[Decimal]]:
        key = (parent, level, year)
        if key not in self._rates:
            rates: dict[int, list[Decimal]] = defaultdict(list)
            for area in self.areas:
                if parent is not None and (area.parent_id, area.level) == (parent, level):
                    for pk, value in self._rates_of(area, year).items():
                        rates[pk].append(value)
            self._rates[key] = {pk: sorted(values) for pk, values in rates.items()}
        return self._rates[key]

    def _rates_of(self, area: Area, year: int) -> dict[int, Decimal]:
        figures = self.official.get((area.pk, year))
        if not figures:
            return {}
        picture = Picture(measures=self.catalogue.measures, now=figures)
        values = ((measure.id, picture.value(measure.id)) for measure in self.catalogue.comparable)
        return {pk: value for pk, value in values if value is not None}
