"""From a promise to an aim: the edges a figure has to reach, in the indicator's own unit and at the precision shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain import units
from reporting.domain.arithmetic import HUNDRED, places_of, round_half_up
from reporting.domain.case import Case, NotJudged
from reporting.domain.statuses import Status

_INFERRED_SIDES = ("side_from_polarity", "side_from_name")  # how plans.domain.reading found the side of a bare number


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The edges a figure has to reach: at least `low`, at most `high`, or between both."""

    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False  # the edge itself is not enough

    @property
    def side(self) -> str:
        """ "up", "down" or "within"."""
        if self.high is None:
            return "up"
        return "down" if self.low is None else "within"

    def distance(self, value: Decimal) -> Decimal:
        """How far `value` still has to go; 0 on the edge, negative beyond it or inside a range."""
        gaps = []
        if self.low is not None:
            gaps.append(self.low - value)
        if self.high is not None:
            gaps.append(value - self.high)
        return max(gaps)

    def reached(self, distance: Decimal) -> bool:
        """Whether a figure at this distance meets the aim; equality is met unless the wording is strict."""
        return distance < 0 or (distance == 0 and not self.strict)

    def edge(self, value: Decimal) -> Decimal:
        """The number to reach; of a range the edge nearer to `value`."""
        if self.low is None or (self.high is not None and value > self.high):
            assert self.high is not None, "an aim has at least one edge"
            return self.high
        return self.low


def is_about(meaning: TargetMeaning) -> bool:
    """Whether the target is approximate (左右, 约); a ratio without a side is one too."""
    return meaning.approximate or meaning.form == Form.ABOUT or _is_open_ratio(meaning)


def _is_open_ratio(meaning: TargetMeaning) -> bool:
    return meaning.form == Form.RATIO and meaning.operator == Operator.EQ


def unit_factor(case: Case) -> Decimal:
    """What the wording's numbers are multiplied by to stand in the indicator's unit. Raises NotJudged."""
    if case.meaning.form == Form.RATIO:
        return Decimal(1)
    found = units.factor(case.meaning.unit, case.unit)
    if found is None:
        raise NotJudged(Status.BY_PERSON, f"unit_mismatch:{units.tidy(case.meaning.unit)}:{units.tidy(case.unit)}")
    return found


def side_of(case: Case) -> str:
    """Which way is better, "up" or "down": as promised, else by the operator, else by the indicator's polarity.

    Raises NotJudged when nothing tells.
    """
    if case.meaning.direction in (Direction.UP, Direction.DOWN):
        return case.meaning.direction.value
    side = _side_of_operator(case.meaning.operator) or case.polarity
    if side not in ("up", "down"):
        raise NotJudged(Status.BY_PERSON, "no_side")
    return side


def _side_of_operator(operator: Operator) -> str:
    if operator in (Operator.GE, Operator.GT):
        return "up"
    return "down" if operator in (Operator.LE, Operator.LT) else ""


def stated_side(case: Case, number: Decimal) -> tuple[str, str]:
    """The side of a number in the wording, and the code of how it was inferred, "" where the wording tells it.

    A bare number takes its side from the polarity, else from the way from the baseline to it. Raises NotJudged.
    """
    meaning = case.meaning
    side = _side_of_operator(meaning.operator)
    if side and meaning.reason != "side_assumed":  # a side that was only assumed counts for nothing here
        return side, meaning.reason if meaning.reason in _INFERRED_SIDES else ""
    if case.polarity in ("up", "down"):
        return case.polarity, "" if is_about(meaning) else "side_from_polarity"
    if case.baseline is not None and case.baseline != number:
        return ("up" if number > case.baseline else "down"), "side_from_baseline"
    raise NotJudged(Status.BY_PERSON, "no_side")


def stated_aim(case: Case) -> tuple[Aim, int, str]:
    """The aim whose numbers stand in the wording (bound, about, range, level, ratio), the decimals to compare at, and
    the code of what was inferred about it.

    A wording finer than the indicator keeps its decimals: a target of 14.6 is never compared as 15. Raises NotJudged.
    """
    meaning, factor = case.meaning, unit_factor(case)
    edges = [edge * factor for edge in (meaning.low, meaning.high) if edge is not None]
    if not edges or (meaning.operator == Operator.IN and len(edges) < 2):
        raise NotJudged(Status.BY_PERSON, "no_number")
    places = max(case.decimals, *(places_of(edge) for edge in edges))
    if meaning.operator == Operator.EQ and meaning.reason == "provision_rate":
        return Aim(low=edges[0], high=edges[0]), places, "exactly"
    if meaning.operator == Operator.IN:
        if meaning.reason == "count_range" and case.polarity != "down":
            return Aim(low=min(edges)), places, "low_end_of_range"
        return Aim(low=min(edges), high=max(edges)), places, ""
    strict = meaning.operator in (Operator.GT, Operator.LT)
    side, inferred = stated_side(case, edges[0])
    aim = Aim(low=edges[0], strict=strict) if side == "up" else Aim(high=edges[-1], strict=strict)
    return aim, places, inferred


def change_size(case: Case) -> tuple[Decimal, int]:
    """The promised change or yearly change, as a positive number (0 where only the level is to be held) in the indicator's unit, and its sign.

    Percentages of change are left as they are. Raises NotJudged.
    """
    meaning = case.meaning
    sign = 1 if side_of(case) == "up" else -1
    in_percent = meaning.form in (Form.CHANGE_PERCENT, Form.ANNUAL_GROWTH)
    factor = Decimal(1) if in_percent else unit_factor(case)
    none_at_all = meaning.form == Form.CHANGE_POINTS and meaning.low == 0  # 不高于2020年水平: T = b
    if meaning.low is None or (meaning.low <= 0 and not none_at_all):
        raise NotJudged(Status.BY_PERSON, "no_number")
    return meaning.low * factor, sign


def changed_aim(case: Case, anchor: Decimal) -> tuple[Aim, int]:
    """The aim of a change from `anchor`: T = b + d in points, T = b (1 ± p) in percent; and its decimals.

    T is rounded as the indicator is shown: 1.35 + 10 % = 1.485 → 1.49. Raises NotJudged.
    """
    size, sign = change_size(case)
    if case.meaning.form == Form.CHANGE_POINTS:
        places = max(case.decimals, places_of(size))
        step = size
    else:
        places = case.decimals
        step = abs(round_half_up(anchor, places)) * size / HUNDRED
    goal = round_half_up(round_half_up(anchor, places) + sign * step, places)
    strict = case.meaning.operator in (Operator.GT, Operator.LT)
    return (Aim(low=goal, strict=strict) if sign > 0 else Aim(high=goal, strict=strict)), places
