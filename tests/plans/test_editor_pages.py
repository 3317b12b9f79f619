"""The plan editor and what it changes on the pages of progress, asked for as a browser asks."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from plans.actions import revise_target, set_yearly_targets, start_next_plan
from plans.models import Plan, Section, Target, TargetRevision
from tests.world import PASSWORD, World, add_row, at_least, make_plan, make_world, publish

pytestmark = pytest.mark.django_db
EDITOR = "/plans/dongshan/edit/"


@pytest.fixture
def world() -> World:
    """A plan that is still a draft."""
    world = make_world()
    make_plan(world)
    return world


def issue(world: World) -> None:
    world.plan.issued_on = date(2021, 12, 31)
    world.plan.save()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.user("planner"))
    return client


def row(world: World, order: int = 1) -> Target:
    return world.plan.targets.get(order=order)


def text_of(answer) -> str:
    return answer.content.decode()


def fields_of(page: str) -> dict[str, str]:
    """What a browser would post back from the table as it stands."""
    fields = {}
    for tag in re.findall(r"<input [^>]*>", page):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("name", "").startswith(("row-", "initial-row-")):
            fields[found["name"]] = found.get("value", "").replace("&quot;", '"').replace("&amp;", "&")
    for name, options in re.findall(r'<select name="(row-[^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def wording_in_force(target: Target) -> str:
    return target.revisions.order_by("-number")[0].wording


# The table


def test_the_table_shows_each_wording_with_its_reading_and_how_sure_it_is(world: World, client: Client) -> None:
    TargetRevision.objects.filter(target=row(world, 2)).update(wording="看情况")
    client.post(EDITOR, fields_of(text_of(client.get(EDITOR))) | {f"row-{row(world, 2).pk}-wording": "努力做好工作"})
    page = text_of(client.get(EDITOR))
    assert "不低于8张" in page
    assert "certainty--certain" in page
    assert "certainty--person" in page
    assert 'value="努力做好工作"' in page


def test_rows_are_typed_over_in_place_and_untouched_ones_stay_untouched(world: World, client: Client) -> None:
    page = text_of(client.get(EDITOR))
    beds, smoking = row(world, 1), row(world, 3)
    fields = fields_of(page) | {
        f"row-{beds.pk}-wording": "≥8.5张",
        f"row-{beds.pk}-department": str(world.department.pk),
        f"row-{smoking.pk}-nature": "binding",
    }
    answer = client.post(EDITOR, fields, follow=True)
    assert "已保存2行" in text_of(answer)
    beds.refresh_from_db()
    smoking.refresh_from_db()
    assert (wording_in_force(beds), beds.department, smoking.nature) == ("≥8.5张", world.department, "binding")
    assert row(world, 2).version == 1
    assert "没有改动" in text_of(client.post(EDITOR, fields_of(text_of(client.get(EDITOR))), follow=True))


def test_an_issued_wording_is_no_box_to_type_in_unless_it_is_still_blank(world: World, client: Client) -> None:
    issue(world)
    TargetRevision.objects.filter(target=row(world, 2)).update(wording="")
    page = text_of(client.get(EDITOR))
    assert f'name="row-{row(world, 1).pk}-wording"' not in page
    assert f'name="row-{row(world, 2).pk}-wording"' in page
    client.post(EDITOR, fields_of(page) | {f"row-{row(world, 1).pk}-wording": "≥1张"})
    assert wording_in_force(row(world, 1)) == "≥8张"


def test_a_line_break_in_a_wording_survives_a_box_that_cannot_show_it(world: World, client: Client) -> None:
    beds = row(world)
    TargetRevision.objects.filter(target=beds).update(wording="2022年7张\n2025年8张")
    fields = fields_of(text_of(client.get(EDITOR)))
    fields[f"row-{beds.pk}-wording"] = "2022年7张 2025年8张"  # a browser's one-line box drops the break
    fields[f"row-{beds.pk}-number"] = "一"
    client.post(EDITOR, fields)
    beds.refresh_from_db()
    assert (beds.number, wording_in_force(beds)) == ("一", "2022年7张\n2025年8张")


def test_what_cannot_be_kept_stays_in_its_row_with_its_reason_and_the_rest_is_saved(
    world: World, client: Client
) -> None:
    beds, share = row(world, 1), row(world, 2)
    fields = fields_of(text_of(client.get(EDITOR))) | {
        f"row-{beds.pk}-wording": "≥9" + "张" * 500,
        f"row-{share.pk}-number": "2-1",
        f"row-{row(world, 3).pk}-department": "987654",
    }
    answer = client.post(EDITOR, fields)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "2行未保存，其余已保存" in page
    assert page.count('aria-invalid="true"') == 2
    assert "≥9" + "张" * 500 in page
    assert row(world, 2).number == "2-1"
    assert wording_in_force(beds) == "≥8张"


def test_two_planners_on_one_row_see_both_texts_and_saving_again_is_knowing(world: World, client: Client) -> None:
    beds = row(world)
    mine = fields_of(text_of(client.get(EDITOR))) | {f"row-{beds.pk}-wording": "≥8.5张"}
    client.post(EDITOR, fields_of(text_of(client.get(EDITOR))) | {f"row-{beds.pk}-wording": "≥9张"})
    answer = client.post(EDITOR, mine)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "现为：≥9张" in page
    assert 'value="≥8.5张"' in page
    assert wording_in_force(beds) == "≥9张"
    assert client.post(EDITOR, fields_of(page)).status_code == 302
    assert wording_in_force(beds) == "≥8.5张"


def test_somebody_elses_row_is_no_conflict_where_i_touched_another(world: World, client: Client) -> None:
    mine = fields_of(text_of(client.get(EDITOR))) | {f"row-{row(world, 2).pk}-number": "2-1"}
    client.post(EDITOR, fields_of(text_of(client.get(EDITOR))) | {f"row-{row(world, 1).pk}-number": "1-1"})
    assert client.post(EDITOR, mine).status_code == 302
    assert [row(world, order).number for order in (1, 2)] == ["1-1", "2-1"]


def test_an_arrow_saves_what_was_typed_and_moves_the_row(world: World, client: Client) -> None:
    beds = row(world)
    fields = fields_of(text_of(client.get(EDITOR))) | {f"row-{beds.pk}-number": "9", "down": str(beds.pk)}
    answer = client.post(EDITOR, fields)
    assert answer.url == f"{EDITOR}#row-{beds.pk}"
    beds.refresh_from_db()
    assert (beds.number, beds.order) == ("9", 2)


def test_what_was_typed_before_the_sign_in_ran_out_is_given_back_unsaved(world: World, client: Client) -> None:
    beds = row(world)
    fields = fields_of(text_of(client.get(EDITOR))) | {f"row-{beds.pk}-wording": "≥9.9张"}
    client.logout()
    kept = client.post(EDITOR, fields).context["kept"]
    answer = client.post(
        "/login/", {"username": "planner", "password": PASSWORD, "next": EDITOR, "kept": kept}, follow=True
    )
    assert 'value="≥9.9张"' in text_of(answer)
    assert wording_in_force(beds) == "≥8张"


def test_the_editor_costs_the_same_queries_whatever_the_number_of_rows(world: World, client: Client) -> None:
    Plan.objects.create(
        area=world.city.parent, code="n", title="国家规划", issuer="x", base_year=2015, target_year=2030
    )
    Plan.objects.filter(pk=world.plan.pk).update(parent=Plan.objects.get(code="n"))
    client.get(EDITOR)
    with CaptureQueriesContext(connection) as few:
        client.get(EDITOR)
    section, planner = Section.objects.get(plan=world.plan), world.user("planner")
    for n in range(9):
        one = Indicator.objects.create(code=f"i{n}", name=f"指标{n}", kind="base", roll_up="sum")
        target = add_row(section, one, 10 + n, at_least("1"), "≥1", None, world.department)
        revision = {"document_no": "", "issued_on": None, "reason": "x", "based_on": 1}
        revise_target(by=planner, target=target, wording="≥2", **revision)
        set_yearly_targets(by=planner, target=target, wordings={2022: "1", 2023: "2"}, based_on=2)
    with CaptureQueriesContext(connection) as many:
        assert "指标8" in text_of(client.get(EDITOR))
    assert len(many) == len(few)


# One target


def address(target: Target) -> str:
    return f"{EDITOR}targets/{target.pk}/"


def act(client: Client, target: Target, name: str, **fields: str):
    """Post one form of a target's page as it stands."""
    target.refresh_from_db()
    posted = {f"{name}-{field}": value for field, value in ({"version": str(target.version)} | fields).items()}
    return client.post(address(target), posted | {"act": name})


