"""The entry form for everybody: by screen reader, on a telephone, on paper, in English, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from collection.actions import submit
from collection.models import Submission
from indicators.models import Observation
from tests.browser.accessibility import check_accessibility
from tests.browser.entry_form import EntryForm, ask_about_jumps, figures_in, last_year, make_form_of_thirty
from tests.world import World, fill

TELEPHONE = {"width": 360, "height": 740}
PAPER = {"width": 1032, "height": 703}  # A4 landscape without its margins, in CSS pixels


@pytest.fixture
def world(transactional_db) -> World:
    world = make_form_of_thirty()
    last_year(world, beds=1_000)
    ask_about_jumps(world, "beds", 30)
    return world


def opened(new_context, sign_in, world: World, **options: object) -> EntryForm:
    page = new_context(**options).new_page()
    sign_in(page, world.user("east"))
    return EntryForm(page, world)


def with_faults(form: EntryForm) -> EntryForm:
    """One figure refused, one doubted, one with a note."""
    form.cell("beds").focus()
    form.type("1800", "7x0")
    form.expect_state("beds", "请说明")
    form.note("tcm").fill("新增一家")
    form.page.keyboard.press("Enter")
    expect(form.below("physicians")).to_be_visible()
    return form


def overhang(page: Page) -> int:
    """By how many pixels the document is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_can_use_the_form_in_every_state(new_context, sign_in, world: World, language: str) -> None:
    form = opened(new_context, sign_in, world)
    page = form.page
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"/fill/{form.submission.pk}/")
    check_accessibility(page)
    form.cell("beds").focus()
    form.type("1800", "7x0")
    expect(form.below("physicians")).to_be_visible()
    expect(form.below("beds")).to_be_visible()
    check_accessibility(page)
    form.cell("item-5").focus()
    form.paste("1\n2x\n3")
    expect(page.get_by_role("dialog")).to_be_visible()
    check_accessibility(page)


def test_a_locked_form_can_be_read_by_everybody(new_context, sign_in, world: World) -> None:
    rest = {code: 10 for code in world.indicators if code.startswith("item-")}
    fill(world, "east", world.submission(world.east), population=9_000, beds=1_010, physicians=20, tcm=1, **rest)
    submit(by=world.user("east"), submission=world.submission(world.east))
    form = opened(new_context, sign_in, world)
    form.page.goto(f"/fill/{form.submission.pk}/")
    expect(form.page.get_by_text("东山市").first).to_be_visible()
    expect(form.page.get_by_role("button", name="撤回")).to_be_visible()
    check_accessibility(form.page)


def test_a_telephone_shows_cell_state_and_sentence_without_scrolling_sideways(
    new_context, sign_in, world: World
) -> None:
    form = with_faults(opened(new_context, sign_in, world, viewport=TELEPHONE).open())
    assert overhang(form.page) <= 0
    region = form.page.get_by_role("region", name="数据")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 0
    for part in (form.cell("beds"), form.below("beds").get_by_role("textbox")):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= TELEPHONE["width"]


def test_paper_shows_the_form_with_its_signature_line_and_no_boxes(new_context, sign_in, world: World) -> None:
    form = with_faults(opened(new_context, sign_in, world).open())
    page = form.page
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_contain_text("东县")
    expect(page.get_by_text("填表人：")).to_be_visible()
    expect(page.get_by_role("button", name="提交审核")).to_be_hidden()
    assert form.cell("beds").evaluate("input => getComputedStyle(input).borderTopWidth") == "0px"
    expect(form.row("beds").locator("[data-state]")).to_have_text("请说明")
    assert overhang(page) <= 0


def test_without_javascript_the_page_is_a_plain_form_that_works(
    new_context, sign_in, complaints: list, world: World
) -> None:
    rest = {code: 10 for code in world.indicators if code.startswith("item-")}
    fill(world, "east", world.submission(world.east), population=9_000, physicians=20, **rest)
    form = opened(new_context, sign_in, world, java_script_enabled=False)
    page = form.page
    page.goto(f"/fill/{form.submission.pk}/")
    form.cell("beds").fill("１，８００")
    form.cell("tcm").fill("25")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(form.below("tcm")).to_contain_text("中医执业医师数")
    expect(form.cell("tcm")).to_have_value("25")
    expect(form.cell("beds")).to_have_value("1800")
    form.cell("tcm").fill("2")
    form.cell("tcm").press("Enter")  # saves, and never hands in
    expect(page.locator(".message--success")).to_be_visible()
    assert figures_in(world)["tcm"] == 2
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".problems").get_by_role("link")).to_have_text(["床位数"])
    form.below("beds").get_by_label("属实请写明原因").fill("新院区启用")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，等待审核。您可随时在此查看。")).to_be_visible()
    assert form.submission.state == Submission.State.SUBMITTED
    assert Observation.objects.get(indicator=world.indicators["beds"], year=2024).explanation == "新院区启用"
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回。请修改后重新提交。")).to_be_visible()
    assert figures_in(world)["tcm"] == 2
    complaints[:] = [one for one in complaints if "422" not in one]


def test_evidence_is_put_beside_a_figure_from_the_form(new_context, sign_in, world: World, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    form = opened(new_context, sign_in, world).open()
    page = form.page
    page.get_by_role("link", name="床位数的附件").click()
    page.get_by_label("添加附件").set_input_files({"name": "证明.pdf", "mimeType": "x/y", "buffer": b"%PDF-1.7 x"})
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("link", name="证明.pdf")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="返回填报").click()
    expect(page.get_by_role("link", name="床位数的附件：1个")).to_be_visible()
