"""Derived figures and roll-up: sum first, divide last, and never take missing for zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from indicators.domain.rounding import round_half_up


def derive(numerator: Decimal | None, denominator: Decimal | None, multiplier: int, decimals: int) -> Decimal | None:
    """numerator ÷ denominator × multiplier, rounded half up; None when a part is missing or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    with localcontext() as context:
        context.prec = 60
        return round_half_up(numerator * multiplier / denominator, decimals)


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A sum over areas: its total (None when nobody reported) and how many of how many reported."""

    total: Decimal | None
    have: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether every area reported."""
        return self.have == self.of


def roll_up(figures: Iterable[Decimal | None], of: int) -> RolledUp:
    """The sum of the figures that are there. `of` is the number of areas that should have one."""
    there = [figure for figure in figures if figure is not None]
    return RolledUp(total=sum(there, Decimal(0)) if there else None, have=len(there), of=of)
