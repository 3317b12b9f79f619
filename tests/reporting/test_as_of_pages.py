"""Pages, the Excel file and the commands as of a past day: they say the same, and nothing that was recorded later."""

import json
import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from indicators.models import Indicator
from plans.actions import revise_target, set_yearly_targets
from plans.domain.meaning import Form, TargetMeaning
from plans.models import Plan, Section, Target
from reporting.actions import judge_by_person
from reporting.domain.rows import COLUMNS
from reporting.models import Judgement
from reporting.queries import latest_year, overview
from tests.indicators.clock import local, recorded_at
from tests.reporting.exporting import give, row_of, text_of, view_of
from tests.world import World, add_row, at_least, make_plan, make_world

pytestmark = pytest.mark.django_db
RATE = "每千人口床位数"
# what is known of the rate at the end of a day: figure, wording in force, number of targets
KNOWN = {
    "2022-01-10": ("8.00", "≥8张", 3),
    "2022-02-01": ("9.00", "≥8张", 3),
    "2022-02-10": ("9.00", "≥10张", 3),
    "2022-03-01": ("9.00", "≥10张", 4),
}


@pytest.fixture
def world() -> World:
    """A plan and its figures, recorded and corrected on four days."""
    world = make_world()  # today: a password of 2022 would have to be changed first
    with recorded_at(local("2022-01-01 09:00")):
        make_plan(world)
    with recorded_at(local("2022-01-10 09:00")):
        give(world, 2021, population=1000, beds=8)
    with recorded_at(local("2022-02-01 09:00")):
        give(world, 2021, beds=9)
    with recorded_at(local("2022-02-10 09:00")):
        target = world.plan.targets.get(order=1)
        revise_target(
            by=world.user("planner"), target=target, wording="≥10张", document_no="东政发〔2022〕3号",
            issued_on=date(2021, 12, 1), reason="中期评估", based_on=target.version,
        )  # fmt: skip
    with recorded_at(local("2022-03-01 09:00")):
        add_row(Section.objects.get(plan=world.plan), world.indicators["beds"], 4, at_least("5"), "≥5张", "4")
    return world


def page(world: World, address: str, username: str = "leader", status: int = 200) -> str:
    client = Client()
    client.force_login(world.user(username))
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def stands(html: str) -> dict[str, str]:
    """The rows of the overview's table by name, each as the text that a reader sees."""
    rows = [row for row in html.split("<tr")[1:] if "stands__name" in row]
    return {
        re.search(r'stands__name"><a [^>]*>([^<]+)<', row)[1]: unescape(re.sub(r"<[^>]+>|[ \n]+", " ", row))
        for row in rows
    }


def workbook(world: World, query: str):
    client = Client()
    client.force_login(world.user("leader"))
    answer = client.get(f"/plans/dongshan/targets.xlsx?{query}")
    return answer, load_workbook(BytesIO(answer.content))


def judged(tmp_path: Path, figure: str, wording: str) -> str:
    """What `manage.py judge` says of the same case."""
    cells = (RATE, "张", "约束性", "up", "2020", "7", "2025", wording, "2021", figure)
    (tmp_path / "case.tsv").write_text("\n".join(["\t".join(COLUMNS), "\t".join(cells)]), encoding="utf-8")
    out = StringIO()
    call_command("judge", tmp_path / "case.tsv", stdout=out)
    return json.loads(out.getvalue())["sentence_zh"]


@pytest.mark.parametrize("day", KNOWN)
def test_page_excel_and_judge_say_the_same_of_a_past_day(world: World, tmp_path: Path, day: str) -> None:
    figure, wording, count = KNOWN[day]
    sentence = judged(tmp_path, figure, wording)
    html = page(world, f"/plans/dongshan/?year=2021&as_of={day}")
    shown = stands(html)
    assert len(shown) == count
    assert f" {figure} " in shown[RATE]
    assert wording in shown[RATE]
    assert sentence in shown[RATE]
    target = world.plan.targets.get(order=1)
    detail = unescape(page(world, f"/plans/dongshan/targets/{target.pk}/?year=2021&as_of={day}"))
    assert sentence in detail
    assert f">{figure}</a>" in detail
    _answer, book = workbook(world, f"year=2021&as_of={day}")
    row = [cell.value for cell in row_of(book.worksheets[0], RATE)]
    assert float(figure) in row
    assert wording in row
    assert row[-1].startswith(sentence)
    assert day in text_of(book.worksheets[0])


