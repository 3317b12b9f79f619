"""A small bureau for tests: one city with two counties and a zone, its people, three base items and a plan."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from bureaus.actions import add_area
from bureaus.models import Area, Department, Grant, Role, User
from collection.actions import TypedCell, open_collection, save_figures
from collection.models import Collection, Submission
from indicators.actions import FigureChange, make_official, write_figures
from indicators.domain.typing import Typed
from indicators.models import Indicator
from plans.domain.meaning import Certainty, Form, Operator, TargetMeaning
from plans.models import Nature, Plan, Section, Target, TargetRevision

PASSWORD = "a-password-for-tests"


@dataclass
class World:
    """The rows that tests speak of by name."""

    city: Area
    east: Area
    west: Area
    zone: Area
    department: Department
    people: dict[str, User] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    plan: Plan | None = None

    def user(self, username: str) -> User:
        """The person anew, without grants remembered from an earlier request."""
        return User.objects.get(username=username)

    def submission(self, area: Area, collection: Collection | None = None) -> Submission:
        """The area's answer to the only collection, or to the one given."""
        found = Submission.objects.filter(area=area, department=None)
        return found.get(collection=collection) if collection else found.get()


def make_world() -> World:
    """Areas, people and indicators; no figures yet."""
    nation = add_area(by=None, parent=None, name="全国", level="nation", code="000000", is_public=True)
    city = add_area(by=None, parent=nation, name="东山市", name_en="Dongshan", level="city", code="990100")
    east = add_area(by=None, parent=city, name="东县", name_en="East County", level="county", code="990121")
    west = add_area(by=None, parent=city, name="西县", name_en="West County", level="county", code="990122")
    zone = add_area(by=None, parent=city, name="高新区", name_en="High-tech Zone", level="county", is_zone=True)
    department = Department.objects.create(area=city, name="疾控科", name_en="Disease Control", code="cdc")
    world = World(city=city, east=east, west=west, zone=zone, department=department)
    for username, role, area, unit in (
        ("east", Role.CLERK, east, None),
        ("east2", Role.CLERK, east, None),
        ("west", Role.CLERK, west, None),
        ("zone", Role.CLERK, zone, None),
        ("cdc", Role.CLERK, city, department),
        ("reviewer", Role.REVIEWER, city, None),
        ("planner", Role.PLANNER, city, None),
        ("leader", Role.OFFICIAL, city, None),
        ("sysadmin", Role.SYSTEM_ADMIN, city, None),
        ("secadmin", Role.SECURITY_ADMIN, city, None),
        ("auditor", Role.AUDITOR, city, None),
    ):
        user = User.objects.create_user(username, PASSWORD, name=f"用户{username}", area=area)
        Grant.objects.create(user=user, role=role, area=area, department=unit)
        world.people[username] = user
    base = {"kind": "base", "roll_up": "sum"}
    for code, name, unit, more in (
        ("population", "常住人口", "人", {**base, "name_en": "Resident population"}),
        ("beds", "床位数", "张", {**base, "name_en": "Beds", "polarity": "up"}),
        ("physicians", "执业医师数", "人", {**base, "name_en": "Physicians", "polarity": "up"}),
        ("tcm", "中医执业医师数", "人", {**base, "name_en": "TCM physicians", "polarity": "up"}),
        ("smoking", "吸烟率", "%", {"kind": "reported", "roll_up": "own", "decimals": 1, "polarity": "down"}),
    ):
        world.indicators[code] = Indicator.objects.create(code=code, name=name, unit=unit, order=10, **more)
    items = world.indicators
    for code, name, unit, upper, lower, multiplier, more in (
        ("beds-rate", "每千人口床位数", "张", "beds", "population", 1000, {"decimals": 2}),
        ("tcm-share", "中医医师占比", "%", "tcm", "physicians", 100, {"decimals": 1, "is_share": True}),
    ):
        items[code] = Indicator.objects.create(
            code=code, name=name, unit=unit, kind="derived", roll_up="ratio", polarity="up", order=20,
            numerator=items[upper], denominator=items[lower], multiplier=multiplier, **more,
        )  # fmt: skip
    return world


