"""From the clerk's cell to the city's sum: what is kept, who may, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from bureaus.models import AuditEvent
from collection.actions import approve, open_collection, return_submission, save_figures, submit
from collection.models import Submission
from collection.queries import items_of
from indicators.models import Observation, ObservationRevision
from tests.world import World, cell, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
EAST = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}
WEST = {"population": 150_000, "beds": 1_300, "physicians": 500, "tcm": 70}
ZONE = {"population": 50_000, "beds": 150, "physicians": 90, "tcm": 9}


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def value_of(world: World, code: str, area, year: int = 2024) -> Decimal | None:
    row = Observation.objects.filter(indicator=world.indicators[code], area=area, year=year).first()
    return row.official_value if row else None


def hand_in(world: World, username: str, area, figures: dict) -> Submission:
    submission = world.submission(area)
    fill(world, username, submission, **figures)
    return submit(by=world.user(username), submission=submission)


def test_a_collection_asks_the_counties_for_counts_and_the_department_for_its_own_figures(world: World) -> None:
    by_unit = {
        submission.unit_name: list(items_of(submission).values_list("indicator__code", flat=True))
        for submission in Submission.objects.all()
    }
    counts = ["population", "beds", "physicians", "tcm"]
    assert by_unit == {"东县": counts, "西县": counts, "高新区": counts, "疾控科": ["smoking"]}


def test_approving_makes_figures_official_and_sums_them_up(world: World) -> None:
    for username, area, figures in (("east", world.east, EAST), ("west", world.west, WEST), ("zone", world.zone, ZONE)):
        submission = hand_in(world, username, area, figures)
        assert value_of(world, "beds", area) is None, "nothing is official before the review"
        approve(by=world.user("reviewer"), submission=submission)
    assert value_of(world, "beds", world.city) == 3_250
    whole = Observation.objects.get(indicator=world.indicators["beds"], area=world.city, year=2024)
    assert (whole.coverage_have, whole.coverage_of) == (3, 3)
    assert whole.origin == Observation.Origin.ROLLED_UP


def test_a_sum_says_from_how_many_areas_it_comes(world: World) -> None:
    approve(by=world.user("reviewer"), submission=hand_in(world, "east", world.east, EAST))
    whole = Observation.objects.get(indicator=world.indicators["beds"], area=world.city, year=2024)
    assert (whole.official_value, whole.coverage_have, whole.coverage_of) == (1_800, 1, 3)


def test_an_area_to_which_a_figure_does_not_apply_is_not_waited_for(world: World) -> None:
    approve(by=world.user("reviewer"), submission=hand_in(world, "east", world.east, EAST))
    without_beds = ZONE | {"beds": "-"}
    approve(by=world.user("reviewer"), submission=hand_in(world, "zone", world.zone, without_beds))
    whole = Observation.objects.get(indicator=world.indicators["beds"], area=world.city, year=2024)
    assert (whole.official_value, whole.coverage_have, whole.coverage_of) == (1_800, 1, 2)


def test_a_correction_after_a_return_replaces_the_official_figure_only_when_approved(world: World) -> None:
    reviewer = world.user("reviewer")
    submission = approve(by=reviewer, submission=hand_in(world, "east", world.east, EAST))
    return_submission(by=reviewer, submission=submission, reason="漏报民办机构")
    row = Observation.objects.get(indicator=world.indicators["beds"], area=world.east, year=2024)
    save_figures(
        by=world.user("east"), submission=submission, cells={row.indicator_id: cell(1_900, based_on=row.version)}
    )
    assert value_of(world, "beds", world.city) == 1_800
    approve(by=reviewer, submission=submit(by=world.user("east"), submission=submission))
    assert value_of(world, "beds", world.city) == 1_900
    history = ObservationRevision.objects.filter(observation=row).values_list("act", "value", "official_value")
    assert list(history) == [("typed", 1_800, None), ("approved", 1_800, 1_800), ("typed", 1_900, 1_800), ("approved", 1_900, 1_900)]  # fmt: skip


def test_a_stale_cell_is_refused_and_the_others_are_kept(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    beds, physicians = world.indicators["beds"].pk, world.indicators["physicians"].pk
    saving = save_figures(
        by=world.user("east2"), submission=submission, cells={beds: cell(1_700, based_on=0), physicians: cell(700)}
    )
    assert [(change.value, row.value) for change, row in saving.stale] == [(1_700, 1_800)]
    assert [row.indicator_id for row in saving.written] == [physicians]


def test_saving_the_same_again_writes_nothing(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    saving = save_figures(
        by=world.user("east"), submission=submission, cells={world.indicators["beds"].pk: cell(1_800, based_on=0)}
    )
    assert (saving.written, saving.stale) == ((), ())
    assert ObservationRevision.objects.count() == 1


def test_a_part_above_its_whole_is_told_at_the_part_and_not_kept(world: World) -> None:
    submission = world.submission(world.east)
    items = world.indicators
    saving = save_figures(
        by=world.user("east"),
        submission=submission,
        cells={items["physicians"].pk: cell(700), items["tcm"].pk: cell(1_290)},
    )
    assert [broken.item for broken in saving.findings] == [items["tcm"].pk]
    assert Observation.objects.get(area=world.east).indicator == items["physicians"]


def test_zero_not_applicable_and_blank_stay_different(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, population=100, beds=0, physicians="-")
    with pytest.raises(ValidationError, match="中医执业医师数"):
        submit(by=world.user("east"), submission=submission)
    rows = {row.indicator.code: (row.value, row.absence) for row in Observation.objects.select_related("indicator")}
    assert rows == {"population": (100, ""), "beds": (0, ""), "physicians": (None, "not_applicable")}


@pytest.mark.parametrize("username", ["west", "cdc", "reviewer", "planner", "leader", "sysadmin"])
def test_nobody_else_types_a_countys_figures(world: World, username: str) -> None:
    with pytest.raises(PermissionDenied):
        save_figures(
            by=world.user(username),
            submission=world.submission(world.east),
            cells={world.indicators["beds"].pk: cell(1)},
        )
    assert not Observation.objects.exists()


@pytest.mark.parametrize("username", ["east", "east2", "west", "planner", "leader", "sysadmin"])
def test_only_reviewers_approve(world: World, username: str) -> None:
    submission = hand_in(world, "east", world.east, EAST)
    with pytest.raises(PermissionDenied):
        approve(by=world.user(username), submission=submission)


def test_nobody_approves_what_they_typed_even_with_both_roles(world: World) -> None:
    from bureaus.models import Grant, Role

    Grant.objects.create(user=world.user("east2"), role=Role.REVIEWER, area=world.city)
    submission = world.submission(world.east)
    fill(world, "east2", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    with pytest.raises(PermissionDenied):
        approve(by=world.user("east2"), submission=submission)


def test_the_database_itself_refuses_self_review(world: World) -> None:
    submission = hand_in(world, "east", world.east, EAST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(reviewed_by=submission.submitted_by)


def test_a_submitted_form_is_locked_and_says_who_can_open_it(world: World) -> None:
    submission = hand_in(world, "east", world.east, EAST)
    with pytest.raises(ValidationError, match="审核人"):
        save_figures(by=world.user("east"), submission=submission, cells={world.indicators["beds"].pk: cell(1)})


def test_a_form_is_locked_before_its_day_and_after_closing(world: World) -> None:
    submission = world.submission(world.east)
    collection = submission.collection
    collection.opens_on = timezone.localdate() + timedelta(days=1)
    collection.save()
    with pytest.raises(ValidationError, match="开始"):
        save_figures(by=world.user("east"), submission=submission, cells={})
    collection.opens_on, collection.closed_on = timezone.localdate(), timezone.localdate()
    collection.save()
    with pytest.raises(ValidationError, match="关闭"):
        save_figures(by=world.user("east"), submission=submission, cells={})


def test_a_return_needs_its_reason(world: World) -> None:
    submission = hand_in(world, "east", world.east, EAST)
    with pytest.raises(ValidationError):
        return_submission(by=world.user("reviewer"), submission=submission, reason="")


def test_only_the_planning_office_opens_a_collection(world: World) -> None:
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):
        open_collection(by=world.user("reviewer"), plan=world.plan, year=2025, opens_on=today, due_on=today)
    with pytest.raises(ValidationError, match="已经布置"):
        open_collection(by=world.user("planner"), plan=world.plan, year=2024, opens_on=today, due_on=today)


def test_every_act_names_who_did_it(world: World) -> None:
    approve(by=world.user("reviewer"), submission=hand_in(world, "east", world.east, EAST))
    acts = list(
        AuditEvent.objects.filter(area_name="东县").exclude(verb="area.added").values_list("verb", "actor_name")
    )
    assert acts == [
        ("figures.typed", "用户east"),
        ("submission.submitted", "用户east"),
        ("submission.approved", "用户reviewer"),
    ]


@pytest.mark.parametrize("sql", ["UPDATE {} SET act = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_bend_the_revisions(world: World, sql: str) -> None:
    from django.db import connection

    fill(world, "east", world.submission(world.east), beds=1)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(ObservationRevision._meta.db_table))


def test_a_county_with_a_plan_of_its_own_types_everything_itself(world: World) -> None:
    world.plan.area = world.east
    world.plan.save()
    collection = make_collection(world, year=2023)
    submission = Submission.objects.get(collection=collection, department=None)
    codes = list(items_of(submission).values_list("indicator__code", flat=True))
    assert (submission.area, codes) == (world.east, ["population", "beds", "physicians", "tcm"])


def test_a_figure_that_no_department_answers_for_is_asked_of_the_bureau_itself(world: World) -> None:
    world.plan.targets.filter(indicator=world.indicators["smoking"]).update(department=None)
    collection = make_collection(world, year=2023)
    submission = Submission.objects.get(collection=collection, area=world.city)
    assert submission.department is None
    assert list(items_of(submission).values_list("indicator__code", flat=True)) == ["smoking"]
    assert "smoking" not in items_of(world.submission(world.east, collection)).values_list("indicator__code", flat=True)
