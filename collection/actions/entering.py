"""Keeping what was typed, pasted or sent in a workbook: one way in, one set of checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import User
from collection.actions.steps import locked
from collection.models import Submission
from collection.permissions import check_fill
from collection.policies import check_fillable
from collection.queries import items_of, observations_of
from indicators.actions import FigureChange, write_figures
from indicators.checking import findings_for
from indicators.domain.checks import Finding
from indicators.domain.typing import Typed
from indicators.models import Absence, Indicator, Observation

DEMO_SOURCE = "演示数据"  # the source of invented figures; it stands in the data, so it is never translated


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCell:
    """One cell of the form that was understood, and the version of the figure its typist saw (0: none was there)."""

    typed: Typed
    note: str
    explanation: str = ""
    based_on: int

    def change(self, indicator: Indicator) -> FigureChange:
        """The cell as a change of that indicator's figure."""
        return FigureChange(
            indicator=indicator,
            value=self.typed.value,
            absence=Absence.NOT_APPLICABLE if self.typed.not_applicable else Absence.NONE,
            note=self.note,
            explanation=self.explanation,
            based_on=self.based_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What became of a set of cells.

    `written`: figures kept; `stale`: what was typed beside the figure that somebody else had changed meanwhile;
    `findings`: what the checks say of the cells that change something, hard and soft; `refused`: indicator ids of the
    cells that cannot be kept. Where the cells were to be kept whole or not at all, or only tried, nothing is written.
    """

    written: tuple[Observation, ...] = ()
    stale: tuple[tuple[FigureChange, Observation], ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: frozenset[int] = frozenset()


@action
def save_figures(
    *, by: User, submission: Submission, cells: Mapping[int, TypedCell], whole: bool = False, keep: bool = True
) -> Saving:
    """Keep the cells (by indicator id) of a unit's form. Cells that cannot be true are left out and told.

    `whole`: nothing is kept where any cell is refused or stale. `keep=False`: only tell what would become of them.
    Raises PermissionDenied for a person who may not, ValidationError when the form is locked.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    asked = {item.indicator_id: item.indicator for item in items_of(submission)}
    changes = {pk: cell.change(asked[pk]) for pk, cell in cells.items() if pk in asked}
    present = observations_of(submission)
    stale = tuple((change, present[pk]) for pk, change in changes.items() if _is_stale(change, present.get(pk)))
    fresh = {pk: change for pk, change in changes.items() if not _is_stale(change, present.get(pk))}
    findings = _findings(submission, present, fresh)
    refused = frozenset(found.item for found in findings if found.severity == "hard")
    if not keep or (whole and (refused or stale)):
        return Saving(stale=stale, findings=findings, refused=refused)
    writing = write_figures(
        by=by,
        area=submission.area,
        year=submission.collection.year,
        changes=[change for pk, change in fresh.items() if pk not in refused],
        source=_source_of(submission),
        is_demo=submission.collection.is_demo,
    )
    if writing.written:
        figures = {row.indicator.code: str(row.value) for row in writing.written}
        record(by=by, verb="figures.typed", subject=submission, area=submission.area, figures=figures)
    return Saving(written=writing.written, stale=stale + writing.stale, findings=findings, refused=refused)


def _is_stale(change: FigureChange, now: Observation | None) -> bool:
    """Whether the change would overwrite a figure that its typist has not seen. What is there already overwrites nothing."""
    version = now.version if now else 0
    return change.based_on != version and now is not None and not change.is_what_stands(now)


def _source_of(submission: Submission) -> str:
    """Who stands for the figures, by the name all readers know; what is typed into a demonstration is invented."""
    return DEMO_SOURCE if submission.collection.is_demo else (submission.department or submission.area).name


def _findings(
    submission: Submission, present: Mapping[int, Observation], fresh: Mapping[int, FigureChange]
) -> tuple[Finding, ...]:
    """What the checks say of the figures as they will really stand."""
    stored = {pk: row.value for pk, row in present.items()}
    figures: dict[int, Decimal | None] = stored | {pk: change.value for pk, change in fresh.items()}
    changed = frozenset(pk for pk in fresh if figures[pk] != stored.get(pk))
    if not changed:
        return ()
    found = findings_for(area=submission.area, year=submission.collection.year, figures=figures, changed=changed)
    return tuple(found)
