"""A plan summed up: how many of its targets are met, on course, behind; binding targets apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.domain.case import Progress
from reporting.domain.statuses import Group, Status

_JUDGEABLE = (Group.DONE, Group.ON_COURSE, Group.BEHIND, Group.MISSED)
_ON_COURSE = (Group.DONE, Group.ON_COURSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share that is never shown without its numerator and denominator."""

    numerator: int
    denominator: int

    @property
    def share(self) -> Decimal | None:
        """0 to 1; None where nothing is counted."""
        return None if self.denominator == 0 else Decimal(self.numerator) / Decimal(self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts of a set of targets; every status and group stands in them, with 0 where none has it."""

    targets: int
    statuses: Mapping[Status, int]
    groups: Mapping[Group, int]
    completion: Rate  # 完成率: met / all targets with a number to reach
    on_course: Rate  # 达到进度率: (met + on course) / those that could be judged
    partial: int  # targets judged on a figure with areas missing (数据不全)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A plan's tallies: all its targets, and the binding ones among them."""

    all: Tally
    binding: Tally


def summarise(rows: Iterable[tuple[Progress, bool, bool]]) -> Summary:
    """The summary of (progress, binding, counted) rows; 其中 rows come with counted=False and are left out."""
    counted = [(progress, binding) for progress, binding, is_counted in rows if is_counted]
    return Summary(
        all=_tally([progress for progress, _ in counted]),
        binding=_tally([progress for progress, binding in counted if binding]),
    )


def _tally(found: list[Progress]) -> Tally:
    statuses = Counter(progress.status for progress in found)
    groups = Counter(progress.group for progress in found)
    quantified = [progress for progress in found if progress.quantified]
    return Tally(
        targets=len(found),
        statuses={status: statuses[status] for status in Status},
        groups={group: groups[group] for group in Group},
        completion=Rate(
            numerator=sum(progress.group == Group.DONE for progress in quantified),
            denominator=len(quantified),
        ),
        on_course=Rate(
            numerator=sum(groups[group] for group in _ON_COURSE),
            denominator=sum(groups[group] for group in _JUDGEABLE),
        ),
        partial=sum(_is_partial(progress) for progress in found),
    )


def _is_partial(progress: Progress) -> bool:
    """Whether a verdict rests on a figure of which areas are missing."""
    judged = progress.group in (*_JUDGEABLE, Group.TREND)
    return judged and any(flag.split(":")[0] == "partial" for flag in progress.flags)
