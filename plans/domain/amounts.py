"""Numbers with all that belongs to them: the comparison before, the “以上” behind, the other end of a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from plans.domain.meaning import Operator
from plans.domain.tokens import Kind, Token

_UPPER = (Operator.LE, Operator.LT)
_LOWER = (Operator.GE, Operator.GT)
_LEADS = frozenset({Kind.VERB, Kind.CHANGE, Kind.CHANGE_NOUN, Kind.DEED})
_WORDS = frozenset({Kind.TEXT, Kind.NAME})
_PASSED_OVER = frozenset(
    {Kind.FILLER, Kind.ADVERB, Kind.HEDGE, Kind.CUMULATIVE, Kind.EACH, Kind.ABOUT, Kind.PER, Kind.REMARK}
)


@dataclass(slots=True)
class Amount:
    """One number, or one range, of a claim. `place` is the index of its number among the claim's tokens."""

    place: int
    low: Decimal
    unit: str
    high: Decimal | None = None
    operators: list[Operator] = field(default_factory=list)
    approximate: bool = False
    rounded: bool = False
    odd_ratio: bool = False
    lead: Token | None = None  # the verb, change or deed that governs it
    direct: bool = False  # no words stand between the lead and the number
    in_list: bool = False  # a “、” or “和” stands directly before it
    apart: bool = False  # words stand between it and the verb or comparison: 不低于总量的30%
    tangled: bool = False  # a third number follows the range: 80%-90%-95%
    is_start: bool = False  # the 65% of “从65%提高到80%”
    text_before: str = ""  # words between the verb or comparison and the number
    subject: str = ""  # words before the comparison
    text_after: str = ""
    end: int = 0  # index of the first token behind it

    @property
    def has_side(self) -> bool:
        """Whether the wording itself compares: ≥, 不低于, 以上."""
        return bool(self.operators)

    def arrived(self) -> Amount:
        """“从65%到80%” ends at 80%; every other amount stays what it is."""
        if not self.is_start or self.high is None:
            return self
        side = Operator.GE if self.high > self.low else Operator.LE
        return replace(self, low=self.high, high=None, operators=self.operators or [side], is_start=False)

    def operator(self) -> Operator | None:
        """The one comparison that the words around the number make; NONE without any, None when they contradict.

        Said twice the same way (不低于…以上) it stands once; of 超过…以上 the strict one stands.
        """
        sides = {"upper" if op in _UPPER else "lower" if op in _LOWER else "equal" for op in self.operators}
        if len(sides) > 1:
            return None
        strict = [op for op in self.operators if op in (Operator.GT, Operator.LT)]
        return (strict or self.operators or [Operator.NONE])[0]


def amounts_of(tokens: Sequence[Token]) -> list[Amount]:
    """The amounts of one claim, in order."""
    collector = _Collector()
    for place, token in enumerate(tokens):
        collector.take(place, token)
    for amount in collector.amounts:
        amount.text_after = _text_after(tokens, amount.end)
    return collector.amounts


def _text_after(tokens: Sequence[Token], place: int) -> str:
    while place < len(tokens) and tokens[place].kind in (Kind.FILLER, Kind.REMARK):
        place += 1
    return tokens[place].text if place < len(tokens) and tokens[place].kind in _WORDS else ""


class _Collector:
    """Walks along the tokens and gathers what belongs to the next number."""

    def __init__(self) -> None:
        self.amounts: list[Amount] = []
        self.operators: list[Operator] = []
        self.about = False
        self.lead: Token | None = None
        self.words = ""  # plain words since the lead
        self.subject = ""  # plain words before the comparison
        self.previous: Kind | None = None
        self.listed = False  # only a “、” and a comparison stand since the last number
        self.open: Amount | None = None  # the amount that a “以上” would still belong to

    def take(self, place: int, token: Token) -> None:
        if token.kind == Kind.NUMBER:
            self._number(place, token)
        elif token.kind in (Kind.SIDE, Kind.ABOUT) and self.open is not None:
            self._behind(place, token)
        elif token.kind not in _PASSED_OVER | {Kind.TO}:
            self._before(token)
        self.about = self.about or (token.kind == Kind.ABOUT and self.open is None)
        if token.kind not in _PASSED_OVER | {Kind.COMPARE}:
            self.listed = token.kind == Kind.SEPARATOR
        if token.kind not in _PASSED_OVER - {Kind.ABOUT}:
            self.previous = token.kind

    def _number(self, place: int, token: Token) -> None:
        assert token.value is not None, "a NUMBER token has a value"
        if self.previous == Kind.TO and self.open is not None:
            self._other_end(place, token)
            return
        amount = Amount(
            place, token.value, token.unit, operators=self.operators, approximate=self.about, rounded=token.rounded,
            odd_ratio=bool(token.word), lead=self.lead, direct=self.lead is not None and not self.words,
            text_before=self.words, subject=self.subject + self.words, apart=self._is_apart(), in_list=self.listed,
            is_start=self.previous == Kind.FROM, end=place + 1,
        )  # fmt: skip
        self.amounts.append(amount)
        self.open, self.operators, self.about, self.words, self.subject = amount, [], False, "", ""

    def _is_apart(self) -> bool:
        governed = bool(self.operators) or (self.lead is not None and self.lead.kind == Kind.VERB)
        return bool(self.words) and governed

    def _other_end(self, place: int, token: Token) -> None:
        """The second number of a range; the first takes its unit when it has none of its own (1-2个)."""
        assert self.open is not None
        self.open.tangled = self.open.high is not None
        self.open.high, self.open.end = token.value, place + 1
        self.open.rounded |= token.rounded
        self.open.unit = self.open.unit or token.unit
        if token.unit and token.unit != self.open.unit:
            self.open.unit = token.unit if self.open.unit == "万" else f"{self.open.unit}|{token.unit}"

    def _behind(self, place: int, token: Token) -> None:
        assert self.open is not None
        if token.kind == Kind.SIDE:
            self.open.operators = [*self.open.operators, token.operator]
        else:
            self.open.approximate = True
        self.open.end = place + 1

    def _before(self, token: Token) -> None:
        self.open = None
        if token.kind == Kind.COMPARE:
            self.operators = [*self.operators, token.operator]
            self.subject, self.words = self.subject + self.words, ""
        elif token.kind in _LEADS:
            self.lead, self.words = token, ""
        elif token.kind in _WORDS:
            self.words += token.text


def share_units_and_sides(amounts: Sequence[Amount]) -> bool:
    """In a list, the last “以下”, the first “不低于” and the only unit hold for all: 分别降至1.0‰、1.1‰以下.

    Returns whether a unit had to be carried on to a later number, which is less usual (70%、80).
    """
    if not amounts[0].has_side and amounts[-1].has_side:
        shared = [op for op in amounts[-1].operators]
    else:
        shared = amounts[0].operators
    units = {amount.unit for amount in amounts if amount.unit}
    carried_on = False
    for amount in amounts:
        amount.operators = amount.operators or list(shared)
        amount.approximate = amount.approximate or (amounts[-1].approximate and not amount.has_side)
        if not amount.unit and len(units) == 1:
            amount.unit = next(iter(units))
            carried_on = carried_on or amount is amounts[-1]
    return carried_on
