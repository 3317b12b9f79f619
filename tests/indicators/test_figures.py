"""Which figures stand: derived and rolled-up ones against a slow second implementation, on generated data."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.actions import FigureChange, make_official, roll_up_figures, write_figures
from indicators.models import Absence, Indicator
from indicators.queries import figure_table
from tests.oracles import rate
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
CODES = ("population", "beds")


@pytest.fixture
def world() -> World:
    return make_world()


def put(world: World, area, year: int, figures: dict[str, object], *, approved: bool) -> None:
    """Write figures of one area and year, and approve them."""
    changes = [
        FigureChange(
            indicator=world.indicators[code],
            value=None if value == "-" else Decimal(str(value)),
            absence=Absence.NOT_APPLICABLE if value == "-" else "",
        )
        for code, value in figures.items()
    ]
    write_figures(by=None, area=area, year=year, changes=changes, source="test")
    if approved:
        make_official(by=None, area=area, year=year, indicators=[change.indicator.pk for change in changes])


def fresh(code: str) -> Indicator:
    return Indicator.objects.select_related("numerator", "denominator").get(code=code)


count = st.none() | st.integers(0, 10**9)
unused_years = iter(range(1950, 2200))  # each example writes into a year of its own: revisions cannot be deleted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.tuples(count, count, st.booleans()), min_size=3, max_size=3))
def test_a_citys_rate_is_the_rate_of_the_sums(world: World, data: list) -> None:
    year = next(unused_years)
    for area, (population, beds, approved) in zip((world.east, world.west, world.zone), data, strict=True):
        figures = {code: value for code, value in zip(CODES, (population, beds), strict=True) if value is not None}
        put(world, area, year, figures, approved=approved)
    ids = [world.indicators[code].pk for code in CODES]
    roll_up_figures(by=None, area=world.city, year=year, indicators=ids)
    one = fresh("beds-rate")
    for unapproved in (False, True):
        table = figure_table(indicators=[one], areas=[world.city], years=[year], include_unapproved=unapproved)
        assert table.get(one, world.city, year).value == rate(one, world.city, year, official=not unapproved)
        for area in (world.east, world.west, world.zone):
            table = figure_table(indicators=[one], areas=[area], years=[year], include_unapproved=unapproved)
            assert table.get(one, area, year).value == rate(one, area, year, official=not unapproved)


def test_only_areas_with_both_parts_make_the_rate(world: World) -> None:
    put(world, world.east, 2024, {"population": 1000, "beds": 8}, approved=True)
    put(world, world.west, 2024, {"population": 1000}, approved=True)
    roll_up_figures(by=None, area=world.city, year=2024, indicators=[world.indicators[code].pk for code in CODES])
    one = fresh("beds-rate")
    figure = figure_table(indicators=[one], areas=[world.city], years=[2024]).get(one, world.city, 2024)
    assert (figure.value, figure.have, figure.of) == (Decimal("8.00"), 1, 3)


def test_missing_is_never_zero(world: World) -> None:
    put(world, world.east, 2024, {"beds": 0}, approved=True)
    items = world.indicators
    table = figure_table(indicators=[items["beds"], items["population"]], areas=[world.east], years=[2024])
    assert table.get(items["beds"], world.east, 2024).value == 0
    assert table.get(items["population"], world.east, 2024).value is None


def test_figures_are_exact_to_the_last_digit(world: World) -> None:
    from indicators.models import Observation

    big = Decimal("123456789012345.654321")
    row = Observation.objects.create(
        indicator=world.indicators["smoking"], area=world.east, year=2024, value=big, official_value=big
    )
    row.refresh_from_db()
    assert row.value == big
    assert Observation.objects.filter(value=big).exists()


def test_half_is_rounded_up_as_the_bureau_does(world: World) -> None:
    from indicators.domain.rounding import round_half_up

    pairs = [("0.125", 2, "0.13"), ("2.5", 0, "3"), ("-0.05", 1, "-0.1"), ("99.995", 2, "100.00"), ("14.6", 0, "15")]
    for value, decimals, rounded in pairs:
        assert str(round_half_up(Decimal(value), decimals)) == rounded


def test_the_queries_stay_the_same_for_one_and_for_fifty_areas(world: World, django_assert_num_queries) -> None:
    from bureaus.actions import add_area

    put(world, world.east, 2024, {"population": 1000, "beds": 8}, approved=True)
    one = fresh("beds-rate")
    with django_assert_num_queries(1):
        figure_table(indicators=[one], areas=[world.east], years=[2024])
    areas = [
        add_area(by=None, parent=world.city, name=f"县{n}", level="county", code=f"99{n:04d}") for n in range(200, 250)
    ]
    for area in areas:
        put(world, area, 2024, {"population": 1000, "beds": 8}, approved=True)
    with django_assert_num_queries(1):
        figure_table(indicators=[one], areas=areas, years=range(2015, 2025))
