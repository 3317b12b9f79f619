"""The few sums that judging rests on: rounding as shown, shares of a change and of the time, yearly paces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise

HUNDRED = Decimal(100)
_WIDE = Context(prec=100)  # no figure is too long to be rounded


def round_half_up(value: Decimal, places: int) -> Decimal:
    """`value` with `places` decimals, halves away from zero (四舍五入); never a negative zero."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(rounded) if rounded == 0 else rounded


def places_of(value: Decimal) -> int:
    """How many decimals `value` needs; trailing zeros do not count."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "figures are finite"
    return max(0, -exponent)


def change_share(distance: Decimal, base_distance: Decimal) -> Decimal | None:
    """P, the share of the planned change achieved: 1 - d(y)/d(b), where d is the signed distance still to go.

    For a bound d(v) = T - v, so that this is (y - b)/(T - b); for a range d is the distance to the nearer edge.
    Unclipped. None where no change was planned.
    """
    return None if base_distance == 0 else (base_distance - distance) / base_distance


def time_share(year: int, start: int, end: int) -> Decimal | None:
    """E, the share of the time from `start` to `end` gone in `year`. None where there is no time between them."""
    return None if end <= start else Decimal(year - start) / Decimal(end - start)


def progress_ratio(distance: Decimal, base_distance: Decimal, year: int, start: int, end: int) -> Decimal | None:
    """R = P / E by a single division, so that a ratio of exactly 0.95 is not lost to rounding in between."""
    if base_distance == 0 or year <= start or end <= start:
        return None
    return (base_distance - distance) * (end - start) / (base_distance * (year - start))


def yearly_changes(series: Mapping[int, Decimal]) -> list[tuple[int, Decimal]]:
    """(year, change a year since the figure before) for every figure but the first, in order of years."""
    return [(late, (series[late] - series[early]) / (late - early)) for early, late in pairwise(sorted(series))]


def mean(values: Iterable[Decimal]) -> Decimal:
    """The arithmetic mean of at least one value."""
    listed = list(values)
    return sum(listed, Decimal(0)) / len(listed)
