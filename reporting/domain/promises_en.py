"""A wording's promise in a few English words, for sentences where no number to reach is known."""

from __future__ import annotations

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain.telling import plain
from reporting.domain.units import change_unit_en, counted_en, unit_en

_AT = {
    Operator.GE: "at least",
    Operator.GT: "above",
    Operator.LE: "at most",
    Operator.LT: "below",
    Operator.EQ: "at",
}
_WAYS = {Direction.UP: "rise", Direction.DOWN: "fall", Direction.KEEP: "stability", Direction.NONE: "change"}
_SIGNS = {Operator.GE: "≥", Operator.GT: ">", Operator.LE: "≤", Operator.LT: "<"}
_AREAS = {"全国": "the nation", "全省": "the province", "全市": "the city", "全区": "the region", "全县": "the county"}
_STATISTICS = {"平均水平": "average", "平均": "average", "平均值": "average", "平均数": "average"}


def promise(meaning: TargetMeaning, indicator_unit: str) -> str:
    """The promise in the wording's own numbers, such as "a rise of about 10% on 2020"; "" where it has none.

    A wording that prints no unit speaks in the indicator's.
    """
    unit = meaning.unit or indicator_unit
    about = "about " if meaning.approximate or meaning.form == Form.ABOUT else ""
    size = "" if meaning.low is None else plain(meaning.low)
    way = _WAYS[meaning.direction]
    since = "on the baseline" if meaning.base_year is None else f"on {meaning.base_year}"
    total = "cumulative " if meaning.cumulative else ""
    match meaning.form:
        case Form.CHANGE_POINTS if meaning.low == 0:
            year = "the baseline" if meaning.base_year is None else f"the level of {meaning.base_year}"
            return f"{_AT[meaning.operator]} {year}"
        case Form.CHANGE_PERCENT:
            return f"a {total}{way} of {about}{size}% {since}"
        case Form.CHANGE_POINTS:
            return f"a {total}{way} of {about}{counted_en(size, change_unit_en(unit))} {since}"
        case Form.ANNUAL_STEP:
            return f"a {way} of {about}{counted_en(size, change_unit_en(unit))} every year"
        case Form.ANNUAL_GROWTH:
            return f"a {way if meaning.direction != Direction.NONE else 'rise'} of {about}{size}% a year on average"
        case Form.MONOTONE:
            if meaning.direction == Direction.KEEP:
                return "stability"
            return f"a {'sustained' if meaning.sustained else 'gradual'} {way}"
        case Form.BENCHMARK:
            return f"{_AT.get(meaning.operator, 'at')} {benchmark_name(meaning)}"
        case Form.BOUND | Form.ABOUT | Form.RANGE | Form.LEVEL | Form.RATIO:
            return f"{total}{about}{_numbers(meaning, unit)}"
    return ""


def benchmark_name(meaning: TargetMeaning) -> str:
    """ "the average of the nation"."""
    area = _AREAS.get(meaning.benchmark_area, meaning.benchmark_area or "the area compared with")
    statistic = _STATISTICS.get(meaning.benchmark_statistic, meaning.benchmark_statistic or "figure")
    return f"the {statistic} of {area}"


def _numbers(meaning: TargetMeaning, unit: str) -> str:
    edges = [plain(edge) for edge in (meaning.low, meaning.high) if edge is not None]
    if meaning.form == Form.RATIO:
        edges = [f"1:{edge}" for edge in edges]
    unit = "" if meaning.form == Form.RATIO else unit_en(unit)
    if meaning.operator == Operator.IN:
        return f"{'–'.join(edges)}{unit}"
    return f"{_SIGNS.get(meaning.operator, '')}{edges[0]}{unit}" if edges else ""
