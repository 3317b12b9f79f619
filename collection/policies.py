"""When a submission may be filled in, submitted or reviewed."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collection.models import Collection, Submission
from indicators.domain.checks import Finding
from indicators.presenters import finding_text

FILLABLE = (Submission.State.OPEN, Submission.State.RETURNED)


def why_locked(submission: Submission, today: date) -> str:
    """Why nothing can be typed now and who can change that; "" when it can."""
    collection = submission.collection
    if collection.closed_on:
        return _("This collection was closed on %(day)s. The planning office of %(bureau)s can open it again.") % {
            "day": collection.closed_on,
            "bureau": collection.area,
        }
    if today < collection.opens_on:
        return _("This collection opens on %(day)s.") % {"day": collection.opens_on}
    if submission.state == Submission.State.SUBMITTED:
        return _("Submitted; the reviewers of %(bureau)s have it. They can return it to you.") % {
            "bureau": submission.awaits
        }
    if submission.state == Submission.State.APPROVED:
        return _("Reviewed and approved. The reviewers of %(bureau)s can return it to you, with a reason.") % {
            "bureau": collection.area
        }
    return ""


def check_fillable(submission: Submission, today: date) -> None:
    """Raises ValidationError with the reason when nothing can be typed."""
    reason = why_locked(submission, today)
    if reason:
        raise ValidationError(reason, code="locked")


def check_closed(collection: Collection, reason: str) -> None:
    """Raises ValidationError unless the collection is closed and a reason is given to open it again."""
    if not collection.closed_on:
        raise ValidationError(_("This collection is open already."), code="open")
    if not reason.strip():
        raise ValidationError(_("Write why it is opened again."), code="reason")


def check_extension(submission: Submission, until: date, reason: str, today: date) -> None:
    """Raises ValidationError unless the unit still owes its form and `until` is later than today and its deadline."""
    if submission.collection.closed_on or submission.state not in FILLABLE:
        raise ValidationError(_("This form is not open, so it needs no more time."), code="state")
    if until <= max(today, submission.deadline):
        raise ValidationError(
            _("The new deadline must lie after %(day)s.") % {"day": max(today, submission.deadline)}, code="day"
        )
    if not reason.strip():
        raise ValidationError(_("Write why this unit gets more time."), code="reason")


def check_remindable(submission: Submission, text: str, today: date, *, is_reminded: bool) -> None:
    """Raises ValidationError unless the unit owes its form, the words are there and it was not reminded already."""
    if submission.collection.closed_on or submission.state not in FILLABLE:
        raise ValidationError(_("Nothing is owed here any more."), code="state")
    if today < submission.collection.opens_on:
        raise ValidationError(
            _("This collection opens on %(day)s.") % {"day": submission.collection.opens_on}, code="early"
        )
    if not text.strip():
        raise ValidationError(_("Write the words of the reminder."), code="text")
    if is_reminded:
        raise ValidationError(_("Reminded today already."), code="today")


def check_recallable(submission: Submission, is_passed_on: bool) -> None:
    """Raises ValidationError unless the form still waits for its first review."""
    if submission.collection.closed_on:
        raise ValidationError(_("This collection is closed; nothing can be taken back any more."), code="closed")
    if submission.state != Submission.State.SUBMITTED or is_passed_on:
        raise ValidationError(
            _("This form was reviewed already. Only its reviewer can give it back to you."), code="state"
        )


def check_open(collection: Collection) -> None:
    """Raises ValidationError when the collection was closed already."""
    if collection.closed_on:
        raise ValidationError(
            _("This collection was closed on %(day)s already.") % {"day": collection.closed_on}, code="closed"
        )


def check_reviewable(submission: Submission) -> None:
    """Raises ValidationError unless the submission waits for review."""
    if submission.state != Submission.State.SUBMITTED:
        raise ValidationError(
            _("This submission does not wait for review: it is “%(state)s”.")
            % {"state": submission.get_state_display()},
            code="state",
        )


def check_returnable(submission: Submission) -> None:
    """Raises ValidationError unless the submission was submitted or approved and its collection is not closed."""
    if submission.state not in (Submission.State.SUBMITTED, Submission.State.APPROVED):
        raise ValidationError(_("Only a submitted or approved submission can be returned."), code="state")
    if submission.collection.closed_on:
        raise ValidationError(_("This collection is closed; nothing can be returned any more."), code="closed")


def check_unchanged(seen: Submission, now: Submission) -> None:
    """Raises ValidationError when the submission has moved on since the page that this decision was made on."""
    if seen.version != now.version:
        raise ValidationError(
            _("This form has changed since you opened it: it is “%(state)s” now. Look at it again before you decide.")
            % {"state": now.get_state_display()},
            code="changed",
        )


def check_as_handed_in(changed: list[str]) -> None:
    """Raises ValidationError naming the figures that were changed after the form was handed in."""
    if changed:
        raise ValidationError(
            _("Changed since the form was handed in, by another collection: %(names)s. Return the form.")
            % {"names": _(", ").join(changed)},
            code="changed",
        )


def check_consistent(findings: list[Finding], names: Mapping[int, str]) -> None:
    """Raises ValidationError with a sentence for each set of figures that cannot all be true."""
    broken = [finding_text(found, names) for found in findings if found.severity == "hard"]
    if broken:
        raise ValidationError(broken, code="contradiction")


def check_explained(findings: list[Finding], names: Mapping[int, str]) -> None:
    """Raises ValidationError with a sentence for each of these doubts: each needs a sentence of the unit's own."""
    doubts = [finding_text(found, names) for found in findings if found.severity == "soft"]
    if doubts:
        raise ValidationError([_("Explain in a sentence:"), *doubts], code="unexplained")


def check_answered(unchanged: list[str]) -> None:
    """Raises ValidationError naming the returned figures that are still as they were returned."""
    if unchanged:
        raise ValidationError(
            _("Returned and still as it was: %(names)s. Correct the figure, or explain why it is right.")
            % {"names": _(", ").join(unchanged)},
            code="unanswered",
        )


def check_complete(blanks: list[str]) -> None:
    """Raises ValidationError naming what is still blank: 0 and “not applicable” are answers, blank is none."""
    if blanks:
        raise ValidationError(
            _("Still blank: %(names)s. Type the figure, 0, or “-” where it does not apply.")
            % {"names": _(", ").join(blanks)},
            code="blank",
        )
