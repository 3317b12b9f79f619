"""The forms of the plan editor. They read what was typed; what is allowed is said by the actions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.models import Area, Department
from indicators.models import Indicator, Polarity
from plans.models import DraftRow, Nature, Plan, PlanDraft, Section, Target
from plans.policies import is_stale

WRITE_IT = {"required": gettext_lazy("Write it down.")}


def _day(label: str, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, error_messages=WRITE_IT)


class LinesField(forms.CharField):
    """A text of several lines, whose ends are kept as one sign whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(value).replace("\r\n", "\n")


def _text(label: str, most: int, *, required: bool = False, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return LinesField(label=label, max_length=most, required=required, widget=widget, error_messages=WRITE_IT, **more)


class BasedOn(forms.Form):
    """A form that names the version of the row it was based on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def fields_named(self, *names: str) -> list[forms.BoundField]:
        """These of its fields, for a part of the page."""
        return [self[name] for name in names]

    @property
    def based_on(self) -> int:
        """The version that the page showed; 0, which no row ever has, where that was tampered with."""
        return self.cleaned_data.get("version", 0)

    def told(self, *names: str) -> dict[str, Any]:
        """What was typed, without the version; only the fields named, where any are."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and (not names or name in names)
        }

    def refuse(self, refusal: ValidationError, *, version: int = 0, stands: Mapping[str, Any] | None = None) -> None:
        """Put the sentences of an action at their fields. Where somebody else was first, show what stands now.

        `stands` is what the fields hold now as a form would post it; posting again then overwrites that knowingly.
        """
        if is_stale(refusal):
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(version)
            for name, now in (stands or {}).items():
                self._tell(name, "" if now is None else str(now))
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)

    def _tell(self, name: str, now: str) -> None:
        typed = self.data.get(self.add_prefix(name), "")
        self.data[self.add_initial_prefix(name)] = now
        if name in self.fields and typed != now:
            self.add_error(name, _("Now: %(text)s") % {"text": _words(self.fields[name], now) or _("blank")})


def _words(field: forms.Field, value: str) -> str:
    """How people read what a field would post."""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "") if value else ""
    return str(dict(getattr(field, "choices", ())).get(value, value))


class RowForm(BasedOn):
    """One row of the table as it is edited in place. Only what was touched is changed (`changed_data`)."""

    number = _text(gettext_lazy("number"), 20)
    wording = _text(gettext_lazy("wording"), 500)
    nature = forms.ChoiceField(choices=Nature.choices)
    department = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, target: Target, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        self.fields["department"].choices = departments
        if target.plan.is_issued and last_wording(target):
            del self.fields["wording"]  # official: it changes on the row's own page, with document and reason
        for name, field in self.fields.items():
            if name != "version":
                field.show_hidden_initial = True
                field.widget.attrs["aria-label"] = format_lazy(
                    "{target}: {field}", target=target.shown_name, field=name_of(name)
                )

    def clean_wording(self) -> str:
        """What was typed; a line break that the box could not show is not a change."""
        typed, stands = self.cleaned_data["wording"], last_wording(self.target)
        return stands if " ".join(typed.split()) == " ".join(stands.split()) else typed

    @property
    def is_touched(self) -> bool:
        """Whether the person changed anything; another's change of the same row is none of theirs."""
        return bool(set(self.changed_data) - {"version"})

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that were touched, as the actions take them."""
        changed = {name: value for name, value in self.told().items() if name in self.changed_data}
        if "department" in changed:
            pk = changed["department"]
            changed["department"] = Department.objects.get(pk=pk) if pk else None
        return changed


def last_wording(target: Target) -> str:
    """The wording in force; `target` comes with its revisions."""
    return list(target.revisions.all())[-1].wording


def name_of(field: str) -> str:
    """What a field of the table is called."""
    return {
        "number": gettext_lazy("number"),
        "wording": gettext_lazy("wording"),
        "nature": gettext_lazy("nature"),
        "department": gettext_lazy("department in charge"),
    }[field]


def row_initial(target: Target) -> dict[str, Any]:
    """What the row's own fields hold."""
    return {
        "version": target.version,
        "number": target.number,
        "wording": last_wording(target),
        "nature": target.nature,
        "department": str(target.department_id or ""),
    }


