"""The listing tables of collecting."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from collection.models import Reminder, Submission
from collection.presenters import STATE_MODIFIER, deadline_text


class SubmissionTable(tables.Table):
    """Submissions, one a row, each opening its form or its review."""

    collection = tables.Column(verbose_name=_("Collection"), order_by=("-collection__year",))
    unit = tables.Column(verbose_name=_("Unit"), accessor="unit_name", order_by=("area__path", "department"))
    state = tables.Column(verbose_name=_("State"))
    due = tables.Column(verbose_name=_("Deadline"), accessor="deadline", orderable=False)
    submitted_at = tables.DateTimeColumn(verbose_name=_("Submitted"), format="Y-m-d H:i")

    class Meta:
        model = Submission
        fields = ("collection", "unit", "state", "due", "submitted_at")
        attrs = {"class": "listing stacked"}  # noqa: RUF012  (django-tables2's own attribute)
        empty_text = _("Nothing here yet.")

    def __init__(self, *args, page: str, **kwargs) -> None:
        self.page_name = page
        super().__init__(*args, **kwargs)

    def render_collection(self, record: Submission) -> str:
        """The collection's title as the link to the unit's page."""
        return format_html('<a href="{}">{}</a>', reverse(self.page_name, args=[record.pk]), record.collection)

    def render_state(self, record: Submission) -> str:
        """The state with its mark."""
        return format_html(
            '<span class="state state--{}">{}</span>', STATE_MODIFIER[record.state], record.get_state_display()
        )

    def render_due(self, record: Submission) -> str:
        """The deadline with the days left, as long as it matters."""
        if record.state in (Submission.State.OPEN, Submission.State.RETURNED):
            return deadline_text(record)
        return str(record.deadline)


class ReminderTable(tables.Table):
    """Reminders of a collection, newest first."""

    at = tables.DateTimeColumn(verbose_name=_("Time"), format="Y-m-d H:i")
    unit = tables.Column(
        verbose_name=_("Unit"),
        accessor="submission__unit_name",
        order_by=("submission__area__path", "submission__department"),
    )
    to_names = tables.Column(verbose_name=_("To"))
    by_name = tables.Column(verbose_name=_("From"))
    text = tables.Column(verbose_name=_("Words of the reminder"), orderable=False)
    mailed = tables.Column(verbose_name=_("E-mails"))

    class Meta:
        model = Reminder
        fields = ("at", "unit", "to_names", "by_name", "text", "mailed")
        attrs = {"class": "listing stacked"}  # noqa: RUF012  (django-tables2's own attribute)
        empty_text = _("Nobody was reminded yet. Reminders that you send from the list of units stand here.")

    def render_by_name(self, record: Reminder) -> str:
        """Who reminded; without a person it was the daily command."""
        return record.by_name if record.by_id else _("automatic")
