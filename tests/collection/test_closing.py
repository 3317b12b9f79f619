"""Closing a year's collection: who may, and what it ends."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bureaus.models import AuditEvent
from collection.actions import close_collection
from collection.models import Collection
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def test_the_planner_closes_and_nothing_can_be_typed_any_more(world):
    closed = close_collection(by=world.user("planner"), collection=Collection.objects.get())
    assert closed.closed_on == timezone.localdate()
    assert AuditEvent.objects.last().verb == "collection.closed"
    with pytest.raises(ValidationError) as refused:
        fill(world, "east", world.submission(world.east), beds=1)
    assert refused.value.code == "locked"


def test_the_day_of_closing_can_be_given(world):
    close_collection(by=None, collection=Collection.objects.get(), on=date(2025, 3, 31))
    assert Collection.objects.get().closed_on == date(2025, 3, 31)


@pytest.mark.parametrize("username", ["east", "reviewer", "leader", "sysadmin"])
def test_nobody_but_the_planner_closes(world, username):
    with pytest.raises(PermissionDenied):
        close_collection(by=world.user(username), collection=Collection.objects.get())
    assert Collection.objects.get().closed_on is None


def test_what_is_closed_keeps_its_day(world):
    collection = Collection.objects.get()
    close_collection(by=None, collection=collection, on=date(2025, 3, 31))
    with pytest.raises(ValidationError) as refused:
        close_collection(by=None, collection=collection)
    assert refused.value.code == "closed"
    assert Collection.objects.get().closed_on == date(2025, 3, 31)