class TargetForm(BasedOn):
    """Everything of a row but its wording."""

    section = forms.ModelChoiceField(Section.objects.none(), label=gettext_lazy("section"), required=False)
    new_section = _text(gettext_lazy("or a new section"), 200)
    number = _text(gettext_lazy("number"), 20)
    name = _text(gettext_lazy("indicator as printed"), 200, required=True)
    indicator = forms.ModelChoiceField(
        Indicator.objects.all(),
        label=gettext_lazy("indicator of the catalogue"),
        help_text=gettext_lazy("Whose figures it is judged by."),
        error_messages={"required": gettext_lazy("Choose the indicator whose figures it is judged by.")},
    )
    parent = forms.ModelChoiceField(Target.objects.none(), label=gettext_lazy("part of the target"), required=False)
    nature = forms.ChoiceField(label=gettext_lazy("nature"), choices=Nature.choices, initial=Nature.EXPECTED)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("department in charge"), required=False
    )
    baseline_wording = _text(gettext_lazy("baseline as printed"), 100)

    def __init__(self, *args: Any, choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].queryset = rows

    @property
    def about_the_promise(self) -> list[forms.BoundField]:
        """What the plan prints in the row."""
        printed = ("number", "name", "nature", "baseline_wording", "wording")
        return self.fields_named(*(name for name in printed if name in self.fields))

    @property
    def about_its_place(self) -> list[forms.BoundField]:
        """Where the row belongs."""
        return self.fields_named("section", "new_section", "parent", "indicator", "department")

    def clean(self) -> dict[str, Any]:
        """A section is chosen or named."""
        given = super().clean()
        if not given.get("section") and not given.get("new_section"):
            self.add_error("section", _("Choose a section or name a new one."))
        return given


class NewTargetForm(TargetForm):
    """A new row with its wording."""

    wording = _text(
        gettext_lazy("wording"), 500, rows=2, help_text=gettext_lazy("As the plan prints it; blank while none is set.")
    )
    version = None


class ReviseForm(BasedOn):
    """A later document's wording."""

    wording = _text(gettext_lazy("new wording"), 500, required=True, rows=2)
    document_no = _text(gettext_lazy("document number"), 100)
    issued_on = _day(gettext_lazy("date"))
    reason = _text(gettext_lazy("reason"), 1000, required=True, rows=2)


class TypingForm(BasedOn):
    """The wording in force typed over."""

    wording = _text(gettext_lazy("wording"), 500, rows=2)
    reason = _text(gettext_lazy("reason"), 1000)


class ReadingForm(BasedOn):
    """The same promise in clearer words."""

    clear_wording = _text(
        gettext_lazy("in clearer words"),
        500,
        help_text=gettext_lazy("For example ≥72%; blank gives the machine's own reading back."),
    )


class RetireForm(BasedOn):
    """Since when a target no longer counts, and why."""

    retired_on = _day(gettext_lazy("retired on"), required=True)
    retired_reason = _text(gettext_lazy("reason"), 1000, required=True, rows=2)


class RestoreForm(BasedOn):
    """Nothing but which state of the row was seen."""


class YearlyForm(BasedOn):
    """One wording a year on the way; the fields are named by their years."""

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in years:
            self.fields[str(year)] = _text(str(year), 500)

    @property
    def wordings(self) -> dict[int, str]:
        """The wordings by year."""
        return {int(name): wording for name, wording in self.told().items()}


