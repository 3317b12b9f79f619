"""Invents the demonstration's figures: plain Python, the same from the same seed on every machine.

A course says how the whole city goes, year by year; the generator spreads it over the city's parts, so that the parts sum
up to exactly the course. Whole numbers only, no floats: nothing depends on a processor's rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from random import Random

SEED = 20220517  # the day the plan was issued


class Spread(StrEnum):
    """How the city's number is shared out among its parts."""

    CITY = "city"  # it is not: a figure of the city itself
    PEOPLE = "people"  # by the parts' share of the people
    CLOSE = "close"  # in proportion to another item, the rates differing little
    EVEN = "even"  # the same, the rates differing more
    RESOURCES = "resources"  # the same, with more where the city's hospitals stand
    EVENTS = "events"  # each case falls on a part by chance
    GROWING = "growing"  # what a year adds falls on a part by chance, and is never lost again


# In per mille of the city's rate: how far a part's rate stands from it at first, moves away a year, jumps in one year.
RANGES = {
    Spread.PEOPLE: (0, 4, 0),
    Spread.CLOSE: (30, 6, 4),
    Spread.EVEN: (90, 10, 4),
    Spread.RESOURCES: (80, 10, 4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the city: its share of the people in per mille, its resources in percent of the city's rate."""

    name: str
    population_share: int
    resources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The city's course of one item: a count a year, or a rate `per` so many `of` another item; None where none exists.

    `like` is the item in proportion to which it is spread; `includes` an item whose cases are all among this one's.
    """

    item: str
    spread: Spread
    figures: Mapping[int, Decimal | None]
    of: str = ""
    per: int = 1
    like: str = ""
    includes: str = ""


Figures = dict[tuple[str, str, int], Decimal | None]  # (item, part or "" for the city, year) → figure


def generate(courses: Sequence[Course], parts: Sequence[Part], seed: int = SEED) -> Figures:
    """The figures of every item, part and year; of the city itself under the part "".

    A course may only name items that stand before it. Each item draws from a chance of its own, so that a new course
    changes no other's figures. Raises KeyError when a course names an item that is not there yet.
    """
    figures: Figures = {}
    for course in courses:
        chance = Random(f"{seed}:{course.item}")
        totals = _city_totals(course, figures)
        for year, total in totals.items():
            figures[course.item, "", year] = total
        if course.spread is not Spread.CITY:
            _spread_over_parts(course, totals, parts, figures, chance)
    return figures


def _city_totals(course: Course, figures: Figures) -> dict[int, Decimal | None]:
    if not course.of:
        return dict(course.figures)
    totals: dict[int, Decimal | None] = {}
    for year, rate in course.figures.items():
        whole = figures[course.of, "", year]
        known = rate is not None and whole is not None
        totals[year] = (rate * whole / course.per).quantize(Decimal(1), ROUND_HALF_UP) if known else None
    return totals


def _spread_over_parts(
    course: Course, totals: Mapping[int, Decimal | None], parts: Sequence[Part], figures: Figures, chance: Random
) -> None:
    """Adds the parts' figures of this course to `figures`."""
    rates = {part.name: _rate_of(course.spread, part, chance) for part in parts}
    before = [0] * len(parts)
    for index, (year, total) in enumerate(sorted(totals.items())):
        if total is None:
            figures.update({(course.item, part.name, year): None for part in parts})
            continue
        weights = [_size(course, part, year, figures) * rates[part.name].in_year(index, chance) for part in parts]
        included = [int(figures[course.includes, part.name, year] or 0) if course.includes else 0 for part in parts]
        rest = int(total) - sum(included)
        if course.spread is Spread.EVENTS:
            counts = by_chance(rest, weights, chance)
        elif course.spread is Spread.GROWING:
            grown = by_chance(rest - sum(before), weights, chance)
            counts = before = [old + new for old, new in zip(before, grown, strict=True)]
        else:
            counts = apportion(rest, weights)
        for part, count, some in zip(parts, counts, included, strict=True):
            figures[course.item, part.name, year] = Decimal(count + some)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A part's rate beside the city's, in per mille: where it stands at first and how it moves a year."""

    level: int
    drift: int
    noise: int

    def in_year(self, index: int, chance: Random) -> int:
        return self.level + self.drift * index + chance.randint(-self.noise, self.noise)


def _rate_of(spread: Spread, part: Part, chance: Random) -> _Rate:
    reach, drift, noise = RANGES.get(spread, (0, 0, 0))
    level = 1000 + (chance.randint(-reach, reach) + chance.randint(-reach, reach)) // 2
    if spread is Spread.RESOURCES:
        level = level * part.resources // 100
    return _Rate(level=level, drift=chance.randint(-drift, drift), noise=noise)


def _size(course: Course, part: Part, year: int, figures: Figures) -> int:
    """How big the part is in what the item is spread by."""
    if course.spread is Spread.PEOPLE:
        return part.population_share
    return int(figures[course.like, part.name, year] or 0)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole numbers in proportion to the weights, summing up to it exactly (largest remainders first).

    Raises ValueError for a negative total or when no weight is positive.
    """
    whole = sum(weights)
    if total < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError(f"{total} cannot be shared out by {weights}")
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def by_chance(cases: int, weights: Sequence[int], chance: Random) -> list[int]:
    """Each of so many cases on one place, the likelier the heavier its weight. Raises ValueError for a negative number."""
    if cases < 0:
        raise ValueError(f"{cases} cases cannot happen")
    found = [0] * len(weights)
    for _case in range(cases):
        drawn = chance.randrange(sum(weights))
        found[_place(drawn, weights)] += 1
    return found


def _place(drawn: int, weights: Iterable[int]) -> int:
    for place, weight in enumerate(weights):
        if drawn < weight:
            return place
        drawn -= weight
    raise AssertionError("drawn from their sum")
