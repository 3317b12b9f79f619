"""Normalised wording cut into tokens: every character, in order, in exactly one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plans.domain.lexicon import SMALL_FILLERS
from plans.domain.names import name_spans
from plans.domain.quantities import quantity_at
from plans.domain.rules import RULES, RULES_AFTER_NUMBER
from plans.domain.tokens import Kind, Token

_EXPECTS_NUMBER = frozenset(
    {Kind.COMPARE, Kind.ABOUT, Kind.VERB, Kind.CHANGE, Kind.TO, Kind.DEED, Kind.ANNUAL, Kind.CHANGE_NOUN, Kind.EACH}
)
_AFTER_NUMBER = frozenset(
    {Kind.NUMBER, Kind.ABOUT, Kind.SIDE, Kind.BENCHMARK, Kind.REMARK, Kind.BASE_LEVEL, Kind.DOUBLE}
)


def tokenise(text: str, indicator: str = "") -> tuple[Token, ...]:
    """Every character of the normalised `text`, in order, in tokens. `indicator` is the normalised indicator name."""
    names = dict(name_spans(text, indicator))
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        token = _name(text, place, names) or _next(text, place, tokens[-1] if tokens else None)
        if token.kind == Kind.TEXT and tokens and tokens[-1].kind == Kind.TEXT:
            tokens[-1] = replace(tokens[-1], end=token.end, text=tokens[-1].text + token.text)
        else:
            tokens.append(token)
        place = token.end
    return tuple(_without_small_fillers(_settled(tokens)))


def _name(text: str, place: int, names: dict[int, int]) -> Token | None:
    if place not in names:
        return None
    return Token(kind=Kind.NAME, start=place, end=names[place], text=text[place : names[place]])


def _next(text: str, place: int, before: Token | None) -> Token:
    after_number = before is not None and before.kind in _AFTER_NUMBER and before.word != "before"
    for rule in (RULES_AFTER_NUMBER + RULES) if after_number else RULES:
        token = rule.token_at(text, place)
        if token is not None:
            return token
    return _number(text, place, before) or Token(kind=Kind.TEXT, start=place, end=place + 1, text=text[place])


def _number(text: str, place: int, before: Token | None) -> Token | None:
    if text[place] in "-+" and before is not None and before.kind in (Kind.NUMBER, Kind.NAME):
        return None
    expected = before is None or before.kind in _EXPECTS_NUMBER
    found = quantity_at(text, place, expected=expected)
    if found is None:
        return None
    word = "" if found.first in (None, 1) else "odd_ratio"
    return Token(
        kind=Kind.NUMBER, start=place, end=found.end, text=text[place : found.end],
        value=found.value, unit=found.unit, rounded=found.rounded, word=word,
    )  # fmt: skip


_AVERAGES = ("人均", "户均", "次均", "日均")
_OPENS_A_CLAIM = frozenset(Kind) - {
    Kind.TEXT, Kind.NAME, Kind.REMARK, Kind.SEPARATOR, Kind.COMMA, Kind.COLON, Kind.SIDE, Kind.TO, Kind.DEED, Kind.FILLER
}  # fmt: skip


def _settled(tokens: list[Token]) -> list[Token]:
    """“和” between two words and “或” within a name are text; only between promises do they separate and join."""
    settled: list[Token] = []
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.kind in (Kind.SEPARATOR, Kind.JOIN) and not _separates(token, before, after):
            token = replace(token, kind=Kind.TEXT)
        if token.kind == Kind.TEXT and settled and settled[-1].kind == Kind.TEXT:
            settled[-1] = replace(settled[-1], end=token.end, text=settled[-1].text + token.text)
        else:
            settled.append(token)
    return settled


def _separates(token: Token, before: Token | None, after: Token | None) -> bool:
    if after is None or before is None:
        return token.kind == Kind.JOIN and after is not None
    if token.kind == Kind.JOIN:
        return after.kind in _OPENS_A_CLAIM | {Kind.DEED, Kind.FILLER} or before.kind == Kind.COMMA
    return before.kind not in (Kind.TEXT, Kind.NAME) or after.kind not in (Kind.TEXT, Kind.NAME)


def _without_small_fillers(tokens: Iterable[Token]) -> list[Token]:
    """“将” before “达到” and “的” behind a number are cut off the plain text that they stand in."""
    given = list(tokens)
    cut: list[Token] = []
    for place, token in enumerate(given):
        if token.kind != Kind.TEXT:
            cut.append(token)
            continue
        before = given[place - 1] if place else None
        after = given[place + 1] if place + 1 < len(given) else None
        cut += _trimmed(token, before is not None, after is not None)
    return cut


def _trimmed(token: Token, led: bool, followed: bool) -> list[Token]:
    head = len(token.text) - len(token.text.lstrip(SMALL_FILLERS)) if led else 0
    rest = token.text[head:]
    tail = len(rest) - len(rest.rstrip(SMALL_FILLERS)) if followed and not rest.endswith(_AVERAGES) else 0
    middle = rest[: len(rest) - tail]
    pieces = ((Kind.FILLER, token.text[:head]), (Kind.TEXT, middle), (Kind.FILLER, rest[len(rest) - tail :]))
    made, place = [], token.start
    for kind, text in pieces:
        if text:
            made.append(Token(kind=kind, start=place, end=place + len(text), text=text))
            place += len(text)
    return made
