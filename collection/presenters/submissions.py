"""What every page says of a submission."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.models import Submission
from collection.queries import days_left

STATE_MODIFIER = {
    Submission.State.OPEN: "open",
    Submission.State.SUBMITTED: "waiting",
    Submission.State.RETURNED: "returned",
    Submission.State.APPROVED: "done",
}


def deadline_text(submission: Submission, today: date | None = None) -> str:
    """The deadline and how far away it is, as the page head says it."""
    if submission.state in (Submission.State.SUBMITTED, Submission.State.APPROVED):
        return _("Due %(day)s") % {"day": submission.deadline}
    left = days_left(submission, today or timezone.localdate())
    facts = {"day": submission.deadline, "days": abs(left)}
    if left < 0:
        return ngettext("Due %(day)s (%(days)d day late)", "Due %(day)s (%(days)d days late)", -left) % facts
    if left == 0:
        return _("Due today, %(day)s") % facts
    return ngettext("Due %(day)s (%(days)d day left)", "Due %(day)s (%(days)d days left)", left) % facts
