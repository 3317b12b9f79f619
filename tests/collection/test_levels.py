"""From the county over the city to the province: who has a form when, and how its figures move the sums above."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bureaus.models import Area, Department, Grant, Role, User
from collection.actions import approve, recall, return_submission, save_figures, submit
from collection.models import Step, Submission
from collection.queries import observations_of
from indicators.actions import FigureChange, make_official, roll_up_above, write_figures
from indicators.models import Observation
from tests.province import FIGURES, Province, make_province
from tests.world import cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Province:
    return make_province()


def beds(area: Area) -> tuple[Decimal | None, int | None, int | None]:
    """The area's official beds and from how many counties of how many they come."""
    row = Observation.objects.filter(indicator__code="beds", area=area).first()
    return (row.official_value, row.coverage_have, row.coverage_of) if row else (None, None, None)


def test_a_form_climbs_from_the_county_over_its_city_to_the_province(province: Province) -> None:
    submission = province.hand_in("north-1")
    assert submission.awaits == province.areas["north"]
    submission = approve(by=province.user("north-reviewer"), submission=submission)
    assert (submission.state, submission.awaits) == (Submission.State.SUBMITTED, province.areas["province"])
    assert beds(province.areas["north-1"])[0] is None, "nothing is official before the bureau that collects says so"
    submission = approve(by=province.user("province-reviewer"), submission=submission)
    assert (submission.state, submission.awaits) == (Submission.State.APPROVED, None)
    steps = submission.steps.values_list("act", "by_name", "by_unit")
    assert list(steps) == [
        ("submitted", "用户north-1", "北一县"),
        ("passed_on", "用户north-reviewer", "北市"),
        ("approved", "用户province-reviewer", "东省"),
    ]


def test_sums_of_city_and_province_move_with_their_coverage_in_counties(province: Province) -> None:
    areas = province.areas
    province.approve_all("north-1")
    assert beds(areas["north"]) == (100, 1, 2)
    assert beds(areas["province"]) == (100, 1, 4)
    province.approve_all("south-2")
    assert beds(areas["south"]) == (400, 1, 2)
    assert beds(areas["province"]) == (500, 2, 4)
    province.approve_all("north-2")
    assert beds(areas["north"]) == (300, 2, 2)
    assert beds(areas["province"]) == (700, 3, 4)


@pytest.mark.parametrize("level", ["north-reviewer", "province-reviewer"])
def test_a_return_at_any_level_goes_to_the_clerk_and_the_climb_begins_anew(province: Province, level: str) -> None:
    submission = province.hand_in("north-1")
    if level == "province-reviewer":
        submission = approve(by=province.user("north-reviewer"), submission=submission)
    submission = return_submission(by=province.user(level), submission=submission, reason="请核实")
    assert (submission.state, submission.awaits) == (Submission.State.RETURNED, None)
    submission = submit(by=province.user("north-1"), submission=submission)
    assert submission.awaits == province.areas["north"]
    submission = approve(by=province.user("north-reviewer"), submission=submission)
    assert submission.awaits == province.areas["province"], "who passed the earlier version on may pass on the new one"


def test_a_higher_level_cannot_act_before_the_form_has_arrived_nor_a_lower_one_afterwards(province: Province) -> None:
    submission, above, below = province.hand_in("north-1"), "province-reviewer", "north-reviewer"
    for act in (approve, return_submission):
        with pytest.raises(PermissionDenied, match="北市"):
            act(by=province.user(above), submission=submission)
    submission = approve(by=province.user(below), submission=submission)
    with pytest.raises(PermissionDenied):
        return_submission(by=province.user(below), submission=submission, reason="再看看")
    submission = approve(by=province.user(above), submission=submission)
    with pytest.raises(PermissionDenied):
        return_submission(by=province.user(below), submission=submission, reason="再看看")


@pytest.mark.parametrize("username", ["south-reviewer", "north-1", "south-1", "planner"])
def test_nobody_beside_the_way_up_reviews(province: Province, username: str) -> None:
    submission = province.hand_in("north-1")
    for act in (approve, return_submission):
        with pytest.raises(PermissionDenied):
            act(by=province.user(username), submission=submission)


def test_a_form_is_taken_back_only_before_its_first_review(province: Province) -> None:
    submission = recall(by=province.user("north-1"), submission=province.hand_in("north-1"))
    assert submission.state == Submission.State.OPEN
    submission = submit(by=province.user("north-1"), submission=submission)
    submission = approve(by=province.user("north-reviewer"), submission=submission)
    with pytest.raises(ValidationError) as refused:
        recall(by=province.user("north-1"), submission=submission)
    assert refused.value.code == "state"


