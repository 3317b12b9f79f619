"""The pages of collecting, asked for as a browser asks: what a form keeps, what it says, what it hides."""

import pytest
from django.test import Client

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
    assert "中医执业医师数（1290）不能大于执业医师数（700）" in answer.content.decode()


def test_two_people_on_one_cell_see_both_figures(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    answer = signed_in(world, "east2").post(f"/fill/{submission.pk}/", posted(world, beds="1750"))
    page = answer.content.decode()
    assert "用户east已将此数改为1800；您填的是1750" in page
    assert 'value="1750"' in page
    assert Observation.objects.get().value == 1_800


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
    assert len(few) < 20


def test_the_desk_shows_what_is_mine(world: World) -> None:
    submission = world.submission(world.east)
    assert f"/fill/{submission.pk}/" in signed_in(world, "east").get("/").content.decode()
    assert f"/fill/{submission.pk}/" not in signed_in(world, "west").get("/").content.decode()


@pytest.mark.parametrize("name", ["east", "reviewer", "planner", "cdc", "sysadmin"])
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
