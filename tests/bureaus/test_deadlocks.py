"""Two actions that wait for each other: PostgreSQL ends one of them, and that one is done again."""

import threading

import pytest
from django.db import OperationalError, connection

from bureaus.acting import TRIES, Acting, acting, action
from bureaus.actions import add_area
from bureaus.models import Area

LONG_ENOUGH = 10  # seconds


def hold_both(areas: list[Area], meet: threading.Barrier, tries: list[str], done: list[str]) -> None:
    """Hold two areas one after the other; the first time both threads have one before they ask for the other."""

    @action
    def verb(*, by: None) -> None:
        tries.append(areas[0].name)
        for place, area in enumerate(areas):
            Area.objects.select_for_update().get(pk=area.pk)
            if place == 0 and not meet.broken and len(tries) <= 2:
                meet.wait(LONG_ENOUGH)
        done.append(areas[0].name)

    try:
        with acting(Acting(actor_name="test", via="test")):
            verb(by=None)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_both_are_done_in_the_end():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time, so nobody waits for each other")
    areas = [add_area(by=None, parent=None, name=name, level="county", is_zone=True) for name in ("东区", "西区")]
    meet, tries, done = threading.Barrier(2), [], []
    threads = [threading.Thread(target=hold_both, args=(order, meet, tries, done)) for order in (areas, areas[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH)
    assert len(tries) == 3
    assert sorted(done) == ["东区", "西区"]


@pytest.mark.django_db(transaction=True)
def test_another_error_is_not_tried_again():
    tries = []

    @action
    def verb(*, by: None) -> None:
        tries.append(1)
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="disk"):
        verb(by=None)
    assert (len(tries), TRIES > 1) == (1, True)
