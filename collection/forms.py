"""Reading a posted entry form cell by cell, and the reviewer's reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collection.actions import TypedCell
from collection.models import CollectionItem
from indicators.domain.typing import TypingError, read_note, read_typed
from indicators.presenters import typing_error_text

TYPED = ("figure", "note", "explanation")  # what a person types beside each indicator


@dataclass(frozen=True, slots=True)
class PostedSheet:
    """A posted entry form: the cells that the person changed and that were understood, and a sentence for each other."""

    cells: dict[int, TypedCell] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


def read_sheet(posted: Mapping[str, str], items: list[CollectionItem]) -> PostedSheet:
    """The cells of these items that the person changed against what the page had shown; all others are nobody's business.

    A page sends what it showed beside what stands in a cell (`shown-…`), so that somebody else's change of a cell that this
    person never touched is neither overwritten nor complained about.
    """
    sheet = PostedSheet()
    for item in items:
        indicator = item.indicator
        text = posted.get(f"figure-{indicator.pk}")
        if text is None or not _is_changed(posted, indicator.pk):
            continue
        try:
            typed = read_typed(
                text,
                decimals=indicator.decimals,
                limits=indicator.limits,
                unit=indicator.unit,
            )
            note, explanation = (
                read_note(posted.get(f"{name}-{indicator.pk}", "")) for name in ("note", "explanation")
            )
        except TypingError as error:
            sheet.errors[indicator.pk] = typing_error_text(error)
            continue
        version = posted.get(f"version-{indicator.pk}", "0")
        sheet.cells[indicator.pk] = TypedCell(
            typed=typed,
            note=note,
            explanation=explanation,
            based_on=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        )
    return sheet


def changed_fields(posted: Mapping[str, str], pks: Iterable[int]) -> dict[str, str]:
    """The posted fields of those of these cells that the person changed, to be shown again as they were typed."""
    names = (*TYPED, "version", *(f"shown-{name}" for name in TYPED))
    fields = [f"{name}-{pk}" for pk in pks if _is_changed(posted, pk) for name in names]
    return {name: posted[name] for name in fields if name in posted}


def _is_changed(posted: Mapping[str, str], pk: int) -> bool:
    return any(posted.get(f"{name}-{pk}", "") != posted.get(f"shown-{name}-{pk}", "") for name in TYPED)


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
    """Why a submission goes back to its clerks: with a figure marked, the reason of the whole may stay empty."""

    reason = forms.CharField(
        label=_("Reason of the return"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, marks: "Marks | None" = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.marks = marks or Marks()

    def clean(self) -> dict:
        """A return says something: about a figure, or about the form as a whole."""
        data = super().clean()
        if "reason" in data and not data["reason"] and not self.marks.texts:
            self.add_error("reason", _("Write what has to be corrected: the clerk sees nothing else."))
        return data


@dataclass(frozen=True, slots=True)
class Marks:
    """The figures that a reviewer marked, by indicator id: what was written about each, and a sentence where that is wrong."""

    texts: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


def read_marks(posted: Mapping[str, str], items: Iterable[CollectionItem]) -> Marks:
    """The marks of a posted review on these items; what was written beside a figure that is not marked does not count."""
    marks = Marks()
    for pk in (item.indicator_id for item in items):
        if f"mark-{pk}" not in posted:
            continue
        marks.texts[pk] = posted.get(f"reason-{pk}", "")
        try:
            marks.texts[pk] = read_note(marks.texts[pk])
        except TypingError as error:
            marks.errors[pk] = typing_error_text(error)
        else:
            if not marks.texts[pk]:
                marks.errors[pk] = str(_("Write what has to be corrected in this figure."))
    return marks


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ExtensionForm(forms.Form):
    """Until when one unit has time, and why."""

    due_on = forms.DateField(label=_("New deadline"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason of the extension"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ReminderForm(forms.Form):
    """The words of a reminder."""

    text = forms.CharField(label=_("Words of the reminder"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
