"""The one checking path: what it finds for an area's form, with how many queries, and what it never gives away."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureaus.actions import add_area
from bureaus.models import Area
from indicators.actions import FigureChange, make_official, write_figures
from indicators.checking import findings_for, keep_default_rules, past_pictures, try_rule
from indicators.checking.finding import as_rule
from indicators.domain.findings import Finding
from indicators.models import CheckRule, Indicator
from indicators.presenters import finding_text
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def put(world: World, area: Area, year: int, *, approved: bool = True, **figures: str) -> None:
    """Figures of an area, by indicator code."""
    changes = [FigureChange(indicator=world.indicators[code], value=Decimal(value)) for code, value in figures.items()]
    write_figures(by=None, area=area, year=year, changes=changes, source="test")
    if approved:
        make_official(by=None, area=area, year=year, indicators=[change.indicator.pk for change in changes])


def found(world: World, area: Area, *, changed: tuple[str, ...] | None = None, **figures: str) -> list[tuple[str, str]]:
    """What checking finds in 2024, as (kind, code of the indicator at which it is said)."""
    codes = {one.pk: code for code, one in world.indicators.items()}
    return [(one.kind, codes[one.item]) for one in findings(world, area, changed=changed, **figures)]


def findings(world: World, area: Area, *, changed: tuple[str, ...] | None = None, **figures: str) -> list[Finding]:
    cells = None if changed is None else frozenset(world.indicators[code].pk for code in changed)
    typed = {world.indicators[code].pk: Decimal(value) for code, value in figures.items()}
    return findings_for(area=area, year=2024, figures=typed, changed=cells)


def rule(world: World, kind: str, indicator: str = "", area: Area | None = None, **fields: object) -> CheckRule:
    fields = {"severity": "soft", "is_on": True} | fields
    one = world.indicators[indicator] if indicator else None
    return CheckRule.objects.create(area=area or world.city, kind=kind, indicator=one, **fields)


def add_counties(world: World, rates: dict[str, str], year: int = 2024) -> list[Area]:
    """Counties beside the others, each with so many beds per thousand of a population of its own."""
    counties = []
    for number, (name, rate) in enumerate(rates.items(), start=1):
        county = add_area(by=None, parent=world.city, name=name, level="county", code=f"99013{number}")
        population = 100_000 * number
        put(world, county, year, population=str(population), beds=str(int(Decimal(rate) * population / 1000)))
        counties.append(county)
    return counties


RATES = {"甲县": "5.13", "乙县": "5.29", "丙县": "5.47", "丁县": "5.71", "戊县": "5.93", "己县": "6.07"}


# Hard


def test_a_share_is_checked_without_any_rule_and_said_at_the_changed_cell(world: World) -> None:
    put(world, world.east, 2024, physicians="100", approved=False)
    assert found(world, world.east, tcm="101") == [("share", "tcm")]
    assert found(world, world.east, tcm="101", physicians="90", changed=("physicians",)) == [("share", "physicians")]
    assert found(world, world.east, tcm="101", physicians="90", beds="1", changed=("beds",)) == []


def test_what_the_form_does_not_ask_is_taken_as_it_is_stored(world: World) -> None:
    relation = rule(world, "relation", "population", severity="hard", operator=">=")
    relation.parts.set([world.indicators["physicians"], world.indicators["beds"]])
    put(world, world.east, 2024, population="1000", beds="600", approved=False)
    assert found(world, world.east, physicians="401") == [("relation", "physicians")]
    assert found(world, world.east, physicians="400") == []
    assert found(world, world.west, physicians="401") == [], "another area's figures are not its own"


def test_a_figure_taken_back_is_not_taken_as_stored(world: World) -> None:
    put(world, world.east, 2024, physicians="100", approved=False)
    typed = {world.indicators["physicians"].pk: None, world.indicators["tcm"].pk: Decimal(101)}
    assert findings_for(area=world.east, year=2024, figures=typed, changed=None) == []


def test_rules_hold_for_the_area_and_all_below_it_and_only_while_they_are_on(world: World) -> None:
    put(world, world.east, 2023, beds="100")
    put(world, world.west, 2023, beds="100")
    kept = rule(world, "jump", limit="30", area=world.east)
    assert found(world, world.east, beds="200") == [("jump", "beds")]
    assert found(world, world.west, beds="200") == []
    CheckRule.objects.filter(pk=kept.pk).update(is_on=False)
    assert found(world, world.east, beds="200") == []
    rule(world, "jump", limit="30", area=world.city)
    assert found(world, world.west, beds="200") == [("jump", "beds")]


# Soft


def test_last_year_is_what_was_approved_else_what_was_typed(world: World) -> None:
    rule(world, "jump", limit="30")
    put(world, world.east, 2023, beds="100")
    put(world, world.west, 2023, beds="100", approved=False)
    assert found(world, world.east, beds="131") == found(world, world.west, beds="131") == [("jump", "beds")]
    assert found(world, world.east, beds="130") == []


def test_a_bureau_has_the_usual_checks_once(world: World) -> None:
    assert [one.kind for one in keep_default_rules(by=None, area=world.city)] == [
        "jump",
        "slip",
        "denominator",
        "outlier",
    ]
    assert keep_default_rules(by=None, area=world.city) == []
    assert keep_default_rules(by=None, area=world.city.parent) == [], "a nation's figures are published"
    put(world, world.east, 2023, population="250000", beds="1800", smoking="25.0")
    typed = {"population": "270000", "beds": "18500", "smoking": "2.4"}
    assert found(world, world.east, **typed) == [("denominator", "population"), ("slip", "beds"), ("mix_up", "smoking")]


# The areas beside


def test_a_rate_is_compared_with_the_areas_of_the_same_level_below_the_same_area(world: World) -> None:
    rule(world, "outlier", limit="3.5")
    add_counties(world, RATES)
    assert found(world, world.east, population="200000", beds="1900") == [("outlier", "beds")]
    assert found(world, world.east, population="200000", beds="1120") == []
    assert found(world, world.city, population="2000000", beds="19000") == [], "the city has no areas beside it"


def test_no_sentence_tells_another_areas_figure(world: World) -> None:
    rule(world, "outlier", limit="3.5")
    rule(world, "slip")
    counties = add_counties(world, RATES)
    for county, rate in zip(counties, ("23.71", "24.13", "25.37", "26.91", "27.77", "28.39"), strict=True):
        put(world, county, 2024, smoking=rate)
    for typed in ({"population": "200000", "beds": "1900"}, {"smoking": "2.6"}, {"smoking": "91.1"}):
        (finding,) = findings(world, world.east, **typed)
        told = set(re.findall(r"\d+\.\d+", finding_text(finding, {})))
        own = {str(Decimal(value).normalize()) for value in typed.values()} | {"9.5"}
        assert told - own <= {"5.6"}, "but the middle of all, to two digits"
        assert not told & {*RATES.values(), "23.71", "24.13", "25.37", "26.91", "27.77", "28.39"}
        others = [
            value for value in finding.facts.values() if isinstance(value, Decimal) and str(value) in RATES.values()
        ]
        assert others == []


def test_figures_of_fewer_than_five_areas_are_nobodys_measure(world: World) -> None:
    rule(world, "outlier", limit="3.5")
    add_counties(world, dict(list(RATES.items())[:4]))
    assert found(world, world.east, population="200000", beds="9000") == []


def test_a_wrong_population_is_said_at_the_population(world: World) -> None:
    rule(world, "outlier", limit="3.5")
    for code in ("physicians", "tcm"):
        world.indicators[f"{code}-rate"] = Indicator.objects.create(
            code=f"{code}-rate", name=f"每千人口{code}", unit="人", kind="derived", roll_up="ratio", decimals=2,
            numerator=world.indicators[code], denominator=world.indicators["population"], multiplier=1000,
        )  # fmt: skip
    for number, county in enumerate(add_counties(world, RATES), start=1):
        put(world, county, 2024, physicians=str(310 * number), tcm=str(61 * number))
    (finding,) = findings(world, world.east, population="20000", beds="1120", physicians="620", tcm="122")
    assert (finding.kind, finding.item) == ("outlier", world.indicators["population"].pk)
    assert "20\u202f000" in finding_text(finding, {})
    typed = {"population": "20000", "beds": "1120", "physicians": "620", "tcm": "122"}
    (by_cell,) = findings(world, world.east, changed=("beds",), **typed)
    assert by_cell.facts == finding.facts, "typed one by one or all at once"


# Sentences and cost


def test_the_sentence_names_the_figures(world: World) -> None:
    rule(world, "slip", sentence="请核对床位台账")
    put(world, world.east, 2023, beds="1200")
    (finding,) = findings(world, world.east, beds="12300")
    text = finding_text(finding, {})
    assert text.startswith("请核对床位台账")
    assert "12\u202f300" in text
    assert "1\u202f200" in text
    assert "床位数" in text
    assert "自有名称" in finding_text(finding, {world.indicators["beds"].pk: "自有名称"})


@pytest.mark.parametrize("changed", [None, ("beds",)])
def test_the_number_of_queries_does_not_grow_with_the_form(world: World, changed: tuple[str, ...] | None) -> None:
    keep_default_rules(by=None, area=world.city)
    add_counties(world, RATES)
    extra = [
        Indicator.objects.create(code=f"extra-{n}", name=f"指标{n}", unit="个", kind="base", roll_up="sum", order=30)
        for n in range(57)
    ]
    few = {world.indicators[code].pk: Decimal(50) for code in ("beds", "physicians", "tcm")}
    many = few | {one.pk: Decimal(50) for one in extra}
    cells = None if changed is None else frozenset(world.indicators[code].pk for code in changed)
    with CaptureQueriesContext(
        connection,
    ) as small:
        findings_for(area=world.east, year=2024, figures=few, changed=cells)
    with CaptureQueriesContext(connection) as large:
        findings_for(area=world.east, year=2024, figures=many, changed=cells)
    assert len(small) == len(large) == 5


# Trying on past figures


def test_a_rule_is_tried_on_what_was_typed_and_approved_newest_first(world: World) -> None:
    for year, beds in ((2021, "100"), (2022, "150"), (2023, "155"), (2024, "300")):
        put(world, world.east, year, beds=beds)
    put(world, world.west, 2023, beds="100")
    put(world, world.west, 2024, beds="900", approved=False)
    trial = try_rule(as_rule(rule(world, "jump", limit=Decimal(30), is_on=False)), past_pictures(world.city))
    assert trial.judged == 3
    assert [(one.area, one.year) for one in trial.found] == [(world.east, 2024), (world.east, 2022)]
    assert "300" in finding_text(trial.found[0].finding, {})


def test_trying_takes_as_many_queries_for_many_areas_as_for_few(world: World) -> None:
    put(world, world.east, 2024, beds="100")
    with CaptureQueriesContext(connection) as few:
        past_pictures(world.city)
    add_counties(world, RATES)
    with CaptureQueriesContext(connection) as many:
        past_pictures(world.city)
    assert len(few) == len(many) == 4
