"""The law of saying: what is said in Chinese reads back as the same meaning."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from plans.domain.meaning import Certainty, Context, Direction, Form, Operator, TargetMeaning
from plans.domain.reading import read_wording
from plans.domain.reasons import REASONS
from plans.domain.saying import say, say_reason
from tests.domain.meanings import meanings


def plain(meaning: TargetMeaning) -> TargetMeaning:
    """The meaning without what the reading says about itself."""
    parts = tuple(replace(part, meaning=plain(part.meaning)) for part in meaning.parts)
    return replace(meaning, parts=parts, certainty=Certainty.CERTAIN, reason="", detail="", used=(), left_over=())


@settings(max_examples=1500, deadline=None)
@given(meanings)
def test_what_is_said_reads_back_as_the_same_meaning(meaning):
    assert plain(read_wording(say(meaning, "zh"), Context())) == meaning


@settings(max_examples=300, deadline=None)
@given(meanings)
def test_every_meaning_can_be_said_in_english(meaning):
    said = say(meaning, "en")
    assert said
    assert "None" not in said
    assert "  " not in said
