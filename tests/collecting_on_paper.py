"""Collecting figures as a clerk would describe it on paper: no database, no framework, every rule written a second time.

The state machine in tests/collection/test_state_machine.py plays the same moves here and for real. A move that the rules
forbid raises Denied (not this person) or Refused (not now, not so) before it changes anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

PHYSICIANS, TCM, COST = "physicians", "tcm", "cost"
CODES = (PHYSICIANS, TCM, COST)
NOT_APPLICABLE = "not_applicable"
COST_LAST_YEAR, COST_MAY_JUMP_BY = Decimal(100), Decimal(50)  # more in percent asks for a sentence
FIRST_DEADLINE = 9  # days from today


class Denied(Exception):
    """This person may not."""


class Refused(Exception):
    """The person may, but not now or not so."""


@dataclass(frozen=True)
class Typed:
    """What is typed into one cell, and the version of the figure that its typist saw."""

    value: Decimal | None = None
    absence: str = ""
    explanation: str = ""
    based_on: int = 0

    @property
    def content(self) -> tuple[Decimal | None, str, str]:
        """All of it that is kept."""
        return self.value, self.absence, self.explanation


@dataclass
class Cell:
    """One figure: what stands, what is approved, and how often it was changed."""

    content: tuple[Decimal | None, str, str]
    version: int = 1
    official: tuple[Decimal | None, str] = (None, "")

    @property
    def figure(self) -> tuple[Decimal | None, str]:
        """The number or the reason of its absence."""
        return self.content[:2]


@dataclass
class Form:
    """One county's form."""

    state: str = "open"
    awaits: str | None = None
    version: int = 1
    submitted_by: str | None = None
    reviewed_by: str | None = None
    return_reason: str = ""
    due_in: int | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)  # code → version that the reviewer doubted
    typists: set[str] = field(default_factory=set)
    passed_on_by: set[str] = field(default_factory=set)  # since it was last submitted

    @property
    def hands(self) -> set[str]:
        """Who had a hand in it and so does not review it."""
        return self.typists | self.passed_on_by | ({self.submitted_by} if self.submitted_by else set())

    def value(self, code: str) -> Decimal | None:
        """The number that stands, None where there is none."""
        return self.cells[code].content[0] if code in self.cells else None


@dataclass(frozen=True)
class Trace:
    """What a move must leave behind: verbs of the trail, steps of the form; and what became of typed cells."""

    verbs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    written: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass
