"""What a reviewer reads: the queue, the figures with what is doubtful about each, and what was done before."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.models import ReturnedFigure, Submission
from collection.presenters.entry import DerivedCell, EntryCell, entry_topics
from collection.queries import Doubt, EntrySheet, Review, Waiting
from indicators.models import Evidence, Indicator, Observation
from indicators.presenters import figure_text


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One form that waits for me."""

    submission: Submission
    doubts: int
    doubts_text: str
    why_not: str
    decides: bool
    late: str  # how many days after its deadline it was submitted; "" when in time


def queue_rows(waiting: list[Waiting]) -> list[QueueRow]:
    """The queue in words."""
    return [
        QueueRow(
            submission=one.submission,
            doubts=len(one.doubts),
            doubts_text=doubts_text(len(one.doubts)),
            why_not=one.why_not,
            decides=one.decides,
            late=late_text(one.submission),
        )
        for one in waiting
    ]


def doubts_text(count: int) -> str:
    """How many figures deserve a look."""
    if not count:
        return _("nothing doubtful")
    return ngettext("%(count)d figure to look at", "%(count)d figures to look at", count) % {"count": count}


def late_text(submission: Submission) -> str:
    """How many days late the form was submitted, by the bureau's calendar; "" when it was in time or is not there."""
    if submission.submitted_at is None:
        return ""
    late = (timezone.localdate(submission.submitted_at) - submission.deadline).days
    return ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late} if late > 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One figure under review."""

    id: int
    code: str
    name: str
    unit: str
    definition: str
    past: list[str]
    shown: str
    approved: str  # what was approved before, where it is something else
    change: str
    doubts: tuple[str, ...]
    explanation: str
    returned: list[str]
    note: str
    evidence: list[Evidence]
    derived: list[DerivedCell]
    is_marked: bool
    reason: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGroup:
    """Figures that deserve the same attention."""

    name: str
    rows: list[ReviewRow] = field(default_factory=list)


def review_groups(
    sheet: EntrySheet, review: Review, marks: Mapping[int, str], errors: Mapping[int, str]
) -> list[ReviewGroup]:
    """The figures, doubtful ones first, then those that changed since they were approved, then the others."""
    doubtful = ReviewGroup(name=_("Doubtful figures"))
    changed = ReviewGroup(name=_("Changed since the last approval"))
    others = ReviewGroup(name=_("The other figures"))
    indicators = {row.item.indicator_id: row.item.indicator for row in sheet.rows}
    for cell in (cell for topic in entry_topics(sheet, {}, {}, {}) for cell in topic.cells):
        reasons = review.doubts.get(cell.id, set())
        group = others if not reasons else changed if reasons == {Doubt.CHANGED} else doubtful
        group.rows.append(_review_row(cell, indicators[cell.id], review, marks, errors))
    return [group for group in (doubtful, changed, others) if group.rows]


def _review_row(
    cell: EntryCell, indicator: Indicator, review: Review, marks: Mapping[int, str], errors: Mapping[int, str]
) -> ReviewRow:
    return ReviewRow(
        id=cell.id,
        code=cell.code,
        name=cell.name,
        unit=cell.unit,
        definition=cell.definition,
        past=cell.past,
        shown=cell.shown,
        approved=_approved(review.official.get(cell.id), indicator),
        change=cell.change,
        doubts=cell.doubts,
        explanation=cell.explanation,
        returned=[_returned_text(one) for one in review.returned.get(cell.id, [])],
        note=cell.note,
        evidence=review.evidence.get(cell.id, []),
        derived=cell.derived,
        is_marked=cell.id in marks,
        reason=marks.get(cell.id, ""),
        error=errors.get(cell.id, ""),
    )


def _approved(row: Observation | None, indicator: Indicator) -> str:
    return figure_text(row.official_value, row.official_absence, indicator) if row else ""


def _returned_text(one: ReturnedFigure) -> str:
    return _("Returned %(day)s (%(who)s): %(why)s") % {
        "day": timezone.localdate(one.at),
        "who": one.by_name,
        "why": one.reason,
    }


def urgent_text(days: int) -> str:
    """How far a deadline is away, for a list; negative days are late."""
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
