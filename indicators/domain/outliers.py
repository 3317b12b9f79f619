"""Rates far from those of the areas beside, by the median and the spread around it, which a few bad figures cannot move.

The robust z and its usual limit of 3.5 are those of Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993).
"""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.findings import OUTLIER, SOFT, Finding, Measure, Picture, Rule

FEWEST_AREAS = 5  # fewer have no spread worth the name, and their middle could be somebody's own figure
FEWEST_EVENTS = 20  # the rate of fewer deaths or cases is mostly chance
MARKED = Decimal("0.2")  # a fifth: what differs by less is not far to anybody, however alike the others are
WHOLES = {"%": Decimal(100), "‰": Decimal(1000)}
TO_DEVIATION = Decimal("1.4826")  # the median deviation of a normal distribution × this is its standard deviation


def outlier_verdicts(rule: Rule, measure: Measure, picture: Picture) -> Iterator[Finding | None]:
    """The rate against the areas beside; nothing where they are too few or its events are."""
    now, beside = picture.value(measure.id), picture.beside.get(measure.id, ())
    middle = middle_of(beside)
    if now is None or middle is None or rule.limit is None or not _has_enough_events(measure, picture):
        return
    distance = abs(now - median(beside))
    is_far = distance > rule.limit * spread(beside, measure.decimals) and distance >= MARKED * _room(measure, beside)
    if not is_far or _was_so(now, picture.last(measure.id)):
        yield None
        return
    facts: dict[str, object] = {
        "now": now,
        "middle": middle,
        "up": now > middle,
        "of": measure.id,
        "sentence": rule.sentence,
    }
    yield Finding(rule.id, OUTLIER, SOFT, measure.cells[0], measure.cells, facts)


def _was_so(now: Decimal, before: Decimal | None) -> bool:
    """Whether the area's own past vouches for the rate: a district with the hospitals has them every year."""
    return before is not None and abs(now - before) <= MARKED * abs(before)


def _room(measure: Measure, beside: tuple[Decimal, ...]) -> Decimal:
    """What the middle rate has below it or, if that is less, above it: 98 % is as near to all as 2 % is to none."""
    whole, centre = WHOLES.get(measure.unit), median(beside)
    return abs(centre) if whole is None else min(abs(centre), abs(whole - centre))


def _has_enough_events(measure: Measure, picture: Picture) -> bool:
    """Whether chance plays no great part: deaths or cases in it, above or below the line, are not few."""
    if measure.counts_events and not measure.is_derived:
        return False  # of how many nobody knows
    counts = [picture.now.get(cell) for cell in measure.cells if cell in picture.events]
    return all(count is not None and count >= FEWEST_EVENTS for count in counts)


def median(figures: tuple[Decimal, ...]) -> Decimal:
    """The middle one, or the mean of the two middle ones; there must be at least one."""
    ordered, half = sorted(figures), len(figures) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(figures: tuple[Decimal, ...], decimals: int) -> Decimal:
    """The standard deviation as the median deviation tells it, never less than one step of the last decimal.

    That of few figures is often far too small by chance: unwidened, 12 of 100 ordinary rates would lie beyond 3.5 of it
    among five areas. Widened by n ÷ (n − 3) it is 1 to 3 of 100 (simulated with normal rates, 5 to 30 areas).
    """
    centre, of = median(figures), len(figures)
    deviation = median(tuple(abs(figure - centre) for figure in figures)) * TO_DEVIATION
    return max(deviation * of / (of - 3), Decimal(1).scaleb(-decimals))


def middle_of(figures: tuple[Decimal, ...]) -> Decimal | None:
    """What may be told of the areas beside: the mean without the lowest and the highest, three figures at least.

    The median itself would be one area's own figure. None where there are too few areas.
    """
    if len(figures) < FEWEST_AREAS:
        return None
    kept = sorted(figures)[1:-1]
    return sum(kept, Decimal(0)) / len(kept)
