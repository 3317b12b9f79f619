"""The planning officer's pages of checks: listed, tried, kept, switched, taken away."""

import re

import pytest
from django.test import Client

from bureaus.models import Area, Grant, Role
from indicators.actions import FigureChange, make_official, write_figures
from indicators.checking import keep_default_rules, keep_rule
from indicators.models import CheckRule
from indicators.policies import RuleDraft
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    for year, beds in ((2022, 100), (2023, 150), (2024, 160)):
        put(world, world.east, year, beds)
    return world


def put(world: World, area: Area, year: int, beds: int) -> None:
    change = FigureChange(indicator=world.indicators["beds"], value=beds)
    write_figures(by=None, area=area, year=year, changes=[change], source="test")
    make_official(by=None, area=area, year=year, indicators=[change.indicator.pk])


def signed_in(world: World, username: str = "planner") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.user(username))
    client.cookies["django_language"] = "en"
    return client


def text_of(answer) -> str:
    """The page's words, tags left out."""
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def typed(world: World, **fields: object) -> dict[str, object]:
    """What the form posts for a jump of the beds."""
    return {"kind": "jump", "indicator": world.indicators["beds"].pk, "limit": "30", "sentence": ""} | fields


def test_a_bureau_without_checks_begins_with_the_usual_ones(world: World) -> None:
    client = signed_in(world)
    assert "no checks of its own yet" in text_of(client.get("/checks/"))
    client.post("/checks/")
    page = text_of(client.get("/checks/"))
    assert "no more than 30 % above or below last year" in page
    assert "1 / 2" in page, "the jump from 100 to 150, of two years that have one before them"
    assert "TCM physicians ≤ Physicians" in page, "shares are always on"


def test_trying_shows_what_would_be_questioned_and_saves_nothing(world: World) -> None:
    answer = signed_in(world).post("/checks/add/", typed(world, act="try"))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "It would have questioned 1 of 2 figures." in page
    assert re.search(r"2023 East County Beds went up by 50 % from 100 last year to 150", page)
    assert not CheckRule.objects.exists()
    none = text_of(signed_in(world).post("/checks/add/", typed(world, act="try", limit="60")))
    assert "It would have questioned none of 2 figures." in none


def test_what_is_posted_without_an_act_saves_nothing(world: World) -> None:
    signed_in(world).post("/checks/add/", typed(world))
    assert not CheckRule.objects.exists()


def test_many_findings_are_cut_short_and_counted(world: World) -> None:
    for number in range(60):
        path = f"{world.city.path}{900_000 + number}/"
        area = Area.objects.create(name=f"县{number}", level="county", is_zone=True, parent=world.city, path=path)
        put(world, area, 2023, 100)
        put(world, area, 2024, 200)
    page = signed_in(world).post("/checks/add/", typed(world, act="try")).content.decode()
    assert page.count("<tr><td>2024</td>") == 50
    assert "and 11 more" in page


@pytest.mark.parametrize(("act", "is_on"), [("on", True), ("off", False)])
def test_a_check_is_kept_on_or_off(world: World, act: str, is_on: bool) -> None:
    answer = signed_in(world).post("/checks/add/", typed(world, act=act))
    assert answer.status_code == 302
    kept = CheckRule.objects.get()
    assert (kept.area, kept.indicator, kept.limit, kept.is_on) == (world.city, world.indicators["beds"], 30, is_on)


def test_fields_of_other_kinds_are_ignored(world: World) -> None:
    junk = {"operator": "??", "parts": ["x"], "severity": "nonsense", "limit": "many"}
    answer = signed_in(world).post("/checks/add/", {"kind": "slip", "act": "off", **junk})
    assert answer.status_code == 302
    assert (CheckRule.objects.get().kind, CheckRule.objects.get().limit) == ("slip", None)


@pytest.mark.parametrize(
    "wrong",
    [{"limit": ""}, {"limit": "NaN"}, {"limit": "-3"}, {"limit": "1e400"}, {"indicator": "99999"}, {"kind": "other"}],
)
def test_what_makes_no_sense_is_told_at_its_field_and_keeps_what_was_typed(world: World, wrong: dict) -> None:
    answer = signed_in(world).post("/checks/add/", typed(world, act="on", sentence="床位台账 <b>", **wrong))
    assert answer.status_code == 422
    assert "Nothing is saved yet." in text_of(answer)
    assert "床位台账 &lt;b&gt;" in answer.content.decode()
    assert not CheckRule.objects.exists()


