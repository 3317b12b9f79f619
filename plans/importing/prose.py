"""Targets in running text, each with the sentence it comes from, and what is left of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from plans.importing import phrases
from plans.importing.draft import FoundRow
from plans.importing.figures import is_spelled_out
from plans.importing.passages import Sentence, clauses_of, is_past, sentences_of, year_named
from plans.importing.promised import Promised, Span, promised_in
from plans.importing.source import Paragraph, Place

_AMONG = re.compile("其中")
_AND = re.compile("、|以及|和|及|与")
MAX_TARGETS = 1000
_MAX_FIGURES = 20_000  # a plan of 200 pages has about 4 000
_ENDLESS = re.compile(r"\d{40}")  # no number of a plan
_YEARS = re.compile(r"[到至]20\d\d年?[底末]?(?:[、和及]20\d\d年?[底末]?)+")
_YEARLY = re.compile("每年|年均|逐年")


@dataclass(frozen=True, slots=True)
class Years:
    """The base and target year of the document, as far as they are known."""

    base: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class ProseRows:
    """Targets found in sentences; `read` are the sentences that were examined, `unread` those that were too many."""

    rows: tuple[FoundRow, ...]
    read: tuple[Sentence, ...]
    unread: tuple[Sentence, ...]


def read_prose(paragraphs: Sequence[tuple[int, Paragraph]], years: Years) -> ProseRows:
    """The targets of paragraphs, each given with the number of its block. Of very long texts only the first part is read."""
    rows: list[FoundRow] = []
    read: list[Sentence] = []
    unread: list[Sentence] = []
    figures = 0
    for sentence in sentences_of(paragraphs):
        has_figures = any(map(str.isdigit, sentence.text))
        if not (has_figures or phrases.HAS_WORDS.search(sentence.text) or is_spelled_out(sentence.text)):
            continue
        if len(rows) >= MAX_TARGETS or figures >= _MAX_FIGURES or _ENDLESS.search(sentence.text):
            if has_figures:
                unread.append(sentence)
            continue
        rows += targets_of(sentence, years)
        figures += len(sentence.figures)
        read.append(sentence)
    return ProseRows(tuple(rows), tuple(read), tuple(unread))


def targets_of(sentence: Sentence, years: Years, *, listed: bool = False) -> list[FoundRow]:
    """The targets of one sentence. `listed` says that it is an item of a list of targets, where less is asked of it."""
    text = sentence.normal.chars
    found = _Found(sentence, years, listed)
    among = None
    for clause in clauses_of(text):
        found.enter_clause()
        promised = promised_in(text, clause, sentence.figures, after_deed=found.after_deed)
        stands_alone = among is not None and among.end() >= clause[0]  # 其中,孕产妇贫血率…
        among = _AMONG.match(text, *clause) or (among if stands_alone else None)
        if among and among.span() == clause:
            continue
        if among and found.rows and not _names_its_own(text, promised):
            found.extend_last(clause)
            continue
        for one in promised:
            found.take(one, is_part=among is not None)
        if not promised:
            found.subject = _subject_of(text, clause) or found.subject
    return found.rows


def _names_its_own(text: str, promised: Sequence[Promised]) -> bool:
    return any(
        one.shape == "subject" and one.names and phrases.MEASURE.search(text[slice(*one.names[0])]) for one in promised
    )


def _subject_of(text: str, clause: Span) -> Span | None:
    """What a clause without a target of its own speaks of, for the next one to go on with: 人均预期寿命稳步提高,达到79岁."""
    match = phrases.TREND.search(text[slice(*clause)])
    return (clause[0], clause[0] + match.start()) if match and match.start() else None


class Cut(NamedTuple):
    """One row cut from a target: its texts and the pieces of the sentence that it holds."""

    name: str
    wording: str
    covers: tuple[Span, ...]
    doubt: str = ""


@dataclass
class _Found:
    """Gathers the rows of one sentence."""

    sentence: Sentence
    years: Years
    listed: bool
    rows: list[FoundRow] = field(default_factory=list)
    after_deed: bool = False
    subject: Span | None = None  # what the last target or clause spoke of
    unit: str = ""  # of the last target
    is_yearly: bool = False  # the clause has said 每年 before a target
    denominator: Span | None = None  # 每千人口, said before in the clause

    def enter_clause(self) -> None:
        """A new clause begins: what was said once for a whole clause holds no longer."""
        self.is_yearly, self.denominator = False, None

    def take(self, promised: Promised, *, is_part: bool) -> None:
        """Make rows of a target, unless it tells of the past or names nothing that can be measured."""
        names = self._names(promised)
        if not names or not self._is_target(promised, names):
            return
        doubt = "subject_before" if names != promised.names else self._doubt(promised, names)
        parent = next((row.indicator for row in reversed(self.rows) if not row.parent), "") if is_part else ""
        for cut in self._split(promised, names):
            self.rows.append(
                FoundRow(
                    indicator=cut.name,
                    wording=cut.wording,
                    place=self._place(promised.wording),
                    covers=tuple(map(self._place, cut.covers)),
                    source_text=self.sentence.text.strip(),
                    section=self.sentence.heading,
                    parent=parent,
                    target_year=self._year(promised.values[0][0] if promised.values else promised.wording[1]),
                    doubt=cut.doubt or doubt,
                )
            )
        self._remember(promised, names)

    def extend_last(self, clause: Span) -> None:
        """Let the last wording go on to the end of a clause that only speaks of a part: 12家,其中10家在原特区外."""
        last = self.rows[-1]
        start = last.place.start
        _, end = self.sentence.source_span(*clause)
        place = replace(last.place, end=end)
        wording = self.sentence.text[start - self.sentence.start : end - self.sentence.start]
        self.rows[-1] = replace(last, wording=wording, place=place, covers=(*last.covers, place))

    def _remember(self, promised: Promised, names: tuple[Span, ...]) -> None:
        text = self.sentence.normal.chars
        self.after_deed |= promised.shape == "deed"
        self.is_yearly |= _YEARLY.search(text[slice(*promised.wording)]) is not None
        self.unit = self._unit(promised)
        if promised.names and names[1:] != (self._measure(),):
            self.subject = names[0]
        per = phrases.DENOMINATOR.match(text, *names[0])
        if per is not None:
            self.denominator = per.span()

    # Names

    def _names(self, promised: Promised) -> tuple[Span, ...]:
        """The pieces of the name, completed by what the sentence says only once; none where nothing names it."""
        text = self.sentence.normal.chars
        if promised.inherits:
            return (*self._inherited(promised), *promised.names)
        if not promised.names or promised.shape not in ("subject", "bare", "kind"):
            return promised.names
        name = promised.names[0]
        measure = self._measure() if phrases.INSTITUTION.search(text[slice(*name)]) else None
        if measure is not None and self._unit(promised) == self.unit:
            return (name, measure)
        if promised.shape == "kind":
            return ()
        is_joined = text[name[0] - 1 : name[0]] in ("、", "和", "及", "与")
        if self.denominator is not None and is_joined and phrases.DENOMINATOR.match(text, *name) is None:
            return (self.denominator, name)
        return promised.names

    def _inherited(self, promised: Promised) -> tuple[Span, ...]:
        if self.subject is None:
            return ()
        start, end = self.subject
        cut = phrases.TRANSFORMED.search(self.sentence.normal.chars[start:end]) if promised.names else None
        return ((start, start + cut.start() if cut and cut.start() > 1 else end),)

    def _measure(self) -> Span | None:
        """What is measured of the last target, without where: 城市地区急救服务半径 → 急救服务半径."""
        if self.subject is None:
            return None
        match = phrases.OF_WHOM.match(self.sentence.normal.chars, *self.subject)
        return (match.end(), self.subject[1]) if match else None

    def _unit(self, promised: Promised) -> str:
        start = promised.values[0][0] if promised.values else -1
        return next((figure.unit for figure in self.sentence.figures if figure.start == start), "")

    # What is a target

    def _is_target(self, promised: Promised, names: tuple[Span, ...]) -> bool:
        text = self.sentence.normal.chars
        end = promised.values[0][0] if promised.values else promised.wording[1]
        if is_past(self.sentence, end, self.years.base) or self.sentence.is_heading:
            return False
        if phrases.SCORED.search(text[slice(*names[-1])]):
            return False
        if self.listed:
            return True
        if promised.shape == "words":
            return phrases.SHARE_OR_RATE.search(text[slice(*names[-1])]) is not None
        if promised.shape == "bare" and not self.after_deed:
            return self._is_ahead(promised)
        return True

    def _is_ahead(self, promised: Promised) -> bool:
        """Whether something says that a number without a verb is one to be reached."""
        text = self.sentence.normal.chars
        has_side = phrases.SIDE.search(text[slice(*promised.wording)]) is not None
        said = self.sentence.before + text[: promised.wording[0]]
        return has_side or phrases.FUTURE.search(said) is not None or "目标" in self.sentence.heading

    def _doubt(self, promised: Promised, names: tuple[Span, ...]) -> str:
        text = self.sentence.normal.chars
        if self.is_yearly and _YEARLY.search(text[slice(*promised.wording)]) is None:
            return "yearly_before"
        names_whom = phrases.INSTITUTION.search(text[slice(*names[-1])]) is not None
        return "subject_before" if promised.shape == "subject" and self.rows and names_whom else ""

    # Rows

    def _split(self, promised: Promised, names: tuple[Span, ...]) -> Iterator[Cut]:
        """The rows of a target: one; or several, where several names have one number each."""
        parts = self._named_apart(names[0]) if promised.is_each and len(names) == 1 else []
        if len(parts) > 1 and len(parts) == len(promised.values):
            yield from self._paired(promised, parts)
            return
        name = "".join(map(self._raw, names))
        dates = self._dates(promised)
        if dates is None:
            yield Cut(name, self._raw(promised.wording), (*names, promised.wording))
        else:
            wording = f"{self._raw(dates)},{self._raw(promised.wording)}"
            yield Cut(name, wording, (dates, *names, promised.wording))

    def _paired(self, promised: Promised, parts: Sequence[Span]) -> Iterator[Cut]:
        """职业健康检查和职业病诊断服务覆盖率分别达到80%和90%以上 → each name with its number; what stands once is for all."""
        text = self.sentence.normal.chars
        lead = (promised.wording[0], promised.values[0][0])
        side = phrases.SIDE.search(text[slice(*promised.values[-1])])
        measure = phrases.HEAD.search(text[slice(*parts[-1])])
        per = phrases.DENOMINATOR.match(text, *parts[0])
        for part, value in zip(parts, promised.values, strict=True):
            name = self._raw(part)
            if measure is not None and phrases.MEASURE.search(name) is None:
                name += measure.group()
            if per is not None and phrases.DENOMINATOR.match(text, *part) is None:
                name = per.group() + name
            needs_side = side is not None and phrases.SIDE.search(text[slice(*value)]) is None
            wording = text[slice(*lead)].replace(phrases.EACH, "") + self._raw(value)
            yield Cut(
                name, wording + (side.group() if side and needs_side else ""), (part, lead, value), "split_in_order"
            )

    def _named_apart(self, name: Span) -> list[Span]:
        text = self.sentence.normal.chars
        cuts = [match.span() for match in _AND.finditer(text, *name)]
        starts, ends = [name[0], *(end for _, end in cuts)], [*(start for start, _ in cuts), name[1]]
        return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

    def _dates(self, promised: Promised) -> Span | None:
        """The years before the target where it has one number for each of them: 到2022年和2030年,…分别不低于22%和30%."""
        said = list(_YEARS.finditer(self.sentence.normal.chars, 0, promised.wording[0]))
        if not said or len(promised.values) < 2:
            return None
        years = re.findall(r"20\d\d", said[-1].group())
        return said[-1].span() if len(years) == len(promised.values) else None

    def _year(self, end: int) -> int | None:
        """The year the target is for, where the text names another than the document's."""
        text = self.sentence.normal.chars
        year = year_named(text[:end]) or year_named(self.sentence.before)
        is_ahead = year is not None and (self.years.base is None or year > self.years.base)
        return year if is_ahead and year != self.years.target else None

    # Places

    def _place(self, span: Span) -> Place:
        start, end = self.sentence.source_span(*span)
        return Place(self.sentence.block, start=start, end=end)

    def _raw(self, span: Span) -> str:
        start, end = self.sentence.source_span(*span)
        return self.sentence.text[start - self.sentence.start : end - self.sentence.start].strip()
