"""Clerks who save at once through the real address: nothing fails, nothing is lost, everything names the right person.

The same load as bench/entry_load.py, smaller, on the test's own server, whose threads are real.
"""

from collections import Counter
from decimal import Decimal

import pytest

from bench.load.clerks import Answer, Desk, Load, put_under_load, value_of
from bench.load.judging import judge
from bench.load.office import make_office
from bureaus.acting import acting, acting_for
from bureaus.models import User
from collection.actions import TypedCell, save_figures
from collection.models import Submission
from indicators.domain.typing import Typed
from indicators.models import ObservationRevision

CLERKS, SAVES = 4, 25


@pytest.mark.django_db(transaction=True)
def test_four_clerks_lose_nothing_and_every_log_row_names_the_right_one(live_server) -> None:
    desks = make_office(CLERKS)
    load = put_under_load(live_server.thread.host, live_server.thread.port, desks, saves=SAVES)
    verdict = judge(load, desks)
    assert verdict.faults == dict.fromkeys(verdict.faults, 0)
    assert len(load.answers) == CLERKS * SAVES
    kept = Counter(one.clerk for one in load.answers if one.is_kept)
    assert kept.keys() == {desk.clerk for desk in desks}, "everybody got something done"
    written = ObservationRevision.objects.values_list("by", flat=True)
    assert Counter(written) == {desk.user: kept[desk.clerk] for desk in desks}


@pytest.mark.django_db(transaction=True)
def test_a_load_that_went_wrong_is_found() -> None:
    """What was told and is in no revision, what stands under another's name, what had no answer: each is counted."""
    mine, other = make_office(2)
    _type(mine, mine.user, value_of(1, 1))
    _type(other, mine.user, value_of(2, 1))
    told = [
        Answer(1, mine.form, mine.cells[0], value_of(1, 1), 200, "saved", 0.1, str(value_of(1, 1))),
        Answer(1, mine.form, mine.cells[0], value_of(1, 2), 200, "saved", 0.1, str(value_of(2, 1))),
        Answer(1, mine.form, mine.cells[0], value_of(1, 3), 500, "", 0.1),
        Answer(2, mine.form, mine.cells[0], value_of(2, 1), 409, "", 0.1),
    ]
    faults = judge(Load(tuple(told), 1), [mine, other]).faults
    assert {name: count for name, count in faults.items() if count} == {
        "failed (no answer, or an error)": 1,
        "lost (told kept, in no revision)": 1,
        "told kept, shown another's figure": 1,
        "wrong person in a revision": 1,
        "wrong person in the change log": 1,
    }


def _type(desk: Desk, user: int, value: int) -> None:
    """Type a figure into the desk's second cell (its first for its own clerk), by that user."""
    by = User.objects.get(pk=user)
    cell = desk.cells[0 if desk.user == user else 1]
    with acting(acting_for(by, via="form")):
        saving = save_figures(
            by=by,
            submission=Submission.objects.get(pk=desk.form),
            cells={cell: TypedCell(typed=Typed(value=Decimal(value)), note="", based_on=0)},
        )
    assert saving.written
