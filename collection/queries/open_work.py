"""How much lies open with a person: what a hand-over of duties must know. Counts, and no figure."""

from django.utils.translation import gettext as _

from bureaus.models import User
from collection.models import Submission
from collection.permissions import can_review
from collection.policies import FILLABLE
from collection.queries.forms import submissions_to_fill, submissions_to_review


def open_work(user: User) -> list[tuple[str, int]]:
    """Forms that this person's units still owe, and forms that wait for this person's review, in words and numbers."""
    owed = submissions_to_fill(user).filter(state__in=FILLABLE, collection__closed_on__isnull=True).count()
    waiting = submissions_to_review(user).filter(state=Submission.State.SUBMITTED)
    return [
        (_("forms to fill in"), owed),
        (_("forms to review"), sum(can_review(user, submission) for submission in waiting)),
    ]
