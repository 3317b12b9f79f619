"""Slow, obvious second implementations of what the application computes cleverly."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bureaus.models import Area
from indicators.models import Indicator, Observation


def leaf_areas(area: Area) -> list[Area]:
    """The areas at the bottom of the tree below `area`, found by walking it."""
    children = list(Area.objects.filter(parent=area))
    return [leaf for child in children for leaf in leaf_areas(child)] if children else [area]


def rate(indicator: Indicator, area: Area, year: int, *, official: bool) -> Decimal | None:
    """Sum first, divide last, over the bottom areas that have both parts; halves away from zero."""
    above = below = Fraction(0)
    counted = 0
    for leaf in leaf_areas(area):
        parts = []
        for part in (indicator.numerator, indicator.denominator):
            row = Observation.objects.filter(indicator=part, area=leaf, year=year).first()
            parts.append(None if row is None else row.official_value if official else row.value)
        if parts[0] is not None and parts[1] is not None:
            above, below, counted = above + Fraction(parts[0]), below + Fraction(parts[1]), counted + 1
    if not counted or below == 0:
        return None
    exact = above / below * indicator.multiplier
    scaled = exact * 10**indicator.decimals
    whole = Decimal(scaled.numerator // scaled.denominator)
    rest = scaled - Fraction(int(whole))
    rounded = whole + (1 if rest >= Fraction(1, 2) else 0)
    return (rounded / 10**indicator.decimals).quantize(Decimal(1).scaleb(-indicator.decimals), rounding=ROUND_HALF_UP)
