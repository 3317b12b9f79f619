"""The English sentence that gives the reason of a verdict on a target with an aim: rule, figures, arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plans.domain.meaning import Form, Operator
from reporting.domain.case import Case
from reporting.domain.measures import Kind, Measure
from reporting.domain.promises_en import benchmark_name, promise
from reporting.domain.statuses import EN, Status, flag_name, status_name
from reporting.domain.telling import NUMBER_NOTES, chosen_flags, closing_flags, number, percent, told_apart
from reporting.domain.units import change_unit_en, unit_en

_SIGNS = {Operator.GE: "≥", Operator.GT: ">", Operator.LE: "≤", Operator.LT: "<"}
_INFERRED_SIGNS = {"up": "≥", "down": "≤", "within": "="}


def level(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    """The sentence for a target with an aim: bound, range, change, comparison or cumulative total."""
    middle = _TELLERS.get(status, _on_course)
    return f"{_head(case, m, flags)}; {middle(case, m, status, flags)}{closing(status, flags)}."


def amount(case: Case, value: Decimal, places: int) -> str:
    """A figure with its unit."""
    if case.meaning.form == Form.RATIO:
        return number(case, value, places)
    return number(case, value, places) + (unit_en(case.unit) if case.unit_en is None else case.unit_en)


def difference(case: Case, value: Decimal, places: int) -> str:
    """The size of a difference of two figures with its unit: percentages differ by percentage points."""
    text = number(case, abs(value), places).removeprefix("1:")
    if case.meaning.form == Form.RATIO:
        return text
    return text + (change_unit_en(case.unit) if case.unit_en is None else case.unit_en)


def closing(status: Status, flags: Sequence[str]) -> str:
    """What is said in brackets at the end of the sentence."""
    said = [flag_name(flag, EN) for flag in closing_flags(status, flags)]
    return f" ({'; '.join(said)})" if said else ""


def notes(flags: Sequence[str]) -> str:
    """What is said in brackets right behind the figure."""
    said = [flag_name(flag, EN) for flag in chosen_flags(flags, NUMBER_NOTES)]
    return f" ({', '.join(said)})" if said else ""


def baseline_of(case: Case, value: Decimal, places: int, year: int | None) -> str:
    """ "baseline 2.90 in 2020"."""
    return f"baseline {number(case, value, places)}{'' if year is None else f' in {year}'}"


def _head(case: Case, m: Measure, flags: Sequence[str]) -> str:
    figure = amount(case, m.figure, m.places)
    if m.kind == Kind.TOTAL:
        first = m.start + 1 if m.start is not None else min(m.values)
        years = f"in {m.year}" if first >= m.year else f"in {first}–{m.year} together"
        return f"{figure} {years}{notes(flags)}"
    if m.kind == Kind.COMPOUND:
        return f"A cumulative {'cut' if m.falling else 'rise'} of {figure} by {m.year}{notes(flags)}"
    return f"{figure} in {m.year}{notes(flags)}"


def _base(case: Case, m: Measure) -> str:
    if m.baseline is None or m.kind in (Kind.TOTAL, Kind.COMPOUND):
        return ""
    text = baseline_of(case, m.baseline, m.places, m.start)
    if m.base_benchmark is not None:
        text += f" ({benchmark_name(case.meaning)} then {number(case, m.base_benchmark, m.places)})"
    return f"{text}, "


def _aim(case: Case, m: Measure, *, with_unit: bool = False) -> str:
    """ "target ≥3.20 by 2025"."""
    show = amount if with_unit else number
    text = show(case, m.target, m.places)
    if m.kind == Kind.BENCHMARK:
        now = f"{m.year}: {number(case, m.target, m.places)}"
        return f"target {promise(case.meaning, case.unit)} ({now}) by {case.target_year}"
    if m.aim.side == "within" and m.aim.low != m.aim.high:
        text = f"{number(case, m.aim.low, m.places)}–{show(case, m.aim.high, m.places)}"
    elif m.kind == Kind.COMPOUND:
        text = f"a cumulative {'cut' if m.falling else 'rise'} of {text}"
    elif case.meaning.form in (Form.CHANGE_POINTS, Form.CHANGE_PERCENT):
        text = f"{text} ({promise(case.meaning, case.unit)})"
    elif m.about:
        text = f"{_SIGNS.get(case.meaning.operator, '')}about {text}".replace("≥", "≥ ").replace("≤", "≤ ")
    elif m.inferred:
        sign = "" if with_unit else _INFERRED_SIGNS[m.aim.side]
        text = f"{sign}{text} ({flag_name(m.inferred, EN)})"
    else:
        text = f"{_SIGNS.get(case.meaning.operator, '')}{text}"
    return f"target {text}{' in total' if m.kind == Kind.TOTAL else ''} by {case.target_year}"


def _done(m: Measure) -> str:
    """ ": 83.3% of the planned rise achieved"; nothing where P does not exist."""
    if m.change_share is None:
        return ""
    share = percent(m.change_share)
    if m.kind == Kind.TOTAL:
        return f": {share} of the target achieved"
    if m.kind == Kind.BENCHMARK or m.aim.side == "within":
        return f": {share} of the gap at the baseline closed"
    rise = "fall" if m.falling or m.aim.side == "down" else "rise"
    return f": {share} of the planned {rise} achieved{' (compounded)' if m.curved else ''}"


def _time(m: Measure) -> str:
    return "" if m.time_share is None else f" with {percent(m.time_share)} of the time gone"


def _on_course(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}{_done(m)}{_time(m)}"
    if status in (Status.SLIGHTLY_BEHIND, Status.BEHIND) and m.required is not None:
        due, places = told_apart(m.required, m.figure, m.places)
        text += f", {number(case, due, places)} expected by then at an even pace"
    return f"{text} – {status_name(status, EN)}"


def _turned(case: Case, m: Measure) -> str:
    if m.kind == Kind.BENCHMARK or m.aim.side == "within":
        return ", the gap is wider than at the baseline"
    if m.baseline is None:
        return ""
    turn = "fell instead of rising" if m.aim.side == "up" else "rose instead of falling"
    return f", but it {turn}, by {difference(case, m.figure - m.baseline, m.places)} since the baseline"


def _reversed(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    return f"{_base(case, m)}{_aim(case, m)}{_turned(case, m)}{_time(m)} – {status_name(status, EN)}"


def _held(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}, met by the baseline already and still held"
    if "worse_than_base" not in flags or m.baseline is None:
        return text
    way = "up" if m.figure > m.baseline else "down"
    return f"{text}, but {way} by {difference(case, m.figure - m.baseline, m.places)}: worse than the baseline"


def _met(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    years = m.end - m.year
    early = f", {years} year{'s' if years > 1 else ''} early" if years > 0 else ""
    if "about_met" in flags:
        return f"{_base(case, m)}{_aim(case, m)}{_done(m)}, {flag_name('about_met', EN)}{early}"
    return f"{_aim(case, m, with_unit=True)} reached{early}"


def _lost(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    gap = difference(case, m.target - m.figure, m.places)
    return f"{_base(case, m)}{_aim(case, m)}, met by the baseline but missed now by {gap} – {status_name(status, EN)}"


def _missed(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}"
    if m.change_share is not None:
        text += _turned(case, m) if m.change_share < 0 else _done(m).replace(": ", ": only ", 1)
    short = m.target - m.figure
    gap = f"{difference(case, short, m.places)} short" if short != 0 else "equal to a target that must be passed"
    return f"{text}; the target year has come, {gap} – {status_name(status, EN)}"


def _no_baseline(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    missing = "there is no baseline" if m.baseline is None else "the year of the baseline is not known"
    if m.kind == Kind.BENCHMARK and m.baseline is not None:
        missing = "the compared figure of the base year is missing"
    return f"{_aim(case, m)}, not reached yet; {missing}, so progress cannot be calculated – {status_name(status, EN)}"


_TELLERS = {
    Status.HELD: _held,
    Status.MET_EARLY: _met,
    Status.MET: _met,
    Status.LOST: _lost,
    Status.MISSED: _missed,
    Status.NO_BASELINE: _no_baseline,
    Status.REVERSED: _reversed,
}
