"""What a reviewer should look at: the forms that wait for them, and the figures in each that are doubtful."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bureaus.models import Area, User
from collection.models import ReturnedFigure, Step, Submission
from collection.permissions import Reviewers, asked_of
from collection.queries.forms import submissions_to_review
from indicators.checking import FormFigures, findings_for_many
from indicators.models import Evidence, Observation


class Doubt(StrEnum):
    """Why a figure deserves a look."""

    CHECKED = "checked"  # a check asks about it
    EXPLAINED = "explained"  # the unit explained it
    RETURNED = "returned"  # it was returned before
    CHANGED = "changed"  # it is not what was approved before


Doubts = dict[int, set[Doubt]]  # by indicator id; only those with any


def doubts_of(submissions: Sequence[Submission]) -> list[Doubts]:
    """What is doubtful in each of these forms. Eight queries, however many there are."""
    asked = asked_of(submissions)
    rows: dict[tuple[int, int], dict[int, Observation]] = defaultdict(dict)
    for row in Observation.objects.filter(
        area__in={one.area_id for one in submissions}, year__in={one.collection.year for one in submissions}
    ):
        rows[row.area_id, row.year][row.indicator_id] = row
    present = [
        {pk: row for pk, row in rows[one.area_id, one.collection.year].items() if pk in indicators}
        for one, indicators in zip(submissions, asked, strict=True)
    ]
    found = findings_for_many(
        [
            FormFigures(one.area, one.collection.year, {pk: row.value for pk, row in figures.items()})
            for one, figures in zip(submissions, present, strict=True)
        ]
    )
    returned: dict[int, set[int]] = defaultdict(set)
    for submission, indicator in ReturnedFigure.objects.filter(
        submission__in=[one.pk for one in submissions]
    ).values_list("submission", "indicator"):
        returned[submission].add(indicator)
    return [
        _doubts(figures, {one.item for one in findings}, returned[submission.pk])
        for submission, figures, findings in zip(submissions, present, found, strict=True)
    ]


def _doubts(present: dict[int, Observation], checked: set[int], returned: set[int]) -> Doubts:
    doubts: Doubts = {}
    for pk, row in present.items():
        was_approved = row.official_value is not None or bool(row.official_absence)
        reasons = {
            Doubt.CHECKED: pk in checked,
            Doubt.EXPLAINED: bool(row.explanation),
            Doubt.RETURNED: pk in returned,
            Doubt.CHANGED: was_approved and not row.is_official,
        }
        if any(reasons.values()):
            doubts[pk] = {reason for reason, holds in reasons.items() if holds}
    return doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A form that waits for the reviewers of my bureau."""

    submission: Submission
    doubts: Doubts
    why_not: str  # what keeps me from reviewing it; "" when nothing does
    decides: bool  # whether my bureau is the last


def waiting_for(user: User) -> list[Waiting]:
    """The forms that wait for this reviewer's level now, the longest waiting first. Constant queries."""
    field_of = submissions_to_review(user).filter(state=Submission.State.SUBMITTED).order_by("submitted_at", "pk")
    submitted = list(field_of.select_related("area__parent"))
    reviewers = Reviewers.of(submitted)
    mine = [one for one in submitted if reviewers.is_at_level(user, one)]
    return [
        Waiting(
            submission=one,
            doubts=doubts,
            why_not=reviewers.why_not(user, one),
            decides=reviewers.level_after(one) is None,
        )
        for one, doubts in zip(mine, doubts_of(mine) if mine else [], strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a reviewer's page shows beside the figures."""

    levels: list[Area]  # the bureaus that look at the form, lowest first
    now: Area  # the one that has it
    above: Area | None  # the one that has it next
    may_review: bool
    why_not: str
    doubts: Doubts
    returned: dict[int, list[ReturnedFigure]]  # by indicator id, newest first
    evidence: dict[int, list[Evidence]]  # by indicator id
    steps: list[Step]
    official: dict[int, Observation] = field(default_factory=dict)  # the figures that differ from what was approved


def review_of(user: User, submission: Submission) -> Review:
    """The form as this person may review it. Constant queries."""
    reviewers = Reviewers.of([submission])
    levels, now, above = (
        reviewers.levels(submission),
        reviewers.level_now(submission),
        reviewers.level_after(submission),
    )
    areas = Area.objects.in_bulk({*levels, now, *([above] if above else [])})
    doubts = doubts_of([submission])[0]
    is_at_level = reviewers.is_at_level(user, submission)
    returned: dict[int, list[ReturnedFigure]] = defaultdict(list)
    for one in submission.returned_figures.order_by("-id"):
        returned[one.indicator_id].append(one)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    files = Evidence.objects.filter(area=submission.area_id, year=submission.collection.year, removed_at__isnull=True)
    for file in files:
        evidence[file.indicator_id].append(file)
    changed = [pk for pk, reasons in doubts.items() if Doubt.CHANGED in reasons]
    official = Observation.objects.filter(
        area=submission.area_id, year=submission.collection.year, indicator__in=changed
    )
    return Review(
        levels=[areas[pk] for pk in levels],
        now=areas[now],
        above=areas[above] if above else None,
        may_review=is_at_level and not reviewers.why_not(user, submission),
        why_not=reviewers.why_not(user, submission) if is_at_level else "",
        doubts=doubts,
        returned=returned,
        evidence=evidence,
        steps=list(submission.steps.all()),
        official={row.indicator_id: row for row in official},
    )