def test_a_relation_is_kept_with_its_parts_and_changed(world: World) -> None:
    client, items = signed_in(world), world.indicators
    given = {"kind": "relation", "indicator": items["population"].pk, "operator": ">=", "severity": "hard"}
    parts = [items["beds"].pk, items["physicians"].pk]
    client.post("/checks/add/", {**given, "parts": parts, "act": "on"})
    kept = CheckRule.objects.get()
    page = client.get(f"/checks/{kept.pk}/").content.decode()
    assert page.count('name="parts"') > len(parts)
    assert page.count(" checked>") == len(parts)
    client.post(f"/checks/{kept.pk}/", {**given, "parts": parts[:1], "version": 1, "act": "on"})
    assert [one.code for one in kept.parts.all()] == ["beds"]
    assert "Resident population ≥ Beds" in text_of(client.get("/checks/"))


def test_a_check_somebody_else_changed_is_shown_as_it_stands_and_then_overwritten_knowingly(world: World) -> None:
    kept = keep_rule(by=None, area=world.city, draft=RuleDraft(kind="slip"), is_on=False)
    keep_rule(by=None, area=world.city, rule=kept, based_on=1, draft=RuleDraft(kind="jump", limit=40), is_on=False)
    client = signed_in(world)
    answer = client.post(f"/checks/{kept.pk}/", typed(world, version=1, act="on"))
    assert answer.status_code == 422
    assert "Now: Every figure that is typed: no more than 40 %" in text_of(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    client.post(f"/checks/{kept.pk}/", typed(world, version=2, act="on"))
    assert CheckRule.objects.get().limit == 30


def test_a_check_is_switched_in_the_list_and_taken_away_only_if_it_never_was_on(world: World) -> None:
    client = signed_in(world)
    client.post("/checks/add/", typed(world, act="off"))
    path = f"/checks/{CheckRule.objects.get().pk}/"
    assert "Take it away" in text_of(client.get(path))
    client.post(path, {"act": "switch_on"})
    assert CheckRule.objects.get().is_on
    client.post(path, {"act": "switch_off"})
    assert not CheckRule.objects.get().is_on
    assert "Take it away" not in text_of(client.get(path))
    client.post(path, {"act": "remove"})
    assert CheckRule.objects.count() == 1
    client.post("/checks/add/", {"kind": "slip", "act": "off"})
    client.post(f"/checks/{CheckRule.objects.get(kind='slip').pk}/", {"act": "remove"})
    assert CheckRule.objects.get().kind == "jump"


def test_checks_of_a_bureau_above_are_read_there_and_changed_by_it_alone(world: World) -> None:
    keep_default_rules(by=None, area=world.city)
    Grant.objects.create(user=world.user("east"), role=Role.PLANNER, area=world.east)
    client = signed_in(world, "east")
    page = client.get("/checks/").content.decode()
    assert "From bureaus above" in page
    assert "/checks/add/" in page
    for rule in CheckRule.objects.all():
        assert f"/checks/{rule.pk}/" not in page
        assert client.get(f"/checks/{rule.pk}/").status_code == 403
        assert client.post(f"/checks/{rule.pk}/", {"act": "switch_off"}).status_code == 403
    CheckRule.objects.filter(kind="jump").update(is_on=False)
    assert "no more than 30 %" not in client.get("/checks/").content.decode(), "what is off above is not in force"


@pytest.mark.parametrize("username", ["east", "cdc", "reviewer", "leader", "sysadmin"])
def test_nobody_else_sees_or_changes_anything(world: World, username: str) -> None:
    keep_default_rules(by=None, area=world.city)
    client, path = signed_in(world, username), f"/checks/{CheckRule.objects.first().pk}/"
    for answer in (client.get("/checks/"), client.post("/checks/"), client.get("/checks/add/"), client.get(path)):
        assert answer.status_code == 403
    assert client.post("/checks/add/", typed(world, act="on")).status_code == 403
    assert client.post(path, {"act": "switch_off"}).status_code == 403
    assert CheckRule.objects.filter(is_on=True).count() == 4


def test_another_area_named_in_the_address_is_not_opened(world: World) -> None:
    Grant.objects.create(user=world.user("east"), role=Role.PLANNER, area=world.east)
    client = signed_in(world, "east")
    client.post(f"/checks/add/?area={world.city.pk}", typed(world, act="on"))
    assert CheckRule.objects.get().area == world.east


def test_the_list_takes_as_many_queries_for_many_checks_as_for_few(world: World, django_assert_max_num_queries) -> None:
    keep_default_rules(by=None, area=world.city)
    for code in ("beds", "physicians", "tcm", "population"):
        keep_rule(by=None, area=world.city, draft=RuleDraft(kind="slip", indicator=world.indicators[code]), is_on=True)
    client = signed_in(world)
    with django_assert_max_num_queries(20):
        client.get("/checks/")
