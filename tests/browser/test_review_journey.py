"""Review in the browser: two figures go back with reasons, come back corrected and explained, and every sum moves."""

import pytest
from playwright.sync_api import Page, expect

from collection.models import Submission
from indicators.checking import keep_default_rules
from tests.browser.accessibility import check_accessibility
from tests.province import Province, make_province
from tests.world import PASSWORD

THIN = "\u202f"  # between thousands


@pytest.fixture
def province(transactional_db) -> Province:
    """A province in which one county of the northern city has handed in, and the others are approved."""
    province = make_province()
    for county in ("north-2", "south-1", "south-2"):
        province.approve_all(county)
    province.hand_in("north-1")
    keep_default_rules(by=None, area=province.areas["province"])
    return province


def signs_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("/")


def test_two_figures_go_back_and_come_back_and_city_and_province_move(
    page: Page, new_context, complaints: list, province: Province
) -> None:
    city = page
    signs_in(city, "north-reviewer")
    city.get_by_role("link", name="2024年度指标填报 · 北一县").click()
    check_accessibility(city)
    city.get_by_label("退回床位数").check()
    city.get_by_label("床位数需更正的内容").fill("漏报民办医院床位")
    city.get_by_label("退回常住人口").check()
    city.get_by_role("button", name="退回标记的数字").click()
    expect(city.get_by_text("请写明该数据需更正的内容")).to_be_visible()
    assert "422" in complaints.pop()
    expect(city.get_by_label("床位数需更正的内容")).to_have_value("漏报民办医院床位")
    check_accessibility(city)
    city.get_by_label("常住人口需更正的内容").fill("与公安口径不符，请核实")
    city.get_by_role("button", name="退回标记的数字").click()
    expect(city.get_by_text("已退回北一县，标记2个数据。")).to_be_visible()

    clerk = new_context().new_page()
    signs_in(clerk, "north-1")
    expect(clerk.get_by_text("漏报民办医院床位")).to_be_visible()
    clerk.get_by_role("link", name="2024年度指标填报 · 北一县").click()
    expect(clerk.get_by_role("button", name="保存", exact=True)).to_be_hidden()  # the form is alive
    clerk.get_by_label("床位数", exact=True).fill("150")
    clerk.keyboard.press("Enter")
    clerk.get_by_label("常住人口的备注").fill("已与统计局核对，采用人口抽样调查数")
    clerk.keyboard.press("Tab")
    clerk.get_by_role("button", name="提交审核").click()
    expect(clerk.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()

    city.goto("/")
    city.get_by_role("link", name="2024年度指标填报 · 北一县").click()
    doubtful = city.get_by_role("group").filter(has_text="存疑数据")
    expect(doubtful).to_contain_text("漏报民办医院床位")
    expect(doubtful).to_contain_text("已与统计局核对")
    city.get_by_role("button", name="审核通过，转报东省").click()
    expect(city.get_by_text("已审核通过，转报东省。")).to_be_visible()

    above = new_context().new_page()
    signs_in(above, "province-reviewer")
    assert rates(above, province) == ("6.67", "7.50")  # 200 of 30 000; 900 of 120 000
    above.goto("/review/")
    check_accessibility(above)
    above.get_by_role("link", name="北一县").click()
    above.get_by_role("button", name="审核通过", exact=True).click()
    expect(above.get_by_text("审核通过，数据即时计入规划进度。")).to_be_visible()
    assert rates(above, province) == ("7.00", "7.50")  # 350 of 50 000; 1 050 of 140 000
    assert Submission.objects.filter(area=province.areas["north-1"], state="approved").exists()


def rates(page: Page, province: Province) -> tuple[str, str]:
    """Beds per thousand of the northern city and of the province, as their overviews show them."""
    shown = []
    for area in ("north", "province"):
        page.goto(f"/plans/{province.plan.code}/?year=2024&area={province.areas[area].pk}")
        row = page.get_by_role("row", name="每千人口床位数")
        text = row.inner_text().replace(THIN, "")
        shown.append(next(word for word in ("6.67", "7.00", "7.50") if word in text))
    return shown[0], shown[1]


@pytest.mark.parametrize("width", [360, 1280])
def test_queue_and_ledger_fit_the_window(page: Page, province: Province, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    signs_in(page, "north-reviewer")
    page.goto("/review/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.clear_cookies()
    signs_in(page, "planner")
    page.goto(f"/collections/{province.collection.pk}/")
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_planner_reminds_and_the_clerk_finds_the_words(page: Page, new_context, province: Province) -> None:
    Submission.objects.filter(area=province.areas["north-1"]).update(state="open", awaits=None)
    signs_in(page, "planner")
    page.goto(f"/collections/{province.collection.pk}/")
    page.get_by_label("催报内容").fill("请于周五前报送")
    page.get_by_role("button", name="催报北一县").click()
    expect(page.get_by_text("已催报1个单位。")).to_be_visible()
    page.get_by_role("link", name="催报记录").click()
    expect(page.get_by_role("cell", name="请于周五前报送")).to_be_visible()
    check_accessibility(page)
    clerk = new_context().new_page()
    signs_in(clerk, "north-1")
    expect(clerk.get_by_text("请于周五前报送")).to_be_visible()
    check_accessibility(clerk)
