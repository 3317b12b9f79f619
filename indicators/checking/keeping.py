"""Every change of a bureau's checks."""

from decimal import Decimal
from typing import Any

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, User
from indicators.models import CheckRule
from indicators.permissions import check_keep_rules
from indicators.policies import RuleDraft, check_current, check_draft, check_never_on

DEFAULTS = (  # what is asked about where a bureau has said nothing else
    RuleDraft(kind=CheckRule.Kind.JUMP, limit=Decimal(30)),
    RuleDraft(kind=CheckRule.Kind.SLIP),
    RuleDraft(kind=CheckRule.Kind.DENOMINATOR, limit=Decimal(5)),
    RuleDraft(kind=CheckRule.Kind.OUTLIER, limit=Decimal("3.5")),
)


@action
def keep_rule(
    *, by: User | None, area: Area, draft: RuleDraft, rule: CheckRule | None = None, based_on: int = 0, is_on: bool
) -> CheckRule:
    """Keep a new check of the area's bureau, or change `rule` as seen in its version `based_on`; on or off.

    Raises PermissionDenied unless `by` plans for the whole bureau, ValidationError for what makes no sense, is there
    already, or was changed by somebody else meanwhile.
    """
    area = rule.area if rule else area
    check_keep_rules(by, area)
    if rule:
        rule = CheckRule.objects.select_for_update(of=("self",)).select_related("area").get(pk=rule.pk)
        check_current(rule, based_on)
    draft = draft.normal()
    others = CheckRule.objects.filter(area=area, kind=draft.kind).exclude(pk=rule.pk if rule else None)
    check_draft(draft, area, others.prefetch_related("parts"))
    before = _facts(rule) if rule else {}
    kept = rule or CheckRule(area=area, version=0)
    for name in ("kind", "severity", "indicator", "operator", "limit", "sentence"):
        setattr(kept, name, getattr(draft, name))
    kept.is_on = is_on
    kept.version += 1
    kept.full_clean()
    kept.save()
    kept.parts.set(draft.parts)
    verb = "check_rule.changed" if rule else "check_rule.added"
    record(by=by, verb=verb, subject=kept, area=area, rule=kept.pk, before=before, now=_facts(kept))
    return kept


@action
def switch_rule(*, by: User | None, rule: CheckRule, is_on: bool) -> CheckRule:
    """Switch a check on or off. Raises PermissionDenied unless `by` plans for its area's whole bureau."""
    check_keep_rules(by, rule.area)
    rule = CheckRule.objects.select_for_update(of=("self",)).select_related("area").get(pk=rule.pk)
    if rule.is_on != is_on:
        rule.is_on = is_on
        rule.version += 1
        rule.save()
        verb = "check_rule.switched_on" if is_on else "check_rule.switched_off"
        record(by=by, verb=verb, subject=rule, area=rule.area, rule=rule.pk)
    return rule


@action
def remove_rule(*, by: User | None, rule: CheckRule) -> None:
    """Delete a check that never was on. Raises PermissionDenied like `switch_rule`, ValidationError where it was."""
    check_keep_rules(by, rule.area)
    rule = CheckRule.objects.select_for_update(of=("self",)).select_related("area").get(pk=rule.pk)
    check_never_on(rule)
    record(by=by, verb="check_rule.removed", subject=rule, area=rule.area, rule=rule.pk, before=_facts(rule))
    rule.delete()


@action
def keep_default_rules(*, by: User | None, area: Area) -> list[CheckRule]:
    """Switch on the usual soft checks in a bureau that has none of its own; where it has any, nothing is changed.

    Nor where figures are published and not reported (a nation's). Raises PermissionDenied unless `by` plans for the whole bureau (a command passes None).
    """
    check_keep_rules(by, area)
    if area.is_public or area.check_rules.exists():
        return []
    return [keep_rule(by=by, area=area, draft=draft, is_on=True) for draft in DEFAULTS]


def _facts(rule: CheckRule) -> dict[str, Any]:
    """The rule as the trail tells it."""
    return {
        "kind": rule.kind,
        "severity": rule.severity,
        "indicator": rule.indicator.code if rule.indicator else "",
        "operator": rule.operator,
        "parts": sorted(part.code for part in rule.parts.all()),
        "limit": "" if rule.limit is None else str(rule.limit),
        "sentence": rule.sentence,
        "is_on": rule.is_on,
    }
