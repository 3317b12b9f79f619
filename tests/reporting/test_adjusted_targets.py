"""What the pages of progress show of targets that were adjusted, and of targets of single years."""

import re

import pytest
from django.test import Client

from plans.actions import revise_target, set_yearly_targets
from plans.models import Target
from tests.world import World, make_plan, make_world, publish

pytestmark = pytest.mark.django_db
EDITOR = "/plans/dongshan/edit/"


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    return world


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.user("planner"))
    return client


def row(world: World, order: int = 1) -> Target:
    return world.plan.targets.get(order=order)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_overview_is_judged_by_either_wording_and_offers_that_only_where_there_are_two(
    world: World, client: Client
) -> None:
    publish(world, 2024, beds="3690", population="450000")  # 8.20
    assert "按原目标" not in text_of(client.get("/plans/dongshan/?year=2024"))
    revise_target(
        by=world.user("planner"), target=row(world), wording="≥8.5张", document_no="", issued_on=None, reason="x",
        based_on=1,
    )  # fmt: skip
    page = text_of(client.get("/plans/dongshan/?year=2024"))
    assert "wording=original" in page
    assert "原目标：≥8张" in page
    assert "提前达标" not in page
    by_original = text_of(client.get("/plans/dongshan/?year=2024&wording=original"))
    assert "提前达标" in by_original
    assert "调整后：≥8.5张" in by_original
    detail = text_of(client.get(f"/plans/dongshan/targets/{row(world).pk}/?year=2024&wording=original"))
    assert "提前达标" in detail
    assert "第1次调整" in detail


def test_a_yearly_target_is_judged_in_its_own_year_beside_the_status(world: World, client: Client) -> None:
    for year, beds in ((2022, "3330"), (2023, "3420"), (2024, "3690")):  # 7.40, 7.60, 8.20
        publish(world, year, beds=beds, population="450000")
    set_yearly_targets(
        by=world.user("planner"), target=row(world), wordings={2022: "≥7.4张", 2023: "≥7.8张", 2024: "≥8.2张"},
        based_on=1,
    )  # fmt: skip
    overview = text_of(client.get("/plans/dongshan/?year=2023"))
    assert re.search(r"2023年度目标≥7.8张.*?未完成", overview, re.DOTALL)
    assert "2022年度目标" not in overview
    assert re.search(r"2022年度目标≥7.4张.*?已达标", text_of(client.get("/plans/dongshan/?year=2022")), re.DOTALL)
    detail = text_of(client.get(f"/plans/dongshan/targets/{row(world).pk}/?year=2023"))
    assert "2022年为7.40张" in detail, "each year's own sentence"
    assert re.search(r"2024</th><td>≥8.2张</td><td>.*?未到", detail, re.DOTALL), "what is to come is not judged"
    assert "年度目标" not in text_of(client.get("/plans/dongshan/?year=2025"))


def test_a_yearly_target_without_a_figure_of_its_year_is_not_called_missed(world: World, client: Client) -> None:
    publish(world, 2022, beds="3330", population="450000")
    set_yearly_targets(by=world.user("planner"), target=row(world), wordings={2023: "≥7.8张"}, based_on=1)
    page = text_of(client.get("/plans/dongshan/?year=2023"))
    assert "未完成" not in page.split("2023年度目标")[1][:400]


def test_only_planners_are_offered_the_editor(world: World, client: Client) -> None:
    assert EDITOR in text_of(client.get("/plans/dongshan/"))
    reader = Client()
    reader.force_login(world.user("leader"))
    assert EDITOR not in text_of(reader.get("/plans/dongshan/"))
    assert reader.get(EDITOR).status_code == 403
