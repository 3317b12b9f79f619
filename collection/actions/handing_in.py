"""Handing a form in, and taking it back before anybody has looked at it."""

from django.utils import timezone

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import User
from collection.actions.steps import locked, note_step
from collection.models import ReturnedFigure, Step, Submission
from collection.permissions import Reviewers, check_fill, is_passed_on
from collection.policies import (
    check_answered,
    check_complete,
    check_consistent,
    check_explained,
    check_fillable,
    check_recallable,
)
from collection.queries import findings_of, is_answered, items_of, names_of, observations_of
from indicators.domain.checks import Finding


def check_possible(submission: Submission) -> list[Finding]:
    """Raises ValidationError unless every figure is answered and none contradicts another.

    Gives what is doubtful and not explained: the unit explains it before it submits, the reviewer judges it.
    """
    present = observations_of(submission)
    check_complete(
        [str(item.indicator) for item in items_of(submission) if not is_answered(present.get(item.indicator_id))]
    )
    findings = findings_of(submission, present)
    check_consistent(findings, names_of(findings))
    return [found for found in findings if not present[found.item].explanation]


@action
def submit(*, by: User, submission: Submission) -> Submission:
    """Hand the unit's figures in for review.

    Raises PermissionDenied for others than the unit's clerks; ValidationError when locked, when something is still
    blank, contradictory or doubtful without a sentence, or when a returned figure is as it was.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    doubts = check_possible(submission)
    check_explained(doubts, names_of(doubts))
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
    submission.state = Submission.State.SUBMITTED
    submission.submitted_by, submission.submitted_at = by, timezone.now()
    submission.reviewed_by = submission.reviewed_at = None
    submission.version += 1
    note_step(submission, by=by, act=Step.Act.SUBMITTED)  # whoever passed it on before may do so again
    submission.awaits_id = Reviewers.of([submission]).levels(submission)[0]
    submission.save()
    record(by=by, verb="submission.submitted", subject=submission, area=submission.area)
    return submission


@action
def recall(*, by: User, submission: Submission) -> Submission:
    """Take a submitted form back while it still waits for its first review.

    Raises PermissionDenied for others than the unit's clerks, ValidationError when it is not submitted or was passed on.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_recallable(submission, is_passed_on(submission))
    submission.state, submission.awaits = Submission.State.OPEN, None
    submission.version += 1
    submission.save()
    note_step(submission, by=by, act=Step.Act.RECALLED)
    record(by=by, verb="submission.recalled", subject=submission, area=submission.area)
    return submission
