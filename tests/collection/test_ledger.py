"""The ledger of who owes what: every unit, the most urgent first; more time, closing, opening again; the desk."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bureaus.actions import add_area
from bureaus.models import Grant, Role, User
from collection.actions import approve, extend_deadline, return_submission, submit
from collection.models import Collection, Step, Submission
from collection.queries import ledger_of
from indicators.checking import keep_default_rules
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
EAST = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def signed_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.user(username))
    client.cookies["django_language"] = "en"
    return client


def ledger(world: World) -> str:
    return f"/collections/{Collection.objects.get().pk}/"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_every_unit_stands_there_with_what_is_filled_and_the_most_urgent_first(world: World) -> None:
    today = timezone.localdate()
    fill(world, "east", world.submission(world.east), population=1, beds=0)
    extended = extend_deadline(
        by=world.user("planner"),
        submission=world.submission(world.zone),
        due_on=today + timedelta(days=60),
        reason="系统切换",
    )
    fill(world, "west", world.submission(world.west), **EAST)
    submit(by=world.user("west"), submission=world.submission(world.west))
    rows = ledger_of(Collection.objects.get(), today)
    assert [((row.submission.department or row.submission.area).name, row.filled, row.asked) for row in rows] == [
        ("东县", 2, 4),
        ("疾控科", 0, 1),
        ("高新区", 0, 4),
        ("西县", 4, 4),
    ]
    assert [row.owes for row in rows] == [True, True, True, False]
    assert rows[2].submission.deadline == extended.due_on


def test_the_page_tells_days_clerks_and_telephones(world: World) -> None:
    User.objects.filter(username="east").update(phone="0799-6833221")
    Collection.objects.update(
        opens_on=timezone.localdate() - timedelta(days=30), due_on=timezone.localdate() - timedelta(days=2)
    )
    text = text_of(signed_in(world, "planner").get(ledger(world)))
    for expected in ("East County", "用户east 0799-6833221", "用户east2 no telephone", "2 days late", "4 units owe"):
        assert expected in text


def test_a_unit_without_a_clerk_is_named_before_and_after_opening(world: World) -> None:
    Grant.objects.filter(user__username="zone").delete()
    client = signed_in(world, "planner")
    for address in (ledger(world), f"/collections/{world.plan.code}/open/"):
        assert "Nobody fills in for this unit: High-tech Zone" in text_of(client.get(address))


def test_the_page_of_opening_tells_whom_it_asks(world: World) -> None:
    text = text_of(signed_in(world, "planner").get(f"/collections/{world.plan.code}/open/"))
    assert "5 figures are asked for: of 3 areas, of 1 department of the own bureau" in text


@pytest.mark.parametrize(("state", "units"), [("open", 3), ("returned", 1), ("approved", 0), ("", 4), ("nonsense", 0)])
def test_a_state_chosen_shows_its_units_alone(world: World, state: str, units: int) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    return_submission(by=world.user("reviewer"), submission=submission, reason="核实")
    page = signed_in(world, "planner").get(ledger(world), {"state": state}).content.decode()
    assert page.count('<th scope="row">') == units


def test_one_unit_is_given_more_time_with_a_reason(world: World) -> None:
    submission, day = world.submission(world.east), timezone.localdate() + timedelta(days=40)
    client = signed_in(world, "planner")
    assert client.post(f"/submissions/{submission.pk}/extend/", {"due_on": day, "reason": " "}).status_code == 422
    early = {"due_on": submission.deadline, "reason": "汛情"}
    assert client.post(f"/submissions/{submission.pk}/extend/", early).status_code == 422
    answer = client.post(f"/submissions/{submission.pk}/extend/", {"due_on": day, "reason": "汛情"}, follow=True)
    assert f"East County has time until {day}" in text_of(answer)
    submission.refresh_from_db()
    assert (submission.deadline, submission.extension_reason) == (day, "汛情")
    assert Step.objects.get(submission=submission).act == Step.Act.EXTENDED


def test_a_form_that_is_not_with_its_unit_needs_no_more_time(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submit(by=world.user("east"), submission=submission)
    client, form = signed_in(world, "planner"), {"due_on": "2090-01-01", "reason": "汛情"}
    assert "needs no more time" in text_of(client.get(f"/submissions/{submission.pk}/extend/"))
    assert client.post(f"/submissions/{submission.pk}/extend/", form).status_code == 422


def test_a_collection_is_closed_and_opened_again_with_a_reason(world: World) -> None:
    client, address = signed_in(world, "planner"), ledger(world)
    client.post(f"{address}close/")
    assert Collection.objects.get().closed_on == timezone.localdate()
    assert "Write why" in text_of(client.post(f"{address}reopen/", {"reason": " "}, follow=True))
    assert Collection.objects.get().closed_on is not None
    client.post(f"{address}reopen/", {"reason": "补报两县数据"})
    assert Collection.objects.get().closed_on is None


def test_the_ledger_runs_the_same_queries_for_four_and_for_thirteen_units(world: World) -> None:
    keep_default_rules(by=None, area=world.city)
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submit(by=world.user("east"), submission=submission)
    client, collection = signed_in(world, "planner"), Collection.objects.get()
    client.get(ledger(world))
    with CaptureQueriesContext(connection) as few:
        client.get(ledger(world))
    for number in range(9):
        area = add_area(by=None, parent=world.city, name=f"新{number}县", level="county", code=f"99013{number}")
        Grant.objects.create(user=world.user("east"), role=Role.CLERK, area=area)
        more = Submission.objects.create(collection=collection, area=area)
        fill(world, "east", more, **EAST)
        submit(by=world.user("east"), submission=more)
    with CaptureQueriesContext(connection) as many:
        client.get(ledger(world))
    assert len(many) == len(few)


def test_the_desk_counts_down_and_shows_a_planner_how_many_owe(world: World) -> None:
    assert "9 days left" in text_of(signed_in(world, "east").get("/"))
    assert "4 units owe their form" in text_of(signed_in(world, "planner").get("/"))
    Collection.objects.update(
        opens_on=timezone.localdate() - timedelta(days=30), due_on=timezone.localdate() - timedelta(days=1)
    )
    assert "1 day late" in text_of(signed_in(world, "east").get("/"))


def test_the_desk_of_a_reviewer_holds_what_waits_for_their_level(world: World) -> None:
    Grant.objects.create(user=world.user("leader"), role=Role.REVIEWER, area=world.east)
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    assert "East County" in text_of(signed_in(world, "leader").get("/"))
    assert "Nothing waits for you now" in text_of(signed_in(world, "reviewer").get("/"))
    approve(by=world.user("leader"), submission=submission)
    assert "Nothing waits for you now" in text_of(signed_in(world, "leader").get("/"))
    assert "East County" in text_of(signed_in(world, "reviewer").get("/"))


@pytest.mark.parametrize(
    ("role", "room"), [("system_admin", "/people/"), ("security_admin", "/rights/"), ("auditor", "/log/")]
)
def test_an_administrator_goes_straight_to_the_own_room(world: World, role: str, room: str) -> None:
    user = User.objects.create_user("admin", name="管理员")
    Grant.objects.create(user=user, role=role, area=world.city)
    answer = signed_in(world, "admin").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, room)
