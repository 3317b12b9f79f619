"""The demonstration in the database: true to the plan, marked as invented, and loaded once and for all."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command
from django.db import transaction

from bureaus.models import Area, Grant, Role, User
from collection.actions import DEMO_SOURCE
from collection.models import Collection, Submission
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.queries import figure_table
from plans.domain.meaning import Form
from plans.importing.tsv import read_rows
from plans.models import Plan, Target, TargetRevision
from reporting.demonstration import years
from reporting.demonstration.loading import load_once
from reporting.demonstration.people import PASSWORD, people
from reporting.demonstration.tables import FIXTURES
from reporting.models import Judgement
from reporting.queries import View, overview
from tests.reporting.database import contents

TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration loaded once for all tests here, and taken back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_once(TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plan(demonstration) -> Plan:
    return Plan.objects.get(code="pingxiang-2021-2025")


# True to the plan


def test_the_citys_base_year_is_what_the_plan_prints(plan):
    targets = list(plan.targets.select_related("indicator__numerator", "indicator__denominator"))
    table = figure_table(indicators=[one.indicator for one in targets], areas=[plan.area], years=[2020])
    printed = [target for target in targets if target.baseline is not None]
    assert len(printed) == 17
    for target in printed:
        assert table.get(target.indicator, plan.area, 2020).value == target.baseline, target.name


def test_what_the_plan_prints_no_baseline_for_has_no_figure_in_the_base_year(plan):
    targets = list(plan.targets.select_related("indicator__numerator", "indicator__denominator"))
    table = figure_table(indicators=[one.indicator for one in targets], areas=[plan.area], years=[2020])
    unprinted = [target for target in targets if target.baseline_wording == "—"]
    assert len(unprinted) == 7
    for target in unprinted:
        assert table.get(target.indicator, plan.area, 2020).value is None, target.name


@pytest.mark.parametrize(
    ("code", "count"), [("beds", 12796), ("physicians", 4913), ("nurses", 6757), ("population", 1_804_805)]
)
def test_the_counties_sum_up_to_the_counts_in_the_plans_text(plan, code, count):
    city = Observation.objects.get(indicator__code=code, area=plan.area, year=2020)
    below = Observation.objects.filter(indicator__code=code, area__parent=plan.area, year=2020)
    assert city.official_value == sum(row.official_value for row in below) == count
    assert (city.coverage_have, city.coverage_of, city.origin) == (7, 7, Observation.Origin.ROLLED_UP)


@pytest.mark.parametrize(
    ("code", "table"), [("pingxiang-2021-2025", "plan-pingxiang"), ("healthy-china-2030", "plan-national-2030")]
)
def test_every_row_stands_word_for_word_in_the_database(demonstration, code, table):
    targets = Target.objects.filter(plan__code=code).order_by("order").select_related("section", "parent", "indicator")
    rows = read_rows(FIXTURES / f"{table}.tsv")
    for target, row in zip(targets, rows, strict=True):
        revision = target.revisions.get()
        assert (target.name, target.baseline_wording, revision.wording) == (
            row["name"],
            row["baseline"],
            row["wording"],
        )
        assert (target.section.title, target.number) == (row["section"], row["number"])
        assert (target.parent.number if target.parent else "") == row["parent"]
        assert target.indicator.code == row["indicator"]


def test_the_nations_plan_is_the_citys_parent(plan):
    assert (plan.parent.code, plan.parent.area.code) == ("healthy-china-2030", "000000")


def test_a_wording_is_read_beside_the_name_its_own_row_prints(plan):
    """年均 stands in the row's name only; the catalogue's name of the yearly figure lacks it."""
    revision = TargetRevision.objects.get(target__plan=plan, target__name="健康服务业总规模年均增速")
    assert "年均" not in revision.target.indicator.name
    assert revision.meaning.form == Form.ANNUAL_GROWTH


# Never mixed


def test_published_figures_are_the_nations_have_a_source_and_are_not_invented(demonstration):
    published = Observation.objects.filter(origin=Observation.Origin.PUBLISHED)
    assert published.count() == len(read_rows(FIXTURES / "national-series.tsv"))
    for row in published.select_related("area"):
        assert row.area.code == "000000"
        assert row.source
        assert row.source != DEMO_SOURCE
        assert not row.is_demo
        assert row.official_value == row.value is not None


def test_everything_else_is_marked_as_invented(demonstration):
    others = Observation.objects.exclude(origin=Observation.Origin.PUBLISHED)
    assert others.count() > 900
    assert not others.filter(is_demo=False).exists()
    assert not others.filter(area__code="000000").exists()
    assert set(others.filter(origin=Observation.Origin.ENTERED).values_list("source", flat=True)) == {DEMO_SOURCE}
    assert not Collection.objects.filter(is_demo=False).exists()
    assert not Judgement.objects.filter(is_demo=False).exists()


def test_the_nations_rates_show_as_published_though_their_parts_are_unknown(demonstration):
    nation = Area.objects.get(code="000000")
    names = {row["indicator"]: row for row in read_rows(FIXTURES / "national-series.tsv")}
    derived = Indicator.objects.filter(name__in=names, kind="derived").select_related("numerator", "denominator")
    table = figure_table(indicators=derived, areas=[nation], years=range(2015, 2026))
    compared = 0
    for row in read_rows(FIXTURES / "national-series.tsv"):
        for indicator in derived:
            if indicator.name == row["indicator"]:
                assert table.get(indicator, nation, int(row["year"])).value == Decimal(row["value"])
                compared += 1
    assert compared > 20


# How it was collected


def test_whoever_reviewed_neither_submitted_nor_typed(demonstration):
    reviewed = Submission.objects.filter(reviewed_by__isnull=False)
    assert reviewed.count() > 60
    for submission in reviewed.select_related("collection"):
        assert submission.reviewed_by_id != submission.submitted_by_id
        typed = ObservationRevision.objects.filter(
            observation__area=submission.area_id, observation__year=submission.collection.year, act="typed"
        )
        assert not typed.filter(by=submission.reviewed_by_id).exists()


def test_past_years_are_approved_and_closed_in_their_own_time(plan):
    for collection in plan.collections.filter(year__lt=plan.target_year):
        assert plan.issued_on < collection.opens_on <= collection.due_on < collection.closed_on
        for submission in collection.submissions.all():
            assert submission.state == Submission.State.APPROVED
            assert collection.opens_on < submission.submitted_at.date() < submission.reviewed_at.date()
            assert submission.reviewed_at.date() < collection.closed_on
    assert plan.collections.filter(closed_on__isnull=False).count() == 5


def test_the_last_year_is_open_with_a_unit_in_every_state(plan):
    collection = plan.collections.get(year=2025)
    assert (collection.closed_on, (collection.due_on - TODAY).days) == (None, 30)
    units = {(one.department.code if one.department else one.area.name): one for one in collection.submissions.all()}
    states = {name: one.state for name, one in units.items()}
    assert states["莲花县"] == Submission.State.OPEN
    assert states["上栗县"] == Submission.State.SUBMITTED
    assert states["finance"] == Submission.State.RETURNED
    assert units["finance"].return_reason
    assert Counter(states.values())[Submission.State.APPROVED] == len(states) - 4
    city = Observation.objects.get(indicator__code="beds", area=plan.area, year=2025)
    assert (city.coverage_have, city.coverage_of) == (5, 7)


def test_a_half_typed_form_is_waiting_for_its_clerk(plan):
    asked = plan.collections.get(year=2025).items.filter(department=None).count()
    typed = Observation.objects.filter(area__name="莲花县", year=2025)
    assert 0 < typed.count() < asked
    assert not typed.filter(official_value__isnull=False).exists()


def test_a_figure_out_of_line_is_explained_and_a_returned_one_was_corrected(demonstration):
    doubt, correction = years.DOUBT, years.CORRECTION
    last, this = (
        Observation.objects.get(indicator__code=doubt.item, area__name=doubt.unit, year=year) for year in (2024, 2025)
    )
    assert this.value > last.value * Decimal("1.3")
    assert this.explanation == doubt.explanation
    corrected = Observation.objects.get(
        indicator__code=correction.item, area__name=correction.unit, year=correction.year
    )
    first = corrected.revisions.order_by("version").first()
    assert corrected.official_value - first.value == correction.missing


def test_the_milestone_is_under_way_with_evidence(plan):
    stated = Judgement.objects.filter(target__plan=plan)
    assert [(one.year, one.verdict) for one in stated] == [(year, "under_way") for year in (2022, 2023, 2024)]
    assert all(one.evidence.startswith(DEMO_SOURCE) for one in stated)


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_picture_is_varied(plan, year):
    stands = overview(View(plan=plan, area=plan.area, year=year)).stands
    found = {stand.progress.status for stand in stands}
    assert len(stands) == 24
    assert {"held", "met_early", "on_track", "slightly_behind", "under_way", "improving"} <= found
    assert found & {"lost", "reversed", "behind"}


def test_maternal_mortality_holds_though_it_got_worse(plan):
    stands = overview(View(plan=plan, area=plan.area, year=2024)).stands
    stand = next(one for one in stands if one.target.indicator.code == "maternal-mortality")
    assert stand.progress.status == "held"
    assert "worse_than_base" in stand.progress.flags


# The people


def test_everybody_signs_in_with_the_printed_password_and_every_role_is_held(demonstration):
    for person in people():
        user = User.objects.get(username=person.login)
        validate_password(PASSWORD, user)
        assert user.name == person.name
    assert User.objects.first().check_password(PASSWORD)
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    assert set(Grant.objects.values_list("role", flat=True)) == set(Role.values)


def test_every_unit_that_owes_figures_has_a_clerk(demonstration):
    owing = set(Submission.objects.values_list("area", "department"))
    clerks = set(Grant.objects.filter(role=Role.CLERK).values_list("area", "department"))
    assert owing == clerks


# Once and for all


def test_a_second_run_changes_nothing_and_names_the_users_again(demonstration, capsys, django_assert_max_num_queries):
    before = contents()
    with django_assert_max_num_queries(8):
        call_command("demo")
    printed = capsys.readouterr().out
    assert contents() == before
    assert PASSWORD in printed
    rows = {line.split()[0]: line for line in printed.splitlines() if line}
    columns = {places(rows[one.login], one.name) + places(rows[one.login], one.name_en) for one in people()}
    assert len(columns) == 1, "the columns do not stand one below the other"


def places(line: str, cell: str) -> tuple[int]:
    """Where on a terminal the cell begins: a Chinese character takes two places."""
    return (sum(2 if "\u2e80" <= character <= "\uffef" else 1 for character in line[: line.index(cell)]),)


def test_a_quiet_run_prints_nothing(demonstration, capsys):
    call_command("demo", "--quiet")
    assert capsys.readouterr().out == ""
