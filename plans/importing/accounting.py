"""Proof that nothing of a document is lost: every digit of its source is in a row or listed as unplaced."""

from __future__ import annotations

from collections.abc import Iterable

from plans.importing.draft import DraftPlan, DraftRow
from plans.importing.source import Place


def unaccounted(plan: DraftPlan) -> tuple[Place, ...]:
    """The places of digits that are in no row and not listed either; empty when all is well."""
    covered: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for place in _told(plan):
        covered.setdefault((place.block, place.row, place.column), []).append((place.start, place.end))
    return tuple(
        Place(piece.block, piece.row, piece.column, at, at + 1)
        for piece, text in plan.source.pieces()
        for at, char in enumerate(text)
        if char.isdigit()
        and not any(start <= at < end for start, end in covered.get((piece.block, piece.row, piece.column), ()))
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
