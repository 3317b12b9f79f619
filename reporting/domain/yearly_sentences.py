"""The sentences for promises made for every year, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reporting.domain import promises_en, promises_zh, sentences_en, sentences_zh
from reporting.domain.case import Case
from reporting.domain.statuses import EN, ZH, Status, flag_name, status_name
from reporting.domain.telling import number, percent

if TYPE_CHECKING:
    from reporting.domain.yearly import YearlyMeasure


def zh(case: Case, m: YearlyMeasure, status: Status, flags: Sequence[str]) -> str:
    """「2022年为42.5%，2020年基期43.2、至2025年目标为每年降低0.5个百分点，至2022年应降低1.0个百分点、实际降低0.7…」"""
    promise = promises_zh.promise(case.meaning, case.unit)
    note = sentences_zh.notes(flags)
    if m.pace == "rate":
        text = (
            f"{_span_zh(m)}为{number(case, m.average, m.places)}{_rate_unit_zh(case)}{note}，至{m.end}年目标为{promise}"
        )
    else:
        figure = sentences_zh.amount(case, m.figure, m.places)
        assert m.baseline is not None, "steps and growth start from a baseline"
        base = sentences_zh.baseline_of(case, m.baseline, m.places, m.start)
        text = f"{m.year}年为{figure}{note}，{base}、至{m.end}年目标为{promise}，{_arithmetic_zh(case, m)}"
    kept, years = m.years_kept
    if m.ratio >= 0:
        text += f"，为应达到的{percent(m.ratio)}"
    if years:
        text += f"，逐年达标{kept}/{years}年"
    if "about_met" in flags:
        text += f"，{flag_name('about_met', ZH)}"
    return f"{text}，{_verdict_zh(m, status)}。"


def _span_zh(m: YearlyMeasure) -> str:
    first = min(m.values)
    return f"{m.year}年" if first == m.year else f"{first}—{m.year}年有数据的{len(m.values)}年平均"


def _rate_unit_zh(case: Case) -> str:
    return sentences_zh.unit_zh(case.unit)


def _arithmetic_zh(case: Case, m: YearlyMeasure) -> str:
    if m.pace == "growth":
        way = ("年均增长", "年均降低") if m.sign > 0 else ("年均降低", "年均增长")
        return f"实际{way[0] if m.average >= 0 else way[1]}{number(case, abs(m.average), m.rate_places)}%"
    way, other = ("提高", "降低") if m.sign > 0 else ("降低", "提高")
    due = sentences_zh.difference(case, m.required - _baseline(m), m.places)
    moved = sentences_zh.difference(case, m.figure - _baseline(m), m.places)
    actual = other if m.ratio < 0 else way
    return f"至{m.year}年应{way}{due}、实际{actual}{moved}"


def _baseline(m: YearlyMeasure) -> Decimal:
    assert m.baseline is not None, "steps start from a baseline"
    return m.baseline


def _verdict_zh(m: YearlyMeasure, status: Status) -> str:
    name = status_name(status, ZH)
    return f"目标年已到，{name}" if m.due else name


def en(case: Case, m: YearlyMeasure, status: Status, flags: Sequence[str]) -> str:
    """ "42.5% in 2022; baseline 43.2 in 2020, target a fall of 0.5 percentage points every year until 2025…" """
    promise = promises_en.promise(case.meaning, case.unit)
    note = sentences_en.notes(flags)
    if m.pace == "rate":
        average = sentences_en.amount(case, m.average, m.places)
        first = min(m.values)
        span = f"in {m.year}" if first == m.year else f"on average of {len(m.values)} years in {first}–{m.year}"
        text = f"{average} {span}{note}; target {promise} until {m.end}: "
    else:
        base = sentences_en.baseline_of(case, _baseline(m), m.places, m.start)
        figure = sentences_en.amount(case, m.figure, m.places)
        text = f"{figure} in {m.year}{note}; {base}, target {promise} until {m.end}: {_arithmetic_en(case, m)}"
    parts = [f"{percent(m.ratio)} of what was due"] if m.ratio >= 0 else []
    kept, years = m.years_kept
    if years:
        parts.append(f"kept in {kept} of {years} year{'s' if years > 1 else ''}")
    if "about_met" in flags:
        parts.append(flag_name("about_met", EN))
    due = "; the target year has come" if m.due else ""
    return f"{text}{', '.join(parts)}{due} – {status_name(status, EN)}."


def _arithmetic_en(case: Case, m: YearlyMeasure) -> str:
    if m.pace == "growth":
        way = ("rise", "fall") if m.sign > 0 else ("fall", "rise")
        rate = number(case, abs(m.average), m.rate_places)
        return f"an actual {way[0] if m.average >= 0 else way[1]} of {rate}% a year, "
    way, other = ("rise", "fall") if m.sign > 0 else ("fall", "rise")
    due = sentences_en.difference(case, m.required - _baseline(m), m.places)
    moved = sentences_en.difference(case, m.figure - _baseline(m), m.places)
    return f"a {way} of {due} was due by {m.year}, the actual {other if m.ratio < 0 else way} is {moved}, "
