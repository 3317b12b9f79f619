"""The one checking path: what the rules in force find in figures, however these come in (form, paste, workbook)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q, QuerySet

from bureaus.models import Area
from indicators.domain.checks import check
from indicators.domain.findings import Finding, Measure, Picture, Rule
from indicators.models import CheckRule, Indicator, Observation

Figures = Mapping[int, Decimal | None]


def findings_for(*, area: Area, year: int, figures: Figures, changed: frozenset[int] | None = None) -> list[Finding]:
    """What is wrong or doubtful about an area's figures of a year, hard findings first.

    `figures` (by indicator id) are those of the form as they will stand; what they do not name is taken as it is stored
    for the area. Only what the cells in `changed` touch is told (None: all of `figures`), at one of those cells. Five
    queries, whatever the number of figures.
    """
    catalogue = Catalogue.read()
    rules = rules_in_force(area)
    changed = frozenset(figures) if changed is None else changed
    picture = read_book(catalogue, area=area, year=year, cells=changed).picture(area, year)
    found = check(rules, replace(picture, now={**picture.now, **figures}, changed=changed))
    return [catalogue.named(one) for one in found]


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
        """The ids of what must be known of other areas to compare the rates that these typed cells touch."""
        touched = (one for one in self.comparable if cells.intersection(one.cells))
        return {pk for one in touched for pk in (one.id, *one.cells)}

    def named(self, finding: Finding) -> Finding:
        """The finding with the names of all it speaks of among its facts (`names`, by id)."""
        of = finding.facts.get("of")
        names = {pk: self.names[pk] for pk in (*finding.items, *((of,) if isinstance(of, int) else ()))}
        return replace(finding, facts={**finding.facts, "names": names})


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


def rules_in_force(area: Area) -> list[Rule]:
    """The rules that are switched on in the area's bureau and those above it. Two queries."""
    above = ids_to_root(area)
    rows = CheckRule.objects.filter(is_on=True, area__in=above).prefetch_related("parts").order_by("id")
    return [as_rule(row, level=above.index(row.area_id)) for row in rows]


def ids_to_root(area: Area) -> list[int]:
    """The ids of the areas from the root down to this one, itself included."""
    return [int(pk) for pk in area.path.strip("/").split("/")]


def as_rule(row: CheckRule, *, level: int = 0) -> Rule:
    """A stored rule as the domain reads it. Its parts should be prefetched."""
    return Rule(
        id=row.pk,
        kind=row.kind,
        severity=row.severity,
        level=level,
        indicator=row.indicator_id,
        operator=row.operator,
        parts=tuple(sorted(part.pk for part in row.parts.all())),
        limit=row.limit,
        sentence=row.sentence,
    )


@dataclass(frozen=True, slots=True)
class Book:
    """Figures of several areas and years, from which the picture of each can be drawn."""

    catalogue: Catalogue
    areas: Sequence[Area]  # siblings are those with the same parent and level
    figures: Mapping[tuple[int, int], Figures]  # (area id, year) → indicator id → what stands
    official: Mapping[tuple[int, int], Figures]  # the same, the approved figure where there is one

    def picture(self, area: Area, year: int) -> Picture:
        """The area's figures of the year as they stand, those of the year before, and the rates beside."""
        return Picture(
            measures=self.catalogue.measures,
            now=self.figures.get((area.pk, year), {}),
            before=self.official.get((area.pk, year - 1), {}),
            beside=self._beside(area, year),
        )

    def _beside(self, area: Area, year: int) -> dict[int, tuple[Decimal, ...]]:
        beside: dict[int, list[Decimal]] = defaultdict(list)
        for other in self.areas:
            if other.pk == area.pk or (other.parent_id, other.level) != (area.parent_id, area.level):
                continue
            figures = self.official.get((other.pk, year), {})
            picture = Picture(measures=self.catalogue.measures, now=figures)
            for measure in self.catalogue.comparable:
                value = picture.value(measure.id)
                if value is not None:
                    beside[measure.id].append(value)
        return {pk: tuple(sorted(values)) for pk, values in beside.items()}


def read_book(catalogue: Catalogue, *, area: Area, year: int, cells: frozenset[int]) -> Book:
    """What is needed to check these typed cells of an area's year: its figures of two years, and the rates that they
    touch in the areas beside. Two queries.
    """
    beside = Area.objects.none()
    if area.parent_id:
        beside = Area.objects.filter(parent=area.parent_id, level=area.level).exclude(pk=area.pk)
    areas = [area, *beside]
    others = Q(area__in=areas[1:], year=year, indicator__in=catalogue.needed_beside(cells))
    return book_of(catalogue, areas, Observation.objects.filter(Q(area=area, year__in=(year - 1, year)) | others))


def book_of(catalogue: Catalogue, areas: Sequence[Area], rows: QuerySet[Observation]) -> Book:
    """The book of these observations. One query."""
    figures: dict[tuple[int, int], dict[int, Decimal | None]] = defaultdict(dict)
    official: dict[tuple[int, int], dict[int, Decimal | None]] = defaultdict(dict)
    for row in rows.only("area_id", "year", "indicator_id", "value", "official_value", "official_absence").order_by():
        key = (row.area_id, row.year)
        figures[key][row.indicator_id] = row.value
        official[key][row.indicator_id] = row.official_value if _is_approved(row) else row.value
    return Book(catalogue, areas, figures, official)


def _is_approved(row: Observation) -> bool:
    return row.official_value is not None or bool(row.official_absence)
