"""Figures as they stood at a past moment, against a slow replay of the same history in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bureaus.actions import add_area
from bureaus.models import Area
from indicators.actions import FigureChange, make_official, roll_up_figures, write_figures
from indicators.models import Indicator, Observation
from indicators.queries import Figure, end_of, figure_table, observations_as_of
from tests.indicators.clock import local, recorded_at
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
START = datetime(2021, 1, 1, tzinfo=UTC)
CODES = ("population", "beds")
COUNTIES = ("east", "west", "zone")
unused_years = iter(range(1950, 2200))  # revisions cannot be deleted: each example has a year of its own


@pytest.fixture
def world() -> World:
    return make_world()


def derived(code: str = "beds-rate") -> Indicator:
    return Indicator.objects.select_related("numerator", "denominator").get(code=code)


def figure(one: Indicator, area: Area, year: int, **how: object) -> Figure:
    return figure_table(indicators=[one], areas=[area], years=[year], **how).get(one, area, year)


def act(world: World, kind: str, area: Area, year: int, code: str, value: str | None) -> None:
    """One act on one figure: typed, or approved with the sums above it made anew."""
    one = world.indicators[code]
    if kind == "type":
        present = Observation.objects.filter(indicator=one, area=area, year=year).first()
        change = FigureChange(
            indicator=one,
            value=Decimal(value) if value not in (None, "-") else None,
            absence="not_applicable" if value == "-" else "",
            based_on=present.version if present else 0,
        )
        write_figures(by=None, area=area, year=year, changes=[change], source="报表")
    else:
        make_official(by=None, area=area, year=year, indicators=[one.pk])
        roll_up_figures(by=None, area=world.city, year=year, indicators=[one.pk])


@dataclass
class Replay:
    """The same history kept as two plain dictionaries, (area, code) → value or "-"."""

    typed: dict[tuple[str, str], str | None] = field(default_factory=dict)
    official: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def play(self, kind: str, area: str, code: str, value: str | None) -> None:
        """One act more."""
        if kind == "type":
            self.typed[area, code] = value
        elif (area, code) in self.typed:
            self.official[area, code] = self.typed[area, code]

    def number(self, area: str, code: str, unapproved: bool) -> Decimal | None:
        """A county's number; None where it is missing or does not apply."""
        value = (self.typed if unapproved else self.official).get((area, code))
        return None if value in (None, "-") else Decimal(value)

    def sums(self, codes: tuple[str, ...], unapproved: bool) -> list[Decimal] | None:
        """The sums over the counties that have a number for every one of these codes; None where none has."""
        counted = [
            numbers
            for area in COUNTIES
            if None not in (numbers := [self.number(area, code, unapproved) for code in codes])
        ]
        return [sum(column, Decimal(0)) for column in zip(*counted, strict=True)] or None

    def rate(self, unapproved: bool) -> Decimal | None:
        """Beds for 1000 people, two decimals, halves up."""
        found = self.sums(("beds", "population"), unapproved)
        if found is None or not found[1]:
            return None
        exact = Fraction(found[0]) / Fraction(found[1]) * 1000
        return (Decimal(exact.numerator * 1000 // exact.denominator) / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)


acts = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "approve"]),
        st.sampled_from(COUNTIES),
        st.sampled_from(CODES),
        st.none() | st.just("-") | st.integers(0, 10**7).map(str),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=acts)
@example(
    history=[
        ("type", "east", "beds", "8"),
        ("type", "east", "population", "1000"),
        ("approve", "east", "beds", None),
        ("approve", "east", "population", None),
        ("type", "west", "beds", "-"),
        ("approve", "west", "beds", None),
        ("type", "east", "beds", "9"),
        ("approve", "east", "beds", None),
    ]
)
def test_every_past_moment_is_read_as_a_replay_tells_it(world: World, history: list) -> None:
    year, one = next(unused_years), derived()
    for step, (kind, area, code, value) in enumerate(history):
        with recorded_at(START + timedelta(hours=step)):
            act(world, kind, getattr(world, area), year, code, value)
    replay, items = Replay(), [one, *(world.indicators[code] for code in CODES)]
    counties = {area: getattr(world, area) for area in COUNTIES}
    for step in range(-1, len(history)):
        if step >= 0:
            replay.play(*history[step])
        moment = START + timedelta(hours=step, minutes=59)
        for unapproved in (False, True):
            table = figure_table(
                indicators=items,
                areas=[world.city, *counties.values()],
                years=[year],
                include_unapproved=unapproved,
                as_of=moment,
            )
            assert table.get(one, world.city, year).value == replay.rate(unapproved)
            for code in CODES:
                numbers = {area: replay.number(area, code, unapproved) for area in COUNTIES}
                told = {area: table.get(world.indicators[code], counties[area], year).value for area in COUNTIES}
                assert told == numbers
                whole = table.get(world.indicators[code], world.city, year)
                assert whole.value == (replay.sums((code,), unapproved) or [None])[0]
                if whole.value is not None:
                    assert whole.have == sum(number is not None for number in numbers.values())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=acts)
