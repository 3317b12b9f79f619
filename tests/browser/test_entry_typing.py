"""A clerk at the entry form: thirty figures by keyboard, corrected at the cell, a doubt explained, handed in, taken back."""

import pytest
from playwright.sync_api import expect

from collection.actions import return_submission, submit
from collection.models import Submission
from indicators.models import Observation, ObservationRevision
from tests.browser.entry_form import EntryForm, ask_about_jumps, figures_in, last_year, make_form_of_thirty
from tests.world import World, fill

THIN = "\u202f"
PLAUSIBLE = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}


@pytest.fixture
def world(transactional_db) -> World:
    return make_form_of_thirty()


@pytest.fixture
def form(sign_in, new_context, world: World) -> EntryForm:
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    return EntryForm(page, world).open()


def fill_the_rest(world: World, **figures: int) -> None:
    """Everything but these is in the form already."""
    rest = {code: 10 for code in world.indicators if code.startswith("item-")} | PLAUSIBLE
    world.east.refresh_from_db()
    fill(world, "east", world.submission(world.east), **{code: rest[code] for code in rest if code not in figures})


def test_thirty_figures_by_keyboard_alone_in_one_go(form: EntryForm, world: World) -> None:
    form.cell("population").focus()
    form.type("250000", "1800", "700", "120", *(str(100 + n) for n in range(5, 31)))
    form.expect_all_saved()
    expect(form.page.get_by_text("已填30/30")).to_be_visible()
    expected = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}
    assert figures_in(world) == expected | {f"item-{n}": 100 + n for n in range(5, 31)}
    assert ObservationRevision.objects.filter(by=world.user("east"), via="form", version=1).count() == 30
    form.page.reload()
    expect(form.cell("item-30")).to_have_value("130")


def test_keys_move_as_in_a_spreadsheet(form: EntryForm, world: World) -> None:
    keyboard = form.page.keyboard
    form.cell("beds").focus()
    for key, code in (
        ("ArrowDown", "physicians"),
        ("Enter", "tcm"),
        ("Shift+Enter", "physicians"),
        ("ArrowUp", "beds"),
        ("Control+End", "item-30"),
        ("Enter", "item-30"),
        ("Control+Home", "population"),
    ):
        keyboard.press(key)
        expect(form.cell(code)).to_be_focused()
    keyboard.type("12")
    keyboard.press("ArrowRight")
    expect(form.note("population")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(form.note("beds")).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(form.cell("beds")).to_be_focused()
    keyboard.type("99")
    keyboard.press("Escape")
    expect(form.cell("beds")).to_have_value("")
    form.expect_all_saved()
    assert figures_in(world) == {"population": 12}


def test_derived_figures_and_the_change_follow_the_typing(new_context, sign_in, world: World) -> None:
    last_year(world, population=251_000, beds=1_700, tcm=12)
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    form = EntryForm(page, world).open()
    form.cell("population").focus()
    form.type("２５０，０００", "1813", "700")
    page.keyboard.type("14")
    expect(page.get_by_text(f"1{THIN}813 ÷ 250{THIN}000 × 1000")).to_be_visible()
    expect(page.get_by_role("row", name="每千人口床位数")).to_contain_text("7.25")  # 7.252
    expect(form.row("beds")).to_contain_text("+6.6%")
    expect(form.row("tcm")).to_contain_text("+2")
    expect(form.cell("population")).to_have_value("250000")


def test_blank_not_applicable_and_zero_are_told_apart(form: EntryForm, world: World) -> None:
    form.cell("population").focus()
    form.type("0", "-")
    form.expect_state("population", "已保存")
    form.expect_state("beds", "不适用 · 已保存")
    form.expect_state("physicians", "未填")
    assert figures_in(world) == {"population": 0, "beds": None}
    assert Observation.objects.get(indicator=world.indicators["beds"]).absence == "not_applicable"


def test_a_mistake_is_named_at_the_cell_and_in_the_list_until_it_is_corrected(form: EntryForm, world: World) -> None:
    form.cell("physicians").focus()
    form.type("700", "1290", "1_000")
    form.expect_state("tcm", "未保存")
    expect(form.below("tcm")).to_contain_text("中医执业医师数")
    expect(form.cell("tcm")).to_have_attribute("aria-invalid", "true")
    problems = form.page.locator(".problems")
    expect(problems.get_by_role("link")).to_have_text(["中医执业医师数", "基础数据第5项"])
    expect(form.page.get_by_text("2处须改正", exact=True)).to_be_visible()
    problems.get_by_role("link", name="中医执业医师数").click()
    expect(form.cell("tcm")).to_be_focused()
    form.cell("physicians").fill("7000")  # the other side of the contradiction was wrong: both cells are right now
    form.page.keyboard.press("Enter")
    form.expect_state("tcm", "已保存")
    form.cell("item-5").fill("1000")
    form.page.keyboard.press("Enter")
    form.expect_all_saved()
    expect(problems).to_be_hidden()
    assert figures_in(world) == {"physicians": 7_000, "tcm": 1_290, "item-5": 1_000}


def test_a_doubted_figure_asks_for_a_sentence_and_then_the_form_is_handed_in(
    new_context, sign_in, world: World
) -> None:
    last_year(world, beds=1_000)
    ask_about_jumps(world, "beds", 30)
    fill_the_rest(world, beds=0)
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    form = EntryForm(page, world).open()
    form.cell("beds").focus()
    form.type("1800")
    form.expect_state("beds", "请说明")
    expect(page.get_by_text("1处待说明", exact=True)).to_be_visible()
    form.below("beds").get_by_label("属实请写明原因").fill("县人民医院新院区启用")
    page.get_by_role("button", name="提交审核").click()  # saves first
    expect(page.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()
    row = Observation.objects.get(indicator=world.indicators["beds"], year=2024)
    assert (row.value, row.explanation) == (1_800, "县人民医院新院区启用")
    assert form.submission.state == Submission.State.SUBMITTED


def test_what_is_missing_is_listed_with_links_and_a_form_handed_in_can_be_taken_back(
    new_context, sign_in, world: World
) -> None:
    fill_the_rest(world, beds=0, tcm=0)
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    form = EntryForm(page, world).open()
    page.get_by_role("button", name="提交审核").click()
    problems = page.locator(".problems")
    expect(problems.get_by_role("link")).to_have_text(["床位数", "中医执业医师数"])
    problems.get_by_role("link", name="床位数", exact=True).click()
    expect(form.cell("beds")).to_be_focused()
    form.type("1800")
    form.cell("tcm").fill("-")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回。请修改后重新提交。")).to_be_visible()
    steps = page.get_by_role("region", name="本表经过").get_by_role("listitem")
    expect(steps).to_have_count(2)
    expect(steps.last).to_contain_text("用户east")
    assert form.submission.state == Submission.State.OPEN


def test_the_reason_of_a_return_stands_at_the_figure_until_it_is_corrected(new_context, sign_in, world: World) -> None:
    fill_the_rest(world)
    submission = submit(by=world.user("east"), submission=world.submission(world.east))
    beds = world.indicators["beds"].pk
    return_submission(by=world.user("reviewer"), submission=submission, figures={beds: "与统计年鉴不一致，请核实"})
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    form = EntryForm(page, world).open()
    expect(form.below("beds")).to_contain_text("与统计年鉴不一致，请核实")
    form.cell("beds").fill("1810")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()
