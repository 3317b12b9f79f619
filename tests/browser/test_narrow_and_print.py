"""Pages on a telephone, in an English window, with a very long name, and on paper."""

import pytest
from playwright.sync_api import Locator, Page, expect

from collection.actions import submit
from collection.models import Submission
from tests.world import World, fill, make_collection, make_plan, make_world, publish

TELEPHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}
PAPER = {"width": 1032, "height": 703}  # A4 landscape without its margins, in CSS pixels
ENDLESS_NAME = "Pneumono" * 15
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def world(transactional_db) -> World:
    """Four years of figures; the last one waits for review in the west and is to be filled in by the east."""
    world = make_world()
    make_plan(world)
    for year, figure in ((2021, "24.6"), (2022, "24.3"), (2023, "24.1"), (2024, "23.2")):
        publish(world, year, smoking=figure)
    make_collection(world)
    fill(world, "west", world.submission(world.west), population=150_000, beds=1_300, physicians=500, tcm=70)
    submit(by=world.user("west"), submission=world.submission(world.west))
    return world


def _speak(page: Page, language: str) -> None:
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")


def _overhang(page: Page) -> int:
    """By how many pixels the document is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _hidden_width(region: Locator) -> int:
    """How many pixels of a scroll region lie outside it."""
    return region.evaluate("region => region.scrollWidth - region.clientWidth")


def _addresses(world: World) -> dict[str, list[str]]:
    """The pages to look at, by who opens them."""
    filled, waiting = world.submission(world.east), world.submission(world.west)
    assert waiting.state == Submission.State.SUBMITTED
    plan = "/plans/dongshan/?year=2024"
    targets = [f"/plans/dongshan/targets/{target.pk}/?year=2024" for target in world.plan.targets.all()]
    return {
        "east": ["/", f"/fill/{filled.pk}/"],
        "reviewer": ["/", f"/review/{waiting.pk}/"],
        "leader": [plan, *targets],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_telephone(new_context, sign_in, world: World, language: str) -> None:
    for username, addresses in _addresses(world).items():
        page = new_context(viewport=TELEPHONE).new_page()
        sign_in(page, world.user(username))
        _speak(page, language)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, address
            assert _overhang(page) <= 0, f"{address} in {language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cell_and_its_year_are_in_sight_on_a_telephone(new_context, sign_in, world: World, language: str) -> None:
    page = new_context(viewport=TELEPHONE).new_page()
    sign_in(page, world.user("east"))
    _speak(page, language)
    page.goto(f"/fill/{world.submission(world.east).pk}/")
    assert _hidden_width(page.locator(".scroll")) <= 0
    year = page.get_by_role("columnheader", name="2024").bounding_box()
    cell = page.locator("input[inputmode]").first.bounding_box()
    for box in (year, cell):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= TELEPHONE["width"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_fits_window_telephone_and_paper(new_context, sign_in, world: World, language: str) -> None:
    target = world.plan.targets.first()
    target.name = ENDLESS_NAME
    target.save()
    target.indicator.name_en = ENDLESS_NAME
    target.indicator.save()
    page = new_context(viewport=DESKTOP).new_page()
    sign_in(page, world.user("leader"))
    _speak(page, language)
    page.goto("/plans/dongshan/?year=2024")
    table = page.locator(".scroll")
    for size, media in ((DESKTOP, "screen"), (TELEPHONE, "screen"), (PAPER, "print")):
        page.set_viewport_size(size)
        page.emulate_media(media=media)
        assert _hidden_width(table) <= 0, f"{size} {media}"
        assert _overhang(page) <= 0, f"{size} {media}"
        expect(page.locator(".stands__why").first).to_be_visible()


def test_paper_shows_no_switches(new_context, sign_in, world: World) -> None:
    page = new_context(viewport=DESKTOP).new_page()
    sign_in(page, world.user("leader"))
    page.goto("/plans/dongshan/?year=2024")
    expect(page.locator(".switches")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".switches")).to_be_hidden()


def test_a_bar_is_named_in_the_readers_language(new_context, sign_in, world: World) -> None:
    smoking = world.indicators["smoking"]
    smoking.name_en = "Smoking rate"
    smoking.save()
    page = new_context(viewport=DESKTOP).new_page()
    sign_in(page, world.user("leader"))
    _speak(page, "en")
    page.goto("/plans/dongshan/?year=2024")
    expect(page.get_by_role("row", name="Smoking rate").get_by_role("img", name="Smoking rate: ")).to_be_visible()
