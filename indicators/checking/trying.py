"""Rules tried on past figures: what they would have questioned, before anybody is asked anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q

from bureaus.models import Area
from indicators.checking.book import Book, Catalogue
from indicators.checking.finding import as_rule, ids_to_root
from indicators.domain.checks import verdicts
from indicators.domain.findings import Finding, Picture, Rule
from indicators.models import CheckRule, Observation

YEARS_TRIED = 5  # the newest years in which anything is approved


@dataclass(frozen=True, slots=True)
class PastPicture:
    """The approved figures of one area and year."""

    area: Area
    year: int
    picture: Picture
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class PastFinding:
    """One thing that a rule objects to in past figures."""

    area: Area
    year: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule makes of past figures: how many it could judge, and what it questions, newest first."""

    judged: int
    found: tuple[PastFinding, ...]


def past_pictures(area: Area) -> list[PastPicture]:
    """The approved figures of this area and all below it in the last years, newest first. Four queries."""
    areas = list(Area.objects.filter(path__startswith=area.path).order_by("path"))
    approved = Observation.objects.filter(area__path__startswith=area.path, official_value__isnull=False)
    last = approved.aggregate(last=Max("year"))["last"]
    if last is None:
        return []
    first = last - YEARS_TRIED + 1
    catalogue = Catalogue.read()
    book = Book(catalogue, areas, approved.filter(year__gte=first - 1), approved_only=True)
    pairs = ((one, year) for year in range(last, first - 1, -1) for one in areas)
    return [PastPicture(one, year, book.picture(one, year), catalogue) for one, year in pairs]


def try_rule(rule: Rule, past: Sequence[PastPicture]) -> Trial:
    """What the rule by itself would have said of the figures that were typed, as if each year came in anew."""
    judged, found = 0, []
    for one in past:
        for verdict in verdicts(rule, one.picture):
            judged += 1
            if verdict:
                found.append(PastFinding(one.area, one.year, one.catalogue.named(verdict)))
    return Trial(judged, tuple(found))


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule of a bureau or of one above it, and what it makes of the bureau's past figures."""

    row: CheckRule
    trial: Trial


def kept_rules(area: Area) -> list[KeptRule]:
    """The rules of the area's bureau, on or off, and those in force from above, the area's own first. Seven queries."""
    above = ids_to_root(area)
    rows = CheckRule.objects.filter(area__in=above).filter(Q(area=area) | Q(is_on=True))
    rows = rows.select_related("area", "indicator").prefetch_related("parts").order_by("-area__path", "severity", "id")
    past = past_pictures(area)
    return [KeptRule(row, try_rule(as_rule(row), past)) for row in rows]
