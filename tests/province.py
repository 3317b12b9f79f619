"""A province for tests: two cities with two counties each, a reviewer at every level but the counties'."""

from dataclasses import dataclass, field

from bureaus.actions import add_area
from bureaus.models import Area, Department, Grant, Role, User
from collection.actions import approve, save_figures, submit
from collection.models import Collection, Submission
from indicators.models import Indicator
from plans.models import Plan, Section
from tests.world import PASSWORD, add_row, at_least, at_most, cell, make_collection

PARTS = {"north": ("北市", "北一县", "北二县"), "south": ("南市", "南一县", "南二县")}
FIGURES = {
    "north-1": {"beds": 100, "population": 20_000},
    "north-2": {"beds": 200, "population": 30_000},
    "south-1": {"beds": 300, "population": 40_000},
    "south-2": {"beds": 400, "population": 50_000},
}


@dataclass
class Province:
    """The rows that tests speak of by name: areas "province", "north", "north-1" …, a clerk by each county's name."""

    areas: dict[str, Area] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    plan: Plan | None = None
    collection: Collection | None = None

    def user(self, username: str) -> User:
        """The person anew, without grants remembered from an earlier request."""
        return User.objects.get(username=username)

    def appoint(self, username: str, role: Role, area: str, department: Department | None = None) -> User:
        """A new person with one role."""
        user = User.objects.create_user(username, PASSWORD, name=f"用户{username}")
        Grant.objects.create(user=user, role=role, area=self.areas[area], department=department)
        return user

    def submission(self, county: str) -> Submission:
        """The county's form as it is now."""
        return Submission.objects.get(area=self.areas[county], department=None)

    def department_form(self) -> Submission:
        """The form of the province's own department."""
        return Submission.objects.get(department__code="cdc")

    def fill(self, county: str, by: str | None = None) -> None:
        """Type the county's figures."""
        cells = {self.indicators[code].pk: cell(value) for code, value in FIGURES[county].items()}
        saving = save_figures(by=self.user(by or county), submission=self.submission(county), cells=cells)
        assert len(saving.written) == len(cells), saving

    def hand_in(self, county: str) -> Submission:
        """The county's clerk types and submits."""
        self.fill(county)
        return submit(by=self.user(county), submission=self.submission(county))

    def approve_all(self, county: str) -> Submission:
        """The county's form handed in, passed on by its city and approved by the province."""
        submission = approve(by=self.user(f"{county[:5]}-reviewer"), submission=self.hand_in(county))
        return approve(by=self.user("province-reviewer"), submission=submission)


def make_province() -> Province:
    """Areas, people, two counts, a rate and a reported figure, a plan, and the collection of 2024."""
    world = Province()
    areas = world.areas
    areas["nation"] = add_area(by=None, parent=None, name="全国", level="nation", code="000000", is_public=True)
    areas["province"] = add_area(by=None, parent=areas["nation"], name="东省", level="province", code="990000")
    for number, (city, names) in enumerate(PARTS.items(), start=1):
        areas[city] = add_area(by=None, parent=areas["province"], name=names[0], level="city", code=f"990{number}00")
        for place, name in enumerate(names[1:], start=1):
            areas[f"{city}-{place}"] = add_area(
                by=None, parent=areas[city], name=name, level="county", code=f"990{number}2{place}"
            )
            world.appoint(f"{city}-{place}", Role.CLERK, f"{city}-{place}")
        world.appoint(f"{city}-reviewer", Role.REVIEWER, city)
    department = Department.objects.create(area=areas["province"], name="疾控处", code="cdc")
    world.appoint("cdc", Role.CLERK, "province", department)
    world.appoint("province-reviewer", Role.REVIEWER, "province")
    world.appoint("planner", Role.PLANNER, "province")
    _add_indicators(world)
    _add_plan(world, department)
    world.collection = make_collection(world)
    return world


def _add_indicators(world: Province) -> None:
    base = {"kind": "base", "roll_up": "sum"}
    for order, (code, name, more) in enumerate(
        (
            ("beds", "床位数", base),
            ("population", "常住人口", base),
            ("smoking", "吸烟率", {"kind": "reported", "roll_up": "own", "unit": "%", "polarity": "down"}),
        )
    ):
        world.indicators[code] = Indicator.objects.create(code=code, name=name, order=order, **more)
    items = world.indicators
    items["beds-rate"] = Indicator.objects.create(
        code="beds-rate", name="每千人口床位数", kind="derived", roll_up="ratio", polarity="up", order=9, decimals=2,
        numerator=items["beds"], denominator=items["population"], multiplier=1000,
    )  # fmt: skip


def _add_plan(world: Province, department: Department) -> None:
    world.plan = Plan.objects.create(
        area=world.areas["province"], code="dongsheng", title="东省卫生健康规划", base_year=2020, target_year=2025,
        issuer="东省人民政府",
    )  # fmt: skip
    section = Section.objects.create(plan=world.plan, title="健康资源", order=1)
    add_row(section, world.indicators["beds-rate"], 1, at_least("8"), "≥8", "5")
    add_row(section, world.indicators["smoking"], 2, at_most("20", "%"), "≤20%", "25", department)
