"""The one checking path: what it finds for an area's form, with how many queries, and what it never gives away."""

from decimal import Decimal

import pytest

from bureaus.models import Area
from indicators.actions import FigureChange, make_official, write_figures
from indicators.checking import findings_for
from indicators.models import CheckRule
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
    cells = None if changed is None else frozenset(world.indicators[code].pk for code in changed)
    typed = {world.indicators[code].pk: Decimal(value) for code, value in figures.items()}
    findings = findings_for(area=area, year=2024, figures=typed, changed=cells)
    return [(one.kind, codes[one.item]) for one in findings]


def rule(world: World, kind: str, indicator: str = "", area: Area | None = None, **fields: object) -> CheckRule:
    fields = {"severity": "soft", "is_on": True} | fields
    one = world.indicators[indicator] if indicator else None
    return CheckRule.objects.create(area=area or world.city, kind=kind, indicator=one, **fields)


def test_a_share_is_checked_without_any_rule_and_said_at_the_changed_cell(world: World) -> None:
    put(world, world.east, 2024, physicians="100", approved=False)
    assert found(world, world.east, tcm="101") == [("share", "tcm")]
    assert found(world, world.east, tcm="101", physicians="90", changed=("physicians",)) == [("share", "physicians")]
    assert found(world, world.east, tcm="101", physicians="90", beds="1", changed=("beds",)) == []


def test_last_year_is_what_was_approved_else_what_was_typed(world: World) -> None:
    rule(world, "jump", limit="30")
    put(world, world.east, 2023, beds="100")
    put(world, world.west, 2023, beds="100", approved=False)
    assert found(world, world.east, beds="131") == found(world, world.west, beds="131") == [("jump", "beds")]
    assert found(world, world.east, beds="130") == []


def test_the_sentence_names_the_figures(world: World) -> None:
    rule(world, "slip")
    put(world, world.east, 2023, beds="1200")
    (finding,) = findings_for(
        area=world.east, year=2024, figures={world.indicators["beds"].pk: Decimal("12300")}, changed=None
    )
    text = finding_text(finding, {})
    assert "12\u202f300" in text
    assert "1\u202f200" in text
