"""A planning officer adds a check, tries it on past figures and only then switches it on."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from indicators.actions import FigureChange, make_official, write_figures
from indicators.models import CheckRule
from tests.browser.accessibility import check_accessibility
from tests.world import World, make_world


@pytest.fixture
def world(transactional_db) -> World:
    """The east county's beds of three years, with one jump among them."""
    world = make_world()
    for year, beds in ((2022, 100), (2023, 150), (2024, 160)):
        change = FigureChange(indicator=world.indicators["beds"], value=Decimal(beds))
        write_figures(by=None, area=world.east, year=year, changes=[change], source="年报")
        make_official(by=None, area=world.east, year=year, indicators=[change.indicator.pk])
    return world


@pytest.fixture
def planner(page: Page, sign_in, world: World) -> Page:
    """The planner's window."""
    sign_in(page, world.user("planner"))
    return page


def test_a_check_is_tried_on_past_figures_before_it_is_on(planner: Page) -> None:
    planner.goto("/checks/")
    planner.get_by_role("button", name="启用常用规则").click()
    expect(planner.get_by_role("row", name="所有填报的数：比上年升降不超过 30%")).to_contain_text("1 / 2")
    check_accessibility(planner)

    planner.get_by_role("link", name="新增审核规则").click()
    check_accessibility(planner)
    planner.get_by_label("审核内容").select_option(label="与上年相比升降过大")
    expect(planner.get_by_role("group", name="下列指标之和").first).to_be_hidden()
    planner.get_by_label("搜索 · 指标").fill("床位")
    expect(planner.get_by_label("指标", exact=True).get_by_role("option")).to_have_count(3)  # with "all" among them
    planner.get_by_label("指标", exact=True).select_option(label="床位数")
    planner.get_by_label("界限").fill("40")
    planner.get_by_role("button", name="在往年数据上试用").click()
    trial = planner.get_by_role("region", name="往年数据试用结果")
    expect(trial).to_contain_text("在可判断的 2 个数中，会提示 1 个。")
    expect(trial.get_by_role("row", name="2023 东县")).to_contain_text("由上年的 100 升至 150，上升 50%")
    check_accessibility(planner)
    assert not CheckRule.objects.filter(indicator__isnull=False).exists(), "trying saves nothing"

    planner.get_by_role("button", name="保存并启用").click()
    row = planner.get_by_role("row", name="床位数：比上年升降不超过 40%")
    expect(row).to_contain_text("1 / 2")
    row.get_by_role("button", name="停用").click()
    expect(planner.get_by_role("row", name="床位数：比上年升降不超过 40%").get_by_role("button")).to_have_text("启用")


def test_the_parts_of_a_relation_are_found_by_searching_and_a_chosen_one_stays_in_sight(planner: Page) -> None:
    planner.goto("/checks/add/")
    planner.get_by_label("指标", exact=True).select_option(label="常住人口")
    parts = planner.get_by_role("group", name="下列指标之和").last
    parts.get_by_label("床位数", exact=True).check()
    planner.get_by_label("搜索 · 下列指标之和").fill("医师")
    expect(parts.get_by_label("执业医师数", exact=True)).to_be_visible()
    expect(parts.get_by_label("常住人口", exact=True)).to_be_hidden()
    expect(parts.get_by_label("床位数", exact=True)).to_be_visible()
    parts.get_by_label("执业医师数", exact=True).check()
    planner.get_by_role("button", name="保存，暂不启用").click()
    expect(planner.get_by_role("row", name="常住人口 ≥ 床位数 + 执业医师数")).to_contain_text("停用")
