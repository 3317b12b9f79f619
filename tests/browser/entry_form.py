"""What the tests of the entry form share: a form of thirty figures, a clerk who has it open, and words for what one does."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from collection.models import CollectionItem, Submission
from indicators.models import CheckRule, Indicator, Observation
from tests.world import World, make_collection, make_plan, make_world

SAVED = "已保存"
LAST_YEAR = 2023


def make_form_of_thirty() -> World:
    """The usual world, its east county asked for thirty base items: the plan's four and 26 more in two topics."""
    world = make_world()
    make_plan(world)
    collection = make_collection(world)
    for n in range(5, 31):
        indicator = Indicator.objects.create(
            code=f"item-{n}", name=f"基础数据第{n}项", name_en=f"Item number {n}", unit="人", kind="base", roll_up="sum",
            topic="妇幼健康" if n > 17 else "卫生资源", definition=f"第{n}项的口径：年底实有人数。", order=100 + n,
        )  # fmt: skip
        CollectionItem.objects.create(collection=collection, indicator=indicator, order=100 + n)
        world.indicators[indicator.code] = indicator
    return world


def last_year(world: World, **figures: int) -> None:
    """Approved figures of the east county in the year before."""
    for code, value in figures.items():
        Observation.objects.create(
            indicator=world.indicators[code], area=world.east, year=LAST_YEAR, value=value, official_value=value
        )


def ask_about_jumps(world: World, code: str, limit: int) -> None:
    """A soft check: a change of more than so many percent needs a sentence."""
    CheckRule.objects.create(
        area=world.city, severity="soft", kind="jump", indicator=world.indicators[code], limit=limit, is_on=True
    )


def figures_in(world: World) -> dict[str, int | None]:
    """What the database holds for the form, by indicator code; None for a stated absence or a blank."""
    rows = Observation.objects.filter(area=world.east, year=2024).select_related("indicator")
    return {row.indicator.code: None if row.value is None else int(row.value) for row in rows}


@dataclass(frozen=True)
class EntryForm:
    """An open entry form."""

    page: Page
    world: World

    @property
    def submission(self) -> Submission:
        """The east county's form."""
        return self.world.submission(self.world.east)

    def open(self) -> "EntryForm":
        """Go to the form and wait until it is alive."""
        self.page.goto(f"/fill/{self.submission.pk}/")
        expect(self.page.get_by_role("button", name="保存", exact=True)).to_be_hidden()
        return self

    def cell(self, code: str) -> Locator:
        """The input of a figure."""
        return self.page.locator(f"#figure-{self.world.indicators[code].pk}")

    def row(self, code: str) -> Locator:
        """The whole row of a figure."""
        return self.page.locator("tr", has=self.cell(code))

    def below(self, code: str) -> Locator:
        """What is said below the row."""
        return self.page.locator(f"#below-{self.world.indicators[code].pk}")

    def note(self, code: str) -> Locator:
        """The input of the note on a figure."""
        return self.row(code).get_by_placeholder("备注")

    def type(self, *texts: str) -> None:
        """Type figures one below the other, by keyboard alone."""
        for text in texts:
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    def paste(self, text: str) -> None:
        """Paste into the cell that has the focus what a spreadsheet had put on the clipboard."""
        self.page.evaluate(
            """text => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def expect_state(self, code: str, text: str) -> None:
        """Wait until the cell says so of itself."""
        expect(self.row(code).locator("[data-state]")).to_contain_text(text)

    def expect_all_saved(self) -> None:
        """Wait until nothing is left to be saved."""
        expect(self.page.get_by_text("全部已保存")).to_be_visible()
