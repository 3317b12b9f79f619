"""Living with a plan, seen by its planner: a target is adjusted, the overview judged by either, the next plan opened."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan
from tests.browser.accessibility import check_accessibility
from tests.world import World, make_plan, make_world, publish


@pytest.fixture
def world(transactional_db) -> World:
    """An issued plan, and the city's figures of its last two years."""
    world = make_world()
    plan = make_plan(world)
    plan.issued_on = date(2021, 12, 31)
    plan.save()
    for year, figures in (
        (2024, {"beds": "3690", "population": "450000", "smoking": "21.5"}),
        (2025, {"beds": "3735", "population": "450000"}),
    ):
        publish(world, year, **figures)
    return world


@pytest.fixture
def planner(page: Page, sign_in, world: World) -> Page:
    """The planner's window."""
    sign_in(page, world.user("planner"))
    return page


def test_a_target_is_adjusted_and_the_overview_judged_by_either(planner: Page, complaints: list) -> None:
    planner.goto("/plans/dongshan/?year=2024")
    beds = planner.get_by_role("row", name="每千人口床位数")
    expect(beds).to_contain_text("提前达标")
    expect(planner.get_by_role("link", name="按原目标")).to_have_count(0)
    planner.get_by_role("link", name="编辑规划").click()
    check_accessibility(planner)

    planner.get_by_role("link", name="每千人口床位数").click()
    check_accessibility(planner)
    planner.get_by_label("调整后的目标").fill("≥8.5张")
    planner.get_by_label("文号").fill("东府〔2024〕5号")
    planner.get_by_label("日期", exact=True).fill("2024-06-30")
    planner.get_by_role("button", name="调整目标").click()
    expect(planner.get_by_role("alert")).to_contain_text("原因")
    assert "422" in complaints.pop()
    check_accessibility(planner)
    planner.get_by_label("原因", exact=True).first.fill("中期评估后调整")
    planner.get_by_role("button", name="调整目标").click()
    expect(planner.get_by_text("已调整，原目标并列保留。")).to_be_visible()
    expect(planner.get_by_role("region", name="第1次调整")).to_contain_text("东府〔2024〕5号")
    expect(planner.get_by_role("region", name="原目标")).to_contain_text("≥8张")

    planner.get_by_label("2024", exact=True).fill("8.2")
    planner.get_by_role("button", name="保存分年度目标").click()
    expect(planner.get_by_role("row", name="2024")).to_contain_text("不低于8.2张")
    check_accessibility(planner)

    planner.goto("/plans/dongshan/?year=2024")
    expect(beds).to_contain_text("原目标：≥8张")
    expect(beds).not_to_contain_text("提前达标")
    expect(beds).to_contain_text(re.compile("2024年度目标8.2：.*已达标"))
    check_accessibility(planner)
    planner.get_by_role("link", name="按原目标").click()
    expect(beds).to_contain_text("提前达标")
    beds.get_by_role("link").first.click()
    expect(planner.get_by_role("heading", name="分年度目标")).to_be_visible()
    check_accessibility(planner)


def test_a_reading_is_put_right_in_clearer_words_and_the_wording_stays(planner: Page, complaints: list) -> None:
    planner.goto("/plans/dongshan/edit/")
    planner.get_by_role("link", name="吸烟率").click()
    planner.get_by_text("更正解读").click()
    planner.get_by_label("解读").fill("少抽点烟")
    planner.get_by_role("button", name="按此解读").click()
    expect(planner.get_by_role("alert")).to_contain_text("也没有读懂")
    assert "422" in complaints.pop()
    planner.get_by_label("解读").fill("约20%")
    planner.get_by_role("button", name="按此解读").click()
    original = planner.get_by_role("region", name="原目标")
    expect(original).to_contain_text("≤20%")
    expect(original).to_contain_text("人工解读")
    expect(original).to_contain_text("20%左右")


def test_the_next_plan_starts_where_this_one_ends_and_is_typed_in_place(planner: Page) -> None:
    planner.goto("/plans/dongshan/edit/")
    planner.get_by_role("link", name="编制下一期规划").click()
    check_accessibility(planner)
    expect(planner.get_by_label("基期年")).to_have_value("2025")
    expect(planner.get_by_label("目标年")).to_have_value("2030")
    planner.get_by_label("标题", exact=True).fill("东山市“十五五”卫生健康规划")
    planner.get_by_role("button", name="编制下一期规划").click()
    expect(planner.get_by_text("已编制下一期规划，沿用目标3项。")).to_be_visible()
    check_accessibility(planner)

    beds, smoking = (planner.get_by_role("row", name=name) for name in ("每千人口床位数", "吸烟率"))
    expect(beds).to_contain_text("8.30")
    expect(smoking).to_contain_text("21.5（2024年）")
    planner.get_by_label("每千人口床位数: 目标原文").fill("９张以上")
    planner.get_by_label("吸烟率: 责任科室").select_option("疾控科")
    planner.get_by_role("button", name="下移：每千人口床位数").click()
    expect(beds).to_contain_text("不低于9张")
    expect(planner.get_by_label("每千人口床位数: 目标原文")).to_have_value("９张以上")
    names = planner.locator("tr[id] > th").all_inner_texts()
    assert [name.split()[0] for name in names] == ["中医医师占比%", "每千人口床位数张", "吸烟率%"]

    planner.goto("/plans/dongshan-2026-2030/")
    expect(smoking).to_contain_text("未定目标不判")
    expect(beds).to_contain_text("９张以上")
    check_accessibility(planner)
    assert Plan.objects.get(code="dongshan").targets.count() == 3


def test_the_plans_head_and_a_new_target_say_what_is_wrong_at_the_field(planner: Page, complaints: list) -> None:
    planner.goto("/plans/dongshan/edit/head/")
    check_accessibility(planner)
    planner.get_by_label("目标年").fill("2019")
    planner.get_by_role("button", name="保存").click()
    expect(planner.get_by_label("目标年")).to_have_accessible_description(re.compile("基期年"))
    assert "422" in complaints.pop()
    planner.goto("/plans/dongshan/edit/add/")
    check_accessibility(planner)
    planner.get_by_label("原文指标名").fill("全市床位数")
    planner.get_by_label("对应指标").select_option("床位数")
    planner.get_by_label("目标原文").fill("4000张")
    planner.get_by_role("button", name="新增目标").click()
    expect(planner.get_by_role("alert")).to_contain_text("请选择领域")
    assert "422" in complaints.pop()
    planner.get_by_label("领域", exact=True).select_option("健康资源")
    planner.get_by_role("button", name="新增目标").click()
    expect(planner.get_by_role("row", name="全市床位数")).to_contain_text("不低于4000张")
