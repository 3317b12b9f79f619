"""From a promise to an aim: the edges a figure has to reach, in the indicator's own unit and at the precision shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain import units
from reporting.domain.arithmetic import HUNDRED, places_of, round_half_up
from reporting.domain.case import Case, NotJudged
from reporting.domain.statuses import Status


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


def unit_factor(case: Case) -> Decimal:
    """What the wording's numbers are multiplied by to stand in the indicator's unit. Raises NotJudged."""
    if case.meaning.form == Form.RATIO:
        return Decimal(1)
    found = units.factor(case.meaning.unit, case.unit)
    if found is None:
        raise NotJudged(Status.BY_PERSON, f"unit_mismatch:{units.tidy(case.meaning.unit)}:{units.tidy(case.unit)}")
    return found


def side_of(meaning: TargetMeaning, case: Case, number: Decimal | None) -> str:
    """Which way is better, "up" or "down": the first that tells of the promised direction, the operator, the
    indicator's polarity, the way from the baseline to `number`.

    Raises NotJudged when nothing tells.
    """
    if meaning.direction in (Direction.UP, Direction.DOWN):
        return meaning.direction.value
    if meaning.operator in (Operator.GE, Operator.GT):
        return "up"
    if meaning.operator in (Operator.LE, Operator.LT):
        return "down"
    if case.polarity in ("up", "down"):
        return case.polarity
    if number is not None and case.baseline is not None and case.baseline != number:
        return "up" if number > case.baseline else "down"
    raise NotJudged(Status.BY_PERSON, "no_side")


def side_is_inferred(meaning: TargetMeaning) -> bool:
    """Whether the wording is a bare number, whose side the indicator's polarity has to tell."""
    return meaning.form in (Form.BOUND, Form.LEVEL, Form.RATIO) and meaning.operator == Operator.EQ


def stated_aim(case: Case) -> tuple[Aim, int]:
    """The aim whose numbers stand in the wording (bound, about, range, level, ratio), and the decimals to compare at.

    A wording finer than the indicator keeps its decimals: a target of 14.6 is never compared as 15. Raises NotJudged.
    """
    meaning, factor = case.meaning, unit_factor(case)
    low = None if meaning.low is None else meaning.low * factor
    high = None if meaning.high is None else meaning.high * factor
    stated = [edge for edge in (low, high) if edge is not None]
    if not stated:
        raise NotJudged(Status.BY_PERSON, "no_number")
    places = max(case.decimals, *(places_of(edge) for edge in stated))
    if meaning.operator == Operator.IN:
        if low is None or high is None:
            raise NotJudged(Status.BY_PERSON, "no_number")
        return Aim(low=min(low, high), high=max(low, high)), places
    strict = meaning.operator in (Operator.GT, Operator.LT)
    if side_of(meaning, case, stated[0]) == "up":
        return Aim(low=low if low is not None else high, strict=strict), places
    return Aim(high=high if high is not None else low, strict=strict), places


def change_size(case: Case) -> tuple[Decimal, int]:
    """The promised change or yearly change, as a positive number in the indicator's unit, and its sign.

    Percentages of change are left as they are. Raises NotJudged.
    """
    meaning = case.meaning
    sign = 1 if side_of(meaning, case, None) == "up" else -1
    in_percent = meaning.form in (Form.CHANGE_PERCENT, Form.ANNUAL_GROWTH)
    factor = Decimal(1) if in_percent else unit_factor(case)
    if meaning.low is None or meaning.low <= 0:
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
