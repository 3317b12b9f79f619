"""The rows that a load works on: a city, its counties with two clerks each, and a form of five figures a county."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from bench.load.clerks import Desk
from bureaus.acting import Acting, acting
from bureaus.actions import add_area
from bureaus.models import Area, Grant, Role, User
from collection.models import Collection, CollectionItem, Submission
from indicators.models import Indicator
from plans.models import Plan

PASSWORD = "a-password-for-measuring"
FIGURES = 5
CLERKS_AT_ONE_FORM = 2  # on purpose: they overwrite each other's figures, and must be told


def make_office(clerks: int) -> Sequence[Desk]:
    """Everything that so many clerks need, in an empty database."""
    with acting(Acting(actor_name="bench", via="command:bench")):
        city = add_area(by=None, parent=None, name="东山市", level="city", code="990100")
        indicators = [
            Indicator.objects.create(code=f"figure-{number}", name=f"指标{number}", kind="base", roll_up="sum")
            for number in range(1, FIGURES + 1)
        ]
        collection = _collection(city, indicators)
        counties = [_county(city, collection, number) for number in range(-(-clerks // CLERKS_AT_ONE_FORM))]
        password = _hashed_once()
        cells = tuple(indicator.pk for indicator in indicators)
        return [
            _desk(number, counties[(number - 1) // CLERKS_AT_ONE_FORM], password, cells)
            for number in range(1, clerks + 1)
        ]


def _collection(city: Area, indicators: Sequence[Indicator]) -> Collection:
    plan = Plan.objects.create(
        area=city, code="bench", title="规划", issuer="市人民政府", base_year=2020, target_year=2025
    )
    today = timezone.localdate()
    collection = Collection.objects.create(
        plan=plan,
        area=city,
        year=2024,
        title="填报",
        opens_on=today - timedelta(days=1),
        due_on=today + timedelta(days=9),
    )
    for order, indicator in enumerate(indicators):
        CollectionItem.objects.create(collection=collection, indicator=indicator, order=order)
    return collection


def _county(city: Area, collection: Collection, number: int) -> Submission:
    area = add_area(by=None, parent=city, name=f"第{number + 1}县", level="county", code=f"9901{number + 20}")
    return Submission.objects.create(collection=collection, area=area)


def _hashed_once() -> str:
    """The password as it is stored: hashing it is slow on purpose, and one hash serves all."""
    one = User()
    one.set_password(PASSWORD)
    return one.password


def _desk(number: int, form: Submission, password: str, cells: tuple[int, ...]) -> Desk:
    username = f"clerk{number}"
    user = User.objects.create(username=username, name=f"填报员{number}", password=password)
    Grant.objects.create(user=user, role=Role.CLERK, area=form.area)
    return Desk(number, username, PASSWORD, user.pk, form.pk, cells)