def test_an_adjustment_stands_beside_the_original_with_its_document(world: World, client: Client) -> None:
    issue(world)
    beds = row(world)
    answer = act(
        client, beds, "revise", wording="≥8.5张", document_no="东府〔2023〕5号", issued_on="2023-06-01", reason=""
    )
    assert answer.status_code == 422
    assert "≥8.5张" in text_of(answer)
    act(
        client,
        beds,
        "revise",
        wording="≥8.5张",
        document_no="东府〔2023〕5号",
        issued_on="2023-06-01",
        reason="中期调整",
    )
    page = text_of(client.get(address(beds)))
    for said in ("≥8.5张", "≥8张", "东府〔2023〕5号 2023-06-01", "中期调整", "第1次调整"):
        assert said in page
    assert "原目标：≥8张" in text_of(client.get(EDITOR))


def test_a_persons_reading_is_marked_as_such_and_told_where_the_target_stands(world: World, client: Client) -> None:
    beds = row(world)
    act(client, beds, "typing", wording="努力做好工作")
    answer = act(client, beds, "reading-1", clear_wording="力争更好")
    assert answer.status_code == 422
    assert "也没有读懂" in text_of(answer)
    act(client, beds, "reading-1", clear_wording="≥8.2张")
    page = text_of(client.get(address(beds)))
    assert "人工解读" in page
    assert "不低于8.2张" in page
    stands = text_of(client.get(f"/plans/dongshan/targets/{beds.pk}/"))
    assert "努力做好工作" in stands
    assert "人工解读" in stands


