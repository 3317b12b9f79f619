"""The sheet 计算明细: the parts of every derived figure as values, the rate as a formula over them."""

from decimal import Decimal

import pytest

from indicators.models import Observation
from tests.reporting.exporting import exported, give, publish, text_of, view_of
from tests.world import World, add_row, at_least, make_plan, make_world

pytestmark = pytest.mark.django_db
NAME, AREA, YEAR, NUMERATOR, ABOVE, DENOMINATOR, BELOW, MULTIPLIER, RATE, FIGURE, UNIT = range(11)


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    give(world, 2021, population=450_000, beds=3_200)
    give(world, 2023, population=440_000, beds=3_300, physicians=1_400, tcm=0)
    return world


def rows(world: World, name: str = "每千人口床位数", **more: object) -> dict[int, tuple]:
    sheet = exported(view_of(world, **more)).worksheets[1]
    return {row[YEAR]: row for row in sheet.iter_rows(min_row=4, values_only=True) if row[NAME] == name}


def test_the_rate_is_a_formula_over_the_values_beside_it(world):
    sheet = exported(view_of(world)).worksheets[1]
    (row,) = [
        row for row in sheet.iter_rows(min_row=4) if (row[NAME].value, row[YEAR].value) == ("每千人口床位数", 2023)
    ]
    number = row[0].row
    assert [cell.value for cell in row] == [
        "每千人口床位数", "Dongshan", 2023, "Beds", 3300, "Resident population", 440_000, 1000,
        f"=ROUND(E{number}*H{number}/G{number},2)", 7.5, "张",
    ]  # fmt: skip
    assert row[RATE].data_type == "f"
    assert {row[place].data_type for place in (YEAR, ABOVE, BELOW, MULTIPLIER, FIGURE)} == {"n"}
    assert (row[RATE].number_format, row[ABOVE].number_format) == ("#,##0.00", "#,##0")


def test_zero_over_something_is_a_rate(world):
    row = rows(world, "中医医师占比")[2023]
    assert (row[ABOVE], row[FIGURE]) == (0, 0)
    assert row[RATE].startswith("=ROUND(")


def test_where_a_part_is_missing_there_is_no_formula_but_the_part_there_is(world):
    give(world, 2022, population=445_000)
    row = rows(world)[2022]
    assert (row[ABOVE], row[BELOW], row[RATE], row[FIGURE]) == ("—", 445_000, "—", "—")


def test_nothing_is_divided_by_zero(world):
    give(world, 2022, population=0, beds=3_250)
    row = rows(world)[2022]
    assert (row[ABOVE], row[BELOW], row[RATE], row[FIGURE]) == (3_250, 0, "—", "—")


def test_what_does_not_apply_says_so(world):
    give(world, 2022, population=445_000, beds="-")
    row = rows(world)[2022]
    assert (row[ABOVE], row[BELOW], row[RATE], row[FIGURE]) == ("not applicable", 445_000, "—", "not applicable")


def test_a_rate_published_without_its_parts_is_no_formula(world):
    publish(world.indicators["beds-rate"], world.city, 2022, "7.31")
    row = rows(world)[2022]
    assert (row[ABOVE], row[BELOW], row[RATE], row[FIGURE]) == ("—", "—", "as published", 7.31)


def test_only_areas_with_both_parts_stand_in_the_formula(world):
    for area, figures in ((world.east, {"population": 100, "beds": 1}), (world.west, {"population": 300})):
        give(world, 2022, area=area, **figures)
    give(world, 2022, population=400, beds=1)
    Observation.objects.filter(area=world.city, year=2022, indicator__code="population").update(
        coverage_have=2, coverage_of=3
    )
    Observation.objects.filter(area=world.city, year=2022, indicator__code="beds").update(
        coverage_have=1, coverage_of=3
    )
    row = rows(world)[2022]
    assert (row[ABOVE], row[BELOW], row[FIGURE]) == (1, 100, 10)


def test_the_years_are_those_of_the_table_up_to_the_one_viewed_and_a_known_base_year(world):
    give(world, 2024, population=430_000, beds=3_400)
    assert list(rows(world)) == [2021, 2022, 2023]
    give(world, 2020, population=460_000, beds=3_220)
    assert list(rows(world)) == [2020, 2021, 2022, 2023]


def test_an_indicator_of_two_targets_is_calculated_once(world):
    add_row(world.plan.sections.get(), world.indicators["beds-rate"], 4, at_least("9"), "≥9", "7")
    sheet = exported(view_of(world)).worksheets[1]
    years = [row[YEAR] for row in sheet.iter_rows(min_row=4, values_only=True) if row[NAME] == "每千人口床位数"]
    assert years == [2021, 2022, 2023]


def test_unapproved_figures_are_calculated_only_when_they_are_asked_for(world):
    give(world, 2023, official=False, beds=3_500)
    assert rows(world)[2023][ABOVE] == 3300
    unapproved = rows(world, include_unapproved=True)[2023]
    assert (unapproved[ABOVE], Decimal(str(unapproved[FIGURE]))) == (3500, Decimal("7.95"))


def test_a_plan_without_derived_indicators_says_so(world):
    world.plan.targets.exclude(indicator__code="smoking").delete()
    assert "No indicator of this plan is calculated" in text_of(exported(view_of(world)).worksheets[1])
