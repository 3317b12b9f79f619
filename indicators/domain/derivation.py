"""Derived figures: sum first, divide last, and never take missing for zero."""

from decimal import Decimal, localcontext

from indicators.domain.rounding import round_half_up


def derive(numerator: Decimal | None, denominator: Decimal | None, multiplier: int, decimals: int) -> Decimal | None:
    """numerator ÷ denominator × multiplier, rounded half up; None when a part is missing or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    with localcontext() as context:
        context.prec = 60
        return round_half_up(numerator * multiplier / denominator, decimals)
