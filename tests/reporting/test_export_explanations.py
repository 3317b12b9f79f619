"""The sheet 审核说明: an explanation travels with its figure into the workbook that goes up."""

import pytest

from collection.actions import approve, return_submission, save_figures, submit
from collection.models import Submission
from reporting.queries import View
from tests.reporting.exporting import exported
from tests.world import World, cell, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world, 2024)
    return world


def type_in(world: World, explanation: str, beds: int, based_on: int = 0) -> Submission:
    submission = world.submission(world.east)
    cells = {
        world.indicators["beds"].pk: cell(beds, based_on, note="含民营", explanation=explanation),
        **({} if based_on else {world.indicators[code].pk: cell(10) for code in ("population", "physicians", "tcm")}),
    }
    assert save_figures(by=world.user("east"), submission=submission, cells=cells).written
    return submission


def rows_of(world: World, area=None, **more) -> list[tuple]:
    view = View(plan=world.plan, area=area or world.city, year=2024, **more)
    return [row for row in exported(view, language="zh")["审核说明"].iter_rows(min_row=3, values_only=True) if any(row)]


def test_only_approved_explanations_go_up_and_the_unapproved_view_shows_the_newest(world):
    submission = submit(by=world.user("east"), submission=type_in(world, "=新院区启用", 95))
    assert rows_of(world) == [("本表数据均无需说明。", *[None] * 6)]
    assert [row[5] for row in rows_of(world, include_unapproved=True)] == ["=新院区启用"]

    approved = approve(by=world.user("reviewer"), submission=submission)

    assert rows_of(world) == [("床位数", "东县", 2024, 95, "张", "=新院区启用", "含民营")]
    assert rows_of(world, area=world.west) == [("本表数据均无需说明。", *[None] * 6)]

    return_submission(by=world.user("reviewer"), submission=approved, reason="请核对")
    now = world.east.observations.get(indicator__code="beds")
    type_in(world, "更正后的说明", 90, based_on=now.version)

    assert [(row[3], row[5]) for row in rows_of(world)] == [(95, "=新院区启用")]
    assert [(row[3], row[5]) for row in rows_of(world, include_unapproved=True)] == [(90, "更正后的说明")]


def test_a_published_area_tells_nothing_of_those_below(world):
    approve(
        by=world.user("reviewer"),
        submission=submit(by=world.user("east"), submission=type_in(world, "新院区启用", 95)),
    )
    assert rows_of(world, area=world.city.parent) == [("本表数据均无需说明。", *[None] * 6)]
