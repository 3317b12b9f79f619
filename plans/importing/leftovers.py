"""What of running text is in no row: every clause with such a digit in it, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plans.importing.draft import Unplaced
from plans.importing.figures import FigureKind
from plans.importing.passages import Sentence, clauses_of, is_past
from plans.importing.prose import ProseRows, Years
from plans.importing.source import Place

_SIGNS = " ,，;；:：。"


def left_over(prose: ProseRows, covered: Sequence[Place], years: Years) -> Iterator[Unplaced]:
    """The clauses in which a digit stands that no row covers; sentences that were too many are told whole."""
    taken: dict[int, list[Place]] = {}
    for place in covered:
        taken.setdefault(place.block, []).append(place)
    for sentence in prose.read:
        yield from _clauses_left(sentence, _free(sentence, taken.get(sentence.block, [])), years)
    for sentence in prose.unread:
        place = Place(sentence.block, start=sentence.start, end=sentence.start + len(sentence.text))
        yield Unplaced(text=sentence.text, place=place, reason="not_examined")


def _free(sentence: Sentence, taken: Sequence[Place]) -> list[int]:
    """The digits of the sentence that no row covers, as places in its text."""
    free = [char.isdigit() for char in sentence.text]
    for place in taken:
        start, end = (min(max(at - sentence.start, 0), len(free)) for at in (place.start, place.end))
        free[start:end] = [False] * (end - start)
    return [at for at, is_free in enumerate(free) if is_free]


def _clauses_left(sentence: Sentence, free: Sequence[int], years: Years) -> Iterator[Unplaced]:
    if not free:
        return
    kinds = _kinds(sentence)
    describes = is_past(sentence, len(sentence.normal.chars), years.base)
    ends = [sentence.normal.spans[end - 1][1] for _, end in clauses_of(sentence.normal.chars)]
    begin = done = 0
    for end in [*ends[:-1], len(sentence.text)]:
        digits = []
        while done < len(free) and free[done] < end:
            digits.append(free[done])
            done += 1
        if digits:
            reason = _reason({kinds[at] for at in digits if at in kinds}, sentence, describes)
            yield _unplaced(sentence, begin, end, reason)
        begin = end


def _kinds(sentence: Sentence) -> dict[int, FigureKind]:
    """What kind of number each digit belongs to; footnote marks to none."""
    spans = sentence.normal.spans
    return {
        at: figure.kind for figure in sentence.figures for at in range(spans[figure.start][0], spans[figure.end - 1][1])
    }


def _unplaced(sentence: Sentence, begin: int, end: int, reason: str) -> Unplaced:
    piece = sentence.text[begin:end]
    begin += len(piece) - len(piece.lstrip(_SIGNS))
    place = Place(sentence.block, start=sentence.start + begin, end=sentence.start + end)
    return Unplaced(text=sentence.text[begin:end], place=place, reason=reason)


def _reason(kinds: set[FigureKind], sentence: Sentence, describes: bool) -> str:
    if sentence.is_heading:
        return "heading"
    if not kinds:
        return "footnote_mark"
    alone = {FigureKind.NUMBERING: "numbering", FigureKind.DATE: "date"}
    if len(kinds) == 1 and next(iter(kinds)) in alone:
        return alone[next(iter(kinds))]
    return "descriptive" if describes else "no_target"
