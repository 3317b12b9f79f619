"""A wording's promise in a few Chinese words, for sentences where no number to reach is known."""

from __future__ import annotations

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain.telling import plain
from reporting.domain.units import change_unit_zh, unit_zh

_AT = {Operator.GE: "不低于", Operator.GT: "高于", Operator.LE: "不高于", Operator.LT: "低于", Operator.EQ: "达到"}
_WAYS = {Direction.UP: "提高", Direction.DOWN: "降低", Direction.KEEP: "保持稳定", Direction.NONE: "变化"}
_SIGNS = {Operator.GE: "≥", Operator.GT: "＞", Operator.LE: "≤", Operator.LT: "＜"}


def promise(meaning: TargetMeaning, indicator_unit: str) -> str:
    """The promise in the wording's own numbers, such as "较2020年提高1岁左右"; "" where it has none.

    A wording that prints no unit speaks in the indicator's.
    """
    unit = meaning.unit or indicator_unit
    about = "左右" if meaning.approximate or meaning.form == Form.ABOUT else ""
    size = "" if meaning.low is None else plain(meaning.low)
    way = _WAYS[meaning.direction]
    since = "较基期" if meaning.base_year is None else f"较{meaning.base_year}年"
    total = "累计" if meaning.cumulative else ""
    match meaning.form:
        case Form.CHANGE_POINTS if meaning.low == 0:
            year = "基期" if meaning.base_year is None else f"{meaning.base_year}年"
            return f"{_AT[meaning.operator]}{year}水平"
        case Form.CHANGE_PERCENT:
            return f"{since}{total}{'增长' if meaning.direction == Direction.UP else '降低'}{size}%{about}"
        case Form.CHANGE_POINTS:
            return f"{since}{total}{way}{size}{change_unit_zh(unit)}{about}"
        case Form.ANNUAL_STEP:
            return f"每年{way}{size}{change_unit_zh(unit)}{about}"
        case Form.ANNUAL_GROWTH:
            return f"年均{'增长' if meaning.direction != Direction.DOWN else '降低'}{size}%{about}"
        case Form.MONOTONE:
            kept = "持续" if meaning.sustained else ("同比例" if meaning.proportional else "逐步")
            return way if meaning.direction == Direction.KEEP else f"{kept}{way}"
        case Form.BENCHMARK:
            return f"{_AT.get(meaning.operator, '达到')}{meaning.benchmark_area}{meaning.benchmark_statistic}"
        case Form.BOUND | Form.ABOUT | Form.RANGE | Form.LEVEL | Form.RATIO:
            return f"{total}{_numbers(meaning, unit)}{about}"
    return ""


def _numbers(meaning: TargetMeaning, unit: str) -> str:
    edges = [plain(edge) for edge in (meaning.low, meaning.high) if edge is not None]
    if meaning.form == Form.RATIO:
        edges = [f"1:{edge}" for edge in edges]
    unit = "" if meaning.form == Form.RATIO else unit_zh(unit)
    if meaning.operator == Operator.IN:
        return f"{'–'.join(edges)}{unit}"
    return f"{_SIGNS.get(meaning.operator, '')}{edges[0]}{unit}" if edges else ""
