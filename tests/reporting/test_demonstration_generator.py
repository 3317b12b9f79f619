"""The demonstration's invented figures: always the same, true to the course, and free of contradictions."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importing.tsv import read_rows
from reporting.demonstration.generator import Course, Part, Spread, apportion, by_chance, generate
from reporting.demonstration.tables import courses, parts

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
YEARS = range(2020, 2026)
COURSES = {course.item: course for course in courses()}
PARTS = [part.name for part in parts()]
FIGURES = generate(courses(), parts())
SPREAD = [item for item, course in COURSES.items() if course.spread is not Spread.CITY]


def figure(item: str, part: str, year: int) -> Decimal | None:
    return FIGURES[item, part, year]


def test_the_same_seed_gives_the_same_figures_and_another_seed_others():
    assert generate(courses(), parts()) == FIGURES
    assert generate(courses(), parts(), seed=1) != FIGURES


def test_a_further_course_changes_no_others_figures():
    further = Course(item="new", spread=Spread.EVEN, like="population", figures={2020: Decimal(500)})
    longer = generate([*courses(), further], parts())
    assert {key: longer[key] for key in FIGURES} == FIGURES
    assert sum(longer["new", part, 2020] for part in PARTS) == 500


def test_every_part_has_a_figure_of_every_item_and_year():
    wanted = {
        (item, part, year) for item in COURSES for part in ["", *(PARTS if item in SPREAD else [])] for year in YEARS
    }
    assert set(FIGURES) == wanted


@pytest.mark.parametrize("item", SPREAD)
@pytest.mark.parametrize("year", YEARS)
def test_the_parts_sum_up_to_the_city(item, year):
    found = [figure(item, part, year) for part in PARTS]
    if figure(item, "", year) is None:
        assert found == [None] * len(PARTS)
    else:
        assert sum(found) == figure(item, "", year)
        assert all(one >= 0 and one == one.to_integral_value() for one in found)


@pytest.mark.parametrize("course", [course for course in COURSES.values() if course.of], ids=lambda course: course.item)
def test_the_citys_rate_is_the_course_but_for_half_a_case(course):
    for year, rate in course.figures.items():
        if rate is not None:
            counted, whole = figure(course.item, "", year), figure(course.of, "", year)
            assert abs(counted - rate * whole / course.per) <= Decimal("0.5")


def test_what_a_part_of_another_item_cannot_exceed_it():
    catalogue = read_rows(FIXTURES / "indicators.tsv")
    shares = [(row["numerator"], row["denominator"]) for row in catalogue if row["is_share"] == "yes"]
    assert ("tcm-physicians", "physicians") in shares
    assert ("infant-deaths", "under-five-deaths") in shares
    compared = 0
    for below, above in shares:
        for item, part, year in FIGURES:
            if item == below and figure(below, part, year) is not None:
                assert figure(below, part, year) <= figure(above, part, year), (below, part, year)
                compared += 1
    assert compared > 200


def test_what_was_once_created_stays():
    for part in PARTS:
        counts = [figure("age-friendly-communities", part, year) for year in YEARS]
        assert counts == sorted(counts)


def test_zones_are_small_and_no_part_jumps_without_reason():
    zone = "武功山风景名胜区"
    assert figure("population", zone, 2020) < 30_000
    for item in ("population", "beds", "physicians", "nurses", "elderly", "screened-children"):
        for part in PARTS:
            for last, this in pairwise(YEARS):
                city = figure(item, "", this) / figure(item, "", last)
                own = figure(item, part, this) / figure(item, part, last)
                rounding = 2 / figure(item, part, last)  # a single nurse of a small zone is no jump
                assert abs(own - city) < Decimal("0.05") + rounding, (item, part, this)


def test_parts_differ():
    beds = {part: figure("beds", part, 2024) * 1000 / figure("population", part, 2024) for part in PARTS}
    assert max(beds.values()) > 2 * min(beds.values())


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any))
def test_apportioning_loses_nothing_and_is_never_off_by_a_whole(total, weights):
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [0, 0]), (1, [2, -1])])
def test_what_cannot_be_shared_out_is_refused(total, weights):
    with pytest.raises(ValueError, match="cannot be shared out"):
        apportion(total, weights)


@given(st.integers(0, 300), st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any), st.integers())
def test_chance_places_every_case_and_none_where_nothing_is(cases, weights, seed):
    found = by_chance(cases, weights, Random(seed))
    assert sum(found) == cases
    assert not any(number for number, weight in zip(found, weights, strict=True) if weight == 0)


def test_fewer_cases_than_it_includes_are_refused():
    one = [Part(name="one", population_share=1, resources=100)]
    births = Course(item="births", spread=Spread.PEOPLE, figures={2020: Decimal(100)})
    infants = Course(item="infants", spread=Spread.EVENTS, like="births", figures={2020: Decimal(5)})
    under_five = Course(
        item="under-five", spread=Spread.EVENTS, like="births", includes="infants", figures={2020: Decimal(4)}
    )
    with pytest.raises(ValueError, match="cannot happen"):
        generate([births, infants, under_five], one)
