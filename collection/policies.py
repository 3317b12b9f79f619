"""When a submission may be filled in, submitted or reviewed."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collection.models import Collection, Submission
from indicators.domain.checks import Contradiction

FILLABLE = (Submission.State.OPEN, Submission.State.RETURNED)


def why_locked(submission: Submission, today: date) -> str:
    """Why nothing can be typed now and who can change that; "" when it can."""
    collection = submission.collection
    if collection.closed_on:
        return _("This collection was closed on %(day)s. The planning office can open it again.") % {
            "day": collection.closed_on
        }
    if today < collection.opens_on:
        return _("This collection opens on %(day)s.") % {"day": collection.opens_on}
    if submission.state == Submission.State.SUBMITTED:
        return _("Submitted and waiting for review. The reviewer can return it to you.")
    if submission.state == Submission.State.APPROVED:
        return _("Reviewed and approved. The reviewer can return it to you, with a reason.")
    return ""


def check_fillable(submission: Submission, today: date) -> None:
    """Raises ValidationError with the reason when nothing can be typed."""
    reason = why_locked(submission, today)
    if reason:
        raise ValidationError(reason, code="locked")


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


def contradiction_text(broken: Contradiction, names: Mapping[int, str]) -> str:
    """One sentence naming both figures of a broken rule."""
    facts = {
        "part": names[broken.rule.numerator],
        "part_value": f"{broken.numerator.normalize():f}",
        "whole": names[broken.rule.denominator],
        "whole_value": f"{broken.denominator.normalize():f}",
    }
    return _("%(part)s (%(part_value)s) cannot be more than %(whole)s (%(whole_value)s).") % facts


def check_consistent(broken: list[Contradiction], names: Mapping[int, str]) -> None:
    """Raises ValidationError with a sentence for each pair of figures that cannot both be true."""
    if broken:
        raise ValidationError([contradiction_text(one, names) for one in broken], code="contradiction")


def check_complete(submission: Submission, blanks: list[str]) -> None:
    """Raises ValidationError naming what is still blank: 0 and “not applicable” are answers, blank is none."""
    if blanks:
        raise ValidationError(
            _("Still blank: %(names)s. Type the figure, 0, or “-” where it does not apply.")
            % {"names": _(", ").join(blanks)},
            code="blank",
        )
