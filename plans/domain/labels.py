"""What each of several claims speaks of: a kind of institution, an indicator, named before or behind its number."""

from __future__ import annotations

from collections.abc import Sequence

from plans.domain.claims import Claim
from plans.domain.tokens import Kind, Token

_WORDS = frozenset({Kind.TEXT, Kind.NAME})
_WITHIN = _WORDS | {Kind.REMARK, Kind.ADVERB, Kind.SEPARATOR, Kind.FILLER}


def subject_of(claim: Claim) -> str:
    """The indicator or kind that a claim names before its verb or number, or before a colon; "" for none."""
    return _joined(claim.label, claim.label) or _joined(claim.words["before"], claim.tokens)


def labels_of(claims: Sequence[Claim]) -> list[str]:
    """One label for each claim, "" where it names nothing of its own.

    All are taken from the same place: before a colon, before the verb, between verb and number, behind the number, from
    the remark in brackets; or else the deeds tell the claims apart (新建3所、改扩建5所).
    """
    if all(claim.label for claim in claims):
        return [_joined(claim.label, claim.label) for claim in claims]
    for place in ("before", "between", "after"):
        if all(claim.words[place] for claim in claims):
            return [_joined(claim.words[place], claim.tokens) for claim in claims]
    remarks = [claim.first(Kind.REMARK) for claim in claims]
    if all(remarks):
        return [remark.text.strip("()") for remark in remarks if remark is not None]
    return [_own_label(claim) for claim in claims]


def _own_label(claim: Claim) -> str:
    words = claim.words
    pieces = words["before"] or words["between"] or words["after"]
    deed = claim.first(Kind.DEED)
    return _joined(pieces, claim.tokens) or (deed.text if deed is not None else "")


def _joined(words: Sequence[Token], tokens: Sequence[Token]) -> str:
    """The wording from the first of the words on, as far as only words and what may stand among them go on."""
    if not words:
        return ""
    run: list[Token] = []
    for token in tokens:
        if token.start < words[0].start or token.start > words[-1].start:
            continue
        if token.kind not in _WITHIN and words is not tokens:
            break
        run.append(token)
    while run and run[-1].kind not in _WORDS and words is not tokens:
        run.pop()
    return "".join(token.text for token in run)
