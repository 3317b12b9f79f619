"""Finding the rows of a table again in a mere sequence of its cells.

A table that went through plain text has lost its columns: merged cells are left out or stand as empty cells behind their
row, rows are cut off, a cell may be broken over two lines. Every cell is given the column that it suits; of all ways to do so
for the whole sequence the cheapest is taken (a shortest path, computed cell by cell).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.importing import cells
from plans.importing.headers import Columns, Role, heading_of

# What it costs to leave a column out of a row, which merging and empty cells do.
_SKIPPED: dict[Role, int] = {
    Role.SECTION: 20, Role.NUMBER: 120, Role.NAME: 10_000, Role.UNIT: 150, Role.BASELINE: 200, Role.TARGET: 300,
    Role.NATURE: 200, Role.YEAR: 200, Role.ACTUAL: 150, Role.OTHER: 100,
}  # fmt: skip
_EMPTY: dict[Role, int] = {
    Role.SECTION: 60, Role.NUMBER: 100, Role.NAME: 800, Role.UNIT: 50, Role.BASELINE: 70, Role.TARGET: 100,
    Role.NATURE: 100, Role.YEAR: 70, Role.ACTUAL: 70, Role.OTHER: 40,
}  # fmt: skip
_JOINED, _ALONE, _REST, _CUT_OFF = 200, 300, 5, 50
_NOTE_ALONE, _NOTE_IN_A_COLUMN = 50, 600
_NUMBER_ELSEWHERE, _NATURE_ELSEWHERE = 600, 1500
_MERGED = (Role.SECTION, Role.NUMBER)  # where merged cells leave columns out even of a table that keeps its empty cells
_DEARER = 3
_JOINS = (Role.NAME, Role.SECTION, Role.TARGET, Role.OTHER)
_LONGEST_SECTION = 20


@dataclass(frozen=True, slots=True)
class Fitted:
    """Rows as cell texts, one a column; a row of one text alone stands in its first cell.

    `cost` says how badly the cells suit their columns, all together; `complete` is how many rows there are up to the last
    one with a target.
    """

    rows: tuple[tuple[str, ...], ...]
    cost: int
    complete: int


@dataclass(frozen=True, slots=True)
class _Step:
    """How a state was reached: from which one, and what was done with the cell."""

    cost: int
    before: int  # the state that it came from: the number of columns already filled or left out
    act: str  # "place", "join", "alone", "rest": with a cell; "end" of a known row; "skip", "new": besides


class _Layer:
    """The states that are possible behind a cell, each with the cheapest step to it: how many columns of the row are done."""

    def __init__(self, text: str | None, steps: dict[int, _Step], skipped: Sequence[int]) -> None:
        self.text, self.steps, self._width = text, steps, len(skipped)
        self._leave_out(skipped)
        full = steps.get(self._width)
        if full is not None:
            _reach(steps, 0, _Step(full.cost, self._width, "new"))
            self._leave_out(skipped)

    def _leave_out(self, skipped: Sequence[int]) -> None:
        for state, cost in enumerate(skipped):
            if state in self.steps:
                _reach(self.steps, state + 1, _Step(self.steps[state].cost + cost, state, "skip"))

    def ended(self) -> _Step:
        """The cheapest way to end the row here, full or not."""
        cost, state = min(
            (step.cost + (0 if state in (0, self._width) else _CUT_OFF), state) for state, step in self.steps.items()
        )
        return _Step(cost, state, "end")


def fit(texts: Sequence[str], columns: Columns, *, row_ends: Iterable[int] = (), may_join: bool = False) -> Fitted:
    """The sequence as rows. `row_ends` are places where a row is known to end; `may_join` allows cells broken over lines."""
    roles = roles_of(columns)
    numbers = _numbers(texts) if columns.number is not None else frozenset()
    ends = frozenset(row_ends)
    keeps_empty = "" in texts
    skipped = _costs_of_leaving_out(roles, keeps_empty=keeps_empty)
    layers = [_Layer(None, {0: _Step(0, -1, "new")}, skipped)]
    for place, text in enumerate(texts):
        followed = keeps_empty and place + 1 < len(texts) and texts[place + 1] != ""
        alone = _NOTE_ALONE if cells.is_note(text) else _ALONE * (_DEARER if followed else 1)
        before = texts[place - 1] if may_join and place else ""
        cell = _Given(text, place in numbers, before, alone)
        layers.append(_Layer(text, _after(layers[-1].steps, cell, roles), skipped))
        if place + 1 in ends:
            layers.append(_Layer(None, {0: layers[-1].ended()}, skipped))
    return _traced(layers, columns)


def roles_of(columns: Columns) -> list[Role]:
    """What each column is in this table: of several columns of names some are sections here."""
    roles = [heading.role for heading in columns.headings]
    for place in columns.sections:
        roles[place] = Role.SECTION
    for place, role in enumerate(roles):
        if role == Role.TARGET:
            roles[place] = Role.ACTUAL  # of another year: a number, often missing
    for pair in columns.pairs:
        roles[pair.name], roles[pair.target] = Role.NAME, Role.TARGET
    return roles


def _costs_of_leaving_out(roles: Sequence[Role], *, keeps_empty: bool) -> list[int]:
    """What leaving out each column costs: more where empty cells are kept, and a little more for a section further right."""
    return [
        _SKIPPED[role] * (_DEARER if keeps_empty and role not in _MERGED else 1)
        + (place if role == Role.SECTION else 0)
        for place, role in enumerate(roles)
    ]


@dataclass(frozen=True, slots=True)
class _Given:
    """A cell with what its place in the sequence tells.

    `before` is the cell before where this one may be its second line, else ""; `alone` is what it costs to let it be a row by
    itself.
    """

    text: str
    is_next_number: bool
    before: str
    alone: int

    def goes_on(self, role: Role) -> bool:
        """Whether it can be the second line of a cell in a column."""
        if not self.before or cells.is_nature(self.text) or cells.is_note(self.text):
            return False
        if cells.is_value(self.text) or cells.is_number(self.text):
            return role == Role.TARGET and cells.has_chinese(self.before) and not cells.is_value(self.before)
        return role in _JOINS


def _after(states: dict[int, _Step], cell: _Given, roles: Sequence[Role]) -> dict[int, _Step]:
    """The states that the cell leads to."""
    following: dict[int, _Step] = {}
    for state, step in states.items():
        if state < len(roles):
            _reach(following, state + 1, _Step(step.cost + _cost(cell, roles[state]), state, "place"))
        if state in (0, len(roles)):
            act, cost = ("alone", cell.alone) if cell.text else ("rest", _REST)
            _reach(following, 0, _Step(step.cost + cost, state, act))
        if state and step.act != "skip" and cell.goes_on(roles[state - 1]):
            _reach(following, state, _Step(step.cost + _JOINED, state, "join"))
    return following


def _reach(states: dict[int, _Step], state: int, step: _Step) -> None:
    if state not in states or step.cost < states[state].cost:
        states[state] = step


def _cost(cell: _Given, role: Role) -> int:
    """How badly a cell suits a column, in hundredths."""
    text = cell.text
    if not text:
        return _EMPTY[role]
    if cells.is_note(text) and len(text) > 1:
        return _NOTE_IN_A_COLUMN
    if cells.is_nature(text):
        return {Role.NATURE: 0, Role.OTHER: 40}.get(role, _NATURE_ELSEWHERE)
    if cell.is_next_number:
        return 0 if role == Role.NUMBER else _NUMBER_ELSEWHERE + _SUITS[role](text)
    return _SUITS[role](text)


def _cost_of_name(text: str) -> int:
    if cells.is_value(text) or cells.is_number(text):
        return 500
    if heading_of(text) is not None:
        return 300
    return 0 if cells.has_chinese(text) else 200


def _cost_of_section(text: str) -> int:
    if cells.is_value(text) or cells.is_number(text):
        return 500
    if text.startswith("其中"):
        return 500
    return 30 if cells.has_chinese(text) and len(text) <= _LONGEST_SECTION else 200


def _cost_of_value(text: str) -> int:
    has_digit = any(map(str.isdigit, text))
    return 0 if cells.is_value(text) else 50 if has_digit and len(text) < _LONGEST_SECTION else 150


def _cost_of_target(text: str) -> int:
    return 0 if cells.is_value(text) else 60 if any(map(str.isdigit, text)) else 120


_SUITS: dict[Role, Callable[[str], int]] = {
    Role.SECTION: _cost_of_section,
    Role.NUMBER: lambda text: 70 if cells.is_number(text) else 600,
    Role.NAME: _cost_of_name,
    Role.UNIT: lambda text: 0 if cells.is_unit(text) else 400,
    Role.BASELINE: _cost_of_value,
    Role.TARGET: _cost_of_target,
    Role.NATURE: lambda text: 600,
    Role.YEAR: _cost_of_value,
    Role.ACTUAL: _cost_of_value,
    Role.OTHER: lambda text: 40,
}


def _numbers(texts: Sequence[str]) -> frozenset[int]:
    """The places of the cells that count 1, 2, 3 … through the sequence."""
    found, wanted = [], 1
    for place, text in enumerate(texts):
        if cells.whole_number(text) == wanted:
            found.append(place)
            wanted += 1
    return frozenset(found)


def _traced(layers: Sequence[_Layer], columns: Columns) -> Fitted:
    width = len(columns.headings)
    last = layers[-1].ended()
    rows = [tuple(row) for row in _rows_backwards(layers, last.before, width)]
    rows.reverse()
    targets = [number for number, row in enumerate(rows, 1) if any(row[pair.target] for pair in columns.pairs)]
    return Fitted(tuple(rows), last.cost, max(targets, default=0))


def _rows_backwards(layers: Sequence[_Layer], state: int, width: int) -> Iterator[list[str]]:
    """The rows along the cheapest way, the last first."""
    row, joined = [""] * width, list[str]()
    place = len(layers) - 1
    while True:
        step, text = layers[place].steps[state], layers[place].text or ""
        if step.act not in ("place", "join", "skip") and any(row):
            yield row
            row = [""] * width
        if step.before < 0:
            return
        if step.act == "place":
            row[state - 1], joined = " ".join([text, *reversed(joined)]), []
        elif step.act == "join":
            joined.append(text)
        elif step.act == "alone":
            yield [text, *[""] * (width - 1)]
        place -= step.act not in ("skip", "new")
        state = step.before
