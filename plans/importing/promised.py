"""Targets in a clause of running text: which words name what is measured, and which are the wording.

Works on normalised text; every piece is a span of it. Three shapes are known: subject first (婴儿死亡率控制在7.5‰以下),
deed first (创建3个以上国家卫生城市), value first (50%的乡镇卫生院达到甲级标准); besides promises without a number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from plans.importing import phrases
from plans.importing.figures import Figure, FigureKind

Span = tuple[int, int]
_LONGEST_KIND = 12


@dataclass(frozen=True, slots=True)
class Promised:
    """One target: the spans that name it, in order, and the span of its wording.

    `shape` is "subject", "deed", "value", "bare" (no word between name and number), "kind" (the same, but only a place or an
    institution is named) or "words" (no number). `inherits` says
    that the name is that of the target before. `values` are the spans of its numbers with what belongs to each.
    """

    names: tuple[Span, ...]
    wording: Span
    shape: str
    values: tuple[Span, ...] = ()
    is_each: bool = False
    inherits: bool = False


def promised_in(text: str, clause: Span, figures: Sequence[Figure], *, after_deed: bool = False) -> list[Promised]:
    """The targets of the clause text[start:end], in order.

    `after_deed` says that the sentence has named a deed already, which the numbers go on with: 创建3个国家卫生城市,3个卫生镇.
    """
    finder = _Finder(text, clause, after_deed)
    first, last = (bisect_left(figures, at, key=attrgetter("start")) for at in clause)
    within = [figure for figure in figures[first:last] if figure.kind == FigureKind.VALUE]
    for place, figure in enumerate(within):
        following = within[place + 1].start if place + 1 < len(within) else clause[1]
        finder.take(figure, following)
    return _headed(text, finder.found) or finder.words()


def _headed(text: str, found: list[Promised]) -> list[Promised]:
    """What stands only once, at the end of a row of targets, is said of all of them.

    The noun in 50个国家级、300个省级和1200个市级临床重点专科; the predicate in 50%的县人民医院、35%的县中医院达到三级医院水平.
    """
    headed: list[Promised] = []
    head: Span | None = None
    for promised in reversed(found):
        if promised.shape not in ("deed", "value") or not promised.names:
            head = None
        else:
            thing = promised.names[-1]
            words = text[slice(*thing)]
            match = phrases.ATTRIBUTE.match(words)
            predicate = phrases.TRANSFORMED.search(words) if promised.shape == "value" else None
            if predicate is not None:
                head = (thing[0] + predicate.start(), thing[1])
            elif match is not None and match["alone"] is None:
                head = (thing[0] + match.end(), thing[1])
            elif head is not None and (match is not None or promised.shape == "value"):
                promised = replace(promised, names=(*promised.names, head))
        headed.append(promised)
    return headed[::-1]


class _Finder:
    """Goes through the numbers of one clause from left to right."""

    def __init__(self, text: str, clause: Span, after_deed: bool) -> None:
        self._text, self._after_deed = text, after_deed
        self._start, self._end = clause
        self._done = clause[0]
        self.found: list[Promised] = []

    def take(self, figure: Figure, following: int) -> None:
        """Make a target of the number, if it is one. `following` is where the next number of the clause begins."""
        if figure.start < self._done:
            return
        tail = self._tail(figure)
        if self._continues(figure):
            last = self.found[-1]
            self.found[-1] = replace(last, wording=(last.wording[0], tail), values=(*last.values, (figure.start, tail)))
            self._done = tail
            return
        before = self._text[self._done : figure.start]
        for shape in (self._deed, self._subject, self._deed_with_object, self._value, self._bare):
            promised = shape(figure, tail, before, following)
            if promised is not None:
                self.found.append(promised)
                self._after_deed |= promised.shape == "deed"
                self._done = max(promised.wording[1], *(end for _, end in promised.names), tail)
                return

    def words(self) -> list[Promised]:
        """A promise without a number: a trend, or a comparison with another area."""
        text = self._text[self._start : self._end]
        for pattern in (phrases.BENCHMARK, phrases.TREND):
            match = pattern.search(text)
            if match is None or not match.start():
                continue
            name = self._name(self._start, self._start + match.start())
            if name is not None and not re.search(phrases.VERB_FIRST, self._text[self._start : name[0]]):
                return [Promised((name,), (self._start + match.start(), self._start + match.end()), "words")]
        return []

    # The shapes

    def _deed(self, figure: Figure, tail: int, before: str, following: int) -> Promised | None:
        """创建(3个以上)国家卫生城市: the thing behind the number is what is measured."""
        lead = phrases.DEED.search(before)
        if lead is None or not figure.counts:
            return None
        begin = self._done + lead.start()
        thing = self._thing(tail, following)
        subject = self._name(self._done, begin) if not before[: lead.start()].endswith(("、", "和", "及")) else None
        if thing is None:
            return Promised((subject,), (begin, tail), "subject", ((figure.start, tail),)) if subject else None
        names = (subject, thing) if subject is not None and self._belongs(subject) else (thing,)
        return Promised(names, (begin, tail), "deed", ((figure.start, tail),))

    def _subject(self, figure: Figure, tail: int, before: str, following: int) -> Promised | None:
        """婴儿死亡率(控制在7.5‰以下): what stands before the verb or comparison is measured."""
        lead = phrases.LEAD.search(before)
        if lead is None or self._is_condition(tail):
            return None
        begin = self._done + lead.start()
        value = ((figure.start, tail),)
        is_each = phrases.EACH in lead.group()
        name = self._name(self._done, begin)
        if name is not None:
            return Promised((name,), (begin, tail), "subject", value, is_each)
        thing = self._thing(tail, following)
        if thing is not None and figure.counts:
            return Promised((thing,), (begin, tail), "value", value, inherits=self._is_predicate(thing))
        return Promised((), (begin, tail), "subject", value, is_each, inherits=True)

    def _deed_with_object(self, figure: Figure, tail: int, before: str, following: int) -> Promised | None:
        """每年新招聘人员(50名): deed, thing and number in a row."""
        match = phrases.DEED_WITH_OBJECT.match(before)
        if match is None or not figure.counts:
            return None
        name = (self._done + match.start("object"), self._done + match.end("object"))
        return Promised((name,), (self._done, tail), "deed", ((figure.start, tail),))

    def _value(self, figure: Figure, tail: int, before: str, following: int) -> Promised | None:
        """(50%)的乡镇卫生院达到甲级标准: behind the share stands of what, and what becomes of it."""
        goes_on = self._after_deed and figure.counts
        rest = self._text[tail : self._end]
        if not (figure.is_share or figure.counts) or not (goes_on or phrases.TRANSFORMED.search(rest)):
            return None
        thing = self._thing(tail, following)
        if thing is None or self._names_the_next(tail, following):
            return None
        fill = phrases.FILL_BEHIND.search(before)
        begin = self._done + (fill.start() if fill else len(before))
        subject = self._name(self._done, begin)
        if goes_on and subject is not None:
            return None
        names = (subject, thing) if subject is not None else (thing,)
        inherits = subject is None and self._is_predicate(thing)
        return Promised(names, (begin, tail), "value", ((figure.start, tail),), inherits=inherits)

    def _bare(self, figure: Figure, tail: int, before: str, following: int) -> Promised | None:
        """微创手术占比(25%)."""
        name = self._name(self._done, figure.start)
        if name is None or self._names_the_next(tail, following):
            return None
        words = self._text[slice(*name)]
        shape = "bare"
        if not (self._after_deed and figure.counts):
            if phrases.INSTITUTION.search(words) and len(words) <= _LONGEST_KIND:
                shape = "kind"
            elif phrases.MEASURE.search(words) is None:
                return None
        return Promised((name,), (figure.start, tail), shape, ((figure.start, tail),))

    # Pieces

    def _tail(self, figure: Figure) -> int:
        match = phrases.TAIL.match(self._text, figure.end, self._end)
        return match.end() if match else figure.end

    def _continues(self, figure: Figure) -> bool:
        """Whether the number goes on with a list: 达到2、1.5左右."""
        if not self.found or not self.found[-1].values:
            return False
        last = self.found[-1]
        between = self._text[last.values[-1][1] : figure.start]
        return last.wording[1] == last.values[-1][1] and phrases.NEXT_VALUE.fullmatch(between) is not None

    def _names_the_next(self, tail: int, following: int) -> bool:
        """Whether the number is part of the next one's name: 年巡查(2次)完成率≥90%."""
        between = self._text[tail:following]
        lead = phrases.LEAD.search(between) if following < self._end else None
        return lead is not None and phrases.MEASURE.search(between[: lead.start()]) is not None

    def _is_condition(self, tail: int) -> bool:
        """Whether the clause is one of those for which something holds: 比例低于20%的,…."""
        return self._text[tail : tail + 1] == "的" and tail + 1 >= self._end

    def _is_predicate(self, thing: Span) -> bool:
        """Whether it only tells what becomes of something named before: 达到推荐标准."""
        return phrases.TRANSFORMED.match(self._text[slice(*thing)]) is not None

    def _thing(self, start: int, following: int) -> Span | None:
        """The noun behind a number, up to the end of the clause or the next number's own words."""
        end = self._end
        if following < self._end:
            between = self._text[start:following]
            cut = max(between.rfind(sign) for sign in "、和及与")
            end = start + cut if cut > 0 else following
        piece = self._text[start:end]
        led = re.match(r"[的,、\s]*", piece)
        start += led.end() if led else 0
        stop = start + len(re.sub(r"(?:的目标|任务|等|[,、;:。]+|\s)+$", "", self._text[start:end]))
        return (start, stop) if _is_name(self._text[start:stop]) else None

    def _name(self, start: int, end: int) -> Span | None:
        """The name in text[start:end]: without what leads to it and what joins it to the one before."""
        piece = self._text[start:end]
        reported = phrases.REPORTED.match(piece)
        if reported and _is_name(piece[reported.end() :]):
            start, piece = start + reported.end(), piece[reported.end() :]
        led = phrases.STRIPPED.match(piece)
        if led:
            start, piece = start + led.end(), piece[led.end() :]
        end = (
            start + len(re.sub(r"(?:[、,:—-]|占比?为?|分别|均|的)+$", "", piece)) if not piece.endswith("占比") else end
        )
        return (start, end) if _is_name(self._text[start:end]) else None

    def _belongs(self, subject: Span) -> bool:
        """Whether a subject before a deed says where or for whom, and is no sentence of its own."""
        words = self._text[subject[0] : subject[1]]
        return len(words) <= 40 and phrases.TREND.search(words) is None


def _is_name(text: str) -> bool:
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= 2 and len(text) <= 80
