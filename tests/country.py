"""A province with one city and two counties, their people and one form of three items, for games and races."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from bureaus.actions import add_area
from bureaus.models import Area, Grant, Role, User
from collection.models import Collection, CollectionItem, Submission
from indicators.actions import FigureChange, make_official, write_figures
from indicators.models import CheckRule, Indicator
from plans.models import Plan
from tests.collecting_on_paper import CODES, COST, COST_LAST_YEAR, COST_MAY_JUMP_BY, FIRST_DEADLINE, PHYSICIANS, TCM

YEAR = 2024
COUNTIES = ("east", "west")
CLERKS = {"east": frozenset({"east", "both"}), "west": frozenset({"west"})}
REVIEWERS = {"city": frozenset({"city_reviewer", "both"}), "province": frozenset({"province_reviewer"})}
PEOPLE = ("east", "west", "both", "city_reviewer", "province_reviewer", "planner")
LEVELS = {"city": ("city",), "province": ("city", "province")}  # which bureaus review, by the one that collects


@dataclass
class Country:
    """The rows of the game by name."""

    areas: dict[str, Area]
    people: dict[str, User]
    indicators: dict[str, Indicator]
    collection: Collection
    forms: dict[str, Submission]
    today: date

    @property
    def names(self) -> dict[int, str]:
        """The names of people by id."""
        return {user.pk: name for name, user in self.people.items()}


def make_country(collecting: str) -> Country:
    """Province, city and two counties, their people, three items of a form, and last year's cost."""
    areas = {"nation": add_area(by=None, parent=None, name="全国", level="nation", code="000000", is_public=True)}
    for name, above, level, code in (
        ("province", "nation", "province", "990000"),
        ("city", "province", "city", "990100"),
        ("east", "city", "county", "990121"),
        ("west", "city", "county", "990122"),
    ):
        areas[name] = add_area(by=None, parent=areas[above], name=name, level=level, code=code)
    people = {name: User.objects.create_user(name, name=name) for name in PEOPLE}
    held = [(name, Role.CLERK, county) for county, names in CLERKS.items() for name in names]
    held += [(name, Role.REVIEWER, bureau) for bureau, names in REVIEWERS.items() for name in names]
    for name, role, area in sorted([*held, ("planner", Role.PLANNER, collecting)]):
        Grant.objects.create(user=people[name], role=role, area=areas[area])
    base = {"kind": "base", "roll_up": "sum"}
    items = {
        code: Indicator.objects.create(code=code, name=code, decimals=4 if code == COST else 0, order=order, **base)
        for order, code in enumerate(CODES)
    }
    Indicator.objects.create(
        code="tcm-share", name="tcm-share", kind="derived", roll_up="ratio", unit="%", multiplier=100, decimals=1,
        numerator=items[TCM], denominator=items[PHYSICIANS], is_share=True,
    )  # fmt: skip
    CheckRule.objects.create(
        area=areas["province"], severity="soft", kind="jump", indicator=items[COST], limit=COST_MAY_JUMP_BY, is_on=True,
        was_on=True,
    )  # fmt: skip
    for county in COUNTIES:
        last = FigureChange(indicator=items[COST], value=COST_LAST_YEAR)
        write_figures(by=None, area=areas[county], year=YEAR - 1, changes=[last], source="年鉴")
        make_official(by=None, area=areas[county], year=YEAR - 1, indicators=[items[COST].pk])
    today = timezone.localdate()
    plan = Plan.objects.create(
        area=areas[collecting], code="game", title="规划", issuer="政府", base_year=2020, target_year=2025
    )
    collection = Collection.objects.create(
        plan=plan, area=areas[collecting], year=YEAR, title="填报", opens_on=today,
        due_on=today + timedelta(days=FIRST_DEADLINE),
    )  # fmt: skip
    for order, indicator in enumerate(items.values()):
        CollectionItem.objects.create(collection=collection, indicator=indicator, order=order)
    forms = {name: Submission.objects.create(collection=collection, area=areas[name]) for name in COUNTIES}
    return Country(areas, people, items, collection, forms, today)