def test_as_of_now_is_what_stands_now(world: World, history: list) -> None:
    year, one = next(unused_years), derived()
    for step, (kind, area, code, value) in enumerate(history):
        with recorded_at(START + timedelta(hours=step)):
            act(world, kind, getattr(world, area), year, code, value)
    items, areas = [one, *(world.indicators[code] for code in CODES)], [world.city, world.east, world.west, world.zone]
    for unapproved in (False, True):
        asked = {"indicators": items, "areas": areas, "years": [year], "include_unapproved": unapproved}
        now, then = figure_table(**asked), figure_table(**asked, as_of=START + timedelta(days=9))
        for item in items:
            for area in areas:
                assert then.get(item, area, year) == now.get(item, area, year)


def test_a_day_ends_at_midnight_of_the_servers_clock(world: World) -> None:
    beds = world.indicators["beds"]
    for moment, value in (("2021-01-31 23:59", "8"), ("2021-02-01 00:00", "9")):
        with recorded_at(local(moment)):
            act(world, "type", world.east, 2024, "beds", value)
            act(world, "approve", world.east, 2024, "beds", None)
    days = {day: figure(beds, world.east, 2024, as_of=end_of(local(day).date())).value for day in DAYS}
    assert days == {"2021-01-30": None, "2021-01-31": 8, "2021-02-01": 9}


DAYS = ("2021-01-30", "2021-01-31", "2021-02-01")


def test_what_was_typed_before_it_became_a_sum_is_not_called_a_sum(world: World) -> None:
    beds = world.indicators["beds"]
    with recorded_at(START):
        act(world, "type", world.city, 2024, "beds", "70")
    with recorded_at(START + timedelta(days=1)):
        act(world, "type", world.city, 2024, "beds", None)  # what an area entered itself is no sum's to replace
        act(world, "type", world.east, 2024, "beds", "8")
        act(world, "approve", world.east, 2024, "beds", None)
    before = figure(beds, world.city, 2024, as_of=START, include_unapproved=True)
    after = figure(beds, world.city, 2024, as_of=START + timedelta(days=1))
    assert (before.value, before.origin, before.have) == (70, "entered", None)
    assert (after.value, after.origin, after.have) == (8, "rolled_up", 1)


def test_one_units_figures_with_their_versions(world: World) -> None:
    with recorded_at(START):
        act(world, "type", world.east, 2024, "beds", "8")
    with recorded_at(START + timedelta(days=1)):
        act(world, "type", world.east, 2024, "beds", "9")
        act(world, "type", world.east, 2024, "population", "1000")
    ids = {code: world.indicators[code].pk for code in CODES}
    first = observations_as_of(world.east, 2024, ids.values(), START)
    assert {pk: (one.value, one.version, one.by_name) for pk, one in first.items()} == {ids["beds"]: (8, 1, "system")}
    second = observations_as_of(world.east, 2024, ids.values(), START + timedelta(days=1))
    assert {pk: one.value for pk, one in second.items()} == {ids["beds"]: 9, ids["population"]: 1000}
    assert observations_as_of(world.east, 2024, ids.values(), START - timedelta(days=1)) == {}
    assert observations_as_of(world.west, 2024, ids.values(), START + timedelta(days=1)) == {}


def test_the_past_costs_as_many_queries_as_the_present(world: World, django_assert_num_queries) -> None:
    one = derived()
    for code, value in (("beds", "8"), ("population", "1000")):
        act(world, "type", world.east, 2024, code, value)
        act(world, "approve", world.east, 2024, code, None)
    now = local("2200-01-01")
    with django_assert_num_queries(1):
        figure_table(indicators=[one], areas=[world.east], years=[2024], as_of=now)
    with django_assert_num_queries(3):
        figure_table(indicators=[one], areas=[world.city], years=[2024], as_of=now)
    areas = [
        add_area(by=None, parent=world.city, name=f"县{n}", level="county", code=f"99{n:04d}") for n in range(200, 230)
    ]
    for area in areas:
        for value in ("1", "2", "3"):
            act(world, "type", area, 2024, "beds", value)
    with django_assert_num_queries(3):
        figure_table(indicators=[one], areas=[world.city, *areas], years=range(2015, 2025), as_of=now)
