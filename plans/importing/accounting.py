"""Proof that nothing of a document is lost: every digit of its source is in a row or listed as unplaced."""

from __future__ import annotations

from collections.abc import Iterable

from plans.importing.draft import DraftPlan, DraftRow
from plans.importing.source import Place


def unaccounted(plan: DraftPlan) -> tuple[Place, ...]:
    """The places of digits that are in no row and not listed either; empty when all is well."""
    pieces = {(place.block, place.row, place.column): text for place, text in plan.source.pieces()}
    told = {key: bytearray(len(text)) for key, text in pieces.items()}
    for place in _told(plan):
        key = (place.block, place.row, place.column)
        start, end = place.start, min(place.end, len(pieces[key]))
        told[key][start:end] = b"\x01" * (end - start)
    return tuple(
        Place(*key, at, at + 1)
        for key, text in pieces.items()
        for at, char in enumerate(text)
        if char.isdigit() and not told[key][at]
    )


def misquoted(plan: DraftPlan) -> tuple[Place, ...]:
    """The pieces that a row or the list claims to hold although their digits are not in its texts."""
    wrong = [
        place
        for row in (*plan.rows, *plan.further)
        for place in row.covers
        if not _holds(_texts(row), plan.source.text_at(place))
    ]
    return tuple(wrong) + tuple(
        piece.place for piece in plan.unplaced if not _holds(piece.text, plan.source.text_at(piece.place))
    )


def _told(plan: DraftPlan) -> Iterable[Place]:
    for row in (*plan.rows, *plan.further):
        yield from row.covers
    for piece in plan.unplaced:
        yield piece.place


def _texts(row: DraftRow) -> str:
    return " ".join((row.section, row.number, row.indicator, row.unit, row.baseline, row.wording, row.nature))


def _holds(text: str, piece: str) -> bool:
    """Whether every number of the piece stands in the text."""
    numbers = "".join(char if char.isdigit() or char == "." else " " for char in piece).split()
    return all(number.strip(".") in text for number in numbers)