def test_a_reviewer_appointed_meanwhile_below_does_not_keep_a_form_from_being_taken_back(province: Province) -> None:
    submission = province.hand_in("north-1")
    province.appoint("newcomer", Role.REVIEWER, "north-1")
    assert recall(by=province.user("north-1"), submission=submission).state == Submission.State.OPEN


def test_a_county_may_have_a_reviewer_of_its_own(province: Province) -> None:
    province.appoint("north-1-reviewer", Role.REVIEWER, "north-1")
    submission = province.hand_in("north-1")
    assert submission.awaits == province.areas["north-1"]
    submission = approve(by=province.user("north-1-reviewer"), submission=submission)
    assert submission.awaits == province.areas["north"]


def test_a_bureau_without_reviewers_is_passed_over(province: Province) -> None:
    Grant.objects.filter(user__username="north-reviewer").delete()
    assert province.hand_in("north-1").awaits == province.areas["province"]


@pytest.mark.parametrize("reason", ["left", "typed", "submitted"])
def test_a_bureau_whose_only_reviewer_may_not_review_this_form_is_passed_over(province: Province, reason: str) -> None:
    if reason == "left":
        User.objects.filter(username="north-reviewer").update(is_active=False)
        submission = province.hand_in("north-1")
    else:
        Grant.objects.create(user=province.user("north-reviewer"), role=Role.CLERK, area=province.areas["north-1"])
        typist, submitter = ("north-reviewer", "north-1") if reason == "typed" else ("north-1", "north-reviewer")
        province.fill("north-1", by=typist)
        submission = submit(by=province.user(submitter), submission=province.submission("north-1"))
    assert submission.awaits == province.areas["province"]


def test_a_bureau_that_loses_its_reviewers_does_not_keep_the_form(province: Province) -> None:
    submission = province.hand_in("north-1")
    Grant.objects.filter(user__username="north-reviewer").delete()
    assert approve(by=province.user("province-reviewer"), submission=submission).state == Submission.State.APPROVED


def test_the_bureau_that_collects_decides_even_while_it_has_no_reviewer(province: Province) -> None:
    Grant.objects.filter(user__username="province-reviewer").delete()
    submission = approve(by=province.user("north-reviewer"), submission=province.hand_in("north-1"))
    assert (submission.state, submission.awaits) == (Submission.State.SUBMITTED, province.areas["province"])
    with pytest.raises(PermissionDenied):
        approve(by=province.user("north-reviewer"), submission=submission)


def test_nobody_passes_a_form_on_and_approves_it_too(province: Province) -> None:
    Grant.objects.create(user=province.user("north-reviewer"), role=Role.REVIEWER, area=province.areas["province"])
    submission = approve(by=province.user("north-reviewer"), submission=province.hand_in("north-1"))
    for act in (approve, return_submission):
        with pytest.raises(PermissionDenied):
            act(by=province.user("north-reviewer"), submission=submission)
    assert approve(by=province.user("province-reviewer"), submission=submission).state == Submission.State.APPROVED


@pytest.mark.parametrize("act", ["typed", "submitted"])
def test_nobody_reviews_what_they_typed_or_submitted_at_any_level(province: Province, act: str) -> None:
    Grant.objects.create(user=province.user("province-reviewer"), role=Role.CLERK, area=province.areas["north-1"])
    typist, submitter = ("province-reviewer", "north-1") if act == "typed" else ("north-1", "province-reviewer")
    province.fill("north-1", by=typist)
    submission = submit(by=province.user(submitter), submission=province.submission("north-1"))
    submission = approve(by=province.user("north-reviewer"), submission=submission)
    for decide in (approve, return_submission):
        with pytest.raises(PermissionDenied):
            decide(by=province.user("province-reviewer"), submission=submission)
    province.appoint("second", Role.REVIEWER, "province")
    assert approve(by=province.user("second"), submission=submission).state == Submission.State.APPROVED


def test_what_somebody_typed_in_another_form_does_not_keep_them_from_this_one(province: Province) -> None:
    Grant.objects.create(user=province.user("north-reviewer"), role=Role.CLERK, area=province.areas["north-2"])
    province.fill("north-2", by="north-reviewer")
    submission = approve(by=province.user("north-reviewer"), submission=province.hand_in("north-1"))
    assert submission.awaits == province.areas["province"]


def test_a_departments_form_is_reviewed_in_its_own_bureau_alone(province: Province) -> None:
    submission = province.department_form()
    figures = {one.pk: cell(30) for one in [province.indicators["smoking"]]}
    save_figures(by=province.user("cdc"), submission=submission, cells=figures)
    submission = submit(by=province.user("cdc"), submission=submission)
    assert submission.awaits == province.areas["province"]
    with pytest.raises(PermissionDenied):
        approve(by=province.user("north-reviewer"), submission=submission)
    assert approve(by=province.user("province-reviewer"), submission=submission).state == Submission.State.APPROVED