def test_a_stale_form_of_a_target_keeps_what_was_typed_and_shows_what_stands(world: World, client: Client) -> None:
    beds = row(world)
    act(client, beds, "typing", wording="≥9张")
    posted = {"act": "typing", "typing-version": "1", "typing-wording": "≥7张"}
    answer = client.post(address(beds), posted)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "现为：≥9张" in page
    assert "≥7张</textarea>" in page
    assert 'name="typing-version" value="2"' in page


@pytest.mark.parametrize("name", ["", "nothing", "reading-9"])
def test_an_act_that_does_not_exist_is_404(world: World, client: Client, name: str) -> None:
    assert client.post(address(row(world)), {"act": name}).status_code == 404


def test_a_form_without_its_version_changes_nothing(world: World, client: Client) -> None:
    assert client.post(address(row(world)), {"act": "typing", "typing-wording": "≥1张"}).status_code == 422
    assert wording_in_force(row(world)) == "≥8张"


def test_retiring_asks_for_a_reason_and_can_be_undone_on_the_same_page(world: World, client: Client) -> None:
    beds = row(world)
    assert act(client, beds, "retire", retired_on="2023-07-01", retired_reason="").status_code == 422
    assert act(client, beds, "retire", retired_on="2023-07-01", retired_reason="不再考核").status_code == 302
    assert "每千人口床位数" not in text_of(client.get("/plans/dongshan/"))
    page = text_of(client.get(EDITOR))
    assert "2023-07-01：不再考核" in page
    assert act(client, beds, "revise", wording="≥9张", reason="x").status_code == 422
    act(client, beds, "restore")
    assert "每千人口床位数" in text_of(client.get("/plans/dongshan/"))


def test_a_new_target_asks_for_its_section_and_is_read_at_once(world: World, client: Client) -> None:
    beds = world.indicators["beds"]
    fields = {
        "name": "床位数",
        "indicator": beds.pk,
        "nature": "expected",
        "wording": "≥4000张",
        "baseline_wording": "3500",
    }
    answer = client.post(f"{EDITOR}add/", fields)
    assert answer.status_code == 422
    assert "请选择领域" in text_of(answer)
    client.post(f"{EDITOR}add/", fields | {"new_section": "健康服务"})
    target = world.plan.targets.get(name="床位数")
    assert (target.section.title, target.baseline, target.revisions.get().meaning.low) == ("健康服务", 3500, 4000)


