"""The main job once through: a clerk types and submits, a reviewer approves, the city's overview and its Excel move."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from collection.actions import approve, submit
from collection.models import Submission
from tests.browser.accessibility import check_accessibility
from tests.world import PASSWORD, World, fill, make_collection, make_plan, make_world

WEST = {"population": 150_000, "beds": 1_300, "physicians": 500, "tcm": 70}
THIN = "\u202f"  # between thousands
ZONE = {"population": 50_000, "beds": 150, "physicians": 90, "tcm": 9}


@pytest.fixture
def world(transactional_db) -> World:
    """A year in which only the east county is still to report."""
    world = make_world()
    make_plan(world)
    make_collection(world)
    for username, area, figures in (("west", world.west, WEST), ("zone", world.zone, ZONE)):
        submission = world.submission(area)
        fill(world, username, submission, **figures)
        approve(by=world.user("reviewer"), submission=submit(by=world.user(username), submission=submission))
    return world


def signs_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_from_the_clerks_cell_to_the_leaders_table(page: Page, new_context, complaints: list, world: World) -> None:
    signs_in(page, "east")
    page.get_by_role("link", name="2024年度指标填报 · 东县").click()
    check_accessibility(page)

    page.get_by_label("常住人口（人）").fill("250000")
    page.keyboard.press("Enter")
    expect(page.get_by_label("床位数（张）")).to_be_focused()
    page.keyboard.type("2200")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"2{THIN}200 ÷ 250{THIN}000 × 1000")).to_be_visible()
    expect(page.get_by_text("8.80")).to_be_visible()
    page.keyboard.type("700")
    page.keyboard.press("Enter")
    page.keyboard.type("1290")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".problems")).to_contain_text(f"中医执业医师数（1{THIN}290）是执业医师数（700）的一部分")
    check_accessibility(page)
    page.get_by_label("中医执业医师数（人）").fill("129")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()

    reviewer = new_context().new_page()
    signs_in(reviewer, "reviewer")
    reviewer.goto("/plans/dongshan/?year=2024")
    beds = reviewer.get_by_role("row", name="每千人口床位数")
    expect(beds).to_contain_text("7.25")
    expect(beds).to_contain_text("2/3")
    reviewer.goto("/")
    reviewer.get_by_role("link", name="2024年度指标填报 · 东县").click()
    check_accessibility(reviewer)
    reviewer.get_by_role("button", name="审核通过").click()
    expect(reviewer.get_by_text("审核通过，数据即时计入规划进度。")).to_be_visible()

    reviewer.goto("/plans/dongshan/?year=2024")
    check_accessibility(reviewer)
    beds = reviewer.get_by_role("row", name="每千人口床位数")
    expect(beds).to_contain_text("8.11")
    expect(beds).to_contain_text("提前达标")
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="导出 Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    numbers = {cell.value for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, float)}
    assert 8.11 in numbers

    beds.get_by_role("link").first.click()
    expect(reviewer.get_by_role("heading", name="每千人口床位数")).to_be_visible()
    expect(reviewer.get_by_role("img", name="东县 8.80")).to_be_visible()
    check_accessibility(reviewer)


def test_the_reviewer_returns_a_form_and_the_clerk_reads_why(page: Page, new_context, world: World) -> None:
    submission = world.submission(world.east)
    fill(world, "east", submission, population=250_000, beds=1_800, physicians=700, tcm=12)
    submit(by=world.user("east"), submission=submission)
    signs_in(page, "reviewer")
    page.get_by_role("link", name="2024年度指标填报 · 东县").click()
    page.get_by_label("退回原因").fill("中医类别医师数与上年相差过大，请核实")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text("已退回东县。")).to_be_visible()

    clerk = new_context().new_page()
    signs_in(clerk, "east")
    expect(clerk.get_by_text("中医类别医师数与上年相差过大，请核实")).to_be_visible()
    clerk.get_by_role("link", name="2024年度指标填报 · 东县").click()
    expect(clerk.get_by_role("alert")).to_contain_text("中医类别医师数与上年相差过大")
    expect(clerk.get_by_role("button", name="保存", exact=True)).to_be_hidden()  # the form is alive
    clerk.get_by_label("中医执业医师数（人）").fill("120")
    clerk.get_by_role("button", name="提交审核").click()
    expect(clerk.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()
    assert Submission.objects.get(pk=submission.pk).state == Submission.State.SUBMITTED


def test_an_expired_sign_in_loses_nothing_that_was_typed_without_javascript(
    new_context, complaints: list, world: World
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    signs_in(page, "east")
    page.get_by_role("link", name="2024年度指标填报 · 东县").click()
    page.get_by_label("常住人口（人）").fill("250000")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("您输入的内容已保留")
    assert "401" in complaints.pop()
    page.get_by_label("登录名").fill("east")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("常住人口（人）")).to_have_value("250000")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存1个数据。")).to_be_visible()
