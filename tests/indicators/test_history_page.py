"""The page of one figure: who did what to it and why, what it is made of, and who may read that."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureaus.acting import acting, acting_for
from bureaus.actions import add_area
from bureaus.models import Area
from indicators.actions import FigureChange, make_official, roll_up_figures, write_figures
from indicators.models import Evidence, Observation
from indicators.tables import history_address, way_text
from tests.indicators.clock import local, recorded_at
from tests.world import World, make_plan, make_world

pytestmark = pytest.mark.django_db
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def world() -> World:
    return make_world()


def put(world: World, who: str, area: Area, code: str, value: str | None, *, via: str = "form", **words: str) -> None:
    """One figure of 2024 typed by a person."""
    one, by = world.indicators[code], world.user(who)
    present = Observation.objects.filter(indicator=one, area=area, year=2024).first()
    change = FigureChange(
        indicator=one,
        value=None if value is None else Decimal(value),
        based_on=present.version if present else 0,
        **words,
    )
    with acting(acting_for(by, via=via)):
        write_figures(by=by, area=area, year=2024, changes=[change], source="卫生健康统计年报")


def approve(world: World, area: Area, *codes: str) -> None:
    by, ids = world.user("reviewer"), [world.indicators[code].pk for code in codes]
    make_official(by=by, area=area, year=2024, indicators=ids)
    roll_up_figures(by=by, area=world.city, year=2024, indicators=ids)


def page(world: World, who: str, code: str, area: Area, query: str = "", status: int = 200) -> str:
    client = Client()
    client.force_login(world.user(who))
    answer = client.get(history_address(code, area.pk, 2024) + query)
    assert answer.status_code == status
    return answer.content.decode()


def words(html: str) -> str:
    """What a reader sees of the main part, on one line."""
    main = html.split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", main))


def rows(html: str) -> list[str]:
    """The recorded changes as lines of text, newest first."""
    table = html.split('id="changes"', 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in table.split("</tr>")[:-1]]


def corrected(world: World) -> None:
    """East's beds: typed 2 200, approved, corrected to 2 300 with an explanation."""
    with recorded_at(local("2021-01-05 09:30")):
        put(world, "east", world.east, "beds", "2200", note="年末数")
    with recorded_at(local("2021-01-12 14:00")):
        approve(world, world.east, "beds")
    with recorded_at(local("2021-02-03 10:15")):
        put(world, "east2", world.east, "beds", "2300", via=f"workbook:{SHA}", note="年末数", explanation="漏报分院")


def test_every_change_says_when_who_what_from_what_to_what_and_why(world: World) -> None:
    corrected(world)
    newest, approved, first = rows(page(world, "reviewer", "beds", world.east))
    assert newest.startswith("2021-02-03 10:15 用户east2 东县")
    assert "2\u202f200 → 2\u202f300" in newest
    assert "漏报分院" in newest
    assert "年末数" not in newest  # it was said before
    assert SHA[:8] in newest
    assert SHA not in newest
    assert approved.startswith("2021-01-12 14:00 用户reviewer 东山市")
    assert "— → 2\u202f200" in approved
    assert first.startswith("2021-01-05 09:30 用户east 东县")
    assert "年末数" in first
    assert "卫生健康统计年报" in first


def test_the_approved_figure_stands_first_and_what_waits_is_marked(world: World) -> None:
    corrected(world)
    html = page(world, "leader", "beds", world.east)
    assert '<strong class="history__figure">2\u202f200</strong>' in html
    assert '<strong>2\u202f300</strong> <span class="badge">' in html
    facts = words(html.split("<table", 1)[0] + "</main>")
    assert "用户east2 东县 2021-02-03 10:15" in facts  # who entered what stands
    assert "用户reviewer 东山市 2021-01-12 14:00" in facts  # who approved what is official


def test_a_past_day_knows_nothing_of_later_days(world: World) -> None:
    corrected(world)
    html = page(world, "reviewer", "beds", world.east, "?as_of=2021-01-11")
    assert len(rows(html)) == 1
    assert "2021-01-11" in words(html)
    assert "2\u202f300" not in html
    assert "用户reviewer 东" not in words(html)
    assert len(rows(page(world, "reviewer", "beds", world.east, "?as_of=2021-01-12"))) == 2
    assert "<tbody>" not in page(world, "reviewer", "beds", world.east, "?as_of=2021-01-04")


@pytest.mark.parametrize(
    "day", ["2021-13-01", "31.01.2026", "２０２６-01-31", "x" * 300, "2199-01-01", "2021-W05-1", "<b>"]
)
def test_a_day_that_is_none_is_told_and_today_is_shown(world: World, day: str) -> None:
    corrected(world)
    client = Client()
    client.force_login(world.user("reviewer"))
    html = client.get(history_address("beds", world.east.pk, 2024), {"as_of": day}).content.decode()
    assert len(rows(html)) == 3
    assert 'class="message message--warning"' in html
    assert "<b>" not in html


def test_a_rate_shows_its_arithmetic_and_the_changes_of_both_parts(world: World) -> None:
    put(world, "east", world.east, "beds", "8")
    put(world, "east", world.east, "population", "1000")
    approve(world, world.east, "beds", "population")
    html = page(world, "leader", "beds-rate", world.east)
    assert "床位数 8 ÷ 常住人口 1\u202f000 × 1000" in html
    assert ">8.00<" in html
    assert {"床位数", "常住人口"} == {word for row in rows(html) for word in ("床位数", "常住人口") if word in row}
    assert len(rows(html)) == 4
    for code in ("beds", "population"):
        assert f'href="{history_address(code, world.east.pk, 2024)}"' in html


