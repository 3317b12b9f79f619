"""What is mine to do, in words."""

from dataclasses import dataclass
from datetime import date

from collection.models import Collection, Reminder, Submission
from collection.presenters.review import urgent_text
from collection.queries import days_left

SOON = 7  # days before a deadline from which on it is urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedLine:
    """A form of mine that is still to be submitted."""

    submission: Submission
    left: str
    is_urgent: bool
    opens_on: date | None  # where nothing can be typed yet
    reminder: Reminder | None


def owed_lines(submissions: list[Submission], reminders: dict[int, Reminder], today: date) -> list[OwedLine]:
    """My forms, the most urgent first."""
    lines = [
        OwedLine(
            submission=one,
            left=urgent_text(days_left(one, today)),
            is_urgent=days_left(one, today) < SOON,
            opens_on=one.collection.opens_on if one.collection.opens_on > today else None,
            reminder=_unanswered(one, reminders.get(one.pk)),
        )
        for one in submissions
    ]
    return sorted(lines, key=lambda line: days_left(line.submission, today))


def _unanswered(submission: Submission, reminder: Reminder | None) -> Reminder | None:
    """The reminder, unless the form was submitted after it: then it was heard."""
    if reminder is None or (submission.submitted_at and submission.submitted_at > reminder.at):
        return None
    return reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """A collection that I keep, and how many still owe."""

    collection: Collection
    owing: int
    returned: int
    left: str
    is_late: bool


def call_lines(collections: list[Collection], today: date) -> list[CallLine]:
    """My open collections, the next deadline first. They come counted by state."""
    lines = [
        CallLine(
            collection=one,
            owing=one.in_open + one.in_returned,
            returned=one.in_returned,
            left=urgent_text((one.due_on - today).days),
            is_late=one.due_on < today,
        )
        for one in collections
    ]
    return sorted(lines, key=lambda line: line.collection.due_on)
