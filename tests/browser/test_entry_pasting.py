"""Pasting a column or a block from WPS or Excel: old and new first, kept in one step, taken back in one step."""

import pytest
from playwright.sync_api import expect

from indicators.models import Observation, ObservationRevision
from tests.browser.accessibility import check_accessibility
from tests.browser.entry_form import EntryForm, figures_in, make_form_of_thirty
from tests.world import World, fill


@pytest.fixture
def world(transactional_db) -> World:
    return make_form_of_thirty()


@pytest.fixture
def form(sign_in, new_context, world: World) -> EntryForm:
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    return EntryForm(page, world).open()


def test_thirty_values_are_pasted_previewed_kept_and_taken_back_at_once(form: EntryForm, world: World) -> None:
    form.cell("population").focus()
    column = ["250,000", '"1 800"', "700", "120", *(str(200 + n) for n in range(5, 31))]
    form.paste("\r\n".join(column) + "\r\n")
    dialog = form.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("从剪贴板粘贴30个数，将改动30个")
    expect(dialog.get_by_role("row", name="床位数", exact=False).first).to_contain_text("1\u202f800")
    expect(dialog.get_by_text("校验通过")).to_have_count(30)
    check_accessibility(form.page)
    assert figures_in(world) == {}
    dialog.get_by_role("button", name="保留这30处改动").click()
    form.expect_all_saved()
    pasted = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}
    assert figures_in(world) == pasted | {f"item-{n}": 200 + n for n in range(5, 31)}
    assert ObservationRevision.objects.filter(via="paste", by=world.user("east")).count() == 30
    form.page.keyboard.press("Control+z")
    expect(form.page.get_by_text("已撤销粘贴。")).to_be_visible()
    form.expect_all_saved()
    assert set(figures_in(world).values()) == {None}
    assert ObservationRevision.objects.filter(via="paste").count() == 60


def test_rows_are_found_by_name_and_what_cannot_be_kept_is_left_out_and_said(form: EntryForm, world: World) -> None:
    fill(world, "east", form.submission, beds=1_700, physicians=500)
    form.open()
    form.cell("item-20").focus()
    form.paste(
        "指标\t2023\t2024\n"
        "执业医师数（人）\t490\t510\n"
        "床位数\t1690\t1_800\n"
        "\n"
        "其中：中医执业医师数\t60\t66\n"
        "彩电台数\t1\t2\n"
    )
    dialog = form.page.get_by_role("dialog")
    expect(dialog).to_contain_text("第一行是表头，不粘贴：指标 2023 2024")
    expect(dialog).to_contain_text("取“2024”列")
    expect(dialog).to_contain_text("本表没有，不粘贴：彩电台数")
    expect(dialog).to_contain_text("“1_800”不是数字")
    dialog.get_by_role("button", name="保留这2处改动").click()
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_700, "physicians": 510, "tcm": 66}


def test_blank_rows_keep_their_place_and_change_nothing(form: EntryForm, world: World) -> None:
    fill(world, "east", form.submission, physicians=500)
    form.open()
    form.cell("beds").focus()
    form.paste("1800\n\n66\t新增一家\n")
    form.page.get_by_role("dialog").get_by_role("button", name="保留这2处改动").click()
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_800, "physicians": 500, "tcm": 66}
    assert Observation.objects.get(indicator=world.indicators["tcm"]).note == "新增一家"


def test_a_paste_can_be_refused_and_one_figure_is_pasted_as_ever(form: EntryForm, world: World) -> None:
    form.cell("beds").focus()
    form.paste("1\n2\n3")
    form.page.keyboard.press("Escape")
    expect(form.page.get_by_role("dialog")).to_be_hidden()
    expect(form.cell("beds")).to_be_focused()
    expect(form.cell("beds")).to_have_value("")
    form.page.keyboard.insert_text("1800")
    form.page.keyboard.press("Enter")
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_800}


def test_once_something_is_typed_a_paste_is_history(form: EntryForm, world: World) -> None:
    form.cell("beds").focus()
    form.paste("1800\n700")
    form.page.get_by_role("dialog").get_by_role("button", name="保留这2处改动").click()
    expect(form.page.get_by_role("button", name="撤销粘贴（2处）")).to_be_visible()
    form.cell("tcm").fill("66")
    expect(form.page.get_by_role("button", name="撤销粘贴（2处）")).to_be_hidden()
    form.page.keyboard.press("Enter")
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_800, "physicians": 700, "tcm": 66}