def test_a_sum_names_the_areas_in_it_and_those_that_are_missing(world: World) -> None:
    put(world, "east", world.east, "beds", "8")
    approve(world, world.east, "beds")
    put(world, "west", world.west, "beds", "5")
    html = page(world, "leader", "beds", world.city, "?as_of=" + timezone.localdate().isoformat())
    table = html.split('id="parts"', 1)[1].split("</table>", 1)[0]
    counted = dict(re.findall(r'<a href="([^"]+)">[^<]+</a></th>.*?<td>(<span class="flag">)?', table))
    today = timezone.localdate()
    addresses = {
        name: history_address("beds", getattr(world, name).pk, 2024, today) for name in ("east", "west", "zone")
    }
    assert {name: bool(counted[address]) for name, address in addresses.items()} == {
        "east": False,
        "west": True,
        "zone": True,
    }
    assert "1/3" in words(html)
    assert re.search(r"西县.*?— <span class=\"faint\">\([^)]*5\)", table)  # typed and not approved: told, not counted


def test_a_published_figure_needs_no_areas_below(world: World) -> None:
    nation = world.city.parent
    write_figures(
        by=None,
        area=nation,
        year=2024,
        changes=[FigureChange(indicator=world.indicators["smoking"], value=Decimal("23.2"))],
        source="中国卫生健康统计年鉴",
        act="published",
        origin=Observation.Origin.PUBLISHED,
    )
    make_official(by=None, area=nation, year=2024, indicators=[world.indicators["smoking"].pk])
    html = page(world, "west", "smoking", nation)  # everybody who reads figures reads the nation's
    assert "中国卫生健康统计年鉴" in html
    assert 'id="parts"' not in html


def test_a_figure_that_nobody_recorded_says_so(world: World) -> None:
    html = page(world, "leader", "tcm-share", world.city)
    assert '<strong class="history__figure">—</strong>' in html
    assert "notice" in html


def test_whoever_may_not_read_the_area_does_not_learn_that_it_exists(world: World) -> None:
    corrected(world)
    page(world, "west", "beds", world.east, status=404)
    page(world, "east", "beds", world.city, status=404)
    page(world, "sysadmin", "beds", world.east, status=404)
    page(world, "leader", "no-such-thing", world.east, status=404)
    client = Client()
    client.force_login(world.user("leader"))
    assert client.get(reverse("figure_history", args=["beds", 10**15, 2024])).status_code == 404
    for year in (1948, 2201, 10**30):
        assert client.get(reverse("figure_history", args=["beds", world.east.pk, year])).status_code == 404


def test_evidence_is_named_and_what_was_taken_away_too(world: World) -> None:
    corrected(world)
    shared = {"indicator": world.indicators["beds"], "area": world.east, "year": 2024, "size": 1, "by_name": "用户east"}
    with acting(acting_for(world.user("east"), via="form")):
        Evidence.objects.create(name="年报.pdf", sha256="a" * 64, **shared)
        Evidence.objects.create(name="旧表.xlsx", sha256="b" * 64, removed_at=timezone.now(), **shared)
    html = page(world, "leader", "beds", world.east)
    kept = Evidence.objects.get(removed_at=None)
    assert f'<a href="{reverse("evidence_file", args=[kept.pk])}">年报.pdf</a>' in html
    assert '<s class="faint">旧表.xlsx</s>' in html


def test_two_clicks_lead_from_the_overview_to_who_entered_a_figure(world: World) -> None:
    make_plan(world)
    for code, value in (("beds", "8"), ("population", "1000")):
        put(world, "east", world.east, code, value)
    approve(world, world.east, "beds", "population")
    client = Client()
    client.force_login(world.user("leader"))
    overview = client.get("/plans/dongshan/?year=2024").content.decode()
    first = re.search(r'href="(/figures/beds-rate/[^"]+)"', overview)
    assert first
    rate = client.get(first[1]).content.decode()
    second = re.search(rf'href="(/figures/beds-rate/{world.east.pk}/2024/)"', rate)
    assert second
    assert "用户east 东县" in words(client.get(second[1]).content.decode())


def test_the_number_of_queries_does_not_grow_with_the_history(world: World) -> None:
    def queries() -> int:
        client = Client()
        client.force_login(world.user("leader"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(history_address("beds-rate", world.city.pk, 2024))
        return len(captured)

    for code in ("beds", "population"):
        put(world, "east", world.east, code, "10")
        approve(world, world.east, code)
    before = queries()
    for number in range(200, 215):
        area = add_area(by=None, parent=world.city, name=f"县{number}", level="county", code=f"99{number:04d}")
        put(world, "east", area, "beds", str(number))
        approve(world, area, "beds")
    assert queries() == before
    assert before < 30


def test_ways_are_words() -> None:
    assert way_text(f"workbook:{SHA}").endswith(SHA[:8])
    assert way_text("command:demo").endswith("demo")
    assert way_text("") == ""
    assert way_text("something-new") == "something-new"
