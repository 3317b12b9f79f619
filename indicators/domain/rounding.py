"""Rounding as the bureau rounds: half up (四舍五入), away from zero."""

from decimal import ROUND_HALF_UP, Decimal, localcontext


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` with exactly `decimals` places, halves away from zero: 0.125 → 0.13, -0.05 → -0.1 at one place."""
    with localcontext() as context:
        context.prec = 60  # a figure has at most 24 digits; quantising must never run out of precision
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