class Paper:
    """The collection, its forms by county, and who does what. `levels`: the bureaus that review, the collecting one last."""

    levels: tuple[str, ...]
    forms: dict[str, Form]
    clerks: Mapping[str, frozenset[str]]  # county → people
    reviewers: Mapping[str, frozenset[str]]  # bureau → people
    planner: str = "planner"
    away: set[str] = field(default_factory=set)  # people who left and may sign in no more
    is_closed: bool = False
    has_sums: bool = False

    def rightful(self, county: str, move: str) -> str:
        """Somebody who may make this move as things stand, as far as anybody may."""
        if move in ("save", "submit", "recall"):
            return min(self.clerks[county])
        if move in ("approve", "give_back"):
            form = self.forms[county]
            level = self._level_now(form)
            return min(self._free(level, form) or self.reviewers[level])
        return self.planner

    def save(
        self, by: str, county: str, cells: Mapping[str, Typed], *, whole: bool = False, keep: bool = True
    ) -> Trace:
        """Type cells; with `whole` all or none of them, without `keep` only to see what would become of them."""
        form = self._to_fill(by, county)
        stale = {
            code
            for code, typed in cells.items()
            if code in form.cells
            and form.cells[code].version != typed.based_on
            and form.cells[code].content != typed.content
        }
        fresh = {code: typed for code, typed in cells.items() if code not in stale}
        refused = self._impossible(form, fresh)
        found = {"stale": frozenset(stale), "refused": frozenset(refused)}
        if not keep or (whole and (stale or refused)):
            return Trace(**found)
        written = {
            code for code, typed in fresh.items() if code not in refused and _differs(form.cells.get(code), typed)
        }
        for code in written:
            cell = form.cells.get(code)
            form.cells[code] = Cell(
                fresh[code].content, cell.version + 1 if cell else 1, *([cell.official] if cell else [])
            )
        if written:
            form.typists.add(by)
        return Trace(("figures.typed",) if written else (), written=frozenset(written), **found)

    def submit(self, by: str, county: str) -> Trace:
        """Hand the form in to the first bureau that reviews it."""
        form = self._to_fill(by, county)
        if any(form.cells[code].figure == (None, "") if code in form.cells else True for code in CODES):
            raise Refused("blank")
        if _exceeds(form.value(TCM), form.value(PHYSICIANS)):
            raise Refused("contradiction")
        if _is_doubtful(form.value(COST)) and not form.cells[COST].content[2]:
            raise Refused("unexplained")
        if any(form.cells[code].version == version for code, version in form.returned.items()):
            raise Refused("returned and as it was")
        form.returned.clear()
        form.passed_on_by.clear()
        form.submitted_by, form.reviewed_by = by, None
        return self._move(form, "submitted", self._route(form)[0], "submission.submitted", "submitted")

    def recall(self, by: str, county: str) -> Trace:
        """Take the form back before its first review."""
        form = self.forms[county]
        if by not in self.clerks[county]:
            raise Denied("not a clerk of this county")
        if self.is_closed or form.state != "submitted" or form.passed_on_by:
            raise Refused("closed, or no reviewer has it, or it went further")
        return self._move(form, "open", None, "submission.recalled", "recalled")

    def approve(self, by: str, county: str, seen: int) -> Trace:
        """Pass the form on; at the last bureau its figures become official and are summed."""
        form = self._to_review(by, county)
        if form.state != "submitted" or form.version != seen:
            raise Refused("not as the reviewer saw it")
        now = self.levels.index(self._level_now(form))
        above = [level for level in self._route(form) if self.levels.index(level) > now]
        if above:
            form.passed_on_by.add(by)
            return self._move(form, "submitted", above[0], "submission.passed_on", "passed_on")
        for cell in form.cells.values():
            if cell.official != cell.figure:
                cell.official, cell.version = cell.figure, cell.version + 1
        form.reviewed_by, form.return_reason, self.has_sums = by, "", True
        return self._move(form, "approved", None, "submission.approved", "approved")

    def give_back(self, by: str, county: str, seen: int, reason: str, doubts: Mapping[str, str]) -> Trace:
        """Return the form with a reason, or with one for each doubted figure."""
        form = self._to_review(by, county)
        if form.state not in ("submitted", "approved") or self.is_closed or form.version != seen:
            raise Refused("nothing to return, or not as the reviewer saw it")
        if not all(text.strip() for text in doubts.values()) or not (reason.strip() or doubts):
            raise Refused("no reason")
        form.returned = {code: form.cells[code].version for code in doubts}
        form.reviewed_by = by
        form.return_reason = reason.strip() or "；".join(f"{code}：{text}" for code, text in doubts.items())
        return self._move(form, "returned", None, "submission.returned", "returned")

    def extend(self, by: str, county: str, due_in: int, reason: str) -> Trace:
        """More days for one county."""
        form = self.forms[county]
        if by != self.planner:
            raise Denied("not the planner")
        present = FIRST_DEADLINE if form.due_in is None else form.due_in
        if self.is_closed or form.state not in ("open", "returned") or due_in <= max(0, present) or not reason.strip():
            raise Refused("not open, not later, or no reason")
        form.due_in = due_in
        return Trace(("submission.extended",), ("extended",))

    def close(self, by: str) -> Trace:
        """End the collection."""
        if by != self.planner:
            raise Denied("not the planner")
        if self.is_closed:
            raise Refused("closed already")
        self.is_closed = True
        return Trace(("collection.closed",))

    def reopen(self, by: str, reason: str) -> Trace:
        """Open it again, for a reason."""
        if by != self.planner:
            raise Denied("not the planner")
        if not self.is_closed or not reason.strip():
            raise Refused("open already, or no reason")
        self.is_closed = False
        return Trace(("collection.reopened",))

    def sum_of(self, code: str) -> tuple[Decimal | None, int, int, int]:
        """The sum of what is approved in all counties, how many have a figure, owe one, and need none."""
        official = [form.cells[code].official if code in form.cells else (None, "") for form in self.forms.values()]
        values = [value for value, _ in official if value is not None]
        exempt = sum(absence == NOT_APPLICABLE for _, absence in official)
        return (sum(values, Decimal(0)) if values else None), len(values), len(official) - exempt, exempt

    def _free(self, level: str, form: Form) -> frozenset[str]:
        """The reviewers of that bureau who are here and had no hand in the form."""
        return self.reviewers[level] - self.away - form.hands

    def _route(self, form: Form) -> list[str]:
        """The bureaus that review the form: those with a reviewer free to, and always the collecting one."""
        return [level for level in self.levels[:-1] if self._free(level, form)] + [self.levels[-1]]

    def _level_now(self, form: Form) -> str:
        """The bureau that has the form; where nobody is free any more, the next above."""
        if form.awaits is None:
            return self.levels[-1]
        upwards = self.levels[self.levels.index(form.awaits) :]
        return next((level for level in upwards if self._free(level, form)), self.levels[-1])

    def _to_fill(self, by: str, county: str) -> Form:
        if by not in self.clerks[county]:
            raise Denied("not a clerk of this county")
        if self.is_closed or self.forms[county].state not in ("open", "returned"):
            raise Refused("locked")
        return self.forms[county]

    def _to_review(self, by: str, county: str) -> Form:
        form = self.forms[county]
        if by not in self._free(self._level_now(form), form):
            raise Denied("not its reviewer")
        return form

    @staticmethod
    def _impossible(form: Form, fresh: Mapping[str, Typed]) -> set[str]:
        """The changed cells that cannot be true beside what stands: more physicians of one kind than there are."""
        after = {code: fresh[code].value if code in fresh else form.value(code) for code in (TCM, PHYSICIANS)}
        changed = [code for code in (TCM, PHYSICIANS) if after[code] != form.value(code)]
        return set(changed[:1]) if _exceeds(after[TCM], after[PHYSICIANS]) else set()

    @staticmethod
    def _move(form: Form, state: str, awaits: str | None, verb: str, step: str) -> Trace:
        form.state, form.awaits = state, awaits
        form.version += 1
        return Trace((verb,), (step,))


def _differs(cell: Cell | None, typed: Typed) -> bool:
    return typed.content != (cell.content if cell else (None, "", ""))


def _exceeds(part: Decimal | None, whole: Decimal | None) -> bool:
    return part is not None and whole is not None and part > whole


def _is_doubtful(cost: Decimal | None) -> bool:
    return cost is not None and abs(cost - COST_LAST_YEAR) * 100 > COST_MAY_JUMP_BY * COST_LAST_YEAR
