"""Handing a form in, and taking it back before anybody has looked at it."""

from django.utils import timezone

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import User
from collection.actions.steps import locked, note_step
from collection.models import ReturnedFigure, Step, Submission
from collection.permissions import check_fill, review_levels
from collection.policies import (
    check_answered,
    check_complete,
    check_consistent,
    check_explained,
    check_fillable,
    check_recallable,
)
from collection.queries import findings_of, is_answered, items_of, names_of, observations_of


def check_figures(submission: Submission) -> None:
    """Raises ValidationError unless every figure is answered, none contradicts another and every doubt is explained."""
    present = observations_of(submission)
    names = {item.indicator_id: str(item.indicator) for item in items_of(submission)}
    check_complete([name for pk, name in names.items() if not is_answered(present.get(pk))])
    findings = findings_of(submission, present)
    names |= names_of(findings)
    check_consistent(findings, names)
    check_explained([found for found in findings if not present[found.item].explanation], names)


@action
def submit(*, by: User, submission: Submission) -> Submission:
    """Hand the unit's figures in for review.

    Raises PermissionDenied for others than the unit's clerks; ValidationError when locked, when something is still
    blank, contradictory or doubtful without a sentence, or when a returned figure is as it was.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    check_figures(submission)
    open_returns = ReturnedFigure.objects.filter(submission=submission, answered_at__isnull=True)
    present = observations_of(submission)
    check_answered(
        [
            str(one.indicator)
            for one in open_returns.select_related("indicator")
            if one.indicator_id in present and present[one.indicator_id].version == one.figure_version
        ]
    )
    open_returns.update(answered_at=timezone.now())
    submission.state, submission.awaits = Submission.State.SUBMITTED, review_levels(submission)[0]
    submission.submitted_by, submission.submitted_at = by, timezone.now()
    submission.reviewed_by = submission.reviewed_at = None
    submission.version += 1
    submission.save()
    note_step(submission, by=by, act=Step.Act.SUBMITTED)
    record(by=by, verb="submission.submitted", subject=submission, area=submission.area)
    return submission


@action
def recall(*, by: User, submission: Submission) -> Submission:
    """Take a submitted form back while it still waits for its first review.

    Raises PermissionDenied for others than the unit's clerks, ValidationError when it is not submitted or was passed on.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_recallable(submission, review_levels(submission)[0])
    submission.state, submission.awaits = Submission.State.OPEN, None
    submission.version += 1
    submission.save()
    note_step(submission, by=by, act=Step.Act.RECALLED)
    record(by=by, verb="submission.recalled", subject=submission, area=submission.area)
    return submission
