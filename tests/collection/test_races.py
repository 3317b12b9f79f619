"""Two people at the same moment, in real transactions: one is first, the other is told, and nothing counts unseen.

What a reviewer approves is what the page showed; what is closed stays as it was; sums hold everything approved.
"""

import random
import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from bureaus.acting import acting, acting_for
from collection import actions
from collection.models import Collection, ReturnedFigure, Submission
from indicators.domain.typing import Typed
from indicators.models import Observation
from tests.collecting_on_paper import CODES, COST, PHYSICIANS, TCM
from tests.country import YEAR, Country, make_country

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 40
HEAD_START = 0.02  # seconds at most by which one of two begins later; an action takes about as long
Figures = dict[str, tuple[Decimal | None, int]]  # code → what stands, and its version


@pytest.fixture
def country() -> Country:
    return make_country("city")


def at_once(race: int, *moves: Callable[[], object]) -> list[object]:
    """Make the moves in threads that begin together but for a moment; what each gave, or the refusal."""
    delays = random.Random(race)
    results: list[object] = [None] * len(moves)
    start = threading.Barrier(len(moves))

    def run(number: int, move: Callable[[], object], delay: float) -> None:
        start.wait()
        time.sleep(delay)
        try:
            results[number] = move()
        except (PermissionDenied, ValidationError) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, move, delays.uniform(0, HEAD_START)))
        for number, move in enumerate(moves)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def is_refused(result: object) -> bool:
    return isinstance(result, Exception)


def form_of(country: Country, county: str) -> Submission:
    """The form as a page shows it now."""
    return Submission.objects.select_related("collection").get(pk=country.forms[county].pk)


def figures_of(country: Country, county: str) -> Figures:
    rows = Observation.objects.filter(area=country.areas[county], year=YEAR).select_related("indicator")
    return {row.indicator.code: (row.value, row.version) for row in rows}


def official_of(country: Country, area: str) -> dict[str, Decimal | None]:
    rows = Observation.objects.filter(area=country.areas[area], year=YEAR).select_related("indicator")
    return {row.indicator.code: row.official_value for row in rows}


def numbers(race: int) -> dict[str, Decimal]:
    """Figures that no other race types, without a doubt or a contradiction."""
    return {PHYSICIANS: Decimal(1000 + race), TCM: Decimal(race), COST: Decimal(100) + Decimal(race) / 10_000}


def save(
    country: Country, by: str, county: str, typed: dict[str, Decimal], seen: Figures, **more: bool
) -> actions.Saving:
    cells = {
        country.indicators[code].pk: actions.TypedCell(
            typed=Typed(value=value), note="", based_on=seen[code][1] if code in seen else 0
        )
        for code, value in typed.items()
    }
    return actions.save_figures(by=country.people[by], submission=country.forms[county], cells=cells, **more)


def hand_in(country: Country, by: str, county: str, typed: dict[str, Decimal]) -> Submission:
    """Bring the form to its reviewer with these figures, wherever it was; gives it as the reviewer's page shows it."""
    form = form_of(country, county)
    if form.state in ("submitted", "approved"):
        actions.return_submission(by=country.people["city_reviewer"], submission=form, reason="再来一次")
    save(country, by, county, typed, figures_of(country, county))
    actions.submit(by=country.people[by], submission=form)
    return form_of(country, county)


def test_what_is_approved_is_what_the_reviewer_saw_while_the_clerk_takes_it_back_and_edits(country: Country) -> None:
    clerk, reviewer = country.people["east"], country.people["city_reviewer"]
    won_by_clerk = 0
    for race in range(RACES):
        seen = hand_in(country, "east", "east", numbers(2 * race))
        shown, before = figures_of(country, "east"), official_of(country, "east")

        def take_back_and_edit(seen: Submission = seen, race: int = race) -> None:
            actions.recall(by=clerk, submission=seen)
            save(country, "east", "east", numbers(2 * race + 1), figures_of(country, "east"))
            actions.submit(by=clerk, submission=seen)

        approved, edited = at_once(
            race, lambda seen=seen: actions.approve(by=reviewer, submission=seen), take_back_and_edit
        )
        assert is_refused(approved) != is_refused(edited), (approved, edited)
        won_by_clerk += is_refused(approved)
        if is_refused(approved):
            assert official_of(country, "east") == before
            assert {code: value for code, (value, _) in figures_of(country, "east").items()} == numbers(2 * race + 1)
        else:
            assert official_of(country, "east") == {code: value for code, (value, _) in shown.items()}
            assert form_of(country, "east").state == "approved"
    assert 0 < won_by_clerk < RACES, "these were races"


