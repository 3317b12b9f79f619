"""What a check must be to make sense, and when it may be changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bureaus.models import Area
from indicators.domain.findings import SIZE_FREE_UNITS, Rule
from indicators.models import CheckRule, Indicator

Kind, Severity = CheckRule.Kind, CheckRule.Severity
LIMITED = (Kind.JUMP, Kind.DENOMINATOR, Kind.OUTLIER)  # the kinds that have a limit
STALE = "stale"  # the code of the refusal when somebody else changed the rule meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A check as somebody wants it."""

    kind: str
    severity: str = Severity.SOFT
    indicator: Indicator | None = None
    operator: str = ""
    parts: tuple[Indicator, ...] = ()
    limit: Decimal | None = None
    sentence: str = ""

    def normal(self) -> "RuleDraft":
        """Without what does not belong to its kind."""
        if self.kind == Kind.RELATION:
            return replace(self, limit=None)
        limit = self.limit if self.kind in LIMITED else None
        return replace(self, severity=Severity.SOFT, operator="", parts=(), limit=limit)

    def as_rule(self) -> Rule:
        """The same as the domain reads it; it has no row yet."""
        return Rule(
            id=0,
            kind=self.kind,
            severity=self.severity,
            indicator=self.indicator.pk if self.indicator else None,
            operator=self.operator,
            parts=tuple(sorted(part.pk for part in self.parts)),
            limit=self.limit,
            sentence=self.sentence,
        )


def check_draft(draft: RuleDraft, area: Area, others: Iterable[CheckRule]) -> None:
    """Raise ValidationError with a sentence at each field that makes no sense, or where the rule is there already.

    `others` are the area's other rules of the same kind, with their parts.
    """
    errors = _faults_of_relation(draft) if draft.kind == Kind.RELATION else _faults_of_doubt(draft)
    if errors:
        raise ValidationError(errors)
    if any(_says_the_same(draft, other) for other in others):
        raise ValidationError(_("%(area)s has this check already: change that one.") % {"area": area}, code="twice")


def _faults_of_relation(draft: RuleDraft) -> dict[str, str]:
    errors: dict[str, str] = {}
    if draft.indicator is None:
        errors["indicator"] = _("Choose the indicator on the left side.")
    if not draft.operator:
        errors["operator"] = _("Choose how the two sides relate.")
    if not draft.parts:
        errors["parts"] = _("Choose at least one indicator on the right side.")
    elif draft.indicator in draft.parts:
        errors["parts"] = _("An indicator cannot stand on both sides.")
    elif draft.indicator and len({_sort(one) for one in (draft.indicator, *draft.parts)}) > 1:
        errors["parts"] = _("Counts are compared with counts, and rates with rates of the same unit.")
    return errors


def _sort(indicator: Indicator) -> tuple[bool, str, int | None]:
    """What must be the same on both sides: of a rate its unit and, where that does not tell, how many it is per."""
    if indicator.kind == Indicator.Kind.BASE:
        return (False, "", None)
    return (True, indicator.unit, None if indicator.unit in SIZE_FREE_UNITS else indicator.multiplier)


def _faults_of_doubt(draft: RuleDraft) -> dict[str, str]:
    errors: dict[str, str] = {}
    one = draft.indicator
    if draft.kind in LIMITED and (draft.limit is None or draft.limit <= 0):
        errors["limit"] = _("Write a limit above 0.")
    if draft.kind == Kind.OUTLIER and one and one.kind == Indicator.Kind.BASE:
        errors["indicator"] = _("Counts of areas of different size cannot be compared: choose a rate.")
    if draft.kind == Kind.DENOMINATOR and one and not one.denominator_of.exists():
        errors["indicator"] = _("No rate is based on this indicator.")
    return errors


def _says_the_same(draft: RuleDraft, other: CheckRule) -> bool:
    same = (other.kind, other.indicator_id) == (draft.kind, draft.indicator.pk if draft.indicator else None)
    if not same or draft.kind != Kind.RELATION:
        return same
    return other.operator == draft.operator and {one.pk for one in other.parts.all()} == {one.pk for one in draft.parts}


def check_current(rule: CheckRule, based_on: int) -> None:
    """Raise ValidationError with the code STALE unless the rule is still what the change was based on."""
    if rule.version != based_on:
        raise ValidationError(
            _(
                "Somebody else changed this meanwhile. Nothing of yours is saved yet: look at what stands, then save again."
            ),
            code=STALE,
        )


def check_never_on(rule: CheckRule) -> None:
    """Raise ValidationError where the rule has ever been on: figures were explained because of it."""
    if rule.was_on:
        raise ValidationError(
            _("This check has been on, and figures were explained because of it: switch it off instead."), code="was_on"
        )
