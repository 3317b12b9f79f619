"""A rate taken from a publication stands where its parts are unknown, and nowhere else."""

from decimal import Decimal

import pytest

from bureaus.models import Area
from indicators.actions import FigureChange, make_official, write_figures
from indicators.models import Observation
from indicators.queries import Figure, figure_table
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def publish(world: World, area: Area, origin: str = Observation.Origin.PUBLISHED, **figures: str) -> None:
    """Official figures of 2024 by indicator code; underscores in a code stand for hyphens."""
    indicators = {code: world.indicators[code.replace("_", "-")] for code in figures}
    changes = [FigureChange(indicator=indicators[code], value=Decimal(value)) for code, value in figures.items()]
    write_figures(by=None, area=area, year=2024, changes=changes, source="统计公报", origin=origin)
    make_official(by=None, area=area, year=2024, indicators=[one.pk for one in indicators.values()])


def beds_rate(world: World, area: Area, *, include_unapproved: bool = False) -> Figure:
    rate = world.indicators["beds-rate"]
    table = figure_table(indicators=[rate], areas=[area], years=[2024], include_unapproved=include_unapproved)
    return table.get(rate, area, 2024)


def test_a_published_rate_is_shown_with_its_source_and_as_many_decimals_as_the_rest(world):
    nation = world.city.parent
    publish(world, nation, beds_rate="7.235")
    figure = beds_rate(world, nation)
    assert (figure.value, figure.source, figure.origin) == (Decimal("7.24"), "统计公报", "published")
    assert figure.numerator is None


def test_parts_that_are_known_win_over_the_published_rate(world):
    publish(world, world.city, beds_rate="9")
    publish(world, world.city, population="1000", beds="7")
    assert beds_rate(world, world.city).value == Decimal("7.00")


def test_one_part_alone_does_not_take_the_published_rate_away(world):
    publish(world, world.city, beds_rate="9")
    publish(world, world.city, population="1000")
    assert beds_rate(world, world.city).value == Decimal("9.00")


def test_a_derived_figure_that_somebody_typed_is_no_publication(world):
    publish(world, world.city, origin=Observation.Origin.ENTERED, beds_rate="9")
    assert beds_rate(world, world.city).value is None


def test_a_nations_figure_is_never_the_sum_of_the_few_areas_that_report_here(world):
    make_plan(world)
    make_collection(world)
    fill(world, "east", world.submission(world.east), population=1000, beds=7)
    assert beds_rate(world, world.city, include_unapproved=True).value == Decimal("7.00")
    assert beds_rate(world, world.city.parent, include_unapproved=True).value is None
