"""Who owes a collection what (催报台账): every unit with its state, its clerks and what it was told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from bureaus.models import Grant, Role, User
from collection.models import Collection, Reminder, Submission
from collection.permissions import asked_of
from collection.policies import FILLABLE
from collection.queries.forms import days_left, is_answered, with_names
from collection.queries.reviewing import doubts_of
from indicators.models import Observation

Unit = tuple[int, int | None]  # area id, department id


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One unit: where its form stands, and whom to call."""

    submission: Submission
    filled: int
    asked: int
    doubts: int  # figures that deserve a look
    clerks: list[User]
    reminder: Reminder | None  # the last one

    @property
    def owes(self) -> bool:
        """Whether the form is still with the unit."""
        return self.submission.state in FILLABLE and self.submission.collection.closed_on is None

    def urgency(self, today: date) -> tuple[object, ...]:
        """The key by which the most urgent unit comes first: who owes longest, then what waits, then what is done."""
        states = (Submission.State.SUBMITTED, Submission.State.APPROVED)
        place = 0 if self.submission.state in FILLABLE else 1 + states.index(self.submission.state)
        return place, days_left(self.submission, today) if place == 0 else 0, self.filled - self.asked


def ledger_of(collection: Collection, today: date) -> list[LedgerRow]:
    """Every unit of the collection, the most urgent first. Constant queries, however many units."""
    units = with_names(collection.submissions.all()).select_related("area__parent")
    submissions = list(units.order_by("area__path", "department"))
    if not submissions:
        return []
    asked, clerks, reminders = asked_of(submissions), clerks_of(_units(submissions)), last_reminders(submissions)
    answered: dict[int, set[int]] = defaultdict(set)
    for row in Observation.objects.filter(area__in={one.area_id for one in submissions}, year=collection.year):
        if is_answered(row):
            answered[row.area_id].add(row.indicator_id)
    rows = [
        LedgerRow(
            submission=one,
            filled=len(indicators & answered[one.area_id]),
            asked=len(indicators),
            doubts=len(doubts),
            clerks=clerks[one.area_id, one.department_id],
            reminder=reminders.get(one.pk),
        )
        for one, indicators, doubts in zip(submissions, asked, doubts_of(submissions), strict=True)
    ]
    return sorted(rows, key=lambda row: row.urgency(today))


def _units(submissions: Iterable[Submission]) -> set[Unit]:
    return {(one.area_id, one.department_id) for one in submissions}


def clerks_of(units: Iterable[Unit]) -> dict[Unit, list[User]]:
    """Who types the figures of each of these units (area and department ids). One query."""
    units = set(units)
    clerks: dict[Unit, list[User]] = {unit: [] for unit in units}
    grants = Grant.objects.filter(role=Role.CLERK, user__is_active=True, area__in={area for area, _one in units})
    for grant in grants.select_related("user").order_by("id"):
        unit = (grant.area_id, grant.department_id)
        if unit in units:
            clerks[unit].append(grant.user)
    return clerks


def last_reminders(submissions: Sequence[Submission]) -> dict[int, Reminder]:
    """The newest reminder to each of these units, by submission id. Two queries."""
    newest = (
        Reminder.objects.filter(submission__in=[one.pk for one in submissions])
        .order_by()
        .values("submission")
        .annotate(newest=Max("id"))
    )
    rows = Reminder.objects.filter(pk__in=[row["newest"] for row in newest])
    return {row.submission_id: row for row in rows}


def owed_on(submissions: Iterable[Submission], today: date, days: int) -> list[Submission]:
    """Of these forms those that are still with their unit and due within so many days or late."""
    return [
        one
        for one in submissions
        if one.state in FILLABLE
        and one.collection.closed_on is None
        and one.collection.opens_on <= today
        and days_left(one, today) <= days
    ]
