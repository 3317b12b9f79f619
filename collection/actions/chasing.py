"""Reminding the units that owe their form (催报): in the application always, by e-mail where that is set up."""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import SYSTEM_NAME, action
from bureaus.actions import record
from bureaus.models import Role, User
from bureaus.permissions import holds_over
from collection.actions.steps import locked
from collection.models import Reminder, Submission
from collection.policies import check_remindable
from collection.queries import clerks_of

log = logging.getLogger(__name__)
MAIL_FAILURES = (smtplib.SMTPException, OSError)  # refused, unreachable, timed out


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """What became of reminding several units."""

    reminders: tuple[Reminder, ...] = ()
    kept: tuple[tuple[Submission, str], ...] = ()  # units that were not reminded, each with the sentence why
    mailed: int = 0
    mail_errors: tuple[str, ...] = ()


@action
def remind(*, by: User | None, submission: Submission, text: str, once_a_day: bool = False) -> Reminder:
    """Remind a unit's clerks: they find the words on their desk until they submit.

    Raises PermissionDenied unless `by` plans for the collecting bureau (a command passes None), ValidationError when
    nothing is owed, no words are given, or `once_a_day` and the unit was reminded today.
    """
    if by and not holds_over(by, Role.PLANNER, submission.collection.area):
        raise PermissionDenied(_("Only the planning office reminds."))
    submission = locked(submission)
    last = submission.reminders.first() if once_a_day else None
    today = timezone.localdate()
    check_remindable(submission, text, today, is_reminded=last is not None and timezone.localdate(last.at) == today)
    clerks = _clerks(submission)
    reminder = Reminder(
        submission=submission,
        by=by,
        by_name=by.name if by else SYSTEM_NAME,
        to_names=_joined([clerk.name for clerk in clerks]),
        text=text,
    )
    reminder.full_clean(exclude=["to_names"])
    reminder.save()
    record(by=by, verb="submission.reminded", subject=submission, area=submission.area, text=text)
    return reminder


def _clerks(submission: Submission) -> list[User]:
    unit = (submission.area_id, submission.department_id)
    return clerks_of([unit])[unit]


def _joined(names: Iterable[str], longest: int = 500) -> str:
    text = "、".join(names)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def remind_units(*, by: User | None, submissions: Sequence[Submission], text: str, once_a_day: bool = True) -> Chase:
    """Remind each of these units in a transaction of its own, then write to those whose clerks have an address.

    No e-mail leaves before its reminder is kept; a mail server that fails is logged and told, and undoes nothing.
    """
    reminders, kept = [], []
    for submission in submissions:
        try:
            reminders.append(remind(by=by, submission=submission, text=text, once_a_day=once_a_day))
        except ValidationError as refusal:
            kept.append((submission, " ".join(refusal.messages)))
    mailed, errors = _mail(by, reminders) if settings.MAILS else (0, ())
    return Chase(reminders=tuple(reminders), kept=tuple(kept), mailed=mailed, mail_errors=errors)


def _mail(by: User | None, reminders: Sequence[Reminder]) -> tuple[int, tuple[str, ...]]:
    """How many e-mails the mail server took, and what went wrong, each fault once."""
    errors: dict[str, None] = {}
    mailed, connection = 0, get_connection()
    try:
        connection.open()
        for reminder in reminders:
            taken = 0
            for address in {clerk.email for clerk in _clerks(reminder.submission) if clerk.email}:
                try:
                    taken += connection.send_messages([_message(reminder, address)]) or 0
                except MAIL_FAILURES as failure:
                    log.warning("A reminder to %s was not mailed: %s", reminder.submission, failure)
                    errors[str(failure)] = None
            mailed += taken
            if taken:
                _note_mailed(by=by, reminder=reminder, count=taken)
    except MAIL_FAILURES as failure:
        log.warning("The mail server does not take reminders: %s", failure)
        errors[str(failure)] = None
    finally:
        _close(connection)
    return mailed, tuple(errors)


def _message(reminder: Reminder, address: str) -> EmailMessage:
    subject = f"催报：{reminder.submission.collection} · {reminder.submission.unit_name}"
    return EmailMessage(subject=" ".join(subject.split()), body=f"{reminder.text}\n\n{reminder.by_name}", to=[address])


def _close(connection: object) -> None:
    try:
        connection.close()
    except MAIL_FAILURES as failure:
        log.warning("The connection to the mail server did not end well: %s", failure)


@action
def _note_mailed(*, by: User | None, reminder: Reminder, count: int) -> None:
    reminder.mailed = count
    reminder.save(update_fields=["mailed"])
