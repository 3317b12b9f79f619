"""Marking a reading as inferred or as one for a person, with the reason; the first and the graver reason stands."""

from __future__ import annotations

from dataclasses import replace

from plans.domain.meaning import Certainty, Form, TargetMeaning

# Expected of many wordings; any other doubt tells a person more.
_MILD = frozenset(
    "side_from_polarity side_from_name side_assumed base_year_from_plan base_year_unknown count_to_be_built count_range".split()
)


def by_person(reason: str, detail: str = "") -> TargetMeaning:
    """No machine reading, and why."""
    return TargetMeaning(form=Form.BY_PERSON, certainty=Certainty.PERSON, reason=reason, detail=detail)


def inferred(meaning: TargetMeaning, reason: str, detail: str = "") -> TargetMeaning:
    """The same reading, inferred for `reason`, unless it was doubtful already for a reason as grave."""
    gives_way = meaning.certainty == Certainty.INFERRED and meaning.reason in _MILD and reason not in _MILD
    if meaning.certainty != Certainty.CERTAIN and not gives_way:
        return meaning
    return replace(meaning, certainty=Certainty.INFERRED, reason=reason, detail=detail)


def to_confirm(meaning: TargetMeaning, reason: str, detail: str = "") -> TargetMeaning:
    """The same reading, but one that a person has to judge by: a rank, a vague comparison."""
    if meaning.certainty == Certainty.PERSON:
        return meaning
    return replace(meaning, certainty=Certainty.PERSON, reason=reason, detail=detail)


def worst(*meanings: TargetMeaning) -> TargetMeaning:
    """The most doubtful of them, the first where several are equally so."""
    order = [Certainty.PERSON, Certainty.INFERRED, Certainty.CERTAIN]
    return min(meanings, key=lambda meaning: order.index(meaning.certainty))
