"""How far a counted figure may be trusted: 95 % intervals of proportions and rates, and years pooled.

The methods are those of England's Office for Health Improvement and Disparities (PHEindicatormethods): Wilson for
proportions; for rates exact Poisson limits below 10 events and Byar's approximation from 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

Z = Decimal("1.959963984540054235524594430521")  # the normal quantile of 0.975
TAIL = Decimal("0.025")
EXACT_BELOW = 10  # events
STABLE_FROM = 20  # events; fewer make a figure 数值不稳定

Interval = tuple[Decimal, Decimal]
Number = int | Decimal


def wilson(x: int, n: int) -> Interval:
    """The Wilson 95 % interval of the proportion x/n, between 0 and 1.

    Raises ValueError unless 0 <= x <= n and n > 0.
    """
    events, total = _events(x), _population(n)
    if events > total:
        raise ValueError(f"a proportion cannot count {x} of {n}: more events than there are cases")
    share = events / total
    middle = share + Z**2 / (2 * total)
    half = Z * (share * (1 - share) / total + Z**2 / (4 * total**2)).sqrt()
    width = 1 + Z**2 / total
    # The formula gives exactly 0 and 1 at the ends; what rounding leaves of that is cut off.
    lower = Decimal(0) if events == 0 else (middle - half) / width
    upper = Decimal(1) if events == total else (middle + half) / width
    return lower, upper


def poisson_rate(x: int, n: Number, multiplier: Number = 1) -> Interval:
    """The 95 % interval of the rate x/n × multiplier, as in deaths per 100 000 births.

    Exact Poisson limits below 10 events, Byar's approximation from 10. Raises ValueError unless x >= 0 and n > 0.
    """
    events, total = _events(x), _population(n)
    lower, upper = _exact(int(events)) if events < EXACT_BELOW else _byar(events)
    scale = Decimal(multiplier) / total
    return lower * scale, upper * scale


def pooled_rate(events: Sequence[int], populations: Sequence[Number], multiplier: Number = 1) -> Decimal:
    """The rate of several years together: Σevents / Σdenominators × multiplier, never a mean of rates.

    Raises ValueError on different lengths, negative events or populations that are not positive.
    """
    if len(events) != len(populations) or not events:
        raise ValueError("a pooled rate needs one population for every year's events, and at least one year")
    total_events = sum((_events(x) for x in events), Decimal(0))
    total_population = sum((_population(n) for n in populations), Decimal(0))
    return total_events / total_population * Decimal(multiplier)


def is_unstable(x: int) -> bool:
    """Whether so few events make a figure unstable (数值不稳定)."""
    return _events(x) < STABLE_FROM


def holds(interval: Interval, target: Decimal) -> bool:
    """Whether the interval holds the target, so that the two do not differ statistically (与目标值无统计学差别)."""
    lower, upper = interval
    return lower <= target <= upper


def _exact(events: int) -> Interval:
    """Exact limits of a Poisson mean: where P(X >= x) and P(X <= x) fall to 2.5 %."""
    upper = _mean_where(events, TAIL)
    lower = Decimal(0) if events == 0 else _mean_where(events - 1, 1 - TAIL)
    return lower, upper


def _mean_where(most: int, probability: Decimal) -> Decimal:
    """The Poisson mean at which P(X <= most) has the given probability, found by halving; the sum falls steadily."""
    low, high = Decimal(0), Decimal(most + 1) * 4 + 4
    for _ in range(100):
        middle = (low + high) / 2
        if _at_most(most, middle) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(most: int, mean: Decimal) -> Decimal:
    term = total = Decimal(1)
    for k in range(1, most + 1):
        term = term * mean / k
        total += term
    return total * (-mean).exp()


def _byar(events: Decimal) -> Interval:
    """Byar's approximation of the limits of a Poisson mean (Breslow and Day 1987)."""
    above = events + 1
    lower = events * (1 - 1 / (9 * events) - Z / (3 * events.sqrt())) ** 3
    upper = above * (1 - 1 / (9 * above) + Z / (3 * above.sqrt())) ** 3
    return lower, upper


def _events(x: Number) -> Decimal:
    value = _finite(x, "the number of events")
    if value < 0 or value != value.to_integral_value():
        raise ValueError(f"the number of events has to be a whole number from 0 up, not {x}")
    return value


def _population(n: Number) -> Decimal:
    value = _finite(n, "the population")
    if value <= 0:
        raise ValueError(f"the population has to be greater than 0, not {n}")
    return value


def _finite(number: Number, name: str) -> Decimal:
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise ValueError(f"{name} has to be a number, not {number!r}")
    value = Decimal(number)
    if not value.is_finite():
        raise ValueError(f"{name} has to be a finite number, not {number}")
    return value
