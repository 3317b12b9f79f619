"""Wordings nobody can mean as a target: for a person at once, with the reason; never an error, never a wait."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.domain.meaning import Certainty, Context, Form
from plans.domain.numerals import chinese_number
from plans.domain.reading import read_baseline, read_wording
from plans.domain.saying import say_reason

QUICK = 0.25  # seconds of processor time; without the limits these take from half a second to minutes


@pytest.mark.parametrize(
    ("wording", "reason"),
    [
        ("一" * 8000, "too_long"),
        ("1、" * 2000, "too_long"),
        ("9" * 300_000, "too_long"),
        ("提高到" * 27_000, "too_long"),
        ("一" * 500, "too_many_digits"),
        ("≥" + "9" * 21, "too_many_digits"),
        ("达到零点" + "三" * 21, "too_many_digits"),
        ("1、" * 250, "too_many_items"),
        ("全部、" * 166, "too_many_items"),
        ("“1" * 250, "too_many_items"),
    ],
)
def test_what_is_beyond_all_targets_is_for_a_person_at_once(wording, reason):
    begun = process_time()
    meaning = read_wording(wording, Context(indicator="床位数", unit="张"))
    assert process_time() - begun < QUICK
    assert (meaning.form, meaning.certainty, meaning.reason) == (Form.BY_PERSON, Certainty.PERSON, reason)
    assert meaning.left_over == (wording,)
    assert len(say_reason(meaning, "zh")) < 60
    assert len(say_reason(meaning, "en")) < 140


@pytest.mark.parametrize("field", ["indicator", "unit", "baseline"])
def test_what_stands_around_a_wording_is_limited_as_well(field):
    begun = process_time()
    meaning = read_wording("≥72%", Context(**{field: "率9" * 40_000}))
    assert process_time() - begun < QUICK
    assert (meaning.certainty, meaning.reason) == (Certainty.PERSON, "too_long")


def test_a_wording_as_long_as_the_plan_keeps_is_read():
    wording = "≥72%（" + "说明" * 240 + "）"
    assert len(wording) < 500
    assert read_wording(wording).low == 72
    assert read_wording("≥" + "9" * 20).low == Decimal("9" * 20)
    assert read_wording("、".join(f"{name}县≥60%" for name in "甲乙丙丁戊己庚辛壬癸")).form == Form.BY_KIND


@pytest.mark.parametrize(
    ("text", "reason"), [("9" * 80_000, "too_long"), ("9" * 21, "too_many_digits"), ("一" * 21, "too_many_digits")]
)
def test_an_endless_baseline_is_for_a_person(text, reason):
    found = read_baseline(text, Context())
    assert (found.value, found.certainty, found.reason) == (None, Certainty.PERSON, reason)


@given(st.text(alphabet="零一二两九十百千万亿点", max_size=6000))
def test_no_numeral_however_long_is_more_than_not_a_number(text):
    value = chinese_number(text)
    assert value is None or value >= 0


@given(st.sampled_from("一九十零两点百9.1、,;和或且≥％%(（“每年岁级提高到2020年分之"), st.integers(1, 5000))
@settings(deadline=None, max_examples=60)
def test_no_repetition_raises(piece, times):
    assert read_wording(piece * times, Context(indicator="床位数", unit="张")).form in Form
