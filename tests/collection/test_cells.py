"""Cells of the entry form that save themselves: what the server keeps and what it answers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collection.actions import save_figures, submit
from collection.models import CollectionItem, Submission
from collection.queries import form_now
from indicators.models import CheckRule, Indicator, Observation, ObservationRevision
from tests.world import World, cell, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def signed_in(world: World, username: str) -> Client:
    client = Client(headers={"accept": "application/json"})
    client.force_login(world.user(username))
    return client


def pk(world: World, code: str) -> str:
    return str(world.indicators[code].pk)


def fields(world: World, **figures: str) -> dict[str, str]:
    return {f"figure-{pk(world, code)}": text for code, text in figures.items()}


def send(client: Client, submission: Submission, data: dict[str, str], **more: str):
    return client.post(f"/fill/{submission.pk}/cells/", data | more)


def answer_about(world: World, code: str, answer) -> dict:
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["cells"][pk(world, code)]


def jump_rule(world: World, code: str, limit: int) -> None:
    CheckRule.objects.create(
        area=world.city, severity="soft", kind="jump", indicator=world.indicators[code], limit=limit, is_on=True
    )


def beds_of_last_year(world: World, beds: int) -> None:
    Observation.objects.create(
        indicator=world.indicators["beds"], area=world.east, year=2023, value=beds, official_value=beds
    )


def test_a_cell_is_kept_and_answered_as_it_was_understood(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = send(client, submission, fields(world, population="２５０，０００"))
    cell = answer_about(world, "population", answer)
    assert (cell["state"], cell["text"], cell["version"], cell["sentences"]) == ("saved", "250000", 1, [])
    assert (answer.json()["filled"], answer.json()["total"]) == (1, 4)
    assert len(answer.json()["time"]) == 5
    assert Observation.objects.get().value == 250_000


def test_what_is_wrong_is_refused_and_what_is_right_beside_it_is_kept(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = send(client, submission, fields(world, population="250000", beds="1_800", physicians="700", tcm="1290"))
    states = {code: answer_about(world, code, answer)["state"] for code in ("population", "beds", "physicians", "tcm")}
    assert states["population"] == "saved"
    assert states["beds"] == states["tcm"] == "refused"
    assert "1_800" in answer_about(world, "beds", answer)["sentences"][0]
    assert "290" in answer_about(world, "tcm", answer)["sentences"][0]
    assert set(Observation.objects.values_list("indicator__code", flat=True)) == {"population", "physicians"}


def test_a_contradiction_ends_when_its_other_side_is_corrected_in_the_same_request(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    fill(world, "east", submission, physicians=70)
    refused = send(client, submission, fields(world, tcm="120"))
    assert answer_about(world, "tcm", refused)["state"] == "refused"
    corrected = fields(world, tcm="120", physicians="700") | {f"version-{pk(world, 'physicians')}": "1"}
    answer = send(client, submission, corrected)
    assert answer_about(world, "tcm", answer)["state"] == answer_about(world, "physicians", answer)["state"] == "saved"


def test_the_same_request_sent_again_changes_nothing_and_is_answered_the_same(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    sent = fields(world, population="250000", beds="０", tcm="-") | {f"note-{pk(world, 'beds')}": "按新口径"}
    answers = [send(client, submission, sent).json()["cells"] for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert {code: answers[0][pk(world, code)]["text"] for code in ("population", "beds", "tcm")} == {
        "population": "250000",
        "beds": "0",
        "tcm": "-",
    }
    assert ObservationRevision.objects.count() == 3


def test_a_change_sent_again_after_a_lost_answer_is_no_conflict_with_itself(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    fill(world, "east", submission, beds=1_700)
    beds = pk(world, "beds")
    sent = fields(world, beds="1800") | {f"version-{beds}": "1", f"shown-figure-{beds}": "1700"}
    first, second = (answer_about(world, "beds", send(client, submission, sent)) for _ in range(2))
    assert first == second
    assert (first["state"], first["version"]) == ("saved", 2)


def test_blank_not_applicable_and_zero_are_three_answers(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = send(client, submission, fields(world, population="0", beds="不适用", physicians="7"))
    assert answer.json()["filled"] == 3
    physicians = pk(world, "physicians")
    blanked = fields(world, physicians="") | {f"version-{physicians}": "1", f"shown-figure-{physicians}": "7"}
    answer = send(client, submission, blanked)
    assert (answer_about(world, "physicians", answer)["text"], answer.json()["filled"]) == ("", 2)
    rows = dict(Observation.objects.values_list("indicator__code", "absence"))
    assert rows == {"population": "", "beds": "not_applicable", "physicians": ""}
    assert Observation.objects.get(indicator=world.indicators["population"]).value == 0


def test_two_clerks_on_one_cell_see_both_figures_and_nothing_is_overwritten(world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    cell = answer_about(world, "beds", send(signed_in(world, "east2"), submission, fields(world, beds="1750")))
    assert (cell["state"], cell["who"], cell["theirs"]["text"], cell["theirs"]["version"]) == (
        "stale",
        "用户east",
        "1800",
        1,
    )
    assert Observation.objects.get().value == 1_800
    beds = pk(world, "beds")
    mine = fields(world, beds="1750") | {f"version-{beds}": "1", f"shown-figure-{beds}": "1800"}
    assert answer_about(world, "beds", send(signed_in(world, "east2"), submission, mine))["state"] == "saved"


def test_a_doubted_figure_is_kept_and_asks_for_a_sentence_until_it_has_one(world: World) -> None:
    jump_rule(world, "beds", 30)
    beds_of_last_year(world, 1_000)
    client, submission = signed_in(world, "east"), world.submission(world.east)
    answer = send(client, submission, fields(world, beds="1800"))
    cell = answer_about(world, "beds", answer)
    assert cell["state"] == "doubted"
    assert cell["sentences"] == answer.json()["doubts"][pk(world, "beds")] != []
    beds = pk(world, "beds")
    explained = fields(world, beds="1800") | {
        f"version-{beds}": "1",
        f"shown-figure-{beds}": "1800",
        f"explanation-{beds}": "新院区启用",
    }
    cell = answer_about(world, "beds", send(client, submission, explained))
    assert (cell["state"], cell["explanation"], cell["version"]) == ("saved", "新院区启用", 2)


def test_trying_tells_the_same_and_keeps_nothing(world: World) -> None:
    jump_rule(world, "beds", 30)
    beds_of_last_year(world, 1_000)
    client, submission = signed_in(world, "east"), world.submission(world.east)
    sent = fields(world, population="２５０，０００", beds="1800", physicians="1", tcm="12x")
    tried = send(client, submission, sent, **{"try": "1"})
    cells = {code: answer_about(world, code, tried) for code in ("population", "beds", "physicians", "tcm")}
    assert [cell["state"] for cell in cells.values()] == ["fine", "fine", "fine", "refused"]
    assert cells["population"]["shown"] == "250\u202f000"
    assert cells["beds"]["sentences"] != []
    assert not Observation.objects.filter(year=2024).exists()
    assert not ObservationRevision.objects.exists()


def test_a_pasted_figure_says_so_in_its_history(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    send(client, submission, fields(world, beds="1800"), via="paste")
    send(client, submission, fields(world, tcm="12"), via="workbook:made-up")
    assert set(ObservationRevision.objects.values_list("observation__indicator__code", "via", "by_name")) == {
        ("beds", "paste", "用户east"),
        ("tcm", "form", "用户east"),
    }


def test_every_refusal_is_a_sentence_in_json(world: World) -> None:
    submission, sent = world.submission(world.east), fields(world, beds="1")
    assert send(Client(headers={"accept": "application/json"}), submission, sent).status_code == 401
    for username, status in (("west", 404), ("planner", 403)):
        answer = send(signed_in(world, username), submission, sent)
        assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    too_much = send(signed_in(world, "east"), submission, sent, **{f"note-{pk(world, 'beds')}": "x" * 2_100_000})
    assert (too_much.status_code, bool(too_much.json()["error"])) == (413, True)
    fill(world, "east", submission, population=250_000, beds=1_800, physicians=700, tcm=120)
    submit(by=world.user("east"), submission=submission)
    locked = send(signed_in(world, "east"), submission, sent)
    assert locked.status_code == 409
    assert "东山市" in locked.json()["error"]
    assert Observation.objects.get(indicator=world.indicators["beds"]).value == 1_800


def test_nothing_is_kept_under_the_name_of_somebody_who_signed_in_meanwhile(world: World) -> None:
    submission = world.submission(world.east)
    typist = str(world.user("east").pk)
    answer = send(signed_in(world, "east2"), submission, fields(world, beds="1"), person=typist)
    assert answer.status_code == 403
    assert send(signed_in(world, "east"), submission, fields(world, beds="1"), person=typist).status_code == 200


def test_the_answer_tells_what_was_typed_though_somebody_overwrote_it_before_it_was_read(
    world: World, monkeypatch
) -> None:
    submission = world.submission(world.east)

    def overwritten_first(of: Submission):
        written = {world.indicators["beds"].pk: cell(1_900, based_on=1)}
        assert save_figures(by=world.user("east2"), submission=of, cells=written).written
        return form_now(of)

    client = signed_in(world, "east")
    with monkeypatch.context() as patch:
        patch.setattr("collection.views.cells.form_now", overwritten_first)
        told = answer_about(world, "beds", send(client, submission, fields(world, beds="1750")))
    assert (told["state"], told["text"], told["version"]) == ("saved", "1750", 1)
    sent = fields(world, beds="1760") | {f"version-{pk(world, 'beds')}": "1"}
    told = answer_about(world, "beds", send(client, submission, sent))
    assert (told["state"], told["theirs"]["text"]) == ("stale", "1900")


@pytest.mark.parametrize("version", ["-1", "１", "9" * 30, "x", ""])
def test_an_odd_version_overwrites_nothing(world: World, version: str) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, beds=1_800)
    sent = fields(world, beds="1750") | {f"version-{pk(world, 'beds')}": version}
    assert answer_about(world, "beds", send(signed_in(world, "east"), submission, sent))["state"] == "stale"


def test_one_cell_and_many_cells_run_the_same_queries(world: World) -> None:
    client, submission = signed_in(world, "east"), world.submission(world.east)
    for n in range(12):
        one = Indicator.objects.create(code=f"more-{n}", name=f"更多{n}", kind="base", roll_up="sum")
        CollectionItem.objects.create(collection=submission.collection, indicator=one, order=50 + n)
        world.indicators[f"more-{n}"] = one
    many = [f"more-{n}" for n in range(12)]
    send(client, submission, fields(world, beds="1", **dict.fromkeys(many, "1")))

    def queries(codes: list[str], **figures: str) -> int:
        versions = {f"version-{pk(world, code)}": "1" for code in codes}
        with CaptureQueriesContext(
            connection,
        ) as run:
            answer = send(client, submission, fields(world, **dict.fromkeys(codes, "0")) | versions, **{"try": "1"})
        assert answer.status_code == 200
        return len(run)

    assert queries(["beds"]) == queries(many)
    assert queries(many) < 40