def test_markup_in_a_wording_is_text(world: World, client: Client) -> None:
    beds = row(world)
    act(client, beds, "typing", wording='"><script>alert(1)</script>')
    for page in (EDITOR, address(beds), "/plans/dongshan/", f"/plans/dongshan/targets/{beds.pk}/"):
        assert "<script>alert" not in text_of(client.get(page))


# The head and the next plan


HEAD = {
    "version": "1", "title": "东山市规划", "issuer": "东山市人民政府", "base_year": "2020", "target_year": "2025",
    "slow_from": "0.60", "on_track_from": "0.95", "binding_on_track_from": "1.00", "ahead_from": "1.50",
}  # fmt: skip


def test_the_heads_rules_are_told_at_their_fields(world: World, client: Client) -> None:
    answer = client.post(f"{EDITOR}head/", HEAD | {"on_track_from": "0.50", "base_year": "2025"})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert "界限" in errors["ahead_from"][0]
    assert "基期" in errors["target_year"][0]
    assert client.post(f"{EDITOR}head/", HEAD | {"issued_on": "2021-12-31"}).status_code == 302
    assert Plan.objects.get().issued_on == date(2021, 12, 31)
    assert "现为：东山市规划" in text_of(client.post(f"{EDITOR}head/", HEAD | {"title": "另一"}))


@pytest.mark.parametrize("year", ["99999999999999999999", "-5", "abc", "2020.5", ""])
def test_odd_years_are_answered_with_a_sentence(world: World, client: Client, year: str) -> None:
    for page, fields in (("head/", HEAD), ("next/", {"title": "x", "code": "x", "base_year": "2025"})):
        assert client.post(EDITOR + page, fields | {"target_year": year}).status_code == 422


def test_the_higher_plans_target_stands_beside_in_the_editor_and_on_the_targets_page(
    world: World, client: Client
) -> None:
    higher = Plan.objects.create(
        area=world.city.parent, code="nation", title="国家规划", issuer="x", base_year=2015, target_year=2030
    )
    section = Section.objects.create(plan=higher, title="x", order=1)
    add_row(section, world.indicators["beds-rate"], 1, at_least("8.8"), "≥8.8张", None)
    assert "≥8.8张" not in text_of(client.get(EDITOR))
    answer = client.post(f"{EDITOR}head/", HEAD | {"parent": str(higher.pk)})
    assert answer.status_code == 302
    for page in (EDITOR, address(row(world)), f"/plans/dongshan/targets/{row(world).pk}/"):
        assert "≥8.8张" in text_of(client.get(page)), page
    assert "≥8.8张" not in text_of(client.get(f"/plans/dongshan/targets/{row(world, 2).pk}/"))


def test_the_next_plan_opens_in_the_editor_with_the_old_target_beside_a_blank_box(world: World, client: Client) -> None:
    publish(world, 2024, smoking="22.5")
    page = text_of(client.get(f"{EDITOR}next/"))
    assert 'value="dongshan-2026-2030"' in page
    fields = {"title": "下一期", "code": "dongshan-2026-2030", "base_year": "2025", "target_year": "2030"}
    answer = client.post(f"{EDITOR}next/", fields, follow=True)
    page = text_of(answer)
    assert answer.redirect_chain[-1][0] == "/plans/dongshan-2026-2030/edit/"
    assert "沿用目标3项" in page
    assert "22.5（2024年）" in page
    assert "≥8张" in page, "the old target"
    smoking = Plan.objects.get(code="dongshan-2026-2030").targets.get(indicator__code="smoking")
    assert re.search(rf'name="row-{smoking.pk}-wording"(?! value)', page), "a blank box"
    overview = text_of(client.get("/plans/dongshan-2026-2030/"))
    assert "未定目标不判" in overview
    assert client.post(f"{EDITOR}next/", fields).status_code == 422, "the code is taken"


def test_a_plan_opened_twice_at_once_exists_once(world: World, client: Client) -> None:
    given = {"code": "next", "title": "下一期", "base_year": 2025, "target_year": 2030}
    start_next_plan(by=world.user("planner"), plan=world.plan, **given)
    answer = client.post(f"{EDITOR}next/", given)
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert Plan.objects.filter(follows=world.plan).count() == 1
