"""The pages about progress: what they say, who sees what, and how many queries they cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureaus.actions import add_area
from collection.actions import approve, submit
from indicators.models import Indicator, Observation
from plans.models import Section
from tests.world import World, add_row, at_least, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
FIGURES = {
    "east": {"population": 250_000, "beds": 2_200, "physicians": 700, "tcm": 120},
    "west": {"population": 150_000, "beds": 1_300, "physicians": 500, "tcm": 70},
    "zone": {"population": 50_000, "beds": 150, "physicians": 90, "tcm": 9},
}


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def report(world: World, *usernames: str) -> None:
    """These counties hand in their figures and are approved."""
    for username in usernames:
        submission = world.submission(getattr(world, username))
        fill(world, username, submission, **FIGURES[username])
        approve(by=world.user("reviewer"), submission=submit(by=world.user(username), submission=submission))


def page(world: World, username: str, address: str, status: int = 200) -> str:
    client = Client()
    client.force_login(world.user(username))
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_status_says_why(world: World) -> None:
    report(world, "east", "west", "zone")
    text = page(world, "leader", "/plans/dongshan/?year=2024")
    assert "8.11" in text  # 3650 beds for 450 000 people
    assert "提前达标" in text
    assert "缺数据" in text  # nobody reported smoking


def test_a_half_reported_year_says_so_and_is_not_the_one_shown_first(world: World) -> None:
    report(world, "east", "west", "zone")
    world.collection = make_collection(world, year=2025)
    submission = world.submission(world.east, world.collection)
    fill(world, "east", submission, **FIGURES["east"])
    approve(by=world.user("reviewer"), submission=submit(by=world.user("east"), submission=submission))
    assert "数据截至2024年" in page(world, "leader", "/plans/dongshan/")
    assert "1/3" in page(world, "leader", "/plans/dongshan/?year=2025")


def test_unapproved_figures_count_only_when_asked_for_and_are_marked(world: World) -> None:
    report(world, "west", "zone")
    fill(world, "east", world.submission(world.east), **FIGURES["east"])
    assert "8.11" not in page(world, "leader", "/plans/dongshan/?year=2024")
    text = page(world, "leader", "/plans/dongshan/?year=2024&unapproved=1")
    assert "8.11" in text
    assert "含未审核数据" in text


def test_a_county_is_judged_from_its_own_figures_and_sees_no_other_county(world: World) -> None:
    report(world, "east", "west", "zone")
    text = page(world, "east", "/plans/dongshan/?year=2024")
    assert "8.80" in text  # its own rate
    assert "8.67" not in text  # the west's
    assert "8.11" not in text  # the city's
    page(world, "east", f"/plans/dongshan/?year=2024&area={world.west.pk}", status=404)
    page(world, "east", f"/plans/dongshan/?year=2024&area={world.city.pk}", status=404)
    assert "8.67" in page(world, "leader", f"/plans/dongshan/?year=2024&area={world.west.pk}")


def test_a_plan_of_another_city_does_not_exist(world: World) -> None:
    other = add_area(by=None, parent=world.city.parent, name="西山市", level="city", code="990200")
    world.plan.area = other
    world.plan.save()
    page(world, "leader", "/plans/dongshan/", status=404)


@pytest.mark.parametrize("query", ["year=1999", "year=abc", "year=２０２４", "status=nonsense", "nature=x", "area="])
def test_what_is_not_there_is_told_and_everything_else_shown(world: World, query: str) -> None:
    report(world, "east", "west", "zone")
    assert "每千人口床位数" in page(world, "leader", f"/plans/dongshan/?{query}")


@pytest.mark.parametrize("area", ["x", "99999999", "-1", "1 or 1=1"])
def test_an_area_that_does_not_exist_is_404(world: World, area: str) -> None:
    page(world, "leader", f"/plans/dongshan/?area={area}", status=404)


def test_the_detail_shows_arithmetic_areas_and_every_change(world: World) -> None:
    report(world, "east", "west", "zone")
    target = world.plan.targets.get(order=1)
    text = page(world, "leader", f"/plans/dongshan/targets/{target.pk}/?year=2024")
    assert "床位数 3\u202f650 ÷ 常住人口 450\u202f000 × 1000" in text
    assert "8.80" in text
    assert "由下级地区汇总" in text


def test_a_plan_without_targets_says_what_to_do(world: World) -> None:
    world.plan.targets.all().delete()
    assert "还没有目标" in page(world, "leader", "/plans/dongshan/")


def _grow(world: World, targets: int, areas: int) -> None:
    """More targets with figures of every year of the plan, and more areas."""
    section = Section.objects.get(plan=world.plan)
    for n in range(targets):
        parts = [
            Indicator.objects.create(code=f"{part}-{n}", name=f"{part}{n}", kind="base", roll_up="sum") for part in "ab"
        ]
        one = Indicator.objects.create(
            code=f"rate-{n}", name=f"指标{n}", kind="derived", roll_up="ratio", polarity="up", decimals=2,
            numerator=parts[0], denominator=parts[1], multiplier=100,
        )  # fmt: skip
        add_row(section, one, 10 + n, at_least("50"), "≥50", "10")
        Observation.objects.bulk_create(
            Observation(indicator=part, area=world.city, year=year, value=value, official_value=value)
            for part in parts
            for year in world.plan.years
            if (value := Decimal(n + 7 + year % 10))
        )
    for n in range(areas):
        add_area(by=None, parent=world.city, name=f"县{n}", level="county", code=f"99{n + 300:04d}")


@pytest.mark.parametrize("address", ["/plans/dongshan/?year=2024", "/plans/dongshan/?year=2024&unapproved=1"])
def test_the_overview_costs_the_same_queries_whatever_its_size(world: World, address: str) -> None:
    report(world, "east")
    client = Client()
    client.force_login(world.user("leader"))
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    world.plan.base_year, world.plan.target_year = 2016, 2026
    world.plan.save()
    _grow(world, targets=57, areas=47)
    with CaptureQueriesContext(connection) as many:
        assert "指标56" in client.get(address).content.decode()
    assert len(many) == len(few)
    assert len(many) < 20
