"""The auditor's log: read, searched and exported, without a figure, and within the auditor's areas."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bureaus.actions import add_account, add_area, give_right, set_active
from bureaus.exports import csv_lines, safe_cell
from bureaus.models import AuditEvent, ChangeEntry, Role, SecurityEvent, User
from bureaus.presenters import changed_fields
from tests.bureaus.test_accounts import client_of
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
SECRET = "987654321"


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    fill(world, "east", world.submission(world.east), population=SECRET, beds=1, physicians=1, tcm=1)
    fill(world, "west", world.submission(world.west), population=5, beds=1, physicians=1, tcm=1)
    return world


def rows_of(client: Client, query: str) -> list[list[str]]:
    """The file of what was asked for, without its heads."""
    answer = client.get(f"/log/?{query}&csv=1")
    text = b"".join(answer).decode("utf-8")
    assert text.startswith("\ufeff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


@pytest.mark.parametrize("log", ["changes", "acts", "events", "nonsense"])
def test_each_log_opens_shows_entries_and_no_figure(world: World, log: str) -> None:
    client_of(world, "west").get("/collections/")
    page = client_of(world, "auditor").get(f"/log/?log={log}").content.decode()
    assert "<td>" in page
    assert SECRET not in page
    assert all(SECRET not in cell for row in rows_of(client_of(world, "auditor"), f"log={log}") for cell in row)


def test_a_change_is_told_by_its_fields_and_its_person(world: World) -> None:
    assert ChangeEntry.objects.filter(new__contains=SECRET).exists()  # the value is in the log, not on the page
    set_active(by=world.user("sysadmin"), user=world.user("west"), is_active=False, reason="调离")
    row = rows_of(client_of(world, "auditor"), "log=changes&table=bureaus_user&kind=update")[0]
    assert row[1].startswith("用户sysadmin")
    assert row[2:5] == ["changed", "accounts", str(world.people["west"].pk)]
    assert row[6] == "may sign in"
    assert row[8] == "调离"


def test_reasons_of_figures_are_not_repeated(world: World) -> None:
    row = rows_of(client_of(world, "auditor"), "log=changes&table=indicators_observation")[0]
    assert row[8] in ("", "given")


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"]),
        ({"a": None}, {"a": ""}, ["a"]),
        ({"a": 1}, {"a": 1, "c": None}, ["c"]),
        ({"a": 1}, {"a": 1}, []),
    ],
)
def test_changed_fields(old: dict, new: dict, fields: list[str]) -> None:
    assert changed_fields(json.dumps(old), json.dumps(new)) == fields
    assert changed_fields("", json.dumps(new)) == list(new)


def test_entries_are_found_by_day_person_unit_kind_and_table(world: World) -> None:
    auditor = client_of(world, "auditor")
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    everything = len(rows_of(auditor, "log=changes"))
    assert len(rows_of(auditor, f"log=changes&since={today}&until={today}")) == everything
    assert rows_of(auditor, f"log=changes&since={tomorrow}") == []
    assert rows_of(auditor, f"log=acts&until={today - timedelta(days=1)}") == []
    figures = rows_of(auditor, "log=changes&table=indicators_observation")
    assert 0 < len(figures) < everything
    assert {row[1].split(" ")[0] for row in rows_of(auditor, "log=changes&who=用户east")} == {"用户east"}
    in_east = rows_of(auditor, f"log=changes&area={world.east.pk}")
    assert {row[5] for row in in_east} == {"East County"}
    assert {row[2] for row in rows_of(auditor, "log=acts&kind=figures.typed")} == {"figures typed"}
    client_of(world, "west").get("/collections/")
    assert [row[1] for row in rows_of(auditor, "log=events&kind=access.denied")] == ["用户west (west)"]
    assert "No entry is like that." in auditor.get(f"/log/?since={tomorrow}").content.decode()


@pytest.mark.parametrize(
    "query", ["since=x", "area=0", "kind=x", "table=x", "page=x", "page=999999", "who=%00", "area="]
)
def test_nonsense_is_answered_with_a_page(world: World, query: str) -> None:
    assert client_of(world, "auditor").get(f"/log/?{query}").status_code == 200


def test_looking_and_exporting_are_told(world: World) -> None:
    auditor = client_of(world, "auditor")
    auditor.get("/log/?log=acts&who=x")
    rows_of(auditor, "log=events")
    told = list(SecurityEvent.objects.order_by("id").values_list("kind", "username", "detail__log"))
    assert told == [("log.viewed", "auditor", "acts"), ("log.exported", "auditor", "events")]


def test_a_county_auditor_reads_the_county(world: World) -> None:
    user, _ = add_account(by=None, username="eastaudit", name="县审计", area=world.east)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    give_right(by=None, user=user, role=Role.AUDITOR, area=world.east)
    client_of(world, "west").get("/collections/")
    client_of(world, "east").get("/collections/")
    Client().post("/login/", {"username": "stranger", "password": "x"})
    county, city = client_of(world, "eastaudit"), client_of(world, "auditor")

    assert {row[5] for row in rows_of(county, "log=changes")} == {"East County"}
    assert {row[4] for row in rows_of(county, "log=acts")} == {"东县"}
    assert {row[1] for row in rows_of(county, "log=events&kind=access.denied")} == {"用户east (east)"}
    assert rows_of(county, "log=events&kind=sign_in.failed") == []
    assert rows_of(county, f"log=changes&area={world.west.pk}") != rows_of(city, f"log=changes&area={world.west.pk}")
    assert {row[5] for row in rows_of(county, f"log=changes&area={world.west.pk}")} == {"East County"}
    assert "" in {row[5] for row in rows_of(city, "log=changes")}  # what belongs to no area
    assert [row[1] for row in rows_of(city, "log=events&kind=sign_in.failed")] == ["stranger"]


def test_names_that_two_areas_share_are_not_shown_to_one_of_them(world: World) -> None:
    give_right(
        by=None, user=User.objects.create_user("a", "x", name="审", area=world.east), role=Role.AUDITOR, area=world.east
    )
    add_area(by=None, parent=world.west, name="东县", level="county", is_zone=True)
    assert rows_of(client_of(world, "a"), "log=acts") == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert safe_cell(text) == "'" + text
    line = list(csv_lines(["h"], [[text, "a=b"]]))[1]
    assert next(csv.reader(io.StringIO(line, newline=""))) == ["'" + text, "a=b"]


def test_a_name_that_looks_like_a_formula_leaves_as_text(world: World) -> None:
    User.objects.filter(username="west").update(name="=HYPERLINK(1)")
    client_of(world, "west").get("/collections/")
    row = rows_of(client_of(world, "auditor"), "log=events&kind=access.denied")[0]
    assert row[1] == "'=HYPERLINK(1) (west)"


def test_pages_follow_one_another(world: World) -> None:
    for number in range(60):
        AuditEvent.objects.create(verb="plan.added", actor_name=f"某{number}", subject=str(number))
    client = client_of(world, "auditor")
    first = client.get("/log/?log=acts&kind=plan.added").content.decode()
    second = client.get("/log/?log=acts&kind=plan.added&page=2").content.decode()
    assert "某59<" in first
    assert "某0<" not in first
    assert "某0<" in second
    assert "Previous page" in second


@pytest.mark.parametrize(
    ("username", "path"),
    [("sysadmin", "/people/"), ("secadmin", "/rights/"), ("auditor", "/log/?log=changes"), ("sysadmin", "/units/")],
)
def test_a_list_asks_the_database_no_more_often_when_it_is_longer(world: World, username: str, path: str) -> None:
    client = client_of(world, username)
    client.get(path)  # the session is renewed once a minute
    with CaptureQueriesContext(connection) as short:
        client.get(path)
    for number in range(12):
        user, _ = add_account(by=None, username=f"person{number}", name="某", area=world.east)
        give_right(by=None, user=user, role=Role.CLERK, area=world.east)
    with CaptureQueriesContext(connection) as long:
        client.get(path)
    assert len(long) == len(short) <= 25