def test_a_departments_reviewer_reviews_its_form_and_no_other(province: Province) -> None:
    head = province.appoint("head", Role.REVIEWER, "province", Department.objects.get(code="cdc"))
    submission = province.department_form()
    save_figures(by=province.user("cdc"), submission=submission, cells={province.indicators["smoking"].pk: cell(30)})
    submission = submit(by=province.user("cdc"), submission=submission)
    county = approve(by=province.user("north-reviewer"), submission=province.hand_in("north-1"))
    with pytest.raises(PermissionDenied):
        approve(by=head, submission=county)
    assert approve(by=head, submission=submission).state == Submission.State.APPROVED


def test_a_figure_corrected_after_approval_moves_every_level_above(province: Province) -> None:
    areas = province.areas
    for county in ("north-1", "north-2", "south-1", "south-2"):
        province.approve_all(county)
    assert beds(areas["province"]) == (1_000, 4, 4)
    submission = return_submission(
        by=province.user("province-reviewer"), submission=province.submission("north-1"), reason="漏报民办机构"
    )
    row = observations_of(submission)[province.indicators["beds"].pk]
    save_figures(
        by=province.user("north-1"),
        submission=submission,
        cells={row.indicator_id: cell(150, based_on=row.version, explanation="补报民办机构床位")},
    )
    assert (beds(areas["north"])[0], beds(areas["province"])[0]) == (300, 1_000), "what was approved counts until then"
    submission = submit(by=province.user("north-1"), submission=submission)
    submission = approve(by=province.user("north-reviewer"), submission=submission)
    assert (beds(areas["north"])[0], beds(areas["province"])[0]) == (300, 1_000)
    approve(by=province.user("province-reviewer"), submission=submission)
    assert (beds(areas["north"]), beds(areas["province"])) == ((350, 2, 2), (1_050, 4, 4))


@pytest.mark.parametrize("is_official", [True, False])
def test_a_sum_never_takes_the_place_of_what_an_area_stated_itself(province: Province, is_official: bool) -> None:
    north, item = province.areas["north"], province.indicators["beds"]
    write_figures(
        by=None, area=north, year=2024, changes=[FigureChange(indicator=item, value=Decimal(999))], source="公报"
    )
    if is_official:
        make_official(by=None, area=north, year=2024, indicators=[item.pk])
    province.approve_all("north-1")
    row = Observation.objects.get(area=north, indicator=item)
    assert (row.value, row.official_value, row.origin) == (999, 999 if is_official else None, "entered")
    expected = (999, 2, 4) if is_official else (None, 0, 4)
    assert beds(province.areas["province"]) == expected


def test_a_figure_changed_by_another_collection_after_handing_in_is_not_approved_unseen(province: Province) -> None:
    submission = province.hand_in("north-1")
    row = observations_of(submission)[province.indicators["beds"].pk]
    write_figures(
        by=None,
        area=submission.area,
        year=2024,
        changes=[FigureChange(indicator=row.indicator, value=Decimal(7), based_on=row.version)],
        source="公报",
    )
    with pytest.raises(ValidationError) as refused:
        approve(by=province.user("north-reviewer"), submission=submission)
    assert refused.value.code == "changed"
    assert "床位数" in refused.value.messages[0]


def test_the_steps_name_a_version_each_and_none_is_skipped(province: Province) -> None:
    province.approve_all("north-1")
    submission = province.submission("north-1")
    assert list(Step.objects.filter(submission=submission).values_list("version", flat=True)) == [2, 3, 4]
    assert submission.version == 4


def test_figures_of_the_province_stay_as_counties_gave_them(province: Province) -> None:
    for county, figures in FIGURES.items():
        province.approve_all(county)
        rows = Observation.objects.filter(area=province.areas[county]).values_list("indicator__code", "official_value")
        assert dict(rows) == figures


def test_a_sum_stops_where_nobody_works_with_figures(province: Province) -> None:
    """A province that does not use this installation has no figure of its own here: one city is not the province."""
    province.approve_all("north-1")
    beds, south = province.indicators["beds"].pk, province.areas["south-1"]
    Grant.objects.filter(area=province.areas["province"]).delete()
    write_figures(
        by=None, area=south, year=2024, source="公报",
        changes=[FigureChange(indicator=province.indicators["beds"], value=Decimal(300))],
    )  # fmt: skip
    make_official(by=None, area=south, year=2024, indicators=[beds])

    roll_up_above(by=None, area=south, year=2024, indicators=[beds])

    sums = dict(Observation.objects.filter(indicator=beds, year=2024).values_list("area__name", "official_value"))
    assert (sums["南市"], sums["东省"]) == (300, 100)