def test_a_workbook_comes_whole_or_not_at_all_while_somebody_edits(country: Country) -> None:
    won_by_workbook = 0
    for race in range(RACES):
        seen = figures_of(country, "east")
        whole, one = numbers(2 * race), {TCM: numbers(2 * race + 1)[TCM]}

        def send_workbook(whole: dict = whole, seen: Figures = seen) -> actions.Saving:
            with acting(acting_for(country.people["both"], via=f"workbook:{'a' * 64}")):
                return save(country, "both", "east", whole, seen, whole=True)

        sent, edited = at_once(race, send_workbook, lambda one=one, seen=seen: save(country, "east", "east", one, seen))
        stands = {code: value for code, (value, _) in figures_of(country, "east").items()}
        won_by_workbook += bool(sent.written)
        if sent.written:
            assert (len(sent.written), edited.written, len(edited.stale)) == (len(CODES), (), 1)
            assert stands == whole
        else:
            assert (len(sent.stale), len(edited.written)) == (1, 1)
            assert stands == {code: value for code, (value, _) in seen.items()} | one
        versions = Observation.objects.filter(area=country.areas["east"], year=YEAR).values_list("version", "pk")
        assert all(
            list(Observation.objects.get(pk=pk).revisions.values_list("version", flat=True)) == [*range(1, version + 1)]
            for version, pk in versions
        )
    assert 0 < won_by_workbook < RACES, "these were races"


def test_nothing_changes_any_more_once_the_collection_is_closed(country: Country) -> None:
    planner, clerk = country.people["planner"], country.people["east"]
    for race in range(RACES):
        seen = figures_of(country, "east")

        def close() -> tuple[str, Figures]:
            actions.close_collection(by=planner, collection=country.collection)
            return form_of(country, "east").state, figures_of(country, "east")

        def edit_and_hand_in(race: int = race, seen: Figures = seen) -> None:
            save(country, "east", "east", numbers(race), seen)
            actions.submit(by=clerk, submission=country.forms["east"])

        at_closing, edited = at_once(race, close, edit_and_hand_in)
        assert at_closing == (form_of(country, "east").state, figures_of(country, "east"))
        assert is_refused(edited) == (at_closing[0] != "submitted")
        collection = Collection.objects.get(pk=country.collection.pk)
        actions.reopen_collection(by=planner, collection=collection, reason="下一回")
        if at_closing[0] == "submitted":
            actions.recall(by=clerk, submission=country.forms["east"])


def test_a_figure_is_returned_in_the_version_the_reviewer_saw_while_it_is_handed_in_anew(country: Country) -> None:
    clerk, reviewer = country.people["east"], country.people["city_reviewer"]
    doubted = country.indicators[TCM].pk
    for race in range(RACES):
        seen = hand_in(country, "east", "east", numbers(2 * race))
        shown, earlier = figures_of(country, "east"), ReturnedFigure.objects.count()

        def hand_in_anew(seen: Submission = seen, race: int = race) -> bool:
            try:
                actions.recall(by=clerk, submission=seen)
                is_recalled = True
            except ValidationError:
                is_recalled = False  # it was returned a moment ago, so it is open
            save(country, "east", "east", numbers(2 * race + 1), figures_of(country, "east"))
            actions.submit(by=clerk, submission=seen)
            return is_recalled

        returned, is_recalled = at_once(
            race,
            lambda seen=seen: actions.return_submission(by=reviewer, submission=seen, figures={doubted: "请核实"}),
            hand_in_anew,
        )
        assert is_refused(returned) == is_recalled, (returned, is_recalled)
        versions = ReturnedFigure.objects.order_by("id").values_list("figure_version", flat=True)[earlier:]
        assert list(versions) == ([] if is_refused(returned) else [shown[TCM][1]])
        assert form_of(country, "east").state == "submitted"
        assert {code: value for code, (value, _) in figures_of(country, "east").items()} == numbers(2 * race + 1)
        assert not any(official_of(country, "east").values())


def test_of_two_reviewers_who_decide_at_once_one_does(country: Country) -> None:
    first, second = country.people["city_reviewer"], country.people["both"]
    for race in range(RACES):
        seen = hand_in(country, "east", "east", numbers(race))

        def decide(by=second, seen: Submission = seen, race: int = race) -> object:
            if race % 2:
                return actions.approve(by=by, submission=seen)
            return actions.return_submission(by=by, submission=seen, reason="请核实")

        approved, decided = at_once(race, lambda seen=seen: actions.approve(by=first, submission=seen), decide)
        assert is_refused(approved) != is_refused(decided), (approved, decided)
        winner = second if is_refused(approved) else first
        assert form_of(country, "east").reviewed_by == winner
        assert form_of(country, "east").steps.last().by == winner


def test_two_counties_approved_at_once_are_both_in_the_sums(country: Country) -> None:
    reviewer = country.people["city_reviewer"]
    for race in range(RACES // 2):
        seen = [
            hand_in(country, county, county, numbers(2 * race + part)) for part, county in enumerate(("east", "west"))
        ]
        results = at_once(race, *(lambda form=form: actions.approve(by=reviewer, submission=form) for form in seen))
        assert not any(is_refused(result) for result in results), results
        wanted = {code: numbers(2 * race)[code] + numbers(2 * race + 1)[code] for code in CODES}
        assert official_of(country, "city") == official_of(country, "province") == wanted
