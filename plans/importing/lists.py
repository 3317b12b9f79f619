"""Numbered lists of targets, one a line, indicator and wording in one string: “1.…接种率≥90%”, “4、…医院增加到60家以上”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.importing import phrases
from plans.importing.draft import FoundRow
from plans.importing.numbering import split_numbers
from plans.importing.passages import Sentence
from plans.importing.prose import Years, targets_of
from plans.importing.source import Block, Paragraph, Place

_LEAST_ITEMS = 3
_LONGEST_ITEM = 150
_MARK = re.compile(r"[#>]")


def read_lists(blocks: Sequence[Block], years: Years) -> tuple[list[FoundRow], set[int]]:
    """The rows of all lists, and the numbers of the blocks that are items of lists."""
    rows: list[FoundRow] = []
    items: set[int] = set()
    for run in _runs(blocks):
        texts = [blocks[number].text for number in run]  # type: ignore[union-attr]
        split = split_numbers(texts)
        numbered = [place for place, (number, _) in enumerate(split) if number]
        found = {place: _item(run[place], texts[place], *split[place], years) for place in numbered}
        with_targets = [place for place in numbered if found[place]]
        if len(numbered) < _LEAST_ITEMS or len(with_targets) * 2 <= len(numbered):
            continue
        for place in numbered:
            rows += found[place] or [_untold(run[place], texts[place], *split[place])]
            items.add(run[place])
    return rows, items


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Paragraphs that follow each other and are short enough to be items."""
    run: list[int] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _is_short(block):
            run.append(number)
            continue
        if len(run) >= _LEAST_ITEMS:
            yield run
        run = []
    if len(run) >= _LEAST_ITEMS:
        yield run


def _is_short(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(text) <= _LONGEST_ITEM and "。" not in text[:-1] and not paragraph.level and not _MARK.match(text)


def _item(block: int, text: str, number: str, rest: str, years: Years) -> list[FoundRow]:
    """The rows of one item; none where nothing in it reads as a target."""
    sentence = _sentence(block, text, rest)
    rows = targets_of(sentence, years, listed=True) or _deed(sentence)
    return [_numbered(row, block, text, number, rest) for row in rows]


def _sentence(block: int, text: str, rest: str) -> Sentence:
    return Sentence(block, text.rindex(rest), rest)


def _numbered(row: FoundRow, block: int, text: str, number: str, rest: str) -> FoundRow:
    place = Place(block, start=0, end=text.rindex(rest))
    return replace(row, number=number, source_text=text.strip(), covers=(place, *row.covers))


def _deed(sentence: Sentence) -> list[FoundRow]:
    """An item that is only to be done: 基本实现“大病”不出市."""
    match = phrases.DONE.match(sentence.normal.chars)
    if match is None or match.end() >= len(sentence.normal.chars):
        return []
    start, end = sentence.source_span(match.end(), len(sentence.normal.chars))
    name = sentence.text[start - sentence.start : end - sentence.start].strip("。;； ")
    place = Place(sentence.block, start=sentence.start, end=sentence.start + len(sentence.text))
    return [
        FoundRow(
            indicator=name,
            wording=sentence.text.strip("。;； "),
            place=place,
            covers=(place,),
            source_text=sentence.text,
        )
    ]


def _untold(block: int, text: str, number: str, rest: str) -> FoundRow:
    """An item of a list of targets that says no target: kept for a person."""
    place = Place(block, start=0, end=len(text))
    name = rest.rstrip("。;； ")
    return FoundRow(
        indicator=name, wording="", place=place, covers=(place,), source_text=text, number=number, doubt="no_wording"
    )
