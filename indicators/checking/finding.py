"""The one checking path: what the rules in force find in an area's figures of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

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


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The figures of one form, by indicator id, as they stand."""

    area: Area
    year: int
    figures: Figures


def findings_for_many(forms: Sequence[FormFigures]) -> list[list[Finding]]:
    """What `findings_for` finds in each of these forms. Five queries, whatever their number."""
    if not forms:
        return []
    catalogue = Catalogue.read()
    areas = {one.area.pk: one.area for one in forms}
    beside = Area.objects.filter(parent__in={area.parent_id for area in areas.values()})
    areas = {area.pk: area for area in beside} | areas
    years = {year for one in forms for year in (one.year - 1, one.year)}
    book = Book(catalogue, list(areas.values()), Observation.objects.filter(area__in=areas, year__in=years))
    rows = list(_rules_on({pk for one in forms for pk in ids_to_root(one.area)}))
    return [_found(one, book, rows) for one in forms]


def _found(form: FormFigures, book: Book, rows: Sequence[CheckRule]) -> list[Finding]:
    picture, above = book.picture(form.area, form.year), ids_to_root(form.area)
    rules = [as_rule(row, level=above.index(row.area_id)) for row in rows if row.area_id in above]
    now = replace(picture, now={**picture.now, **form.figures}, changed=frozenset(form.figures))
    return [book.catalogue.named(one) for one in check(rules, now)]


def rules_in_force(area: Area) -> list[Rule]:
    """The rules that are switched on in the area's bureau and those above it. Two queries."""
    above = ids_to_root(area)
    return [as_rule(row, level=above.index(row.area_id)) for row in _rules_on(above)]


def _rules_on(areas: Iterable[int]) -> QuerySet[CheckRule]:
    return CheckRule.objects.filter(is_on=True, area__in=areas).prefetch_related("parts").order_by("id")


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