def test_without_a_day_it_is_today(world: World) -> None:
    today = timezone.localdate().isoformat()
    plain, as_of_today = (page(world, f"/plans/dongshan/?year=2021{more}") for more in ("", f"&as_of={today}"))
    assert stands(plain) == stands(as_of_today)
    assert 'name="as_of"' in plain
    assert today not in plain.split("</h1>")[0]
    assert today in as_of_today.split("</h1>")[0]


def test_the_past_is_marked_and_one_click_leads_back(world: World) -> None:
    html = page(world, "/plans/dongshan/?year=2021&as_of=2022-01-10&nature=binding")
    assert "2022-01-10" in html.split("</h1>")[0]
    back = [unescape(one) for one in re.findall(r'<a href="(\?[^"]*)"', html) if "as_of" not in one]
    assert "?year=2021&nature=binding" in back
    assert 'href="/plans/dongshan/edit/"' not in page(world, "/plans/dongshan/?as_of=2022-01-10", "planner")
    history = re.search(r'href="(/figures/beds-rate/[^"]+)"', html)[1]
    assert history.endswith("?as_of=2022-01-10")
    assert "9.00" not in page(world, history)


@pytest.mark.parametrize(
    "day", ["2022-02-30", "1.2.2022", "２０２２-01-10", "9" * 400, "2199-12-31", "null", "<script>"]
)
def test_what_is_no_day_is_told_and_today_is_shown(world: World, day: str) -> None:
    client = Client()
    client.force_login(world.user("leader"))
    html = client.get("/plans/dongshan/", {"year": "2021", "as_of": day}).content.decode()
    assert len(stands(html)) == 4
    assert 'class="message message--warning"' in html
    assert "<script>" not in html.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("day", ["2021-12-31", "0001-01-01", "1949-10-01"])
def test_before_the_first_record_the_page_is_whole_and_says_so(world: World, day: str) -> None:
    html = page(world, f"/plans/dongshan/?as_of={day}")
    assert stands(html) == {}
    assert "2022-01-01" in html.split('class="message')[1]
    _answer, book = workbook(world, f"as_of={day}")
    assert RATE not in text_of(book.worksheets[0])


def test_a_target_that_was_recorded_later_is_shown_as_of_today_and_that_is_said(world: World) -> None:
    later = world.plan.targets.get(order=4)
    html = page(world, f"/plans/dongshan/targets/{later.pk}/?year=2021&as_of=2022-02-10")
    assert "2022-02-10" in html.split('class="message')[1]
    assert "≥5张" in html


def test_a_target_retired_since_is_in_force_until_its_day(world: World) -> None:
    Target.objects.filter(plan=world.plan, order=2).update(retired_on=date(2022, 2, 15), retired_reason="合并")
    assert len(stands(page(world, "/plans/dongshan/?as_of=2022-02-14"))) == 3
    assert len(stands(page(world, "/plans/dongshan/?as_of=2022-02-15"))) == 2


def test_a_yearly_target_is_known_from_when_it_was_recorded(world: World) -> None:
    target = world.plan.targets.get(order=1)
    set_yearly_targets(by=world.user("planner"), target=target, wordings={2023: "≥7.6张"}, based_on=target.version)
    today = timezone.localdate()
    address = f"/plans/dongshan/targets/{target.pk}/?year=2021&as_of="
    assert "≥7.6张" in page(world, address + today.isoformat())
    assert "≥7.6张" not in page(world, address + (today - timedelta(days=1)).isoformat())


def test_a_persons_verdict_counts_from_when_it_was_recorded(world: World) -> None:
    with recorded_at(local("2022-01-02 09:00")):
        one = Indicator.objects.create(code="city", name="创建国家卫生城市", kind="reported", roll_up="own")
        section = Section.objects.get(plan=world.plan)
        milestone = add_row(section, one, 9, TargetMeaning(form=Form.MILESTONE), "完成", None)
    with recorded_at(local("2022-03-05 09:00")):
        judge_by_person(
            by=world.user("planner"), target=milestone, area=world.city, year=2021, verdict="met",
            evidence="命名文件", decided_on=date(2021, 12, 30),
        )  # fmt: skip
    said = {
        day: "命名文件" in page(world, f"/plans/dongshan/targets/{milestone.pk}/?year=2021&as_of={day}")
        for day in ("2022-03-04", "2022-03-05")
    }
    assert said == {"2022-03-04": False, "2022-03-05": True}
    Judgement.objects.update(at=None)  # recorded before the time was kept: its own day is all that is known
    assert "命名文件" in page(world, f"/plans/dongshan/targets/{milestone.pk}/?year=2021&as_of=2022-01-10")


