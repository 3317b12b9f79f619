"""The reviewer's pages, asked for as a browser asks: the queue, single figures returned, many forms decided at once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from bureaus.actions import add_area
from bureaus.models import Grant, Role
from collection.actions import TypedCell, approve, return_submission, save_figures, submit
from collection.models import ReturnedFigure, Submission
from collection.queries.reviewing import Doubt, doubts_of
from indicators.checking import keep_default_rules
from indicators.domain.typing import Typed
from indicators.models import Observation
from tests.world import World, cell, fill, make_collection, make_plan, make_world, publish

pytestmark = pytest.mark.django_db
EAST = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    with translation.override("en"):
        yield world


def signed_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.user(username))
    client.cookies["django_language"] = "en"
    return client


def hand_in(world: World, username: str = "east", **figures: int) -> Submission:
    submission = world.submission(getattr(world, username))
    fill(world, username, submission, **(EAST | figures))
    return submit(by=world.user(username), submission=submission)


def key(submission: Submission) -> str:
    return f"{submission.pk}:{submission.version}"


def says(answer, text: str) -> bool:
    return text in re.sub(r"\s+", " ", answer.content.decode())


def test_single_figures_are_returned_each_with_its_reason(world: World) -> None:
    submission, beds, tcm = hand_in(world), world.indicators["beds"].pk, world.indicators["tcm"].pk
    answer = signed_in(world, "reviewer").post(
        f"/review/{submission.pk}/return/",
        {
            "version": submission.version,
            "reason": "",
            f"mark-{beds}": "1",
            f"reason-{beds}": "漏报民办机构",
            f"mark-{tcm}": "1",
            f"reason-{tcm}": "请核实",
            f"reason-{world.indicators['physicians'].pk}": "not marked, so nobody's business",
        },
        follow=True,
    )
    assert says(answer, "with 2 figures marked")
    returned = ReturnedFigure.objects.filter(submission=submission).values_list("indicator", "reason", "by_name")
    assert set(returned) == {(beds, "漏报民办机构", "用户reviewer"), (tcm, "请核实", "用户reviewer")}
    submission.refresh_from_db()
    assert submission.state == Submission.State.RETURNED
    assert submission.return_reason == "床位数：漏报民办机构；中医执业医师数：请核实"


def test_a_mark_without_a_reason_is_told_at_its_figure_and_nothing_typed_is_lost(world: World) -> None:
    submission, beds, tcm = hand_in(world), world.indicators["beds"].pk, world.indicators["tcm"].pk
    answer = signed_in(world, "reviewer").post(
        f"/review/{submission.pk}/return/",
        {
            "version": submission.version,
            "reason": "overall words",
            f"mark-{beds}": "1",
            f"reason-{beds}": "  ",
            f"mark-{tcm}": "1",
            f"reason-{tcm}": "kept words",
        },
    )
    assert answer.status_code == 422
    for text in (f'id="error-{beds}"', "kept words", "overall words"):
        assert says(answer, text)
    assert f'id="error-{tcm}"' not in answer.content.decode()
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


def test_a_return_that_says_nothing_is_refused(world: World) -> None:
    submission = hand_in(world)
    answer = signed_in(world, "reviewer").post(
        f"/review/{submission.pk}/return/", {"version": submission.version, "reason": ""}
    )
    assert answer.status_code == 422
    assert says(answer, "the clerk sees nothing else")


@pytest.mark.parametrize("reason", ["\x00", "长" * 1001])
def test_an_odd_reason_is_told_and_returns_nothing(world: World, reason: str) -> None:
    submission, beds = hand_in(world), world.indicators["beds"].pk
    answer = signed_in(world, "reviewer").post(
        f"/review/{submission.pk}/return/",
        {"version": submission.version, "reason": "", f"mark-{beds}": "1", f"reason-{beds}": reason},
    )
    assert answer.status_code == 422
    assert not ReturnedFigure.objects.exists()


def test_a_figure_of_another_form_cannot_be_marked(world: World) -> None:
    submission, smoking = hand_in(world), world.indicators["smoking"].pk
    signed_in(world, "reviewer").post(
        f"/review/{submission.pk}/return/",
        {"version": submission.version, "reason": "核实", f"mark-{smoking}": "1", f"reason-{smoking}": "x"},
    )
    assert not ReturnedFigure.objects.exists()
    submission.refresh_from_db()
    assert submission.return_reason == "核实"


def test_what_makes_a_figure_doubtful(world: World) -> None:
    keep_default_rules(by=None, area=world.city)
    east, codes = world.user("east"), {one.pk: code for code, one in world.indicators.items()}
    submission = hand_in(world)
    assert doubts_of([submission]) == [{}], "a first report that no check objects to"
    submission = return_submission(
        by=world.user("reviewer"), submission=submission, figures={world.indicators["beds"].pk: "核实"}
    )
    row = Observation.objects.get(indicator=world.indicators["beds"], area=world.east)
    explained = TypedCell(typed=Typed(value=row.value), note="", explanation="已核实", based_on=row.version)
    save_figures(by=east, submission=submission, cells={row.indicator_id: explained})
    submission = submit(by=east, submission=submission)
    found = {codes[pk]: reasons for pk, reasons in doubts_of([submission])[0].items()}
    assert found == {"beds": {Doubt.EXPLAINED, Doubt.RETURNED}}
    submission = approve(by=world.user("reviewer"), submission=submission)
    submission = return_submission(by=world.user("reviewer"), submission=submission, reason="再核实")
    row = Observation.objects.get(indicator=world.indicators["tcm"], area=world.east)
    save_figures(by=east, submission=submission, cells={row.indicator_id: cell(121, based_on=row.version)})
    found = {codes[pk]: reasons for pk, reasons in doubts_of([submission])[0].items()}
    assert found["tcm"] == {Doubt.CHANGED}


def test_a_check_that_asks_makes_a_figure_doubtful_and_it_stands_first(world: World) -> None:
    keep_default_rules(by=None, area=world.city)
    make_collection(world, year=2023)
    before = Submission.objects.get(area=world.east, collection__year=2023)
    fill(world, "east", before, **EAST)
    approve(by=world.user("reviewer"), submission=submit(by=world.user("east"), submission=before))
    now = Submission.objects.get(area=world.east, collection__year=2024)
    cells = {world.indicators[code].pk: cell(value) for code, value in EAST.items()}
    cells[world.indicators["physicians"].pk] = cell(1_400, explanation="新院区启用")
    save_figures(by=world.user("east"), submission=now, cells=cells)
    now = submit(by=world.user("east"), submission=now)
    doubts = doubts_of([now])[0]
    assert doubts[world.indicators["physicians"].pk] >= {Doubt.CHECKED, Doubt.EXPLAINED}
    page = signed_in(world, "reviewer").get(f"/review/{now.pk}/").content.decode()
    assert page.index("Doubtful figures") < page.index("Physicians") < page.index("The other figures")
    assert "新院区启用" in page


def test_all_clear_forms_are_approved_at_once_and_the_doubtful_ones_stay_and_say_why(world: World) -> None:
    east, west = hand_in(world), hand_in(world, "west")
    west = return_submission(by=world.user("reviewer"), submission=west, figures={world.indicators["beds"].pk: "核实"})
    row = Observation.objects.get(indicator=world.indicators["beds"], area=world.west)
    save_figures(by=world.user("west"), submission=west, cells={row.indicator_id: cell(1_801, based_on=row.version)})
    west = submit(by=world.user("west"), submission=west)
    answer = signed_in(world, "reviewer").post(
        "/review/many/", {"chosen": [key(east), key(west)], "approve": "1"}, follow=True
    )
    assert says(answer, "1 form approved.")
    assert says(answer, "West County stays in the queue: 1 figure to look at")
    states = dict(Submission.objects.filter(department=None).values_list("area__name", "state"))
    assert (states["东县"], states["西县"]) == ("approved", "submitted")


def test_many_are_returned_with_one_reason_and_each_refusal_is_told(world: World) -> None:
    east, west = hand_in(world), hand_in(world, "west")
    moved_on = f"{west.pk}:{west.version - 1}"
    answer = signed_in(world, "reviewer").post(
        "/review/many/", {"chosen": [key(east), moved_on], "return": "1", "reason": "口径不一致"}, follow=True
    )
    assert says(answer, "1 form returned.")
    assert says(answer, "stays in the queue: This form has changed since you opened it")
    assert Submission.objects.get(pk=east.pk).return_reason == "口径不一致"


@pytest.mark.parametrize("chosen", [[], ["x"], ["1;2"], ["-1:1"], ["9" * 30 + ":1"], ["²:1"]])
def test_nothing_marked_or_nonsense_is_answered_with_a_sentence(world: World, chosen: list[str]) -> None:
    answer = signed_in(world, "reviewer").post("/review/many/", {"chosen": chosen, "approve": "1"}, follow=True)
    assert says(answer, "Mark the forms first.")


def test_strangers_forms_cannot_be_decided_in_a_bundle(world: World) -> None:
    submission = hand_in(world)
    assert (
        signed_in(world, "west").post("/review/many/", {"chosen": [key(submission)], "approve": "1"}).status_code == 404
    )
    answer = signed_in(world, "planner").post(
        "/review/many/", {"chosen": [key(submission)], "approve": "1"}, follow=True
    )
    assert says(answer, "stays in the queue")
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


def test_who_typed_sees_the_form_in_the_queue_and_why_another_must_review_it(world: World) -> None:
    Grant.objects.create(user=world.user("east2"), role=Role.REVIEWER, area=world.city)
    submission = world.submission(world.east)
    fill(world, "east2", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    client = signed_in(world, "east2")
    answer = client.get("/review/")
    assert says(answer, "another reviewer must approve them")
    assert key(submission) not in answer.content.decode()
    answer = client.post(f"/review/{submission.pk}/approve/", {"version": submission.version}, follow=True)
    assert says(answer, "another reviewer must approve them")
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


@pytest.mark.parametrize(("days", "expected"), [(-1, None), (0, None), (1, "1 day late"), (12, "12 days late")])
def test_a_form_that_came_late_is_marked_to_the_day_of_the_bureaus_calendar(world: World, days, expected) -> None:
    submission = hand_in(world)
    last_second = timezone.make_aware(
        timezone.datetime.combine(submission.deadline + timezone.timedelta(days=days), timezone.datetime.max.time())
    )
    Submission.objects.filter(pk=submission.pk).update(submitted_at=last_second)
    page = signed_in(world, "reviewer").get("/review/").content.decode()
    assert re.findall(r"\d+ days? late", page) == ([expected] if expected else [])


def test_the_queue_runs_the_same_queries_for_one_and_for_nine_forms(world: World) -> None:
    keep_default_rules(by=None, area=world.city)
    publish(world, 2023, beds="3000")
    hand_in(world)
    client = signed_in(world, "reviewer")
    client.get("/review/")
    with CaptureQueriesContext(connection) as few:
        client.get("/review/")
    collection = world.plan.collections.get()
    clerk = world.user("east")
    for number in range(8):
        area = add_area(by=None, parent=world.city, name=f"新{number}县", level="county", code=f"99013{number}")
        Grant.objects.create(user=clerk, role=Role.CLERK, area=area)
        submission = Submission.objects.create(collection=collection, area=area)
        fill(world, "east", submission, **EAST)
        submit(by=world.user("east"), submission=submission)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/review/").content.decode()
    assert page.count('name="chosen"') == 9
    assert len(many) == len(few)


def test_the_timeline_names_everybody_with_their_unit(world: World) -> None:
    submission = hand_in(world)
    submission = return_submission(by=world.user("reviewer"), submission=submission, reason="请核实床位")
    page = signed_in(world, "leader").get(f"/review/{submission.pk}/").content.decode()
    timeline = page[page.index('class="timeline"') :]
    for text in ("用户east", "东县", "用户reviewer", "东山市", "请核实床位"):
        assert text in timeline