def at_least(value: str, unit: str = "") -> TargetMeaning:
    """The meaning of ≥value."""
    return TargetMeaning(
        form=Form.BOUND, operator=Operator.GE, low=Decimal(value), unit=unit, certainty=Certainty.CERTAIN
    )


def at_most(value: str, unit: str = "") -> TargetMeaning:
    """The meaning of ≤value."""
    return TargetMeaning(form=Form.BOUND, operator=Operator.LE, high=Decimal(value), unit=unit)


def make_plan(world: World, base_year: int = 2020, target_year: int = 2025) -> Plan:
    """A plan of the city: beds per thousand ≥ 8 from 7, share of TCM physicians ≥ 20 from 16, smoking ≤ 20 from 25."""
    world.plan = Plan.objects.create(
        area=world.city, code="dongshan", title="东山市卫生健康发展规划", title_en="Dongshan health plan",
        issuer="东山市人民政府", base_year=base_year, target_year=target_year,
    )  # fmt: skip
    section = Section.objects.create(plan=world.plan, title="健康资源", title_en="Resources", order=1)
    for order, (code, meaning, wording, baseline, unit) in enumerate(
        (
            ("beds-rate", at_least("8", "张"), "≥8张", "7", None),
            ("tcm-share", at_least("20", "%"), "≥20%", "16", None),
            ("smoking", at_most("20", "%"), "≤20%", "25", world.department),
        ),
        start=1,
    ):
        add_row(section, world.indicators[code], order, meaning, wording, baseline, unit)
    return world.plan


def add_row(
    section: Section,
    indicator: Indicator,
    order: int,
    meaning: TargetMeaning,
    wording: str,
    baseline: str | None,
    department: Department | None = None,
) -> Target:
    """One target with its original wording."""
    target = Target.objects.create(
        plan=section.plan, section=section, indicator=indicator, order=order, number=str(order),
        name=indicator.name, nature=Nature.BINDING if order == 1 else Nature.EXPECTED,
        baseline_wording=baseline or "—", baseline=Decimal(baseline) if baseline else None, department=department,
    )  # fmt: skip
    TargetRevision.objects.create(target=target, number=1, wording=wording, meaning_json=meaning.to_json())
    return target


def make_collection(world: World, year: int = 2024) -> Collection:
    """That year's call for the plan's figures, open today."""
    today = timezone.localdate()
    return open_collection(
        by=None, plan=world.plan, year=year, opens_on=today - timedelta(days=1), due_on=today + timedelta(days=9)
    )


def publish(world: World, year: int, **figures: str) -> None:
    """Official figures of the city itself, by indicator code."""
    changes = [FigureChange(indicator=world.indicators[code], value=Decimal(value)) for code, value in figures.items()]
    write_figures(by=None, area=world.city, year=year, changes=changes, source="统计公报")
    make_official(by=None, area=world.city, year=year, indicators=[change.indicator.pk for change in changes])


def cell(value: str | int | None, based_on: int = 0, note: str = "", explanation: str = "") -> TypedCell:
    """A typed cell; None is a blank one and "-" not applicable."""
    if value == "-":
        return TypedCell(typed=Typed(not_applicable=True), note=note, explanation=explanation, based_on=based_on)
    number = None if value is None else Decimal(value)
    return TypedCell(typed=Typed(value=number), note=note, explanation=explanation, based_on=based_on)


def fill(world: World, username: str, submission: Submission, **figures: str | int | None) -> None:
    """Type first figures (by indicator code) into a submission and fail when any of them is not kept."""
    cells = {world.indicators[code].pk: cell(value) for code, value in figures.items()}
    saving = save_figures(by=world.user(username), submission=submission, cells=cells)
    assert not saving.refused
    assert not saving.stale
