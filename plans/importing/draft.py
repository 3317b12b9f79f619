"""What reading a document gives: a draft plan, each row with its reading, its certainty and its place in the source."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from plans.domain.meaning import Certainty, TargetMeaning
from plans.importing.matching import Match
from plans.importing.source import Notice, Place, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A row as it is printed, before it is read. All texts are verbatim but for line breaks; "" where nothing is printed.

    `parent` is the number of the row that this one is a part of (其中), or its name where rows have no numbers. `source_text`
    is the whole row of the table, or the sentence. `covers` are the pieces of the source that the row holds.
    `target_year` is the row's own where the source gives it one. `doubt` says why its pieces may be cut wrongly.
    """

    indicator: str
    wording: str
    place: Place
    covers: tuple[Place, ...]
    source_text: str
    section: str = ""
    number: str = ""
    parent: str = ""
    unit: str = ""
    baseline: str = ""
    nature: str = ""
    target_year: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow(FoundRow):
    """A row with its reading, for a person to confirm.

    `certainty` is that of the meaning, or lower where `doubt` tells that the row itself was not certainly recognised.
    `match` is its place in the catalogue, with unit and polarity to propose.
    """

    meaning: TargetMeaning
    certainty: Certainty
    match: Match

    @classmethod
    def of(cls, found: FoundRow, **read: Any) -> DraftRow:
        """The row as it was found, with what was read from it."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(FoundRow)} | read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A piece of the source that is in no row. `reason` is a code of `plans.importing.reasons`."""

    text: str
    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the document says of itself; "" or None where it does not say it."""

    title: str = ""
    issuer: str = ""
    document_no: str = ""
    issued_on: date | None = None
    base_year: int | None = None
    target_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan(FrontMatter):
    """A document read: `rows` is its table of targets (or, without one, the targets in its sentences).

    `further` are targets in sentences beside a table, for a person to take over or not. `unplaced` is everything else with a
    digit in it, and every cell that could not be placed; `notices` are to be told.
    """

    source: Source
    rows: tuple[DraftRow, ...]
    further: tuple[DraftRow, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notices: tuple[Notice, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types, dates in ISO form; places are said in Chinese."""
        return {
            "title": self.title,
            "issuer": self.issuer,
            "document_no": self.document_no,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "base_year": self.base_year,
            "target_year": self.target_year,
            "rows": [_row_json(row) for row in self.rows],
            "further": [_row_json(row) for row in self.further],
            "unplaced": [
                {"text": piece.text, "place": self.source.label(piece.place, "zh"), "reason": piece.reason}
                for piece in self.unplaced
            ],
            "notices": [{"code": told.code, "zh": told.zh, "en": told.en} for told in self.notices],
        }


def _row_json(row: DraftRow) -> dict[str, Any]:
    names = ("section", "number", "parent", "indicator", "unit", "baseline", "wording", "nature")
    return {name: getattr(row, name) for name in names} | {
        "meaning": row.meaning.to_json(),
        "certainty": row.certainty.value,
        "source_text": row.source_text,
        "target_year": row.target_year,
        "doubt": row.doubt,
    }
