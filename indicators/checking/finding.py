"""The one checking path: what the rules in force find in an area's figures of a year."""

from dataclasses import replace

from django.db.models import Q

from bureaus.models import Area
from indicators.checking.book import Book, Catalogue, Figures
from indicators.domain.checks import check
from indicators.domain.findings import Finding, Rule
from indicators.models import CheckRule, Observation


def findings_for(*, area: Area, year: int, figures: Figures, changed: frozenset[int] | None = None) -> list[Finding]:
    """What is wrong or doubtful about an area's figures of a year, hard findings first.

    `figures` (by indicator id) are those of the form as they will stand; what they do not name is taken as it is stored
    for the area. Only what the cells in `changed` touch is told (None: all of `figures`), at one of those cells. Five
    queries, whatever the number of figures.
    """
    catalogue = Catalogue.read()
    rules = rules_in_force(area)
    changed = frozenset(figures) if changed is None else changed
    picture = _read_book(catalogue, area, year, changed).picture(area, year)
    found = check(rules, replace(picture, now={**picture.now, **figures}, changed=changed))
    return [catalogue.named(one) for one in found]


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


def _read_book(catalogue: Catalogue, area: Area, year: int, cells: frozenset[int]) -> Book:
    """What these typed cells are checked against: the area's two years, and the rates they touch in the areas beside."""
    beside = Area.objects.none()
    if area.parent_id:
        beside = Area.objects.filter(parent=area.parent_id, level=area.level).exclude(pk=area.pk)
    areas = [area, *beside]
    others = Q(area__in=areas[1:], year=year, indicator__in=catalogue.needed_beside(cells))
    return Book(catalogue, areas, Observation.objects.filter(Q(area=area, year__in=(year - 1, year)) | others))
