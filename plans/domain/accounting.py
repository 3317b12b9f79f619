"""Every piece of a claim has to be accounted for: what its reading had no use for makes it doubtful."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from plans.domain.claims import Claim
from plans.domain.doubts import by_person, inferred
from plans.domain.meaning import Form, TargetMeaning
from plans.domain.tokens import Kind, Token

_VALUE = {
    Kind.NUMBER,
    Kind.COMPARE,
    Kind.SIDE,
    Kind.ABOUT,
    Kind.TO,
    Kind.VERB,
    Kind.DEED,
    Kind.FROM,
    Kind.PER,
    Kind.ALL,
}
_CHANGE = _VALUE - {Kind.PER, Kind.ALL} | {
    Kind.CHANGE,
    Kind.CHANGE_NOUN,
    Kind.BASE,
    Kind.MULTIPLE,
    Kind.DOUBLE,
    Kind.BASE_LEVEL,
}
_TREND = {Kind.CHANGE, Kind.CHANGE_NOUN, Kind.STEADY, Kind.DEED, Kind.BASE, Kind.BASE_LEVEL, Kind.ANNUAL}
_USED: dict[Form, set[Kind]] = {
    **dict.fromkeys((Form.BOUND, Form.ABOUT, Form.RANGE, Form.RATIO, Form.LEVEL), _VALUE | {Kind.ANNUAL, Kind.BASE}),
    **dict.fromkeys((Form.CHANGE_POINTS, Form.CHANGE_PERCENT), _CHANGE),
    Form.ANNUAL_STEP: _CHANGE | {Kind.ANNUAL},
    Form.ANNUAL_GROWTH: _CHANGE | {Kind.ANNUAL},
    Form.MONOTONE: _TREND,
    Form.BENCHMARK: {Kind.BENCHMARK, Kind.RANK, Kind.COMPARE, Kind.SIDE, Kind.VERB, Kind.STEADY},
    Form.MILESTONE: {Kind.DEED, Kind.ALL, Kind.CURBED, Kind.VERB, Kind.NUMBER},
}
_ANYWHERE = {
    Kind.YEAR, Kind.PERIOD, Kind.ADVERB, Kind.EACH, Kind.JOIN, Kind.SEPARATOR, Kind.COMMA, Kind.COLON, Kind.REMARK, Kind.HEDGE,
    Kind.FILLER, Kind.NAME, Kind.TEXT, Kind.CUMULATIVE, Kind.AMONG,
}  # fmt: skip
_ONCE = (
    Kind.VERB,
    Kind.BENCHMARK,
    Kind.RANK,
    Kind.BASE,
    Kind.BASE_LEVEL,
    Kind.MULTIPLE,
    Kind.DOUBLE,
    Kind.CHANGE_NOUN,
    Kind.PER,
)
_ODD = re.compile(r"[^\w\s“”\"·《》、]|以[上下内外]|^[a-zA-Z]$")
_NEGATIONS = ("不", "未", "无", "没", "勿")


def account(meaning: TargetMeaning, claim: Claim) -> TargetMeaning:
    """The meaning, doubtful where tokens of the claim have no part in it; for a person where a negation hangs over it."""
    if meaning.form not in _USED:
        return meaning
    negation = _negation(claim)
    if negation is not None:
        return by_person("negated", negation.text)
    loose = _loose(meaning, claim)
    return meaning if loose is None else inferred(meaning, "extra_words", loose.text)


def _loose(meaning: TargetMeaning, claim: Claim) -> Token | None:
    used = _USED[meaning.form] | _ANYWHERE | ({Kind.VERB} if claim.has(Kind.BASE_LEVEL) else set())
    counts: Counter[Kind] = Counter()
    for token in claim.tokens:
        counts[token.kind] += 1
        repeated = token.kind in _ONCE and counts[token.kind] > 1
        if token.kind not in used or repeated or (token.kind == Kind.TEXT and _ODD.search(token.text)):
            return token
    last = claim.tokens[-1] if claim.tokens else None
    hangs = last is not None and last.kind in (Kind.COMPARE, Kind.VERB, Kind.FROM)
    return last if hangs else None


def _negation(claim: Claim) -> Token | None:
    """A “不” or “未” that stands directly before a verb, a number or a comparison."""
    for token, after in pairwise(claim.tokens):
        if (
            token.kind == Kind.TEXT
            and token.text.endswith(_NEGATIONS)
            and after.kind not in (Kind.NAME, Kind.TEXT, Kind.REMARK)
        ):
            return token
    return None
