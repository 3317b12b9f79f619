"""Running text cut into sentences and clauses, with the heading each stands under and whether it looks back or ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from plans.domain.normalise import NormalText, normalise
from plans.importing import phrases
from plans.importing.figures import Figure, figures_of
from plans.importing.source import Paragraph

_SENTENCE = re.compile(r"[^。！!？\n]{1,1000}[。！!？]*")
_SAID_BEFORE = 500
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十百]+[章编]"),
    re.compile(r"第[一二三四五六七八九十百]+节"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,3}[.．、](?!\d)|专栏\s*\d+"),
    re.compile(r"[(（]\d{1,3}[)）]|(?:——|--)"),
)
_LONGEST_HEADING = 30
_OPEN, _CLOSED = "(《“[", ")》”]"
_YEAR = re.compile(r"(?<!\d-)(?<!\d—)(?<!\d至)(?<!年至)(?<!年-)(?<!年—)(?P<year>20\d\d)年(?P<span>[-—至到~])?")
_PERIOD = re.compile("“?十([一二三四五六七])五”?")
_FIRST_PERIOD_ENDS = 2010  # the eleventh five-year plan (十一五) ended in 2010


@dataclass(frozen=True)
class Sentence:
    """One sentence of a paragraph: `start` is where it begins there. `heading` is what it stands under, verbatim."""

    block: int
    start: int
    text: str
    heading: str = ""
    looks_back: bool = False  # its section describes what has been
    is_heading: bool = False
    before: str = ""  # what the paragraph says just before it

    @cached_property
    def normal(self) -> NormalText:
        """The sentence in one spelling."""
        return normalise(self.text)

    @cached_property
    def figures(self) -> list[Figure]:
        """The numbers in it, as places of `normal.chars`."""
        return figures_of(self.normal.chars)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the paragraph that normal.chars[start:end] stand for."""
        spans = self.normal.spans
        return self.start + spans[start][0], self.start + spans[end - 1][1]


@dataclass
class _Outline:
    """The headings that are open, by level."""

    open: dict[int, str] = field(default_factory=dict)

    def enter(self, level: int, title: str) -> None:
        self.open = {at: text for at, text in self.open.items() if at < level} | {level: title}

    @property
    def innermost(self) -> str:
        return self.open[max(self.open)] if self.open else ""

    @property
    def looks_back(self) -> bool:
        return any(phrases.DESCRIPTIVE.search(title) for title in self.open.values())


def sentences_of(blocks: Sequence[tuple[int, Paragraph]]) -> Iterator[Sentence]:
    """The sentences of paragraphs in order."""
    outline = _Outline()
    for block, paragraph in blocks:
        heading_end = _enter(outline, paragraph)
        for match in _SENTENCE.finditer(paragraph.text):
            heading_end = max(heading_end, _enter_within(outline, match))
            if match.group().strip():
                yield Sentence(
                    block=block,
                    start=match.start(),
                    text=match.group(),
                    heading=outline.innermost,
                    looks_back=outline.looks_back,
                    is_heading=match.start() < heading_end,
                    before=paragraph.text[max(0, match.start() - _SAID_BEFORE) : match.start()],
                )


def _enter(outline: _Outline, paragraph: Paragraph) -> int:
    """Open the heading that the paragraph is or begins with; where it ends in the paragraph, 0 where there is none."""
    text = paragraph.text
    if paragraph.level:
        outline.enter(0, text.lstrip("# "))
        return len(text)
    for level, pattern in enumerate(_LEVELS, start=1):
        match = pattern.match(text)
        if match is None:
            continue
        title = re.split("[。:：!！\n]", text, maxsplit=1)[0]
        if len(title) <= _LONGEST_HEADING:
            outline.enter(level, title)
            return 0 if re.search(r"[,，;；\d]", title[match.end() :]) else len(title) + 1
    return 0


def _enter_within(outline: _Outline, sentence: re.Match[str]) -> int:
    """Open the heading that a short sentence inside a paragraph is: (10)卫生城市和健康城镇创建工程。"""
    text = sentence.group().strip()
    pattern = _LEVELS[-1]
    if not sentence.start() or len(text) > _LONGEST_HEADING or not pattern.match(text) or re.search(r"[,，]", text):
        return 0
    outline.enter(len(_LEVELS), text.rstrip("。"))
    return sentence.end()


def clauses_of(text: str) -> list[tuple[int, int]]:
    """The spans of normalised text between commas, semicolons and colons that stand in no brackets."""
    spans: list[tuple[int, int]] = []
    begin = depth = 0
    for place, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSED:
            depth = max(depth - 1, 0)
        elif char in "。,;:!?" and not depth and not _is_ratio(text, place):
            spans.append((begin, place))
            begin = place + 1
    spans.append((begin, len(text)))
    return [(begin, end) for begin, end in spans if begin < end]


def _is_ratio(text: str, place: int) -> bool:
    return text[place] == ":" and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def year_named(text: str) -> int | None:
    """The year that normalised text speaks of last: 到2023年, 2023年; None where it names none, or a span of years."""
    years = [int(match["year"]) for match in _YEAR.finditer(text) if not match["span"]]
    return years[-1] if years else None


def period_end(number: str) -> int:
    """The last year of the five-year plan 十X五."""
    return _FIRST_PERIOD_ENDS + 5 * "一二三四五六七".index(number)


def periods_of(text: str) -> list[int]:
    """The last years of the five-year plans that a text names."""
    return [period_end(match[1]) for match in _PERIOD.finditer(text)]


def is_past(sentence: Sentence, end: int, base_year: int | None) -> bool:
    """Whether what stands before `end` (in normalised text) tells of what has been, not of what is to be.

    The last word of time decides: “目前…,到2025年…” looks ahead.
    """
    said = sentence.normal.chars[max(0, end - _SAID_BEFORE) : end]
    last_past = max((match.end() for match in phrases.PAST.finditer(said)), default=0)
    last_future = max((match.start() + 1 for match in phrases.FUTURE.finditer(said)), default=0)
    if base_year is not None:
        years = [match.end() for match in _YEAR.finditer(said) if int(match["year"]) <= base_year]
        periods = [match.end() for match in _PERIOD.finditer(said) if period_end(match[1]) <= base_year]
        last_past = max([last_past, *_not_bases(said, years), *periods])
    if sentence.looks_back:
        return not _YEAR_AHEAD.search(said)
    return last_past > last_future


_YEAR_AHEAD = re.compile("[到至]20\\d\\d年.*(?:达到|力争|确保)")


def _not_bases(text: str, ends: Iterable[int]) -> list[int]:
    """The years that are not merely what a change is counted from: 在2020年基础上, 比2015年."""
    return [end for end in ends if not re.search(r"[在比较与]20\d\d年$", text[:end])]
