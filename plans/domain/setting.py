"""What is known around a wording, made ready for reading it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plans.domain import names
from plans.domain.baseline import Baseline, read_baseline
from plans.domain.meaning import Context
from plans.domain.names import Side
from plans.domain.normalise import normalise
from plans.domain.units import PERCENT, is_share, tidy


@dataclass(frozen=True, slots=True)
class Setting:
    """The context of one wording: indicator name and unit in normal form, and the baseline read."""

    indicator: str
    unit: str
    polarity: str
    baseline: Baseline
    base_year: int | None
    target_year: int | None
    beside_shares: bool = False  # another claim of the same wording is a share in per cent

    @classmethod
    def of(cls, context: Context) -> Setting:
        """The setting that a context makes."""
        return cls(
            indicator=normalise(context.indicator).chars,
            unit=tidy(normalise(context.unit).chars),
            polarity=context.polarity,
            baseline=read_baseline(context.baseline, context),
            base_year=context.base_year,
            target_year=context.target_year,
        )

    def about(self, subject: str) -> Setting:
        """The setting for a claim that names its own subject: its name then tells which way is better.

        Without an indicator the subject takes its place; another indicator's polarity says nothing about it. A mere kind
        (三级, 城市) names no subject.
        """
        if not subject or (self.indicator and names.same_subject(subject, self.indicator)):
            return self
        if self.indicator and names.side_of_name(subject) is None:
            return self
        return replace(self, indicator=subject, polarity="" if self.indicator else self.polarity)

    @property
    def side(self) -> tuple[Side, str]:
        """The side on which a bare number is kept, and the code of how that is known."""
        if self.polarity in (Side.AT_LEAST, Side.AT_MOST):
            return Side(self.polarity), "side_from_polarity"
        named = names.side_of_name(self.indicator)
        return (named, "side_from_name") if named else (Side.AT_LEAST, "side_assumed")

    @property
    def falls(self) -> bool:
        """Whether lower is known to be better."""
        return self.side[0] == Side.AT_MOST

    @property
    def is_share(self) -> bool:
        """Whether the indicator is a share in per cent, by its unit, or, without one, by its baseline or name."""
        if self.unit:
            return self.unit == PERCENT
        if self.baseline.unit:
            return self.baseline.unit == PERCENT
        return names.names_a_share(self.indicator)

    @property
    def known_unit(self) -> str:
        """The unit of the indicator or, where the plan gives none, of its printed baseline."""
        return self.unit or self.baseline.unit

    @property
    def is_rate(self) -> bool:
        """Whether the indicator is given in any share: %, ‰, /10万."""
        return is_share(self.known_unit) or (not self.known_unit and self.is_share)
