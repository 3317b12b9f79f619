"""Any moves of anybody in any order: what happens is what the rules on paper say, and every change is in every log.

A city with two counties lies below a province that has nothing else. The collection is the city's (one level of review) or
the province's (two). HYPOTHESIS_PROFILE=nightly plays 2,000 games of 50 moves in place of 100 games of 30.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bureaus.acting import acting, acting_for
from bureaus.models import AuditEvent, ChangeEntry, User
from collection import actions
from collection.models import Submission
from indicators.domain.typing import Typed as TypedFigure
from indicators.models import Observation, ObservationRevision
from tests.collecting_on_paper import (
    CODES,
    COST,
    NOT_APPLICABLE,
    PHYSICIANS,
    TCM,
    Denied,
    Form,
    Paper,
    Refused,
    Trace,
    Typed,
)
from tests.country import CLERKS, COUNTIES, LEVELS, PEOPLE, REVIEWERS, YEAR, Country, make_country
from tests.rows import COLLECTIONS, FIGURES, FORMS, RETURNS, STEPS, Watch

RIGHTFUL = "whoever may"

COMMON = {"deadline": None, "database": None, "print_blob": True, "suppress_health_check": list(HealthCheck)}
# A failure in CI is told as it was found: making it small takes minutes, and the nightly profile does.
settings.register_profile(
    "games", max_examples=50, stateful_step_count=30, derandomize=True, phases=[Phase.generate], **COMMON
)
settings.register_profile("nightly", max_examples=1000, stateful_step_count=50, **COMMON)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or "games"


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


who = st.one_of(st.just(RIGHTFUL), st.just(RIGHTFUL), st.sampled_from(PEOPLE))
county = st.sampled_from(COUNTIES)
reasons = st.sampled_from(("", "  ", "与年鉴不符", "补报"))
doubts = st.dictionaries(st.sampled_from(CODES), st.sampled_from(("", "请核实", "漏报")), max_size=2)
seen_before = st.sampled_from((0, 0, 0, 0, 1))  # how many versions ago the page was opened
explanations = st.sampled_from(("", "", "新建医院"))
counts = st.integers(0, 60).map(Decimal)
costs = st.one_of(st.decimals(50, 150, places=4), st.decimals(0, 10**12, places=4))
cell_of = {
    code: st.one_of(
        st.tuples(numbers, st.just("")),
        st.tuples(numbers, st.just("")),
        st.sampled_from([(None, ""), (None, NOT_APPLICABLE)]),
    )
    for code, numbers in ((PHYSICIANS, counts), (TCM, counts), (COST, costs))
}
some_cells = st.fixed_dictionaries(
    {}, optional={code: st.tuples(cell, explanations, seen_before) for code, cell in cell_of.items()}
)
good_cells = st.fixed_dictionaries(
    {
        PHYSICIANS: st.tuples(st.tuples(st.integers(40, 60).map(Decimal), st.just("")), st.just(""), st.just(0)),
        TCM: st.tuples(
            st.sampled_from([(Decimal(7), ""), (Decimal(0), ""), (None, NOT_APPLICABLE)]), st.just(""), st.just(0)
        ),
        COST: st.tuples(cell_of[COST].filter(lambda cell: cell != (None, "")), st.just("新建医院"), st.just(0)),
    }
)
cells = st.one_of(some_cells, good_cells)


class Game(RuleBasedStateMachine):
    """The moves, each made on paper and for real."""

    def __init__(self, country: Country) -> None:
        super().__init__()
        self._undone = undone()
        self._undone.__enter__()
        self.country = country
        levels = LEVELS["province" if country.collection.area == country.areas["province"] else "city"]
        self.paper = Paper(levels, {name: Form() for name in COUNTIES}, CLERKS, REVIEWERS)
        self.watch = Watch()

    def teardown(self) -> None:
        self._undone.__exit__(None, None, None)

    # the moves

    @rule(by=who, county=county, cells=cells)
    def save(self, by: str, county: str, cells: Mapping) -> None:
        self._type(by, county, cells, via="form")

    @rule(by=who, county=county, cells=cells, file=st.sampled_from("ab"))
    def send_workbook(self, by: str, county: str, cells: Mapping, file: str) -> None:
        via = f"workbook:{file * 64}"
        self._type(by, county, cells, via=via, whole=True, keep=False)
        self._type(by, county, cells, via=via, whole=True)

    @rule(by=who, county=county)
    def submit(self, by: str, county: str) -> None:
        self._on_form("submit", by, county, lambda by, form: actions.submit(by=by, submission=form))

    @rule(by=who, county=county)
    def recall(self, by: str, county: str) -> None:
        self._on_form("recall", by, county, lambda by, form: actions.recall(by=by, submission=form))

    @rule(by=who, county=county, ago=seen_before)
    def approve(self, by: str, county: str, ago: int) -> None:
        self._on_form(
            "approve", by, county, lambda by, form: actions.approve(by=by, submission=form), self._seen(county, ago)
        )

    @rule(by=who, county=county, ago=seen_before, reason=reasons, doubts=doubts)
    def give_back(self, by: str, county: str, ago: int, reason: str, doubts: Mapping[str, str]) -> None:
        figures = {self.country.indicators[code].pk: text for code, text in doubts.items()}

        def for_real(by: User, form: Submission) -> object:
            return actions.return_submission(by=by, submission=form, reason=reason, figures=figures)

        self._on_form("give_back", by, county, for_real, self._seen(county, ago), reason, doubts)

    @rule(by=who, county=county, days=st.integers(-1, 30), reason=reasons)
    def extend(self, by: str, county: str, days: int, reason: str) -> None:
        until = self.country.today + timedelta(days=days)

        def for_real(by: User, form: Submission) -> object:
            return actions.extend_deadline(by=by, submission=form, due_on=until, reason=reason)

        self._on_form("extend", by, county, for_real, days, reason)

    @rule(by=who)
    def close(self, by: str) -> None:
        by, person = self._person(by, COUNTIES[0], "close")
        collection = self.country.collection
        self._play(
            by, "", lambda: self.paper.close(by), lambda: actions.close_collection(by=person, collection=collection)
        )

    @rule(by=who, reason=reasons)
    def reopen(self, by: str, reason: str) -> None:
        by, person = self._person(by, COUNTIES[0], "reopen")
        collection = self.country.collection

        def for_real() -> object:
            return actions.reopen_collection(by=person, collection=collection, reason=reason)

        self._play(by, "", lambda: self.paper.reopen(by, reason), for_real)

    @rule(county=county, cells=good_cells)
    def take_the_next_step(self, county: str, cells: Mapping) -> None:
        """So that games go far: whoever may does what comes next."""
        if self.paper.is_closed:
            self.reopen(RIGHTFUL, "补报")
        if self.paper.forms[county].state == "submitted":
            self.approve(RIGHTFUL, county, 0)
        elif self.paper.forms[county].state != "approved":
            self.save(RIGHTFUL, county, cells)
            self.submit(RIGHTFUL, county)

    @rule()
    def a_reviewer_leaves_or_returns(self) -> None:
        person = self.country.people["city_reviewer"]
        self.paper.away ^= {"city_reviewer"}
        User.objects.filter(pk=person.pk).update(is_active="city_reviewer" not in self.paper.away)
        self.watch.look()

    # what holds after every move

    @invariant()
    def everything_stands_as_on_paper(self) -> None:
        self._check_forms()
        self._check_figures()
        self._check_sums()

    def _check_forms(self) -> None:
        names = self.country.names | {None: None}
        bureaus = {area.pk: name for name, area in self.country.areas.items()} | {None: None}
        for county, form in self.paper.forms.items():
            row = self.watch.rows[FORMS][self.country.forms[county].pk]
            due_in = (row["due_on"] - self.country.today).days if row["due_on"] else None
            assert (
                row["state"], bureaus[row["awaits_id"]], row["version"], names[row["submitted_by_id"]],
                names[row["reviewed_by_id"]], row["return_reason"], due_in,
            ) == (
                form.state, form.awaits, form.version, form.submitted_by, form.reviewed_by, form.return_reason, form.due_in
            )  # fmt: skip
            assert self._open_returns(county) == form.returned
        closed = self.watch.rows[COLLECTIONS][self.country.collection.pk]["closed_on"]
        assert closed == (self.country.today if self.paper.is_closed else None)

    def _check_figures(self) -> None:
        for county, form in self.paper.forms.items():
            found = {
                code: (
                    (row["value"], row["absence"], row["explanation"]),
                    (row["official_value"], row["official_absence"]),
                    row["version"],
                )
                for code, row in self._figures(county).items()
            }
            assert found == {code: (cell.content, cell.official, cell.version) for code, cell in form.cells.items()}

    def _check_sums(self) -> None:
        wanted = {code: self.paper.sum_of(code) for code in CODES} if self.paper.has_sums else {}
        for bureau in ("city", "province"):
            found = {
                code: (row["official_value"], row["coverage_have"], row["coverage_of"], row["coverage_exempt"])
                for code, row in self._figures(bureau).items()
            }
            assert found == wanted, bureau

    # how a move is made

    def _seen(self, county: str, ago: int) -> int:
        return self.paper.forms[county].version - ago

    def _person(self, by: str, county: str, move: str) -> tuple[str, User]:
        by = self.paper.rightful(county, move) if by == RIGHTFUL else by
        return by, self.country.people[by]

    def _type(self, by: str, county: str, cells: Mapping, *, via: str, whole: bool = False, keep: bool = True) -> None:
        by, person = self._person(by, county, "save")
        present = self.paper.forms[county].cells
        typed = {
            code: Typed(
                *figure,
                explanation,
                (present[code].version if code in present else 0) - (ago if code in present else 0),
            )
            for code, (figure, explanation, ago) in cells.items()
        }
        for_real = {self.country.indicators[code].pk: _for_real(one) for code, one in typed.items()}
        codes = {indicator.pk: code for code, indicator in self.country.indicators.items()}

        def save() -> actions.Saving:
            form = self.country.forms[county]
            return actions.save_figures(by=person, submission=form, cells=for_real, whole=whole, keep=keep)

        trace, saving = self._play(
            by, county, lambda: self.paper.save(by, county, typed, whole=whole, keep=keep), save, via=via
        )
        if trace:
            assert {codes[row.indicator_id] for row in saving.written} == trace.written
            assert {change.indicator.code for change, _now in saving.stale} == trace.stale
            assert {codes[pk] for pk in saving.refused} == trace.refused

    def _on_form(
        self, move: str, by: str, county: str, for_real: Callable[[User, Submission], object], *more: object
    ) -> None:
        by, person = self._person(by, county, move)
        form = copy(self.country.forms[county])
        if move in ("approve", "give_back"):
            form.version = more[0]
        self._play(by, county, lambda: getattr(self.paper, move)(by, county, *more), lambda: for_real(person, form))

    def _play(
        self, by: str, county: str, on_paper: Callable[[], Trace], for_real: Callable[[], object], via: str = "form"
    ) -> tuple[Trace | None, object]:
        """Make the move on paper and for real; both are allowed or neither is, and what is not changes nothing."""
        trace, result, wanted, found = None, None, None, None
        try:
            trace = on_paper()
        except (Denied, Refused) as refusal:
            wanted = PermissionDenied if isinstance(refusal, Denied) else ValidationError
        with acting(acting_for(self.country.people[by], via=via)):
            try:
                result = for_real()
            except (PermissionDenied, ValidationError) as refusal:
                found = type(refusal)
        assert found is wanted, (found, wanted)
        self._check_logs(by, county, via, trace or Trace())
        return trace, result

    def _check_logs(self, by: str, county: str, via: str, trace: Trace) -> None:
        """Every row that changed is in the logs under this person's name, and nothing else is; no other county's changed."""
        person = self.country.people[by]
        changed, logs = self.watch.look()
        figures = {pk: new for (table, pk), (_old, new) in changed.items() if table == FIGURES}
        allowed = {self.country.areas[name].pk for name in (county, "city", "province") if name}
        assert {new["area_id"] for new in figures.values()} <= allowed
        own_form = {self.country.forms[county].pk} if county else set()
        assert {pk for table, pk in changed if table == FORMS} <= own_form
        assert sorted((row.observation_id, _content(vars(row))) for row in logs[ObservationRevision]) == sorted(
            (pk, _content(new)) for pk, new in figures.items()
        )
        assert all((row.by, row.via) == (person, via) for row in logs[ObservationRevision])
        assert [(row.verb, row.actor_id_text) for row in logs[AuditEvent]] == [
            (verb, str(person.pk)) for verb in trace.verbs
        ]
        steps = [new for (table, _pk), (_old, new) in changed.items() if table == STEPS]
        assert [(new["act"], new["by_id"], new["submission_id"]) for new in steps] == [
            (act, person.pk, self.country.forms[county].pk) for act in trace.steps
        ]
        assert {(row.table, row.row) for row in logs[ChangeEntry]} == {(table, str(pk)) for table, pk in changed}
        assert all((row.actor_id_text, row.via) == (str(person.pk), via) for row in logs[ChangeEntry])
        chains = {int(row.row): row.chain for row in logs[ChangeEntry] if row.table == FIGURES}
        assert chains == {pk: new["area_id"] for pk, new in figures.items()}

    def _figures(self, area: str) -> dict[str, dict]:
        codes = {indicator.pk: code for code, indicator in self.country.indicators.items()}
        area_id = self.country.areas[area].pk
        rows = self.watch.rows[FIGURES].values()
        return {codes[row["indicator_id"]]: row for row in rows if (row["area_id"], row["year"]) == (area_id, YEAR)}

    def _open_returns(self, county: str) -> dict[str, int]:
        codes = {indicator.pk: code for code, indicator in self.country.indicators.items()}
        rows = self.watch.rows[RETURNS].values()
        mine = (row for row in rows if row["submission_id"] == self.country.forms[county].pk and not row["answered_at"])
        return {codes[row["indicator_id"]]: row["figure_version"] for row in mine}


def _for_real(typed: Typed) -> actions.TypedCell:
    figure = TypedFigure(value=typed.value, not_applicable=typed.absence == NOT_APPLICABLE)
    return actions.TypedCell(typed=figure, note="", explanation=typed.explanation, based_on=typed.based_on)


def _content(row: Mapping) -> tuple:
    names = (
        "version", "value", "absence", "official_value", "official_absence", "stage", "source", "note", "explanation",
        "coverage_have", "coverage_of", "coverage_exempt",
    )  # fmt: skip
    return tuple(row[name] for name in names)


@pytest.mark.django_db
@pytest.mark.parametrize("collecting", list(LEVELS))
def test_whatever_anybody_does_happens_as_on_paper_and_is_logged(collecting: str) -> None:
    """PostgreSQL takes three times as long and plays by the same rules: fewer games, unless somebody asks for more."""
    games = settings.get_profile(PROFILE)
    if connection.vendor == "postgresql" and PROFILE == "games":
        games = settings(games, max_examples=20)
    country = make_country(collecting)
    run_state_machine_as_test(lambda: Game(country), settings=games)
    assert not Observation.objects.filter(year=YEAR).exists(), "every game was undone"
