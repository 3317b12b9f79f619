"""Reviewing: pass a form on to the next bureau, make its figures official, or give it back with reasons."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, User
from collection.actions.handing_in import check_possible
from collection.actions.steps import locked, note_step
from collection.models import ReturnedFigure, Step, Submission
from collection.permissions import check_review
from collection.policies import check_as_handed_in, check_returnable, check_reviewable, check_unchanged
from collection.queries import items_of, observations_of
from indicators.actions import make_official, roll_up_above
from indicators.models import Observation, ObservationRevision


@action
def approve(*, by: User, submission: Submission) -> Submission:
    """Pass the form on to the next bureau up; at the bureau that collects, make its figures official and sum them up.

    `submission` comes as the reviewer saw it; one that has moved on since is refused, and so is one of which a figure
    was changed since it was handed in (two collections may ask for the same figure).

    Raises PermissionDenied for others than the reviewers of the bureau that has it, and for whoever typed, submitted or
    passed it on before; ValidationError unless it waits for review.
    """
    seen, submission = submission, locked(submission)
    reviewers = check_review(by, submission)
    check_reviewable(submission)
    check_unchanged(seen, submission)
    check_as_handed_in(_changed_since(submission))
    check_possible(submission)
    submission.version += 1
    above = reviewers.level_after(submission)
    if above is not None:
        return _pass_on(by, submission, Area.objects.get(pk=above))
    indicators = [item.indicator_id for item in items_of(submission)]
    year = submission.collection.year
    changed = make_official(by=by, area=submission.area, year=year, indicators=indicators)
    roll_up_above(by=by, area=submission.area, year=year, indicators=indicators)
    submission.state, submission.awaits = Submission.State.APPROVED, None
    submission.reviewed_by, submission.reviewed_at = by, timezone.now()
    submission.return_reason = ""
    submission.save()
    note_step(submission, by=by, act=Step.Act.APPROVED)
    record(by=by, verb="submission.approved", subject=submission, area=submission.area, figures=len(changed))
    return submission


def _pass_on(by: User, submission: Submission, above: Area) -> Submission:
    submission.awaits = above
    submission.save()
    note_step(submission, by=by, act=Step.Act.PASSED_ON)
    record(by=by, verb="submission.passed_on", subject=submission, area=submission.area, to=above.name)
    return submission


def _changed_since(submission: Submission) -> list[str]:
    """The names of the figures that were written after the form was handed in. Holds the figures' rows."""
    rows = Observation.objects.select_for_update(of=("self",)).filter(
        area=submission.area,
        year=submission.collection.year,
        indicator__in=items_of(submission).order_by().values("indicator"),
    )
    names = {row.pk: str(row.indicator) for row in rows.select_related("indicator")}
    written = ObservationRevision.objects.filter(observation__in=names, at__gt=submission.submitted_at)
    later = written.exclude(act__in=("approved", "rolled_up")).order_by().values_list("observation", flat=True)
    return [names[pk] for pk in sorted(set(later))]


@action
def return_submission(
    *, by: User, submission: Submission, reason: str = "", figures: Mapping[int, str] | None = None
) -> Submission:
    """Give the form back to its clerks with the reason, and with one for each figure (by indicator id) that is doubted.

    What was approved stays official until it is approved anew. Raises PermissionDenied for others than its reviewers,
    ValidationError when it cannot be returned, has moved on, or no reason is given.
    """
    seen, submission = submission, locked(submission)
    check_review(by, submission)
    check_returnable(submission)
    check_unchanged(seen, submission)
    asked = {item.indicator_id: item.indicator for item in items_of(submission)}
    figures = {pk: text for pk, text in (figures or {}).items() if pk in asked}
    if not all(text.strip() for text in figures.values()):
        raise ValidationError(_("Write for each marked figure what has to be corrected."), code="reason")
    submission.state, submission.awaits = Submission.State.RETURNED, None
    submission.reviewed_by, submission.reviewed_at = by, timezone.now()
    submission.return_reason = (
        reason.strip() or "；".join(f"{asked[pk].name}：{text}" for pk, text in figures.items())[:1000]
    )
    submission.version += 1
    submission.full_clean()
    submission.save()
    present = observations_of(submission)
    ReturnedFigure.objects.filter(submission=submission, answered_at__isnull=True).update(answered_at=timezone.now())
    for pk, text in figures.items():
        version = present[pk].version if pk in present else 0
        one = ReturnedFigure(
            submission=submission, indicator=asked[pk], figure_version=version, reason=text, by=by, by_name=by.name
        )
        one.full_clean()
        one.save()
    note_step(submission, by=by, act=Step.Act.RETURNED, reason=submission.return_reason)
    record(
        by=by,
        verb="submission.returned",
        subject=submission,
        area=submission.area,
        reason=submission.return_reason,
        figures={asked[pk].code: text for pk, text in figures.items()},
    )
    return submission
