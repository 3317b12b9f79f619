"""`manage.py remind [--days 3] [--dry-run]`: reminds every unit whose form is due soon or late. For a daily timer."""

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from collection.actions import remind_units
from collection.models import Collection, Submission
from collection.presenters.ledger import reminder_words
from collection.queries import owed_on, with_names


class Command(BaseCommand):
    """Reminds each unit at most once a day, however often it is started; says whom."""

    help = "催报：提醒即将到期或已逾期的单位，每单位每日至多一次。Reminds units whose form is due soon or late, at most once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """How soon is soon, and whether to only say whom."""
        parser.add_argument("--days", type=int, default=3, help="到期前几日起提醒（默认3）。Days before the deadline.")
        parser.add_argument("--dry-run", action="store_true", help="只列出，不提醒。Only say whom.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind, one set of words for each collection and deadline."""
        today = timezone.localdate()
        open_forms = with_names(Submission.objects.filter(collection__closed_on__isnull=True))
        owed = owed_on(open_forms.order_by("collection", "area__path", "department"), today, options["days"])
        groups: dict[tuple[Collection, Any], list[Submission]] = defaultdict(list)
        for submission in owed:
            groups[submission.collection, submission.deadline].append(submission)
        for (collection, deadline), submissions in groups.items():
            if options["dry_run"]:
                for submission in submissions:
                    self.stdout.write(f"{submission} ({deadline})")
                continue
            chase = remind_units(
                by=None, submissions=submissions, text=reminder_words(collection, today, deadline), once_a_day=True
            )
            for reminder in chase.reminders:
                self.stdout.write(f"{reminder.submission} ({deadline}): {reminder.to_names or '—'}")
            for error in chase.mail_errors:
                self.stderr.write(f"邮件未发出。An e-mail was not sent: {error}")
