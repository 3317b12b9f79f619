"""How much a wording may hold before nobody can mean it as a target: longer ones are for a person, unread."""

from __future__ import annotations

import re

from plans.domain.numerals import DIGITS, MOST_DIGITS, NUMERAL

MOST_CHARACTERS = 500  # as many as the plan's own tables keep of a wording
MOST_ITEMS = 30  # numbers or clauses in one wording; the cost of telling them apart grows with their square

_ENDLESS = re.compile(rf"\d{{{MOST_DIGITS + 1},}}|[{''.join(DIGITS)}十百千]{{{MOST_DIGITS + 1},}}")
_NUMBERS = re.compile(rf"[\d.]+|{NUMERAL}")
_BREAKS = re.compile("[、,;。]")
_QUOTED = 12  # characters of an endless piece that are quoted


def is_too_long(*texts: str) -> bool:
    """Whether one of the texts is longer than any wording, name, unit or baseline of a plan."""
    return any(len(text) > MOST_CHARACTERS for text in texts)


def lists_too_much(chars: str) -> bool:
    """Whether the normalised wording lists more than any target does: 1、1、1、…"""
    return any(sum(1 for _ in pattern.finditer(chars)) > MOST_ITEMS for pattern in (_NUMBERS, _BREAKS))


def endless_number(chars: str) -> str:
    """The first number of the normalised text with more digits than any figure has, cut short; "" for none."""
    match = _ENDLESS.search(chars)
    return cut(match.group()) if match else ""


def cut(text: str) -> str:
    """The beginning of a text too long to be quoted."""
    tidy = text.strip()
    return tidy if len(tidy) <= _QUOTED else f"{tidy[:_QUOTED]}…"
