"""Living with a plan: what a planner may change, what stays beside it, and what the next plan starts from."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from bureaus.models import AuditEvent, Department, Grant, Role
from plans.actions import (
    add_row,
    add_section,
    correct_reading,
    correct_wording,
    edit_plan,
    edit_row,
    edit_target,
    move_target,
    restore_target,
    retire_target,
    revise_target,
    set_yearly_targets,
    start_next_plan,
)
from plans.domain.meaning import Form, Operator
from plans.models import Nature, Plan, Section, Target, TargetRevision, YearlyTarget
from tests.world import World, at_least, make_plan, make_world  # fmt: skip
from tests.world import add_row as plain_row

pytestmark = pytest.mark.django_db
ISSUED = date(2021, 12, 31)


@pytest.fixture
def world() -> World:
    world = make_world()
    plan = make_plan(world)
    plan.issued_on = ISSUED
    plan.save()
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


def revise(world: World, target: Target, wording: str, **more) -> TargetRevision:
    given = {"document_no": "东府〔2023〕5号", "issued_on": date(2023, 6, 1), "reason": "中期评估后调整"} | more
    return revise_target(by=world.user("planner"), target=target, wording=wording, based_on=target.version, **given)


# Who may


@pytest.mark.parametrize("username", ["leader", "east", "reviewer", "sysadmin"])
def test_only_the_planning_office_changes_a_plan(world: World, username: str) -> None:
    by, target = world.user(username), row(world)
    version = {"by": by, "target": target, "based_on": 1}
    document = {"document_no": "", "issued_on": None, "reason": "x"}
    attempts = [
        lambda: edit_plan(by=by, plan=world.plan, based_on=1, title="新"),
        lambda: start_next_plan(by=by, plan=world.plan, code="next", title="新", base_year=2025, target_year=2030),
        lambda: add_section(by=by, plan=world.plan, title="新"),
        lambda: edit_target(**version, number="9"),
        lambda: edit_row(**version, wording="≥9"),
        lambda: revise_target(**version, wording="≥9", **document),
        lambda: correct_wording(**version, wording="≥9", reason="x"),
        lambda: correct_reading(**version, number=1, clear_wording="≥9"),
        lambda: set_yearly_targets(**version, wordings={2022: "≥9"}),
        lambda: retire_target(**version, on=ISSUED, reason="x"),
        lambda: restore_target(**version),
        lambda: move_target(by=by, target=target, up=False),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert Plan.objects.count() == 1
    assert wordings(target) == ["≥8张"]
    assert not AuditEvent.objects.filter(verb__startswith="target").exists()


def test_a_planner_of_a_county_does_not_change_the_citys_plan(world: World) -> None:
    Grant.objects.create(user=world.people["east"], role=Role.PLANNER, area=world.east)
    with pytest.raises(PermissionDenied, match="东山市"):
        edit_plan(by=world.user("east"), plan=world.plan, based_on=1, title="新")


# Wordings


def test_an_adjustment_keeps_every_wording_word_for_word_with_its_document(world: World) -> None:
    target = row(world)
    printed = "≥8．50 张（含），\n力争９张"
    revise(world, target, printed)
    target.refresh_from_db()
    last = revise(world, target, "≥9张", document_no="", issued_on=None, reason="再次调整")
    assert wordings(target) == ["≥8张", printed, "≥9张"]
    second = target.revisions.get(number=2)
    assert (second.document_no, second.issued_on, second.reason) == (
        "东府〔2023〕5号",
        date(2023, 6, 1),
        "中期评估后调整",
    )
    assert second.by == world.user("planner")
    assert (last.number, last.meaning.low) == (3, 9)
    assert target.revisions.get(number=1).meaning.low == 8, "the original is still read as it was"
    assert AuditEvent.objects.filter(verb="target.revised").count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"wording": ""}, "wording"),
        ({"wording": "≥8张"}, "wording"),
        ({"reason": ""}, "reason"),
        ({"issued_on": date(2199, 1, 1)}, "issued_on"),
    ],
)
def test_an_adjustment_that_says_nothing_is_refused_at_its_field(world: World, change: dict, field: str) -> None:
    target = row(world)
    with pytest.raises(ValidationError) as refused:
        revise(world, target, **({"wording": "≥9张"} | change))
    assert list(refused.value.message_dict) == [field]
    assert wordings(target) == ["≥8张"]


def test_the_second_of_two_planners_is_told_and_overwrites_nothing(world: World) -> None:
    first = second = row(world)
    revise(world, first, "≥8.5张")
    with pytest.raises(ValidationError) as refused:
        revise(world, second, "≥9张")
    assert refused.value.code == "stale"
    assert wordings(first) == ["≥8张", "≥8.5张"]
    with pytest.raises(ValidationError):
        edit_target(by=world.user("planner"), target=second, based_on=1, number="7")


def test_a_draft_is_typed_over_freely_and_an_issued_wording_only_with_a_reason(world: World, planner) -> None:
    target = row(world)
    with pytest.raises(ValidationError) as refused:
        correct_wording(by=planner, target=target, wording="≥8.0张", based_on=1)
    assert list(refused.value.message_dict) == ["reason"]
    correct_wording(by=planner, target=target, wording="≥8.0张", based_on=1, reason="录入时漏了小数")
    assert wordings(target) == ["≥8.0张"]
    Plan.objects.update(issued_on=None)
    correct_wording(by=planner, target=target, wording="", based_on=2)
    assert wordings(target) == [""]
    assert target.revisions.get().meaning.form == Form.NONE_YET
    Plan.objects.update(issued_on=ISSUED)
    correct_wording(by=planner, target=target, wording="≥8.2张", based_on=3)
    assert wordings(target) == ["≥8.2张"], "where nothing stood, nothing has to be explained"
    told = [event.detail["before"] for event in AuditEvent.objects.filter(verb="target.typed")]
    assert told == ["≥8张", "≥8.0张", ""]


# Readings


def test_a_person_puts_a_reading_right_and_the_official_wording_stays(world: World, planner) -> None:
    target = row(world, 2)
    odd = revise(world, target, "努力达到两成左右的较好水平以上吧")
    correct_reading(by=planner, target=target, number=2, clear_wording="≥20%", based_on=2)
    odd.refresh_from_db()
    assert odd.wording == "努力达到两成左右的较好水平以上吧"
    assert odd.read_by_person
    assert (odd.meaning.operator, odd.meaning.low, odd.meaning.unit) == (Operator.GE, 20, "%")
    assert target.revisions.get(number=1).read_by_person is False
    correct_reading(by=planner, target=target, number=2, clear_wording="", based_on=3)
    odd.refresh_from_db()
    assert (odd.read_by_person, odd.clear_wording) == (False, "")


@pytest.mark.parametrize("words", ["胡说八道", "≥20‰或者什么", "以实际为准"])
def test_words_that_are_no_clearer_are_refused_with_the_reason(world: World, planner, words: str) -> None:
    target = row(world, 2)
    with pytest.raises(ValidationError) as refused:
        correct_reading(by=planner, target=target, number=1, clear_wording=words, based_on=1)
    assert list(refused.value.message_dict) == ["clear_wording"]
    assert not target.revisions.get().read_by_person


def test_the_database_keeps_no_persons_reading_without_its_words(world: World) -> None:
    revision = row(world).revisions.get()
    revision.read_by_person = True
    with pytest.raises(IntegrityError, match="target_revision_clear_wording"), transaction.atomic():
        revision.save()


def test_a_reading_follows_what_stands_around_the_wording_but_never_overrules_a_person(world: World, planner) -> None:
    target = row(world)
    correct_wording(by=planner, target=target, wording="8", based_on=1, reason="原文为8")
    assert target.revisions.get().meaning.operator == Operator.GE, "more beds are better"
    edited = edit_target(by=planner, target=target, based_on=2, indicator=world.indicators["smoking"], name="吸烟率")
    assert edited.revisions.get().meaning.operator == Operator.LE, "less smoking is better"
    correct_reading(by=planner, target=target, number=1, clear_wording="≥8%", based_on=3)
    edit_target(by=planner, target=target, based_on=4, name="成人吸烟率")
    assert target.revisions.get().meaning.operator == Operator.GE


# Rows


def test_a_new_row_stands_at_the_end_of_its_section_and_a_part_behind_its_whole(world: World, planner) -> None:
    add_section(by=planner, plan=world.plan, title="健康水平")
    items, sections = world.indicators, {section.title: section for section in world.plan.sections.all()}
    given = {"by": planner, "plan": world.plan, "nature": Nature.EXPECTED, "wording": "", "baseline_wording": "—"}
    add_row(section=sections["健康水平"], name="甲", indicator=items["beds"], **given)
    add_row(section=sections["健康资源"], name="乙", indicator=items["beds"], **given)
    add_row(section=sections["健康资源"], name="其中", indicator=items["tcm"], parent=row(world, 1), **given)
    add_row(section=None, new_section="健康产业", name="丙", indicator=items["beds"], **given)
    assert names(world.plan) == ["每千人口床位数", "其中", "中医医师占比", "吸烟率", "乙", "甲", "丙"]
    assert list(world.plan.targets.order_by("order").values_list("order", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert world.plan.targets.get(name="甲").baseline is None, "“—” is not 0"


def test_rows_change_places_within_their_section_and_parts_travel_with_their_whole(world: World, planner) -> None:
    section = world.plan.sections.get()
    add_row(
        by=planner, plan=world.plan, section=section, name="其中", indicator=world.indicators["tcm"], parent=row(world, 1),
        nature=Nature.EXPECTED, wording="", baseline_wording="—",
    )  # fmt: skip
    assert move_target(by=planner, target=row(world, 1), up=False)
    assert names(world.plan) == ["中医医师占比", "每千人口床位数", "其中", "吸烟率"]
    assert not move_target(by=planner, target=row(world, 3), up=True), "a part has no place outside its whole"
    assert not move_target(by=planner, target=row(world, 4), up=False)
    assert move_target(by=planner, target=row(world, 4), up=True)
    assert names(world.plan) == ["中医医师占比", "吸烟率", "每千人口床位数", "其中"]


def test_a_row_that_moves_to_another_section_takes_its_parts_along(world: World, planner) -> None:
    other = add_section(by=planner, plan=world.plan, title="健康水平")
    part = plain_row(world.plan.sections.first(), world.indicators["tcm"], 4, at_least("1"), "≥1", None)
    part = edit_target(by=planner, target=part, based_on=1, parent=row(world, 1))
    assert names(world.plan)[:2] == ["每千人口床位数", "中医执业医师数"]
    edit_target(by=planner, target=row(world, 1), based_on=1, section=other)
    part.refresh_from_db()
    assert part.section == other
    assert names(world.plan) == ["中医医师占比", "吸烟率", "每千人口床位数", "中医执业医师数"]


def test_a_row_belongs_to_its_own_bureau_section_and_whole(world: World, planner) -> None:
    foreign = Department.objects.create(area=world.east, name="东县疾控科", code="east-cdc")
    elsewhere = Plan.objects.create(
        area=world.city, code="other", title="另一规划", issuer="x", base_year=2020, target_year=2025
    )
    section = Section.objects.create(plan=elsewhere, title="x", order=1)
    target = row(world)
    for fields in ({"department": foreign}, {"section": section}, {"parent": target}, {"name": ""}):
        with pytest.raises(ValidationError) as refused:
            edit_target(by=planner, target=target, based_on=1, **fields)
        assert list(refused.value.message_dict) == list(fields)
    target.refresh_from_db()
    assert (target.department, target.version) == (None, 1)


def test_a_department_answers_for_a_target_and_the_trail_says_since_when(world: World, planner) -> None:
    edit_row(by=planner, target=row(world), based_on=1, department=world.department, number="1-1")
    target = row(world)
    assert (target.department, target.number, target.version) == (world.department, "1-1", 2)
    assert AuditEvent.objects.get(verb="target.edited").detail["changed"] == {
        "department": ["", "疾控科"],
        "number": ["1", "1-1"],
    }


def test_a_row_and_its_wording_change_together_or_not_at_all(world: World, planner) -> None:
    with pytest.raises(ValidationError):
        edit_row(by=planner, target=row(world), based_on=1, number="9", wording="≥9张")
    target = row(world)
    assert (target.number, wordings(target)) == ("1", ["≥8张"])


def test_a_retired_target_keeps_its_history_and_can_come_back(world: World, planner) -> None:
    whole = row(world, 1)
    part = plain_row(world.plan.sections.first(), world.indicators["tcm"], 4, at_least("1"), "≥1", None)
    edit_target(by=planner, target=part, based_on=1, parent=whole)
    revise(world, whole, "≥9张")
    retire_target(by=planner, target=whole, on=date(2023, 7, 1), reason="省里不再考核", based_on=2)
    assert names(world.plan) == ["中医医师占比", "吸烟率"]
    whole.refresh_from_db()
    assert (whole.retired_on, whole.retired_reason) == (date(2023, 7, 1), "省里不再考核")
    assert wordings(whole) == ["≥8张", "≥9张"]
    with pytest.raises(ValidationError, match="停用"):
        revise(world, whole, "≥10张")
    part.refresh_from_db()
    with pytest.raises(ValidationError):
        restore_target(by=planner, target=part, based_on=part.version)
    restore_target(by=planner, target=whole, based_on=whole.version)
    assert names(world.plan) == ["每千人口床位数", "中医执业医师数", "中医医师占比", "吸烟率"]


@pytest.mark.parametrize(
    ("on", "reason", "field"), [(date(2199, 1, 1), "x", "retired_on"), (ISSUED, "", "retired_reason")]
)
def test_a_target_is_retired_for_a_reason_and_not_in_advance(world: World, planner, on, reason, field) -> None:
    with pytest.raises(ValidationError) as refused:
        retire_target(by=planner, target=row(world), on=on, reason=reason, based_on=1)
    assert list(refused.value.message_dict) == [field]


# Yearly targets


def test_a_year_on_the_way_has_a_wording_read_for_that_year(world: World, planner) -> None:
    target = row(world)
    set_yearly_targets(by=planner, target=target, wordings={2022: "7.4", 2023: "≥7.6张", 2024: ""}, based_on=1)
    stands = {one.year: one for one in target.yearly.all()}
    assert {year: one.wording for year, one in stands.items()} == {2022: "7.4", 2023: "≥7.6张"}
    assert (stands[2022].meaning.operator, stands[2022].meaning.low) == (Operator.GE, Decimal("7.4"))
    set_yearly_targets(by=planner, target=target, wordings={2022: "", 2023: "≥7.7张"}, based_on=2)
    assert list(target.yearly.values_list("year", "wording")) == [(2023, "≥7.7张")]
    assert AuditEvent.objects.filter(verb="target.yearly").last().detail["wordings"] == {
        "2022": ["7.4", ""],
        "2023": ["≥7.6张", "≥7.7张"],
    }


@pytest.mark.parametrize("year", [2020, 2025, 2030])
def test_only_years_on_the_way_have_targets_of_their_own(world: World, planner, year: int) -> None:
    with pytest.raises(ValidationError) as refused:
        set_yearly_targets(by=planner, target=row(world), wordings={2022: "7.4", year: "7.5"}, based_on=1)
    assert list(refused.value.message_dict) == [str(year)]
    assert not YearlyTarget.objects.exists(), "all of them or none"