def test_nobody_judges_in_the_past(world: World) -> None:
    with recorded_at(local("2022-01-02 09:00")):
        one = Indicator.objects.create(code="city", name="创建国家卫生城市", kind="reported", roll_up="own")
        section = Section.objects.get(plan=world.plan)
        milestone = add_row(section, one, 9, TargetMeaning(form=Form.MILESTONE), "完成", None)
    address = f"/plans/dongshan/targets/{milestone.pk}/"
    assert 'name="verdict"' in page(world, f"{address}?year=2021", "planner")
    assert 'name="verdict"' not in page(world, f"{address}?year=2021&as_of=2022-02-01", "planner")
    client = Client()
    client.force_login(world.user("planner"))
    facts = {"verdict": "met", "evidence": "文件", "decided_on": "2022-01-05"}
    assert client.post(f"{address}judge/?year=2021&as_of=2022-02-01", facts).status_code == 403
    assert not Judgement.objects.exists()


def test_the_year_shown_first_is_the_latest_of_that_day(world: World) -> None:
    with recorded_at(local("2022-04-01 09:00")):
        give(world, 2022, population=1000, beds=10)
    plan = Plan.objects.select_related("area").get()
    assert latest_year(plan, world.city) == 2022
    assert latest_year(plan, world.city, local("2022-03-31 23:59")) == 2021
    assert latest_year(plan, world.city, local("2022-01-09 23:59")) == 2021  # the plan's first year


def test_the_file_bears_the_day_in_its_name_and_equals_the_commands(world: World, tmp_path: Path) -> None:
    answer, book = workbook(world, "year=2021&as_of=2022-02-01")
    assert "2022-02-01" in answer["Content-Disposition"]
    file = tmp_path / "table.xlsx"
    more = ("--plan", "dongshan", "--out", str(file), "--year", "2021", "--as-of", "2022-02-01")
    call_command("export_targets", *more, stdout=StringIO())
    written = load_workbook(file)
    assert [text_of(sheet) for sheet in written] == [text_of(sheet) for sheet in book]
    plain, _book = workbook(world, "year=2021")
    assert "2022" not in plain["Content-Disposition"]


@pytest.mark.parametrize("day", ["2022-02-30", "yesterday", "2199-01-01", "2021-12-31"])
def test_the_command_refuses_in_one_sentence(world: World, tmp_path: Path, day: str) -> None:
    file = tmp_path / "table.xlsx"
    with pytest.raises(CommandError, match=re.escape(day)):
        call_command("export_targets", "--plan", "dongshan", "--out", str(file), "--as-of", day, stdout=StringIO())
    assert not file.exists()


def test_areas_compared_and_changes_are_of_that_day(world: World) -> None:
    with recorded_at(local("2022-01-20 09:00")):
        give(world, 2021, area=world.east, population=500, beds=3)
    with recorded_at(local("2022-02-20 09:00")):
        give(world, 2021, area=world.east, beds=4)
    target = world.plan.targets.get(order=1)
    address = f"/plans/dongshan/targets/{target.pk}/?year=2021&as_of="
    assert ">6.00</a>" in page(world, address + "2022-02-19")
    assert ">8.00</a>" not in page(world, address + "2022-02-19")
    assert ">8.00</a>" in page(world, address + "2022-02-20")
    changes = page(world, address + "2022-01-31").split('id="')[0]
    assert "2022-02" not in changes


def test_the_past_costs_no_more_queries_per_target(world: World) -> None:
    def cost(**how: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            overview(view_of(world, year=2021, **how))
        return len(captured)

    before = cost(as_of=date(2022, 3, 1))
    with recorded_at(local("2022-02-28 09:00")):
        section = Section.objects.get(plan=world.plan)
        for order in range(10, 30):
            add_row(section, world.indicators["beds-rate"], order, at_least(str(order)), f"≥{order}张", "1")
    assert cost(as_of=date(2022, 3, 1)) == before
    assert before <= cost() + 1
