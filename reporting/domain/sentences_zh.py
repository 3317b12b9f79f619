"""The Chinese sentence that gives the reason of a verdict on a target with an aim: rule, figures, arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plans.domain.meaning import Form, Operator
from reporting.domain.case import Case
from reporting.domain.measures import Kind, Measure
from reporting.domain.promises_zh import promise
from reporting.domain.statuses import ZH, Status, flag_name, status_name
from reporting.domain.telling import NUMBER_NOTES, chosen_flags, closing_flags, number, percent, told_apart
from reporting.domain.units import change_unit_zh, unit_zh

_SIGNS = {Operator.GE: "≥", Operator.GT: "＞", Operator.LE: "≤", Operator.LT: "＜"}
_INFERRED_SIGNS = {"up": "≥", "down": "≤", "within": "="}


def level(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    """The sentence for a target with an aim: bound, range, change, comparison or cumulative total."""
    middle = _TELLERS.get(status, _on_course)
    return f"{_head(case, m, flags)}，{middle(case, m, status, flags)}{closing(status, flags)}。"


def amount(case: Case, value: Decimal, places: int) -> str:
    """A figure with its unit."""
    return number(case, value, places) + ("" if case.meaning.form == Form.RATIO else unit_zh(case.unit))


def difference(case: Case, value: Decimal, places: int) -> str:
    """The size of a difference of two figures with its unit: percentages differ by 个百分点."""
    if case.meaning.form == Form.RATIO:
        return number(case, abs(value), places).removeprefix("1:")
    return number(case, abs(value), places) + change_unit_zh(case.unit)


def closing(status: Status, flags: Sequence[str]) -> str:
    """What is said in brackets at the end of the sentence."""
    said = [flag_name(flag, ZH) for flag in closing_flags(status, flags)]
    return f"（{'；'.join(said)}）" if said else ""


def notes(flags: Sequence[str]) -> str:
    """What is said in brackets right behind the figure."""
    said = [flag_name(flag, ZH) for flag in chosen_flags(flags, NUMBER_NOTES)]
    return f"（{'，'.join(said)}）" if said else ""


def baseline_of(case: Case, value: Decimal, places: int, year: int | None) -> str:
    """ "2020年基期2.90"."""
    return f"{'' if year is None else f'{year}年'}基期{number(case, value, places)}"


def _head(case: Case, m: Measure, flags: Sequence[str]) -> str:
    figure = amount(case, m.figure, m.places) + notes(flags)
    if m.kind == Kind.TOTAL:
        first = m.start + 1 if m.start is not None else min(m.values)
        years = f"{m.year}年" if first >= m.year else f"{first}—{m.year}年"
        return f"{years}累计{figure}"
    if m.kind == Kind.COMPOUND:
        return f"至{m.year}年累计{'降低' if m.falling else '提高'}{figure}"
    return f"{m.year}年为{figure}"


def _base(case: Case, m: Measure) -> str:
    """The baseline, with what follows it: nothing where the target is a total that starts from 0."""
    if m.baseline is None or m.kind in (Kind.TOTAL, Kind.COMPOUND):
        return ""
    text = baseline_of(case, m.baseline, m.places, m.start)
    if m.base_benchmark is not None:
        text += f"（当年{_benchmark_name(case)}{number(case, m.base_benchmark, m.places)}）"
    return f"{text}、"


def _aim(case: Case, m: Measure, *, with_unit: bool = False) -> str:
    """ "2025年目标≥3.20"."""
    return f"{case.target_year}年目标{_aim_number(case, m, with_unit)}"


def _aim_number(case: Case, m: Measure, with_unit: bool) -> str:
    show = amount if with_unit else number
    if m.kind == Kind.BENCHMARK:
        return (
            f"{promise(case.meaning, case.unit)}（{m.year}年{_benchmark_name(case)}{number(case, m.target, m.places)}）"
        )
    if m.aim.side == "within" and m.aim.low != m.aim.high:
        return f"{number(case, m.aim.low, m.places)}–{show(case, m.aim.high, m.places)}"
    text = show(case, m.target, m.places)
    if m.kind == Kind.COMPOUND:
        return f"累计{'降低' if m.falling else '提高'}{text}"
    if case.meaning.form in (Form.CHANGE_POINTS, Form.CHANGE_PERCENT):
        return f"折合{text}（{promise(case.meaning, case.unit)}）"
    total = "累计" if m.kind == Kind.TOTAL else ""
    if m.about:
        return f"{total}{_SIGNS.get(case.meaning.operator, '')}{text}左右"
    if m.inferred:
        sign = "" if with_unit else _INFERRED_SIGNS[m.aim.side]
        return f"{total}{sign}{text}（{flag_name(m.inferred, ZH)}）"
    return f"{total}{_SIGNS.get(case.meaning.operator, '')}{text}"


def _benchmark_name(case: Case) -> str:
    return f"{case.meaning.benchmark_area}{case.meaning.benchmark_statistic}" or "对照地区"


def _done(m: Measure) -> str:
    """ "，已完成规划增幅的83.3%"; nothing where P does not exist."""
    if m.change_share is None:
        return ""
    share = percent(m.change_share)
    if m.kind == Kind.TOTAL:
        return f"，已完成目标的{share}"
    if m.kind == Kind.BENCHMARK or m.aim.side == "within":
        return f"，与目标的差距较基期已缩小{share}"
    rise = "降幅" if m.falling or m.aim.side == "down" else "增幅"
    return f"，{'按复合口径' if m.curved else ''}已完成规划{rise}的{share}"


def _time(m: Measure) -> str:
    return "" if m.time_share is None else f"，时间过去{percent(m.time_share)}"


def _way_to_go(case: Case, m: Measure) -> str:
    return difference(case, m.target - m.figure, m.places)


def _on_course(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}{_done(m)}{_time(m)}"
    if status in (Status.SLIGHTLY_BEHIND, Status.BEHIND) and m.required is not None:
        due, places = told_apart(m.required, m.figure, m.places)
        text += f"，按均衡进度应为{number(case, due, places)}"
    return f"{text}，{status_name(status, ZH)}"


def _turned(case: Case, m: Measure) -> str:
    """ "，不升反降，较基期下降0.10人"."""
    if m.kind == Kind.BENCHMARK or m.aim.side == "within":
        return "，与目标的差距较基期扩大"
    if m.baseline is None:
        return ""
    turn, way = ("不升反降", "下降") if m.aim.side == "up" else ("不降反升", "上升")
    return f"，{turn}，较基期{way}{difference(case, m.figure - m.baseline, m.places)}"


def _reversed(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    return f"{_base(case, m)}{_aim(case, m)}{_turned(case, m)}{_time(m)}，{status_name(status, ZH)}"


def _held(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}，基期即已达标，继续保持达标"
    if "worse_than_base" not in flags or m.baseline is None:
        return text
    way = "上升" if m.figure > m.baseline else "下降"
    return f"{text}，但较基期{way}{difference(case, m.figure - m.baseline, m.places)}，较基期变差"


def _met(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    early = f"，提前{m.end - m.year}年" if m.end > m.year else ""
    if "about_met" in flags:
        return f"{_base(case, m)}{_aim(case, m)}{_done(m)}，{flag_name('about_met', ZH)}{early}"
    return f"已达到{_aim(case, m, with_unit=True)}{early}"


def _lost(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    gap = _way_to_go(case, m)
    return f"{_base(case, m)}{_aim(case, m)}，基期已达标而现未达到，相差{gap}，{status_name(status, ZH)}"


def _missed(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    text = f"{_base(case, m)}{_aim(case, m)}"
    if m.change_share is not None:
        only = _done(m).replace("已完成", "仅完成").replace("已缩小", "仅缩小")
        text += _turned(case, m) if m.change_share < 0 else only
    short = m.target - m.figure
    distance = f"距目标尚差{_way_to_go(case, m)}" if short != 0 else "与目标值相等而目标不含本数"
    return f"{text}，目标年已到，{distance}，{status_name(status, ZH)}"


def _no_baseline(case: Case, m: Measure, status: Status, flags: Sequence[str]) -> str:
    missing = "没有基期值" if m.baseline is None else "基期年份不明"
    if m.kind == Kind.BENCHMARK and m.baseline is not None:
        missing = "没有基期年的对照值"
    return f"{_aim(case, m)}，尚未达到，{missing}，无法计算进度，{status_name(status, ZH)}"


_TELLERS = {
    Status.HELD: _held,
    Status.MET_EARLY: _met,
    Status.MET: _met,
    Status.LOST: _lost,
    Status.MISSED: _missed,
    Status.NO_BASELINE: _no_baseline,
    Status.REVERSED: _reversed,
}
