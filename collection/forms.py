"""Reading a posted entry form cell by cell, and the reviewer's reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collection.actions import TypedCell
from collection.models import CollectionItem
from indicators.domain.typing import TypingError, read_typed
from indicators.presenters import typing_error_text

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class PostedSheet:
    """A posted entry form: the cells that were understood, and a sentence for each that was not."""

    cells: dict[int, TypedCell] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


def read_sheet(posted: Mapping[str, str], items: list[CollectionItem]) -> PostedSheet:
    """Every posted cell of these items; cells that were not posted are left as they are."""
    sheet = PostedSheet()
    for item in items:
        indicator = item.indicator
        text = posted.get(f"figure-{indicator.pk}")
        if text is None:
            continue
        try:
            typed = read_typed(
                text,
                decimals=indicator.decimals,
                unit=indicator.unit,
                may_be_negative=indicator.may_be_negative,
            )
        except TypingError as error:
            sheet.errors[indicator.pk] = typing_error_text(error)
            continue
        version = posted.get(f"version-{indicator.pk}", "0")
        sheet.cells[indicator.pk] = TypedCell(
            typed=typed,
            note=posted.get(f"note-{indicator.pk}", "").strip()[:LONGEST_NOTE],
            based_on=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        )
    return sheet


class OpenForm(forms.Form):
    """A new year's call for a plan's figures: the year and its days."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    opens_on = forms.DateField(label=_("Opens on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args, years: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        today = timezone.localdate()
        self.fields["opens_on"].initial = today
        self.fields["due_on"].initial = today + timedelta(days=30)


class ReturnForm(forms.Form):
    """Why a submission goes back to its clerks."""

    reason = forms.CharField(
        label=_("Reason of the return"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what has to be corrected: the clerk sees nothing else.")},
    )
