"""What a person may type into a cell, and what is said about the rest."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.typing import Limits, Typed, TypingError, read_note, read_typed

COUNT = {"decimals": 0, "unit": "人"}
RATE = {"decimals": 2, "unit": "%", "limits": Limits(least=Decimal(0), most=Decimal(100))}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12796", "12796"),
        (" 12796 ", "12796"),
        ("１２７９６", "12796"),
        ("1,234,567", "1234567"),
        ("１２，３４５", "12345"),
        ("1 234 567", "1234567"),
        ("12\u202f796", "12796"),
        ("0", "0"),
        ("-0", "0"),
        ("+5", "5"),
        ("007", "7"),
        ("12.0", "12"),
        ("12\n", "12"),
    ],
)
def test_counts_are_understood(text: str, value: str) -> None:
    assert read_typed(text, **COUNT) == Typed(value=Decimal(value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("-Infinity", "not_a_number"),
        ("1e400", "not_a_number"),
        ("1E5", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("12,34", "not_a_number"),
        ("1,2345", "not_a_number"),
        ("12 34", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1;2", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("٣", "not_a_number"),
        ("十二", "not_a_number"),
        ("12%", "wrong_sign"),
        ("12‰", "wrong_sign"),
        ("9" * 25, "too_long"),
        ("12.5", "not_whole"),
        ("-3", "negative"),
        ("12①", "not_a_number"),
        ("10²", "not_a_number"),
        ("½", "not_a_number"),
    ],
)
def test_what_is_no_count_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(TypingError) as refusal:
        read_typed(text, **COUNT)
    assert refusal.value.code == code


def test_blank_not_applicable_and_zero_are_three_things() -> None:
    blank, absent, zero = (read_typed(text, **COUNT) for text in ("", "-", "0"))
    assert blank.is_blank
    assert absent.not_applicable
    assert not absent.is_blank
    assert zero.value == 0
    assert not zero.is_blank


@pytest.mark.parametrize("text", ["—", "－", "不适用", "N/A", "——"])
def test_not_applicable_has_several_spellings(text: str) -> None:
    assert read_typed(text, **COUNT).not_applicable


def test_a_rate_takes_its_own_sign_and_its_own_decimals_only() -> None:
    assert read_typed("31.87%", **RATE) == Typed(value=Decimal("31.87"))
    assert read_typed("31．87％", **RATE) == Typed(value=Decimal("31.87"))
    for text, code in (("31.8‰", "wrong_sign"), ("31.875", "too_many_decimals")):
        with pytest.raises(TypingError) as refusal:
            read_typed(text, **RATE)
        assert refusal.value.code == code


def test_a_rate_of_change_may_be_negative() -> None:
    assert read_typed("-0.90‰", decimals=2, unit="‰", limits=Limits()).value == Decimal("-0.90")


@given(st.text(max_size=40))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    try:
        typed = read_typed(text, decimals=3, unit="%", limits=Limits())
    except TypingError:
        return
    if typed.value is not None:
        assert typed.value.is_finite()
        assert abs(typed.value) < Decimal(10) ** 15


@given(st.decimals(min_value=0, max_value=10**14, places=3))
def test_every_number_is_read_back_exactly(value: Decimal) -> None:
    assert read_typed(f"{value:f}", decimals=3, unit="").value == value
    assert read_typed(f"{value:,f}", decimals=3, unit="").value == value


@pytest.mark.parametrize(("text", "code"), [("-1", "negative"), ("150", "too_high"), ("999999999999999.9", "too_high")])
def test_a_percentage_stays_between_nothing_and_all(text: str, code: str) -> None:
    with pytest.raises(TypingError) as refusal:
        read_typed(text, **RATE)
    assert refusal.value.code == code


def test_a_note_is_never_cut_and_holds_no_control_character() -> None:
    assert read_note(" 核实\x00无误 ") == "核实无误"
    assert (
        read_note("a\u200bb\u202e倒 👨\u200d👩 e\u0301 𠮷 \U00031350\r\n二")
        == "a\u200bb\u202e倒 👨\u200d👩 e\u0301 𠮷 \U00031350\n二"
    )
    with pytest.raises(TypingError) as refusal:
        read_note("长" * 1001)
    assert refusal.value.code == "note_too_long"
