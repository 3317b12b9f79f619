"""A plan's head, and the plan that comes after it: what may stand there, and what the next one starts from."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.actions import FigureChange, write_figures
from plans.actions import correct_wording, edit_plan, edit_target, retire_target, set_yearly_targets, start_next_plan
from plans.domain.meaning import Form
from plans.models import Nature, Plan, Target
from tests.world import World, add_row, at_least, make_plan, make_world, publish

pytestmark = pytest.mark.django_db
ISSUED = date(2021, 12, 31)


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    return world


@pytest.fixture
def planner(world: World):
    return world.user("planner")


def row(world: World, order: int = 1) -> Target:
    return world.plan.targets.get(order=order)


def names(plan: Plan) -> list[str]:
    return list(plan.targets.filter(retired_on__isnull=True).order_by("order").values_list("name", flat=True))


def wordings(target: Target) -> list[str]:
    return list(target.revisions.order_by("number").values_list("wording", flat=True))


# The plan's head


def test_the_heads_rules_are_told_at_the_fields_they_are_about(world: World, planner) -> None:
    for fields, place in (
        ({"base_year": 2025}, "target_year"),
        ({"slow_from": Decimal("0.99")}, "ahead_from"),
        ({"title": ""}, "title"),
        ({"parent": world.plan}, "parent"),
    ):
        with pytest.raises(ValidationError) as refused:
            edit_plan(by=planner, plan=world.plan, based_on=1, **fields)
        assert list(refused.value.message_dict) == [place]
    edited = edit_plan(
        by=planner, plan=world.plan, based_on=1, title="东山市规划（修订）", document_no="东府〔2021〕1号"
    )
    assert (edited.title, edited.version) == ("东山市规划（修订）", 2)
    with pytest.raises(ValidationError) as refused:
        edit_plan(by=planner, plan=world.plan, based_on=1, title="另一")
    assert refused.value.code == "stale"


def test_a_higher_plan_is_of_an_area_above_and_never_below(world: World, planner) -> None:
    nation, year = world.city.parent, {"base_year": 2015, "target_year": 2030, "issuer": "x"}
    higher = Plan.objects.create(area=nation, code="nation", title="国家规划", **year)
    lower = Plan.objects.create(area=world.east, code="east", title="东县规划", parent=world.plan, **year)
    edit_plan(by=planner, plan=world.plan, based_on=1, parent=higher)
    with pytest.raises(ValidationError):
        edit_plan(by=planner, plan=world.plan, based_on=2, parent=lower)
    sister = Plan.objects.create(area=world.city, code="sister", title="专项规划", parent=world.plan, **year)
    with pytest.raises(ValidationError):
        edit_plan(by=planner, plan=world.plan, based_on=2, parent=sister)


def test_other_years_read_every_wording_anew(world: World, planner) -> None:
    target = row(world)
    Plan.objects.update(issued_on=None)
    correct_wording(by=planner, target=target, wording="在基期基础上提高1张", based_on=1)
    edit_target(by=planner, target=target, based_on=2, baseline_wording="7（2019年）")
    target.refresh_from_db()
    assert target.baseline_year == 2019
    edit_plan(by=planner, plan=world.plan, based_on=1, base_year=2019)
    target.refresh_from_db()
    assert target.baseline_year is None, "2019 is the base year now"
    set_yearly_targets(by=planner, target=target, wordings={2024: "8"}, based_on=target.version)
    with pytest.raises(ValidationError, match="2024"):
        edit_plan(by=planner, plan=world.plan, based_on=2, target_year=2024)


# The next plan


@pytest.mark.parametrize(("base", "target"), [(2020, 2025), (2013, 2017)])
def test_the_next_plan_has_the_rows_the_last_figures_as_baselines_and_no_wording(base: int, target: int) -> None:
    world = make_world()
    plan = make_plan(world, base_year=base, target_year=target)
    planner = world.user("planner")
    higher = Plan.objects.create(
        area=world.city.parent, code="nation", title="国家规划", issuer="x", base_year=base, target_year=target + 1
    )
    Plan.objects.filter(pk=plan.pk).update(parent=higher, slow_from="0.50")
    part = add_row(plan.sections.first(), world.indicators["tcm"], 4, at_least("1"), "≥1", None)
    part = edit_target(by=planner, target=part, based_on=1, parent=row(world, 2))
    retired = add_row(plan.sections.first(), world.indicators["beds"], 5, at_least("1"), "≥1", None)
    retire_target(by=planner, target=retired, on=ISSUED, reason="x", based_on=1)
    publish(world, target, beds="3650", population="450000")
    publish(world, target - 1, smoking="22.5", beds="1", population="450000")
    publish(world, target + 1, smoking="11.1")
    plan.refresh_from_db()

    made = start_next_plan(
        by=planner, plan=plan, code="next", title="下一期规划", base_year=target, target_year=2 * target - base
    )
    new = made.plan
    assert (made.from_base_year, made.from_earlier, made.without) == (1, 1, 2)
    assert (new.follows, new.parent, new.issuer, str(new.slow_from)) == (plan, higher, "东山市人民政府", "0.50")
    assert (new.base_year, new.target_year, new.issued_on) == (target, 2 * target - base, None)
    assert list(new.sections.values_list("title", flat=True)) == ["健康资源"]
    rows = list(new.targets.order_by("order"))
    assert names(new) == ["每千人口床位数", "中医医师占比", "中医执业医师数", "吸烟率"]
    beds, share, tcm, smoking = rows
    assert tcm.parent == share, "parts are parts of the new rows"
    assert (smoking.department, beds.nature) == (world.department, Nature.BINDING)
    assert (beds.baseline, beds.baseline_year, beds.baseline_wording) == (Decimal("8.11"), None, "8.11")
    assert (smoking.baseline, smoking.baseline_year) == (Decimal("22.5"), target - 1)
    assert smoking.baseline_wording == f"22.5（{target - 1}年）"
    assert (share.baseline, share.baseline_wording) == (None, "—"), "no figure is no baseline, not 0"
    for one in rows:
        assert wordings(one) == [""]
        assert one.revisions.get().meaning.form == Form.NONE_YET
    assert wordings(row(world, 1)) == ["≥8张"], "the old plan stays as it was"


def test_a_sum_from_which_areas_are_missing_is_no_baseline(world: World, planner) -> None:
    publish(world, 2024, smoking="22.5")
    publish(world, 2025, smoking="20.1")
    figure = world.indicators["smoking"].observations.get(year=2025)
    figure.coverage_have, figure.coverage_of = 1, 3
    figure.save()
    new = start_next_plan(
        by=planner, plan=world.plan, code="next", title="下一期规划", base_year=2025, target_year=2030
    ).plan
    smoking = new.targets.get(indicator__code="smoking")
    assert (smoking.baseline, smoking.baseline_year) == (Decimal("22.5"), 2024)


def test_unapproved_figures_are_no_baseline(world: World, planner) -> None:
    changes = [FigureChange(indicator=world.indicators["smoking"], value=Decimal("20"))]
    write_figures(by=None, area=world.city, year=2025, changes=changes, source="x")
    new = start_next_plan(
        by=planner, plan=world.plan, code="next", title="下一期规划", base_year=2025, target_year=2030
    ).plan
    assert new.targets.get(indicator__code="smoking").baseline is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"base_year": 2020}, "base_year"),
        ({"target_year": 2025}, "target_year"),
        ({"code": "dongshan"}, "code"),
        ({"title": ""}, "title"),
        ({"target_year": 10**12}, "target_year"),
    ],
)
def test_a_next_plan_that_cannot_be_is_refused_whole(world: World, planner, change: dict, field: str) -> None:
    given = {"code": "next", "title": "下一期规划", "base_year": 2025, "target_year": 2030} | change
    with pytest.raises(ValidationError) as refused:
        start_next_plan(by=planner, plan=world.plan, **given)
    assert field in refused.value.message_dict
    assert Plan.objects.count() == 1
