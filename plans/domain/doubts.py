"""Marking a reading as inferred or as one for a person, with the reason; the first and the graver reason stands."""

from __future__ import annotations

from dataclasses import replace

from plans.domain.meaning import Certainty, Form, TargetMeaning


def by_person(reason: str, detail: str = "") -> TargetMeaning:
    """No machine reading, and why."""
    return TargetMeaning(form=Form.BY_PERSON, certainty=Certainty.PERSON, reason=reason, detail=detail)


def inferred(meaning: TargetMeaning, reason: str, detail: str = "") -> TargetMeaning:
    """The same reading, inferred for `reason`, unless it was doubtful already."""
    if meaning.certainty != Certainty.CERTAIN:
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
