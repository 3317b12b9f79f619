"""The form that chooses entries of the log."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area


class LogSearch(forms.Form):
    """Which entries of one log to show. The kinds, and the tables of the change log, are those that it has."""

    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("Person"), required=False, max_length=60)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, empty_label=_("all areas"))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    table = forms.ChoiceField(label=_("Table"), required=False)

    def __init__(self, *args, areas: QuerySet[Area], kinds: list[tuple], tables: list[tuple] | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
        self.fields["kind"].choices = [("", _("all kinds")), *kinds]
        if tables is None:
            del self.fields["table"]
        else:
            self.fields["table"].choices = [("", _("all tables")), *tables]

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """From when on and before when, on the installation's clock; None where no day was chosen."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        zone = timezone.get_current_timezone()
        return (
            datetime.combine(since, time(), tzinfo=zone) if since else None,
            datetime.combine(until + timedelta(days=1), time(), tzinfo=zone) if until else None,
        )
