"""From a document to a draft plan: tables first, else lists and sentences; everything else is told to be unplaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.domain.meaning import Certainty, Context, Form, TargetMeaning
from plans.domain.reading import read_baseline, read_wording
from plans.importing.draft import DraftPlan, DraftRow, FoundRow, Unplaced
from plans.importing.front import Front, read_front
from plans.importing.leftovers import left_over
from plans.importing.lists import read_lists
from plans.importing.matching import CatalogueEntry, Match, MatchKind, match
from plans.importing.opening import open_source
from plans.importing.prose import MAX_TARGETS, Years, read_prose
from plans.importing.refusals import CannotRead, notice
from plans.importing.source import Notice, Paragraph, Place, Source, Table
from plans.importing.tables import TableRows, read_table

MAX_ROWS = MAX_TARGETS
_PRINTS_ITS_UNIT = (Form.BOUND, Form.ABOUT, Form.RANGE, Form.LEVEL)
# Readings that say: this is no target but a rule for people. A table's row is kept with them, a sentence is not.
_RULES = frozenset({"scoring_rule", "conditional", "formula", "negated", "not_a_target"})


def read_document(content: bytes | str, name: str = "", *, catalogue: Iterable[CatalogueEntry] = ()) -> DraftPlan:
    """The draft plan of a .docx, .xlsx or .html file (bytes), a text file (bytes) or pasted text (str).

    The kind of file is told by its content; its `name` only gives a title where the document has none. `catalogue` are the
    indicators that rows are matched to; their unit and polarity help to read the wordings. Raises CannotRead with a sentence
    for people when nothing can be read.
    """
    return draft_of(open_source(content), name, tuple(catalogue))


def draft_of(source: Source, name: str = "", catalogue: Sequence[CatalogueEntry] = ()) -> DraftPlan:
    """The draft plan of a source that is read already. Raises CannotRead for a workbook without a table of targets."""
    tables = _tables(source)
    base = next((table.base_year for table in tables if table.base_year), None)
    target = max((table.target_year for table in tables if table.target_year), default=None)
    front = read_front(source.blocks, base, target, name)
    years = Years(front.matter.base_year, front.matter.target_year)
    interpret = _Interpreter(years, catalogue)
    in_tables = [row for table in tables for row in table.rows]
    text = _read_text(source, front, years, interpret)
    rows, further = ([*map(interpret.row, in_tables)], text.rows) if in_tables else (text.rows, [])
    if source.kind == "xlsx" and not rows:
        raise CannotRead("no_targets_in_workbook")
    unplaced = [*(piece for table in tables for piece in table.unplaced), *text.unplaced]
    if in_tables:
        unplaced += dict.fromkeys(_in_prose(row, source) for row in further)
    return DraftPlan(
        source=source,
        rows=tuple(rows[:MAX_ROWS]),
        further=tuple(further[:MAX_ROWS]),
        unplaced=tuple(sorted(unplaced, key=lambda piece: piece.place)),
        notices=tuple(_notices(source, rows)),
        **{name: getattr(front.matter, name) for name in front.matter.__slots__},
    )


def _tables(source: Source) -> list[TableRows]:
    read: list[TableRows] = []
    columns = None
    for number, block in enumerate(source.blocks):
        if isinstance(block, Table):
            table = read_table(block, number, columns)
            columns = table.columns if table.rows else None
            read.append(table)
        elif len(block.text) > 40:
            columns = None
    return read


@dataclass(frozen=True, slots=True)
class _Text:
    rows: list[DraftRow]
    unplaced: list[Unplaced]


def _read_text(source: Source, front: Front, years: Years, interpret: _Interpreter) -> _Text:
    """The targets in lists and sentences, in order, and what of the paragraphs is in no row."""
    listed, items = read_lists(source.blocks, years)
    paragraphs = [
        (number, block)
        for number, block in enumerate(source.blocks)
        if isinstance(block, Paragraph) and number not in items
    ]
    running = [(number, block) for number, block in paragraphs if number not in front.blocks and not _is_remark(block)]
    prose = read_prose(running, years)
    found = sorted([*listed, *prose.rows], key=lambda row: row.place)[: 2 * MAX_ROWS]
    read = [interpret.row(row) for row in found]
    rows = [row for row in read if not _is_rule(row)]
    covered = [place for row in rows for place in row.covers]
    unplaced = list(left_over(prose, covered, years))
    unplaced += _left_of_items(source, items, covered)
    unplaced += [
        Unplaced(text=block.text, place=Place(number, end=len(block.text)), reason=reason)
        for number, block in paragraphs
        for reason in ["front_matter" if number in front.blocks else "remark"]
        if (number in front.blocks or _is_remark(block)) and any(map(str.isdigit, block.text))
    ]
    return _Text(rows, unplaced)


def _is_remark(paragraph: Paragraph) -> bool:
    return paragraph.text.startswith("#") and not paragraph.level


def _is_rule(row: DraftRow) -> bool:
    return row.meaning.form == Form.BY_PERSON and row.meaning.reason in _RULES


def _left_of_items(source: Source, items: Iterable[int], covered: Sequence[Place]) -> list[Unplaced]:
    """The items of lists with a digit that their rows do not hold."""
    left: list[Unplaced] = []
    for number in sorted(items):
        text = source.whole_text_at(Place(number))
        spans = [(place.start, place.end) for place in covered if place.block == number]
        if any(char.isdigit() and not any(a <= at < b for a, b in spans) for at, char in enumerate(text)):
            left.append(Unplaced(text=text, place=Place(number, end=len(text)), reason="rest_of_item"))
    return left


def _in_prose(row: DraftRow, source: Source) -> Unplaced:
    """The sentence of a target that stands beside the table."""
    start = source.whole_text_at(row.place).find(row.source_text)
    place = Place(row.place.block, start=start, end=start + len(row.source_text))
    return Unplaced(text=row.source_text, place=place, reason="target_in_prose")


def _notices(source: Source, rows: Sequence[DraftRow]) -> list[Notice]:
    notices = list(source.notices)
    if not rows:
        notices.append(notice("no_targets"))
    if len(rows) > MAX_ROWS:
        notices.append(notice("repeated_rows", str(MAX_ROWS)))
    return notices


class _Interpreter:
    """Reads the wording of rows with what the plan, the catalogue and the row itself tell."""

    def __init__(self, years: Years, catalogue: Sequence[CatalogueEntry]) -> None:
        self._years, self._catalogue = years, catalogue

    def row(self, found: FoundRow) -> DraftRow:
        matched = match(found.indicator, self._catalogue)
        known = matched.kind != MatchKind.PROPOSED
        meaning = read_wording(
            found.wording,
            Context(
                indicator=found.indicator,
                unit=found.unit or (matched.unit if known else ""),
                polarity=matched.polarity if known else "",
                baseline=found.baseline,
                base_year=self._years.base,
                target_year=found.target_year or self._years.target,
            ),
        )
        unit = found.unit or _unit_of(meaning, found)
        return DraftRow.of(
            found, unit=unit, meaning=meaning, certainty=_certainty(meaning, found), match=_with_unit(matched, unit)
        )


def _certainty(meaning: TargetMeaning, found: FoundRow) -> Certainty:
    if found.doubt and meaning.certainty == Certainty.CERTAIN:
        return Certainty.INFERRED
    return meaning.certainty


def _unit_of(meaning: TargetMeaning, found: FoundRow) -> str:
    """The unit that the wording prints with the figure to be reached, or the baseline with its own."""
    is_growth = meaning.form == Form.ANNUAL_GROWTH and meaning.reason == "growth_from_name"
    if (meaning.form in _PRINTS_ITS_UNIT or is_growth) and meaning.unit:
        return meaning.unit
    return read_baseline(found.baseline, Context()).unit


def _with_unit(matched: Match, unit: str) -> Match:
    """A proposal takes the unit that is printed before the one that its name suggests."""
    if matched.kind != MatchKind.PROPOSED or not unit:
        return matched
    return Match(matched.kind, unit=unit, polarity=matched.polarity)
