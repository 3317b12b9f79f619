"""Where a figure is heading: whether there is a trend at all, and the next years extrapolated. Never a probability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from reporting.domain.arithmetic import round_half_up
from reporting.domain.reliability import Interval, Z
from reporting.domain.statuses import EN
from reporting.domain.units import unit_en, unit_zh

TREND_POINTS = 5
TREND_CHI_SQUARED = Decimal("9.5495")  # one degree of freedom, p = 0.002
LEAST_POINTS = 3
# Half-width of the band in mean absolute yearly changes, by years ahead: back-tested on 172 public series, it held
# 77 to 89 % of the figures that came.
BAND = {1: Decimal(2), 2: Decimal("3.5"), 3: Decimal(5)}


class Arrow(StrEnum):
    """What may be drawn beside a figure."""

    RISING = "rising"
    FALLING = "falling"
    NONE = "none"  # tested, and no trend found
    TOO_FEW = "too_few"  # not five yearly points in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One year's figure with its 95 % interval; the narrower the interval, the more the year weighs."""

    year: int
    value: Decimal
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The outcome of the trend test; slope and chi-squared are None where it could not be made."""

    arrow: Arrow
    slope: Decimal | None = None  # change a year
    chi_squared: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """按近年变化外推: the value in the target year and its band; all None with the reason where it is not made."""

    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    last_year: int | None = None
    target_year: int
    reason: str = ""  # "", "too_few_points", "not_ahead", "too_far_ahead"


def trend(points: Iterable[TrendPoint]) -> Trend:
    """The trend of the last five years' points, by regression weighted with the points' own uncertainty.

    An arrow only with five points of five consecutive years, chi-squared above 9.5495, and a slope whose sign stays
    the same when any one point is left out. Raises ValueError for two points of one year or an interval without width.
    """
    ordered = sorted(points, key=lambda point: point.year)
    years = [point.year for point in ordered]
    if len(set(years)) != len(years):
        raise ValueError("a trend takes one point a year")
    last = ordered[-TREND_POINTS:]
    if len(last) < TREND_POINTS or last[-1].year - last[0].year != TREND_POINTS - 1:
        return Trend(arrow=Arrow.TOO_FEW)
    slope, weight = _slope(last)
    chi_squared = slope**2 * weight
    signs = {_sign(_slope(last[:i] + last[i + 1 :])[0]) for i in range(TREND_POINTS)}
    arrow = Arrow.NONE
    if chi_squared > TREND_CHI_SQUARED and signs == {_sign(slope)}:
        arrow = Arrow.RISING if slope > 0 else Arrow.FALLING
    return Trend(arrow=arrow, slope=slope, chi_squared=chi_squared)


def _slope(points: Sequence[TrendPoint]) -> tuple[Decimal, Decimal]:
    """The weighted least-squares slope, and the inverse of its variance: Σ w (x - x̄)²."""
    weights = [1 / _standard_error(point) ** 2 for point in points]
    total = sum(weights, Decimal(0))
    mean_year = sum((w * p.year for w, p in zip(weights, points, strict=True)), Decimal(0)) / total
    mean_value = sum((w * p.value for w, p in zip(weights, points, strict=True)), Decimal(0)) / total
    spread = sum((w * (p.year - mean_year) ** 2 for w, p in zip(weights, points, strict=True)), Decimal(0))
    joint = sum(
        (w * (p.year - mean_year) * (p.value - mean_value) for w, p in zip(weights, points, strict=True)), Decimal(0)
    )
    return joint / spread, spread


def _standard_error(point: TrendPoint) -> Decimal:
    """From the interval's width, so that a year without events still has an uncertainty."""
    lower, upper = point.interval
    if upper <= lower:
        raise ValueError(f"the interval of {point.year} has no width")
    return (upper - lower) / (2 * Z)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def outlook(series: Mapping[int, Decimal], target_year: int) -> Outlook:
    """The series extrapolated to `target_year`: last value + half the mean yearly change × years, and its band.

    Needs three points and one to three years ahead. Over a gap a change counts for each of the gap's years.
    """
    if len(series) < LEAST_POINTS:
        return Outlook(target_year=target_year, reason="too_few_points")
    first_year, last_year = min(series), max(series)
    ahead = target_year - last_year
    if ahead <= 0:
        return Outlook(target_year=target_year, last_year=last_year, reason="not_ahead")
    if ahead not in BAND:
        return Outlook(target_year=target_year, last_year=last_year, reason="too_far_ahead")
    span = last_year - first_year
    last = series[last_year]
    mean_change = (last - series[first_year]) / span
    moved = sum((abs(series[late] - series[early]) for early, late in pairwise(sorted(series))), Decimal(0))
    value = last + mean_change / 2 * ahead
    half = BAND[ahead] * moved / span
    return Outlook(value=value, lower=value - half, upper=value + half, last_year=last_year, target_year=target_year)


def outlook_sentence(
    found: Outlook,
    *,
    unit: str,
    decimals: int,
    language: str,
    needed_per_year: Decimal | None = None,
    best_past_pace: Decimal | None = None,
) -> str:
    """The extrapolation in one sentence, "zh" or "en", or why there is none.

    The change a year needed from now and the best one so far stand beside it where both are given.
    """
    if found.value is None or found.lower is None or found.upper is None:
        return _WHY_NOT[found.reason][language == EN]

    def show(value: Decimal) -> str:
        return f"{round_half_up(value, decimals):f}"

    if language == EN:
        text = (
            f"Extrapolated from the changes of recent years: about {show(found.value)}{unit_en(unit)} in "
            f"{found.target_year}, roughly between {show(found.lower)} and {show(found.upper)}"
        )
        end, pace = ".", "; a change of {} a year is needed from now, the best year so far brought {}"
    else:
        text = (
            f"按近年变化外推，{found.target_year}年约为{show(found.value)}{unit_zh(unit)}，"
            f"大致在{show(found.lower)}至{show(found.upper)}之间"
        )
        end, pace = "。", "；今后每年需变化{}，以往最好的一年为{}"
    if needed_per_year is not None and best_past_pace is not None:
        text += pace.format(*(_signed(value, decimals) for value in (needed_per_year, best_past_pace)))
    return text + end


def _signed(value: Decimal, decimals: int) -> str:
    return f"{round_half_up(value, decimals + 1):+f}"


_WHY_NOT = {
    "too_few_points": (
        "历年数据不足3个，不作外推。",
        "There are fewer than three yearly figures, so nothing is extrapolated.",
    ),
    "not_ahead": ("目标年已有数据，不作外推。", "The target year already has its figure, so nothing is extrapolated."),
    "too_far_ahead": (
        "距目标年超过3年，不作外推。",
        "The target year is more than three years ahead, so nothing is extrapolated.",
    ),
}
