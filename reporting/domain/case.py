"""What judging takes and gives: one target of one area with its figures, and the verdict with the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from plans.domain.meaning import TargetMeaning
from reporting.domain.statuses import Group, Status

ABOUT_SHARE = Decimal("0.95")  # an approximate target (左右, 约) is all but reached from this share of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The bars of a plan, shown on its method page. 0.95 and 0.60 are Open SDG's, after Eurostat."""

    ahead: Decimal = Decimal("1.5")
    on_track: Decimal = Decimal("0.95")
    binding: Decimal = Decimal("1.00")  # on_track for binding (约束性) targets
    slow: Decimal = Decimal("0.60")
    flat_per_year: Decimal = Decimal("0.5")  # percent a year


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJudgement:
    """What a person decided where no figure can.

    `name` is "" where a table states it and nobody is named; `on` is then the year it is stated for.
    For a milestone the status is `met`, `under_way` or `not_started`; elsewhere any that is not `by_person`.
    """

    status: Status
    name: str
    on: str  # ISO date, or a year
    reason: str = ""  # the evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One target for one area, with everything known about it. Figures are in `unit`; years are calendar years.

    `baseline_year` is the baseline's own year where the plan prints one, as in "3.6(2014年)"; None means the plan's
    base year. `base_year` is None only where nobody wrote it down.
    """

    meaning: TargetMeaning
    unit: str
    decimals: int
    polarity: str  # "up" higher is better, "down" lower is better, "" neither or unknown
    binding: bool
    base_year: int | None
    target_year: int
    baseline: Decimal | None
    baseline_year: int | None = None
    figures: Mapping[int, Decimal] = field(default_factory=dict)
    preliminary_years: frozenset[int] = frozenset()
    partial: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # year → (areas reported, areas)
    is_sum: bool = False  # figures are sums over areas, so that with areas missing they are floors
    benchmark: Mapping[int, Decimal] = field(default_factory=dict)  # the compared area's figures
    person: PersonJudgement | None = None
    divisible: bool = True  # False: an absolute total of a higher area that was not apportioned to this one
    indicator_is_growth: bool = False  # each figure is itself a yearly change: 增速, 增长率, 每年新增
    figures_accumulate: bool = False  # each figure is already the total since the base year
    redefined_years: frozenset[int] = frozenset()  # years from which the denominator is defined otherwise
    unit_en: str | None = None  # the unit after a number in English, where the usual word does not fit

    @property
    def start_year(self) -> int | None:
        """t0, the year the planned change starts: the baseline's own year, so that P and E start together.

        A baseline of 2014 in a plan of 2015 has had a year more to move; starting the clock in 2015 would count the
        movement of that year but not its time.
        """
        if self.baseline is not None and self.baseline_year is not None:
            return self.baseline_year
        return self.base_year

    @property
    def last_year_before(self) -> int | None:
        """The last year whose figures are not yet results of the plan."""
        known = [year for year in (self.base_year, self.start_year) if year is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The verdict on one target for one area in one year, the numbers behind it, and the sentence that says why.

    Figures are rounded as shown; shares, ratio, required and paces are not. Everything that does not exist is None.
    """

    status: Status
    group: Group
    flags: tuple[str, ...] = ()
    sentence_zh: str = ""
    sentence_en: str = ""
    decimals: int = 0  # decimals that figure, baseline and target are shown with
    figure: Decimal | None = None  # in cumulative targets the total so far
    figure_year: int | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None  # T; of a range the edge nearer to the figure
    target_year: int | None = None
    change_share: Decimal | None = None  # P
    time_share: Decimal | None = None  # E
    ratio: Decimal | None = None  # R
    required: Decimal | None = None  # the figure expected by now on the straight line
    gap: Decimal | None = None  # target - figure
    needed_per_year: Decimal | None = None  # change a year needed from now
    best_past_pace: Decimal | None = None  # the best change a year so far
    average: Decimal | None = None  # the average growth (% a year) or yearly change judged in yearly targets
    years_kept: tuple[int, int] | None = None  # 逐年达标 k of n
    quantified: bool = True  # False for milestones, trends and targets not set yet
    chosen: Status | None = None  # what a person chose, where the status is by_person
    parts: tuple[Progress, ...] = ()  # the steps or sides of a target that has several


class NotJudged(Exception):
    """Raised inside judging where no further row of the decision table can be reached."""

    def __init__(self, status: Status, *flags: str) -> None:
        super().__init__(status, *flags)
        self.status = status
        self.flags = flags
