"""What a person states where no figure can judge."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from indicators.models import Indicator
from plans.domain.meaning import Form, TargetMeaning
from plans.models import Section
from reporting.actions import judge_by_person
from reporting.models import Judgement
from tests.world import World, add_row, make_plan, make_world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world, base_year=TODAY.year - 4, target_year=TODAY.year + 1)
    return world


@pytest.fixture
def milestone(world: World):
    one = Indicator.objects.create(code="city", name="创建国家卫生城市", kind="reported", roll_up="own")
    section = Section.objects.get(plan=world.plan)
    return add_row(section, one, 9, TargetMeaning(form=Form.MILESTONE), "完成", None)


def judge(world: World, target, username: str = "planner", **changes: object) -> Judgement:
    facts = {
        "area": world.city,
        "year": TODAY.year,
        "verdict": "under_way",
        "evidence": "通过省级评估",
        "decided_on": TODAY,
    }
    return judge_by_person(by=world.user(username), target=target, **facts | changes)


def page(world: World, target, username: str = "planner", query: str = "") -> str:
    client = Client()
    client.force_login(world.user(username))
    return client.get(f"/plans/dongshan/targets/{target.pk}/?year={TODAY.year}{query}").content.decode()


def test_a_stated_milestone_is_shown_with_name_day_and_evidence(world: World, milestone) -> None:
    assert "推进中" not in page(world, milestone, "leader")
    judge(world, milestone)
    text = page(world, milestone, "leader")
    for said in ("推进中", "用户planner", "通过省级评估"):
        assert said in text


def test_the_latest_statement_counts_and_the_earlier_ones_stay(world: World, milestone) -> None:
    judge(world, milestone)
    judge(world, milestone, verdict="met", evidence="国家命名文件")
    assert Judgement.objects.count() == 2
    assert "国家命名文件" in page(world, milestone, "leader")


@pytest.mark.parametrize("username", ["reviewer", "leader", "east", "cdc"])
def test_only_the_planning_office_states(world: World, milestone, username: str) -> None:
    with pytest.raises(PermissionDenied):
        judge(world, milestone, username)


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": "  "},
        {"verdict": "behind"},
        {"verdict": "nonsense"},
        {"year": TODAY.year + 9},
        {"decided_on": TODAY + timedelta(days=1)},
        {"decided_on": TODAY.replace(year=2001)},
    ],
)
def test_a_statement_that_cannot_be_is_refused(world: World, milestone, changes: dict) -> None:
    with pytest.raises(ValidationError):
        judge(world, milestone, **changes)
    assert not Judgement.objects.exists()


def test_a_computed_target_and_a_part_of_the_area_take_no_verdict(world: World, milestone) -> None:
    computed = world.plan.targets.get(order=1)
    client = Client()
    client.force_login(world.user("planner"))
    facts = {"verdict": "met", "evidence": "x", "decided_on": TODAY.isoformat()}
    assert "保存判定" in page(world, milestone)
    assert "保存判定" not in page(world, milestone, query=f"&area={world.east.pk}")
    assert "保存判定" not in page(world, computed)
    for target, query in ((computed, ""), (milestone, f"&area={world.east.pk}")):
        address = f"/plans/dongshan/targets/{target.pk}/judge/?year={TODAY.year}{query}"
        assert client.post(address, facts).status_code == 403
    address = f"/plans/dongshan/targets/{milestone.pk}/judge/?year={TODAY.year}"
    assert client.post(address, facts).status_code == 302
    assert Judgement.objects.get().area == world.city
