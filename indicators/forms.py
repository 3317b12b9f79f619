"""What pages about figures are asked for in their address, and the form of one check.

A form reads what was typed; what makes sense is said by the policies.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import CheckRule, Indicator
from indicators.policies import LIMITED, RuleDraft

Kind = CheckRule.Kind
KINDS_OF_FIELD: dict[str, tuple[str, ...]] = {  # a field that is not named here belongs to every kind
    "severity": (Kind.RELATION,),
    "operator": (Kind.RELATION,),
    "parts": (Kind.RELATION,),
    "limit": LIMITED,
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_as_of(asked: str) -> date | None:
    """The day as of which somebody wants to read figures, None where no day is asked for.

    Raises ValidationError with one sentence for what is no day, and for a day to come.
    """
    asked = asked.strip()
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked) if DAY.fullmatch(asked) else None
    except ValueError:
        day = None
    if day is None:
        told = {"asked": asked[:20]}
        raise ValidationError(_("“%(asked)s” is no day. Write it like 2026-01-31.") % told)
    if day > timezone.localdate():
        raise ValidationError(_("%(day)s is still to come; nothing is recorded of it yet.") % {"day": day.isoformat()})
    return day


def as_of_or_why_not(asked: str) -> tuple[date | None, list[str]]:
    """The same for a page that stays whole: the day, or None and what to tell the reader."""
    try:
        return read_as_of(asked), []
    except ValidationError as refusal:
        return None, [*refusal.messages, _("Today's figures are shown.")]


class RuleForm(forms.Form):
    """One check of a bureau: a kind, and what belongs to that kind. What does not is ignored."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    kind = forms.ChoiceField(label=gettext_lazy("what is checked"), choices=Kind.choices)
    indicator = forms.ModelChoiceField(
        Indicator.objects.order_by("order", "id"),
        label=gettext_lazy("indicator"),
        required=False,
        empty_label=gettext_lazy("all that this check can judge"),
        error_messages={"invalid_choice": gettext_lazy("Choose an indicator of the list.")},
    )
    operator = forms.ChoiceField(label=gettext_lazy("relation"), choices=CheckRule.Operator.choices, required=False)
    parts = forms.ModelMultipleChoiceField(
        Indicator.objects.order_by("order", "id"),
        label=gettext_lazy("the sum of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Choose indicators of the list."),
            "invalid_pk_value": gettext_lazy("Choose indicators of the list."),
        },
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("what it asks for"),
        choices=CheckRule.Severity.choices,
        initial=CheckRule.Severity.HARD,
        required=False,
    )
    limit = forms.DecimalField(
        label=gettext_lazy("limit"),
        required=False,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": gettext_lazy("Write a number, for example 30.")},
    )
    sentence = forms.CharField(
        label=gettext_lazy("own words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Said before the figures; without them the sentence of the house is used."),
    )

    def clean(self) -> dict[str, Any]:
        """Without the errors of fields that do not belong to the kind."""
        kind = self.cleaned_data.get("kind")
        for name, kinds in KINDS_OF_FIELD.items():
            if kind not in kinds:
                self.errors.pop(name, None)
        return self.cleaned_data

    @property
    def draft(self) -> RuleDraft:
        """The check as it was typed; the form must be valid."""
        given = self.cleaned_data
        return RuleDraft(
            kind=given["kind"],
            severity=given.get("severity") or CheckRule.Severity.HARD,
            indicator=given.get("indicator"),
            operator=given.get("operator") or "",
            parts=tuple(given.get("parts") or ()),
            limit=given.get("limit"),
            sentence=given["sentence"],
        ).normal()

    @property
    def based_on(self) -> int:
        """The version that the page showed."""
        return self.cleaned_data.get("version") or 0

    def refuse(self, refusal: ValidationError) -> None:
        """Put the sentences of an action at their fields."""
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)

    def base_on(self, version: int) -> None:
        """Let the form, posted again, knowingly overwrite what stands now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


def initial_of(rule: CheckRule) -> dict[str, Any]:
    """What the form of a kept check shows."""
    return {
        "version": rule.version,
        "kind": rule.kind,
        "severity": rule.severity,
        "indicator": rule.indicator_id,
        "operator": rule.operator,
        "parts": [part.pk for part in rule.parts.all()],
        "limit": None if rule.limit is None else f"{rule.limit.normalize():f}",
        "sentence": rule.sentence,
    }
