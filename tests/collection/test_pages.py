"""The pages of collecting, asked for as a browser asks: what a form keeps, what it says, what it hides."""

import html
import re

import pytest
from django.test import Client

from collection.actions import approve, submit
from collection.models import Submission
from indicators.models import Observation
from tests.world import PASSWORD, World, fill, make_collection, make_plan, make_world

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
    return client


def posted(world: World, **figures: str) -> dict[str, str]:
    return {f"figure-{world.indicators[code].pk}": value for code, value in figures.items()}


def test_what_is_right_is_saved_and_what_is_wrong_stays_in_the_form_with_its_reason(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = client.post(
        f"/fill/{submission.pk}/",
        posted(world, population="２５０，０００", beds="1_800", physicians="12%", tcm="abc"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="250000"' in page
    for typed in ('value="1_800"', 'value="12%"', 'value="abc"'):
        assert typed in page
    assert "“1_800”不是数字" in page
    assert "此数据的单位是人，不是%" in page
    assert list(Observation.objects.values_list("indicator__code", "value")) == [("population", 250_000)]


@pytest.mark.parametrize("text", ["NaN", "1e400", "9" * 25, "inf", "-1", "0.5", "<script>", "\u202e12", "1" * 60])
def test_odd_input_is_answered_with_a_sentence_and_never_with_a_failure(world: World, text: str) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = client.post(f"/fill/{submission.pk}/", posted(world, beds=text))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Observation.objects.exists()


def test_a_share_above_one_hundred_percent_is_told_at_the_cell(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = client.post(f"/fill/{submission.pk}/", posted(world, physicians="700", tcm="1290"))
    assert answer.status_code == 422
    assert "中医执业医师数（1\u202f290）是执业医师数（700）的一部分" in answer.content.decode()


def test_two_people_on_one_cell_see_both_figures(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    answer = signed_in(world, "east2").post(f"/fill/{submission.pk}/", posted(world, beds="1750"))
    page = answer.content.decode()
    assert "用户east已将此数改为1800；您填的是1750" in page
    assert 'value="1750"' in page
    assert Observation.objects.get().value == 1_800


def test_a_form_locked_meanwhile_gives_back_what_was_typed(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    client = signed_in(world, "east")
    form = shown(client, submission)
    submit(by=world.user("east2"), submission=submission)
    answer = client.post(f"/fill/{submission.pk}/", form | posted(world, beds="1860"))
    assert answer.status_code == 409
    assert [(one.name, "1860" in one.text) for one in answer.context["problems"]] == [("床位数", True)]
    assert Observation.objects.get(indicator=world.indicators["beds"]).value == 1_800


def test_what_keeps_a_form_back_is_listed_in_the_order_of_its_rows(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, population=250_000, physicians=700)
    answer = signed_in(world, "east").post(f"/fill/{submission.pk}/", {"submit": "1"})
    assert answer.status_code == 422
    assert [one.name for one in answer.context["problems"]] == ["床位数", "中医执业医师数"]


def test_a_form_is_taken_back_by_its_clerks_until_somebody_has_reviewed_it(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    assert signed_in(world, "planner").post(f"/fill/{submission.pk}/recall/").status_code == 403
    assert signed_in(world, "east2").get(f"/fill/{submission.pk}/").context["may_recall"]
    signed_in(world, "east2").post(f"/fill/{submission.pk}/recall/")
    submission.refresh_from_db()
    assert submission.state == Submission.State.OPEN
    page = signed_in(world, "east").get(f"/fill/{submission.pk}/")
    assert [(step.act, step.by_name) for step in page.context["steps"]] == [
        ("submitted", "用户east"),
        ("recalled", "用户east2"),
    ]
    submission = submit(by=world.user("east"), submission=submission)
    approve(by=world.user("reviewer"), submission=submission)
    answer = signed_in(world, "east").post(f"/fill/{submission.pk}/recall/", follow=True)
    assert not answer.context["may_recall"]
    submission.refresh_from_db()
    assert submission.state == Submission.State.APPROVED


def test_an_expired_sign_in_keeps_what_was_typed(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    client.logout()
    answer = client.post(f"/fill/{submission.pk}/", posted(world, beds="1800", tcm="abc"))
    assert answer.status_code == 401
    kept = answer.context["kept"]
    answer = client.post(
        "/login/",
        {"username": "east", "password": PASSWORD, "next": f"/fill/{submission.pk}/", "kept": kept},
        follow=True,
    )
    page = answer.content.decode()
    assert 'value="1800"' in page
    assert 'value="abc"' in page
    assert "尚未保存" in page
    assert not Observation.objects.exists()


def test_what_was_kept_is_shown_to_nobody_whose_form_it_is_not(world: World) -> None:
    submission = world.submission(world.east)
    answer = Client().post(
        "/login/",
        {"username": "west", "password": PASSWORD, "next": f"/fill/{submission.pk}/", "kept": "figure-1=4711"},
        follow=True,
    )
    assert answer.status_code == 404
    assert "4711" not in answer.content.decode()


@pytest.mark.parametrize("username", ["west", "zone", "cdc", "sysadmin"])
@pytest.mark.parametrize("room", ["fill", "review"])
def test_another_units_submission_does_not_exist_for_a_stranger(world: World, username: str, room: str) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=987_654_321)
    client = signed_in(world, username)
    for answer in (
        client.get(f"/{room}/{submission.pk}/"),
        client.post(f"/fill/{submission.pk}/", posted(world, beds="1")),
        client.post(f"/review/{submission.pk}/approve/"),
        client.post(f"/review/{submission.pk}/return/", {"reason": "x"}),
    ):
        assert answer.status_code == 404
        assert "987" not in answer.content.decode()
    assert Observation.objects.get().value == 987_654_321


@pytest.mark.parametrize("username", ["planner", "leader"])
def test_a_reader_who_may_not_write_gets_403(world: World, username: str) -> None:
    submission = world.submission(world.east)
    client = signed_in(world, username)
    assert client.get(f"/fill/{submission.pk}/").status_code == 200
    assert client.post(f"/fill/{submission.pk}/", posted(world, beds="1")).status_code == 403
    assert client.post(f"/review/{submission.pk}/approve/").status_code == 403


def test_a_field_that_is_not_asked_for_changes_nothing(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    extra = {"state": "approved", "area": "2", "official_value": "1", f"figure-{world.indicators['smoking'].pk}": "7"}
    client.post(f"/fill/{submission.pk}/", posted(world, beds="1800") | extra)
    submission.refresh_from_db()
    assert submission.state == Submission.State.OPEN
    row = Observation.objects.get()
    assert (row.indicator.code, row.value, row.official_value) == ("beds", 1_800, None)


def test_the_form_runs_the_same_queries_for_one_and_for_nine_items(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from collection.models import CollectionItem
    from indicators.models import Indicator

    client, submission = signed_in(world, "east"), world.submission(world.east)
    fill(world, "east", submission, **EAST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"/fill/{submission.pk}/")
    for n in range(9):
        one = Indicator.objects.create(code=f"more-{n}", name=f"更多{n}", kind="base", roll_up="sum")
        CollectionItem.objects.create(collection=submission.collection, indicator=one, order=50 + n)
        world.indicators[f"more-{n}"] = one
    fill(world, "east", submission, **{f"more-{n}": n for n in range(9)})
    with CaptureQueriesContext(connection) as many:
        client.get(f"/fill/{submission.pk}/")
    assert len(few) == len(many)
    assert len(few) < 24  # five of them are the checks


def test_the_desk_shows_what_is_mine(world: World) -> None:
    submission = world.submission(world.east)
    assert f"/fill/{submission.pk}/" in signed_in(world, "east").get("/").content.decode()
    assert f"/fill/{submission.pk}/" not in signed_in(world, "west").get("/").content.decode()


@pytest.mark.parametrize("name", ["east", "reviewer", "planner", "cdc"])
def test_every_list_opens_for_everybody(world: World, name: str) -> None:
    client = signed_in(world, name)
    for address in ("/", "/fill/", "/review/"):
        assert client.get(address).status_code == 200


def test_the_language_is_chinese_until_english_is_chosen(world: World) -> None:
    client = signed_in(world, "east")
    assert "我要做的事" in client.get("/", headers={"accept-language": "en"}).content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/fill/"})
    assert answer.headers["Location"] == "/fill/"
    assert "Fill in" in client.get("/fill/").content.decode()


@pytest.mark.parametrize("target", ["//evil.example", "https:evil", "/\\evil.example", "http://evil.example/"])
def test_choosing_a_language_never_leads_off_the_site(world: World, target: str) -> None:
    answer = Client().post("/language/", {"language": "en", "next": target})
    assert answer.headers["Location"] == "/"


def shown(client: Client, submission: Submission) -> dict[str, str]:
    """Every field of the form as the page shows it, ready to be posted back."""
    page = client.get(f"/fill/{submission.pk}/").content.decode()
    names = ("figure", "note", "version", "shown-figure", "shown-note")
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'name="((?:' + "|".join(names) + r')-\d+)" value="([^"]*)"', page)
    }


def test_two_clerks_in_different_cells_do_not_touch_each_other(world: World) -> None:
    submission = world.submission(world.east)
    first, second = signed_in(world, "east"), signed_in(world, "east2")
    form = shown(second, submission)
    first.post(f"/fill/{submission.pk}/", shown(first, submission) | posted(world, beds="1500"))
    answer = second.post(f"/fill/{submission.pk}/", form | posted(world, tcm="12"))
    assert answer.status_code == 302
    rows = dict(Observation.objects.values_list("indicator__code", "value"))
    assert rows == {"beds": 1500, "tcm": 12}


def test_text_kept_through_a_new_sign_in_never_overwrites_what_came_meanwhile(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=834)
    client = signed_in(world, "east")
    form = shown(client, submission) | posted(world, beds="840", tcm="125")
    client.logout()
    kept = client.post(f"/fill/{submission.pk}/", form).context["kept"]
    other = signed_in(world, "east2")
    other.post(f"/fill/{submission.pk}/", shown(other, submission) | posted(world, beds="888"))
    client.post("/login/", {"username": "east", "password": PASSWORD, "next": f"/fill/{submission.pk}/", "kept": kept})
    back = shown(client, submission)
    assert back[f"figure-{world.indicators['beds'].pk}"] == "840"
    answer = client.post(f"/fill/{submission.pk}/", back)
    assert answer.status_code == 422
    assert "已将此数改为888；您填的是840" in answer.content.decode()
    assert Observation.objects.get(indicator=world.indicators["beds"]).value == 888


def test_a_refused_cell_keeps_the_version_it_was_typed_on(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=100)
    client, other = signed_in(world, "east"), signed_in(world, "east2")
    form = shown(client, submission)
    other.post(f"/fill/{submission.pk}/", shown(other, submission) | posted(world, beds="130"))
    page = client.post(f"/fill/{submission.pk}/", form | posted(world, beds="abc")).content.decode()
    pk = world.indicators["beds"].pk
    assert f'name="version-{pk}" value="1"' in page
    answer = client.post(f"/fill/{submission.pk}/", form | posted(world, beds="126"))
    assert "已将此数改为130；您填的是126" in answer.content.decode()


def test_an_impossible_share_is_neither_made_by_a_stale_page_nor_submitted(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, population=10, beds=1, physicians=100, tcm=50)
    client, other = signed_in(world, "east"), signed_in(world, "east2")
    form = shown(client, submission)
    other.post(f"/fill/{submission.pk}/", shown(other, submission) | posted(world, physicians="60"))
    answer = client.post(f"/fill/{submission.pk}/", form | posted(world, tcm="90"))
    assert "中医执业医师数（90）是执业医师数（60）的一部分" in answer.content.decode()
    Observation.objects.filter(indicator=world.indicators["tcm"]).update(value=90)
    client.post(f"/fill/{submission.pk}/", {"submit": "1"})
    submission.refresh_from_db()
    assert submission.state == Submission.State.OPEN


def test_a_review_of_an_older_page_is_refused(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    submission = submit(by=world.user("east"), submission=submission)
    reviewer, seen = signed_in(world, "reviewer"), submission.version
    reviewer.post(f"/review/{submission.pk}/return/", {"reason": "核实", "version": seen})
    submit(by=world.user("east"), submission=submission)
    answer = reviewer.post(f"/review/{submission.pk}/approve/", {"version": seen}, follow=True)
    assert "打开后有变动" in answer.content.decode()
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED
    reviewer.post(f"/review/{submission.pk}/approve/", {"version": submission.version})
    submission.refresh_from_db()
    assert submission.state == Submission.State.APPROVED


def test_a_note_that_is_too_long_is_told_and_kept(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    pk = world.indicators["beds"].pk
    answer = client.post(f"/fill/{submission.pk}/", posted(world, beds="5") | {f"note-{pk}": "长" * 1200})
    assert "备注过长" in answer.content.decode()
    assert "长" * 1200 in answer.content.decode()
    answer = client.post(f"/fill/{submission.pk}/", posted(world, beds="5") | {f"note-{pk}": "核\x00实"})
    assert Observation.objects.get().note == "核实"