class PlanForm(BasedOn):
    """The head of a plan."""

    title = _text(gettext_lazy("title"), 200, required=True)
    title_en = _text(gettext_lazy("English title"), 200)
    issuer = _text(gettext_lazy("issued by"), 200, required=True)
    document_no = _text(gettext_lazy("document number"), 100)
    issued_on = _day(gettext_lazy("issued on"))
    parent = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("higher plan"), required=False)
    base_year = forms.IntegerField(label=gettext_lazy("base year"), error_messages=WRITE_IT)
    target_year = forms.IntegerField(label=gettext_lazy("target year"), error_messages=WRITE_IT)
    slow_from = forms.DecimalField(label=gettext_lazy("slightly behind from"), max_digits=4, decimal_places=2)
    on_track_from = forms.DecimalField(label=gettext_lazy("on track from"), max_digits=4, decimal_places=2)
    binding_on_track_from = forms.DecimalField(
        label=gettext_lazy("on track from, when binding"), max_digits=4, decimal_places=2
    )
    ahead_from = forms.DecimalField(label=gettext_lazy("ahead from"), max_digits=4, decimal_places=2)

    def __init__(self, *args: Any, higher: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = higher

    @property
    def about_the_document(self) -> list[forms.BoundField]:
        """What stands on the document."""
        return self.fields_named("title", "title_en", "issuer", "document_no", "issued_on", "parent")

    @property
    def about_the_years(self) -> list[forms.BoundField]:
        """From when to when."""
        return self.fields_named("base_year", "target_year")

    @property
    def about_the_thresholds(self) -> list[forms.BoundField]:
        """The bars of judgement, rising."""
        return self.fields_named("slow_from", "on_track_from", "binding_on_track_from", "ahead_from")


class NextPlanForm(BasedOn):
    """What the plan after this one is called, and its years."""

    version = None
    title = _text(gettext_lazy("title"), 200, required=True)
    title_en = _text(gettext_lazy("English title"), 200)
    code = forms.SlugField(
        label=gettext_lazy("code"),
        max_length=60,
        help_text=gettext_lazy("Stands in the plan's address: letters, digits and hyphens."),
        error_messages=WRITE_IT,
    )
    base_year = forms.IntegerField(label=gettext_lazy("base year"), error_messages=WRITE_IT)
    target_year = forms.IntegerField(label=gettext_lazy("target year"), error_messages=WRITE_IT)


class UploadForm(forms.Form):
    """A document to read: a file, or text pasted in; and the area whose plan it is."""

    file = forms.FileField(label=gettext_lazy("Document"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or its text"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    area = forms.ModelChoiceField(label=gettext_lazy("Plan of"), queryset=Area.objects.none())

    def __init__(self, *args, areas: QuerySet[Area], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
        self.fields["area"].initial = areas.first()

    def clean(self) -> dict:
        """A file or a text, one of the two."""
        cleaned = super().clean()
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Choose a file or paste the text."))
        return cleaned


class DraftHeadForm(forms.Form):
    """What a draft says of the plan itself."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=200, required=False)
    document_no = forms.CharField(label=gettext_lazy("Document number"), max_length=100, required=False)
    issued_on = _day(gettext_lazy("Issued on"))
    base_year = forms.IntegerField(label=gettext_lazy("Base year"), min_value=1949, max_value=2200, required=False)
    target_year = forms.IntegerField(label=gettext_lazy("Target year"), min_value=1949, max_value=2200, required=False)

    def __init__(self, *args, draft: PlanDraft, **kwargs) -> None:
        super().__init__(*args, initial={name: getattr(draft, name) for name in self.base_fields}, **kwargs)


class DraftRowForm(forms.Form):
    """One row read from a document, to be put right."""

    name = forms.CharField(label=gettext_lazy("Indicator as printed"), max_length=200, strip=False)
    wording = forms.CharField(label=gettext_lazy("Target as printed"), max_length=500, required=False, strip=False)
    baseline = forms.CharField(label=gettext_lazy("Baseline"), max_length=100, required=False, strip=False)
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), choices=Nature.choices)
    indicator_name = forms.CharField(label=gettext_lazy("In the catalogue"), max_length=200, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=20, required=False)
    polarity = forms.ChoiceField(label=gettext_lazy("Polarity"), choices=Polarity.choices, required=False)
    section = forms.CharField(label=gettext_lazy("Section"), max_length=200, required=False)
    number = forms.CharField(label=gettext_lazy("No."), max_length=20, required=False)
    part_of = forms.CharField(label=gettext_lazy("Part of"), max_length=200, required=False)

    def __init__(self, *args, row: DraftRow, **kwargs) -> None:
        self.row = row
        initial = {name: getattr(row, name) for name in self.base_fields if name != "indicator_name"}
        initial["indicator_name"] = row.indicator.name if row.indicator else ""
        super().__init__(*args, initial=initial, prefix=f"row-{row.pk}", **kwargs)
        self.fields["indicator_name"].widget.attrs["list"] = "catalogue"
