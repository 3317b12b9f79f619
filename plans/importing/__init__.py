"""Turning a plan document into a draft plan, for a person to confirm row by row.

`read_document(content, name, catalogue=…)` takes the bytes of a .docx, .xlsx, .html or .txt file, or pasted text, and gives a
`DraftPlan`: title, issuer, number, date and years, `rows` (each a `DraftRow` with its wording verbatim, its reading, certainty
and `Match` to the catalogue), `further` targets in sentences beside a table, and `unplaced` pieces with a reason each.
`CannotRead` has a sentence in Chinese (`zh`) and English (`en`) for people. Nothing here touches the database:
`CatalogueEntry` are handed in.

For showing the source beside the rows: `plan.source.blocks` are `Paragraph`s and `Table`s in order, `row.place` and
`row.covers` are `Place`s in them, `plan.source.label(place, language)` says a place, `sentence_of(code, language)` says why.
"""

from plans.importing.document import read_document
from plans.importing.draft import DraftPlan, DraftRow, Unplaced
from plans.importing.matching import CatalogueEntry, Match, MatchKind, match
from plans.importing.reasons import sentence_of
from plans.importing.refusals import CannotRead
from plans.importing.source import Notice, Paragraph, Place, Source, Table

__all__ = [
    "CannotRead",
    "CatalogueEntry",
    "DraftPlan",
    "DraftRow",
    "Match",
    "MatchKind",
    "Notice",
    "Paragraph",
    "Place",
    "Source",
    "Table",
    "Unplaced",
    "match",
    "read_document",
    "sentence_of",
]
