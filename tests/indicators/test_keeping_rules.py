"""Who keeps checks, which make sense, and what is remembered of them."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bureaus.models import AuditEvent, Grant, Role
from indicators.checking import keep_rule, remove_rule, switch_rule
from indicators.models import CheckRule
from indicators.policies import STALE, RuleDraft
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def jump(limit: str = "30", **more: object) -> RuleDraft:
    return RuleDraft(kind="jump", limit=Decimal(limit), **more)


def relation(world: World, left: str, operator: str, *parts: str) -> RuleDraft:
    items = world.indicators
    return RuleDraft(
        kind="relation",
        severity="hard",
        indicator=items[left],
        operator=operator,
        parts=tuple(items[code] for code in parts),
    )


def keep(
    world: World, draft: RuleDraft, *, username: str = "planner", is_on: bool = False, **more: object
) -> CheckRule:
    return keep_rule(by=world.user(username), area=world.city, draft=draft, is_on=is_on, **more)


def refusals(world: World, draft: RuleDraft) -> set[str]:
    """The fields at which the draft is refused."""
    with pytest.raises(ValidationError) as refused:
        keep(world, draft)
    return set(refused.value.message_dict)


def test_only_who_plans_for_the_whole_bureau_keeps_its_checks(world: World) -> None:
    Grant.objects.create(user=world.user("cdc"), role=Role.PLANNER, area=world.city, department=world.department)
    Grant.objects.create(user=world.user("east"), role=Role.PLANNER, area=world.east)
    for username in ("cdc", "east", "reviewer", "leader", "sysadmin", "west"):
        with pytest.raises(PermissionDenied):
            keep(world, jump(), username=username)
    kept = keep(world, jump())
    for username in ("cdc", "east"):
        with pytest.raises(PermissionDenied):
            switch_rule(by=world.user(username), rule=kept, is_on=True)
        with pytest.raises(PermissionDenied):
            remove_rule(by=world.user(username), rule=kept)
    own = keep_rule(by=world.user("east"), area=world.east, draft=jump(), is_on=True)
    assert own.area == world.east


def test_a_rule_cannot_be_moved_to_another_area(world: World) -> None:
    kept = keep(world, jump())
    changed = keep_rule(by=world.user("planner"), area=world.east, rule=kept, based_on=1, draft=jump("40"), is_on=False)
    assert changed.area == world.city


def test_a_check_that_makes_no_sense_is_refused_at_its_field(world: World) -> None:
    items = world.indicators
    assert refusals(world, jump("0")) == {"limit"}
    assert refusals(world, RuleDraft(kind="jump")) == {"limit"}
    assert refusals(world, RuleDraft(kind="relation")) == {"indicator", "operator", "parts"}
    assert refusals(world, relation(world, "beds", ">=", "beds")) == {"parts"}
    assert refusals(world, relation(world, "beds", ">=", "smoking")) == {"parts"}
    assert refusals(world, RuleDraft(kind="outlier", limit=Decimal(3), indicator=items["beds"])) == {"indicator"}
    assert refusals(world, RuleDraft(kind="denominator", limit=Decimal(5), indicator=items["beds"])) == {"indicator"}


def test_what_does_not_belong_to_the_kind_is_left_out(world: World) -> None:
    more = {"severity": "hard", "operator": ">=", "parts": (world.indicators["beds"],)}
    kept = keep(world, RuleDraft(kind="slip", limit=Decimal(5), **more))
    assert (kept.severity, kept.operator, kept.limit, kept.parts.count()) == ("soft", "", None, 0)


def is_refused_as_twice(world: World, draft: RuleDraft) -> bool:
    with pytest.raises(ValidationError) as refused:
        keep(world, draft)
    return refused.value.code == "twice"


def test_the_same_check_is_not_kept_twice(world: World) -> None:
    keep(world, jump())
    assert is_refused_as_twice(world, jump("50"))
    keep(world, jump("50", indicator=world.indicators["beds"]))
    keep(world, relation(world, "population", ">=", "beds", "physicians"))
    keep(world, relation(world, "population", ">=", "beds"))
    assert is_refused_as_twice(world, relation(world, "population", ">=", "physicians", "beds"))


def test_two_officers_do_not_overwrite_each_other_unseen(world: World) -> None:
    kept = keep(world, jump())
    keep(world, jump("40"), rule=kept, based_on=1)
    with pytest.raises(ValidationError) as refused:
        keep(world, jump("50"), rule=kept, based_on=1)
    assert refused.value.code == STALE
    assert CheckRule.objects.get().limit == 40


def test_what_was_ever_on_is_switched_off_and_never_taken_away(world: World) -> None:
    planner = world.user("planner")
    kept = keep(world, jump(), is_on=True)
    switch_rule(by=planner, rule=kept, is_on=False)
    with pytest.raises(ValidationError):
        remove_rule(by=planner, rule=kept)
    never_on = keep(world, jump("50", indicator=world.indicators["beds"]))
    remove_rule(by=planner, rule=never_on)
    assert list(CheckRule.objects.values_list("pk", "is_on", "was_on")) == [(kept.pk, False, True)]


def test_every_change_is_told_with_old_and_new(world: World) -> None:
    planner = world.user("planner")
    kept = keep(world, relation(world, "population", ">=", "beds"))
    keep(world, relation(world, "population", ">=", "beds", "tcm"), rule=kept, based_on=1)
    switch_rule(by=planner, rule=kept, is_on=True)
    switch_rule(by=planner, rule=kept, is_on=True)
    switch_rule(by=planner, rule=kept, is_on=False)
    events = AuditEvent.objects.filter(verb__startswith="check_rule.")
    told = [(one.verb.removeprefix("check_rule."), one.actor_name, one.area_name) for one in events]
    verbs = ("added", "changed", "switched_on", "switched_off")
    assert told == [(verb, planner.name, world.city.name) for verb in verbs]
    changed = events.get(verb="check_rule.changed").detail
    assert (changed["before"]["parts"], changed["now"]["parts"]) == (["beds"], ["beds", "tcm"])
