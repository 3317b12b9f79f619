"""A wording taken apart into claims, each with one promise in it: “2022年全部、2025年20%” holds two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from plans.domain.amounts import Amount, amounts_of
from plans.domain.tokens import Kind, Token

_PREDICATES = frozenset(
    {
        Kind.NUMBER, Kind.ALL, Kind.BENCHMARK, Kind.RANK, Kind.CHANGE, Kind.STEADY, Kind.DEED, Kind.CURBED, Kind.DOUBLE,
        Kind.BASE_LEVEL,
    }
)  # fmt: skip
_HEADS = frozenset({Kind.NUMBER, Kind.ALL, Kind.DOUBLE})
_WORDS = frozenset({Kind.TEXT, Kind.NAME})
_DATES = frozenset({Kind.YEAR, Kind.PERIOD, Kind.COMMA, Kind.EACH, Kind.AMONG})
_STARTS_AN_AMOUNT = frozenset({Kind.NUMBER, Kind.COMPARE, Kind.ABOUT})


@dataclass(eq=False)
class Claim:
    """The tokens of one promise. `joined_by` is "and" or "or" where the wording joins it to the one before.

    `after_separator` when only “、” or “和” stands between the two; `label` is what stands before a colon.
    """

    tokens: Sequence[Token]
    joined_by: str = ""
    after_separator: bool = False
    label: tuple[Token, ...] = field(default=())

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its numbers, without those that only tell where a change starts."""
        return [
            amount.arrived() for amount in amounts_of(self.tokens) if not amount.is_start or amount.high is not None
        ]

    def all(self, kind: Kind) -> list[Token]:
        """Its tokens of one kind."""
        return [token for token in self.tokens if token.kind == kind]

    def first(self, kind: Kind) -> Token | None:
        """Its first token of one kind."""
        return next(iter(self.all(kind)), None)

    def has(self, *kinds: Kind) -> bool:
        """Whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_aside(self) -> bool:
        """Whether it only speaks of a part of the whole: 其中….”"""
        return self.has(Kind.AMONG)

    @property
    def years(self) -> list[int]:
        """The years that it names as dates of the promise."""
        kinds = (Kind.YEAR, Kind.PERIOD, Kind.MULTIPLE) if self.has(Kind.FROM) else (Kind.YEAR, Kind.PERIOD)
        return [token.year for token in self.tokens if token.kind in kinds and token.year is not None]

    @property
    def words(self) -> dict[str, tuple[Token, ...]]:
        """Its plain words "before", "between" and "after" verb and number."""
        places = [place for place, token in enumerate(self.tokens) if token.kind not in _WORDS | _SETTING]
        heads = [place for place, token in enumerate(self.tokens) if token.kind in _PREDICATES]
        begin = places[0] if places else len(self.tokens)
        end = heads[-1] if heads else begin
        at = {"before": range(begin), "between": range(begin, end), "after": range(end, len(self.tokens))}
        return {
            name: tuple(self.tokens[place] for place in within if self.tokens[place].kind in _WORDS)
            for name, within in at.items()
        }


_SETTING = frozenset(
    {
        Kind.YEAR, Kind.PERIOD, Kind.FILLER, Kind.HEDGE, Kind.EACH, Kind.REMARK, Kind.COMMA, Kind.SEPARATOR, Kind.ANNUAL,
        Kind.CUMULATIVE, Kind.BASE, Kind.ADVERB, Kind.COLON,
    }
)  # fmt: skip


def split(tokens: Sequence[Token]) -> list[Claim]:
    """The claims of a wording, in order. Pieces without a promise of their own go with the claim they introduce."""
    claims: list[Claim] = []
    pending: list[Token] = []
    joined_by = ""
    for segment, join, separator in _segments(tokens):
        joined_by = joined_by or join
        piece = [*pending, *segment]
        if any(token.kind in _PREDICATES for token in segment):
            claims.append(_labelled(piece, joined_by, separator))
            pending, joined_by = [], ""
        else:
            pending = piece
    if pending and claims:
        last = claims[-1]
        claims[-1] = Claim([*last.tokens, *pending], last.joined_by, last.after_separator, last.label)
    elif pending:
        claims.append(_labelled(pending, joined_by, False))
    return _dated_alike(claims)


def _dated_alike(claims: list[Claim]) -> list[Claim]:
    """“2022年和2030年” before the first list of numbers (分别…) dates the lists that follow it as well."""
    dates: list[Token] = []
    dated: list[Claim] = []
    for claim in claims:
        own = claim.all(Kind.YEAR)
        if not own and len(dates) > 1 and claim.has(Kind.EACH):
            claim = Claim([*dates, *claim.tokens], claim.joined_by, claim.after_separator, claim.label)
        dates = own or dates
        dated.append(claim)
    return dated


def _labelled(tokens: list[Token], joined_by: str, separator: bool) -> Claim:
    """Words before a colon name the kind that the claim speaks of, whatever those words would mean elsewhere."""
    colon = next((place for place, token in enumerate(tokens) if token.kind == Kind.COLON), None)
    if colon is None:
        return Claim(tokens, joined_by, separator)
    begin = 0
    while begin < colon and tokens[begin].kind in _DATES and (begin + 1 == colon or tokens[begin + 1].kind in _DATES):
        begin += 1  # “2025年:” dates the claim; “2025年在建项目:” names its kind
    return Claim([*tokens[:begin], *tokens[colon + 1 :]], joined_by, separator, tuple(tokens[begin:colon]))


def _segments(tokens: Sequence[Token]) -> list[tuple[list[Token], str, bool]]:
    """(tokens, "and"/"or"/"" that joins them to the segment before, whether after a “、”)."""
    segments: list[tuple[list[Token], str, bool]] = []
    piece: list[Token] = []
    join, separator = "", False
    for place, token in enumerate(tokens):
        if token.kind in (Kind.COMMA, Kind.JOIN) or _divides(tokens, place, piece):
            segments.append((piece, join, separator))
            piece = []
            join = token.word if token.kind == Kind.JOIN else ""
            separator = token.kind == Kind.SEPARATOR
        else:
            piece.append(token)
    segments.append((piece, join, separator))
    return segments


def _divides(tokens: Sequence[Token], place: int, piece: Sequence[Token]) -> bool:
    """Whether the “、” or “和” at `place` stands between two promises, and not in a list of bare numbers or words."""
    if tokens[place].kind != Kind.SEPARATOR or not any(token.kind in _HEADS for token in piece):
        return False
    rest = tokens[place + 1 :]
    ahead = _up_to_comma(rest)
    if not any(token.kind in _HEADS for token in ahead):
        return False
    behind = tokens[place - 1]
    next_amount = ahead[0].kind in _STARTS_AN_AMOUNT
    return not next_amount or behind.kind in _WORDS | {Kind.REMARK} or any(token.kind == Kind.ALL for token in piece)


def _up_to_comma(tokens: Sequence[Token]) -> list[Token]:
    taken: list[Token] = []
    for token in tokens:
        if token.kind in (Kind.COMMA, Kind.JOIN):
            break
        taken.append(token)
    return taken
