"""A draft read from a document: kept, put right, accepted once however often it is accepted."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.models import Indicator
from plans.importing.accepting import accept_plan, change_row, is_certain, keep_draft, set_state, split_row
from plans.models import DraftRow, Plan, PlanDraft
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
HEAD = {"title": "东山市规划", "issuer": "东山市人民政府", "base_year": 2025, "target_year": 2030}


@pytest.fixture
def world() -> World:
    return make_world()


def row(world: World, code: str | None, wording: str, **more: object) -> dict:
    indicator = world.indicators[code] if code else None
    return {
        "name": indicator.name if indicator else "新指标",
        "indicator": indicator,
        "match": "exact" if indicator else "proposed",
        "wording": wording,
        "section": "健康资源",
        **more,
    }


def draft(world: World, *rows: dict, **head: object) -> PlanDraft:
    return keep_draft(
        by=world.user("planner"), area=world.city, source_name="规划.docx", head=HEAD | head, rows=rows, blocks=[], unplaced=[]
    )  # fmt: skip


def accept(world: World, one: PlanDraft) -> Plan:
    planner = world.user("planner")
    set_state(by=planner, rows=one.rows.select_related("draft"), state=DraftRow.State.ACCEPTED)
    return accept_plan(by=planner, draft=one)


def table(plan: Plan) -> list[tuple]:
    return [
        (one.name, one.baseline_wording, [revision.wording for revision in one.revisions.all()])
        for one in plan.targets.order_by("order")
    ]


def test_accepted_rows_become_targets_with_their_wording_to_the_letter(world: World) -> None:
    plan = accept(
        world, draft(world, row(world, "beds-rate", "≥ 8.5 张", baseline="8.1"), row(world, "smoking", "≤20%"))
    )
    assert table(plan) == [("每千人口床位数", "8.1", ["≥ 8.5 张"]), ("吸烟率", "", ["≤20%"])]


def test_the_same_document_accepted_twice_is_one_plan_without_changes(world: World) -> None:
    rows = (row(world, "beds-rate", "≥8.5张"), row(world, "smoking", "≤20%"))
    first = accept(world, draft(world, *rows))
    second = accept(world, draft(world, *rows))
    assert first == second
    assert Plan.objects.count() == 1
    assert [wordings for _name, _baseline, wordings in table(second)] == [["≥8.5张"], ["≤20%"]]


def test_a_changed_document_revises_the_plan_and_keeps_the_original(world: World) -> None:
    accept(world, draft(world, row(world, "beds-rate", "≥8.5张")))
    plan = accept(
        world,
        draft(world, row(world, "beds-rate", "≥8.3张"), row(world, "smoking", "≤20%"), document_no="东政〔2027〕3号"),
    )
    assert Plan.objects.count() == 1
    assert [wordings for _name, _baseline, wordings in table(plan)] == [["≥8.5张", "≥8.3张"], ["≤20%"]]
    assert plan.targets.first().revisions.last().document_no == "东政〔2027〕3号"


def test_a_row_that_nobody_looked_at_holds_the_plan_back(world: World) -> None:
    one = draft(world, row(world, "beds-rate", "≥8.5张"), row(world, "smoking", "≤20%"))
    set_state(by=world.user("planner"), rows=one.rows.filter(order=1), state=DraftRow.State.ACCEPTED)
    with pytest.raises(ValidationError, match="吸烟率"):
        accept_plan(by=world.user("planner"), draft=one)
    assert not Plan.objects.exists()


def test_a_draft_without_years_cannot_be_a_plan(world: World) -> None:
    with pytest.raises(ValidationError, match="基期年"):
        accept(world, draft(world, row(world, "beds-rate", "≥8.5张"), base_year=None))


def test_a_part_hangs_under_its_whole(world: World) -> None:
    plan = accept(
        world,
        draft(world, row(world, "beds-rate", "≥8.5张", number="11"), row(world, "tcm-share", "≥20%", part_of="11")),
    )
    whole, part = plan.targets.order_by("order")
    assert part.parent == whole


def test_an_unknown_name_becomes_a_new_indicator_with_its_unit_and_side(world: World) -> None:
    plan = accept(world, draft(world, row(world, None, "≤7.55‰", unit="‰", polarity="down")))
    made = plan.targets.get().indicator
    assert (made.name, made.unit, made.polarity, made.decimals, made.kind) == (
        "新指标",
        "‰",
        "down",
        2,
        Indicator.Kind.REPORTED,
    )


def test_only_certain_rows_of_known_indicators_are_certain(world: World) -> None:
    one = draft(
        world,
        row(world, "smoking", "≤20%"),
        row(world, "smoking", "20"),
        row(world, None, "≥5个"),
        row(world, "smoking", "全国前列"),
    )
    assert [is_certain(each) for each in one.rows.select_related("indicator", "draft")] == [True, False, False, False]


def test_a_person_names_the_indicator_meant(world: World) -> None:
    one = draft(world, row(world, None, "≤20%"))
    changed = change_row(
        by=world.user("planner"), row=one.rows.get(), indicator_name="吸烟率", name="15岁以上人群吸烟率"
    )
    assert (changed.indicator, changed.name) == (world.indicators["smoking"], "15岁以上人群吸烟率")


@pytest.mark.parametrize("username", ["reviewer", "leader", "east", "cdc", "sysadmin"])
def test_only_the_planning_office_reads_plans_in(world: World, username: str) -> None:
    with pytest.raises(PermissionDenied):
        keep_draft(by=world.user(username), area=world.city, source_name="x", head={}, rows=[], blocks=[], unplaced=[])


def test_a_wording_for_several_kinds_becomes_one_target_a_kind_and_stays_whole(world: World) -> None:
    one = draft(world, row(world, None, "三级30%、二级25%", unit="%"), row(world, "smoking", "≤20%"))
    split = split_row(by=world.user("planner"), row=one.rows.get(order=1))
    assert [(each.order, each.name, each.wording) for each in split] == [
        (1, "新指标（三级）", "三级30%、二级25%"),
        (2, "新指标（二级）", "三级30%、二级25%"),
    ]
    plan = accept(world, one)
    assert [
        (each.name, each.revisions.get().wording, each.revisions.get().meaning.low) for each in plan.targets.all()
    ] == [
        ("新指标（三级）", "三级30%、二级25%", 30),
        ("新指标（二级）", "三级30%、二级25%", 25),
        ("吸烟率", "≤20%", None),
    ]
    with pytest.raises(ValidationError):
        split_row(by=world.user("planner"), row=one.rows.get(order=3))


def test_two_rows_of_one_target_are_told_and_not_mixed(world: World) -> None:
    with pytest.raises(ValidationError, match="吸烟率"):
        accept(world, draft(world, row(world, "smoking", "≤20%"), row(world, "smoking", "控制在20%以下")))
    assert not Plan.objects.exists()
