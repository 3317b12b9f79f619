"""A planning officer uploads the plan's document, puts it right, accepts it, and opens its first collection."""

import pytest
from playwright.sync_api import Page, expect

from collection.models import Collection
from plans.models import DraftRow, Plan
from tests.browser.accessibility import check_accessibility
from tests.world import World, make_world

DOCUMENT = """东山市人民政府办公室关于印发东山市“十五五”卫生健康规划的通知
东山市“十五五”卫生健康规划
领域 | 序号 | 主要指标 | 2025年基期值 | 2030年目标值 | 指标性质
健康资源 | 1 | 每千人口床位数 | 8.1 | ≥8.5张 | 预期性
健康资源 | 2 | 吸烟率 | 22.4% | ≤20% | 约束性
健康服务 | 3 | 家庭医生签约服务满意度 | — | 持续提高 | 预期性
东山市人民政府办公室
2026年3月2日
"""


@pytest.fixture
def world(transactional_db) -> World:
    return make_world()


def test_from_the_document_to_the_first_collection(page: Page, sign_in, world: World, tmp_path) -> None:
    file = tmp_path / "规划.txt"
    file.write_text(DOCUMENT, encoding="utf-8")
    sign_in(page, world.user("planner"))
    page.goto("/plans/")
    page.get_by_role("link", name="导入规划").click()
    check_accessibility(page)
    page.get_by_label("文档").set_input_files(file)
    page.get_by_role("button", name="读取文档").click()

    expect(page.get_by_text("读出3行")).to_be_visible()
    check_accessibility(page)
    assert list(DraftRow.objects.values_list("name", "wording", "baseline")) == [
        ("每千人口床位数", "≥8.5张", "8.1"),
        ("吸烟率", "≤20%", "22.4%"),
        ("家庭医生签约服务满意度", "持续提高", "—"),
    ]
    page.get_by_role("button", name="采纳全部2行确定的").click()
    expect(page.get_by_text("1行待确认")).to_be_visible()

    page.goto("/plans/import/")  # leaving and coming back keeps the work
    page.get_by_role("link", name="东山市“十五五”卫生健康规划").click()
    page.get_by_role("button", name="建立规划").click()
    expect(page.get_by_text("还有1行待采纳或剔除")).to_be_visible()
    page.get_by_role("button", name="采纳", exact=True).click()
    page.get_by_role("button", name="建立规划").click()
    expect(page.get_by_text("规划已建立，目标原文一字未改。")).to_be_visible()
    plan = Plan.objects.get()
    assert (plan.base_year, plan.target_year, plan.targets.count()) == (2025, 2030, 3)
    for wording in ("≥8.5张", "≤20%", "持续提高"):
        expect(page.get_by_role("cell", name=wording, exact=True)).to_be_visible()

    page.goto("/collections/")
    check_accessibility(page)
    page.get_by_role("link", name="布置填报：东山市“十五五”卫生健康规划").click()
    check_accessibility(page)
    page.get_by_role("button", name="布置", exact=True).click()
    expect(page.get_by_role("cell", name="东县")).to_be_visible()
    assert Collection.objects.get().submissions.count() == 4  # three areas below, and the bureau's own figures
