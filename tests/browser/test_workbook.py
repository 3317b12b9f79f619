"""A clerk fills the form in Excel: takes the workbook, uploads it with a mistake, corrects it, keeps it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.accessibility import check_accessibility
from tests.collection.workbooks import figures, row_of
from tests.world import World, make_collection, make_plan, make_world

THIN = "\u202f"  # between thousands


@pytest.fixture
def world(transactional_db) -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def typed(file: Path, sheet: int, **cells: object) -> Path:
    """The downloaded workbook after the clerk typed into it."""
    book = load_workbook(file)
    for code, value in cells.items():
        book.worksheets[sheet][f"F{row_of(book.worksheets[sheet], code)}"] = value
    book.save(file)
    return file


def downloaded(page: Page, control, to: Path) -> Path:
    """What the browser saves after a click."""
    with page.expect_download() as download:
        control.click()
    to = to / download.value.suggested_filename
    download.value.save_as(to)
    return to


def test_a_form_filled_in_excel(page: Page, complaints: list, sign_in, world: World, tmp_path: Path) -> None:
    submission = world.submission(world.east)
    sign_in(page, world.user("east"))
    page.goto(f"/fill/{submission.pk}/upload/")
    check_accessibility(page)
    file = downloaded(page, page.get_by_role("link", name="下载工作簿"), tmp_path)
    assert file.name == "东县 2024年度指标填报.xlsx"

    page.get_by_label("填好的工作簿").set_input_files(typed(file, 0, population=250_000, beds="两千", physicians=700))
    page.get_by_role("button", name="核对工作簿").click()
    expect(page.get_by_role("alert")).to_contain_text("有1处错误，文件中的数据均未保存。")
    expect(page.get_by_role("row", name="床位数")).to_contain_text("“两千”不是数字")
    assert "422" in complaints.pop()
    check_accessibility(page)

    marked = downloaded(page, page.get_by_role("button", name="下载标出错误的工作簿"), tmp_path)
    assert load_workbook(marked).sheetnames[:2] == ["错误清单", "填报"]
    page.get_by_label("填好的工作簿").set_input_files(typed(marked, 1, beds=2000))
    page.get_by_role("button", name="核对工作簿").click()
    expect(page.get_by_text("工作簿将改动3项数据，尚未保存。")).to_be_visible()
    expect(page.get_by_role("row", name="床位数")).to_contain_text(f"2{THIN}000")
    check_accessibility(page)
    assert figures(submission) == {}

    page.get_by_role("button", name="保存这3项").click()
    expect(page.get_by_text("已从工作簿保存3项数据。")).to_be_visible()
    assert figures(submission) == {"population": 250_000, "beds": 2000, "physicians": 700}
    page.goto(f"/fill/{submission.pk}/upload/")
    page.get_by_label("填好的工作簿").set_input_files(marked)
    page.get_by_role("button", name="核对工作簿").click()
    expect(page.get_by_text("没有变化：0项。")).to_be_visible()
