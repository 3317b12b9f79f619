"""Changes to plans: a plan with its table, and the wordings of its targets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bureaus.actions import record
from bureaus.models import Area, Department, Role, User
from bureaus.permissions import holds_over
from indicators.models import Indicator
from plans.domain.meaning import Context
from plans.domain.reading import read_baseline, read_wording
from plans.models import Plan, Section, Target, TargetRevision


def _check_plans_for(by: User | None, area: Area) -> None:
    if by and not holds_over(by, Role.PLANNER, area):
        raise PermissionDenied(_("Only the planning office of %(area)s changes its plans.") % {"area": area})


@transaction.atomic
def add_plan(
    *, by: User | None, area: Area, code: str, title: str, base_year: int, target_year: int, **fields: Any
) -> Plan:
    """A new plan without targets. Raises PermissionDenied, or ValidationError with a sentence a field."""
    _check_plans_for(by, area)
    plan = Plan(area=area, code=code, title=title, base_year=base_year, target_year=target_year, **fields)
    plan.full_clean()
    plan.save()
    record(by=by, verb="plan.added", subject=plan, area=area, code=code)
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of a plan's table as it is printed: `wording` and `baseline` verbatim."""

    section: Section
    indicator: Indicator
    name: str
    wording: str
    nature: str
    number: str = ""
    baseline: str = ""
    parent: Target | None = None
    department: Department | None = None


@transaction.atomic
def add_target(*, by: User | None, row: TableRow) -> Target:
    """The row at the end of its plan's table, its wording kept verbatim and read by machine beside it.

    Raises PermissionDenied, or ValidationError with a sentence a field.
    """
    plan = row.section.plan
    _check_plans_for(by, plan.area)
    context = reading_context(plan, row.name, row.indicator, row.baseline)
    baseline = read_baseline(row.baseline, context)
    target = Target(
        plan=plan,
        section=row.section,
        parent=row.parent,
        indicator=row.indicator,
        department=row.department,
        number=row.number,
        order=plan.targets.count() + 1,
        name=row.name,
        nature=row.nature,
        baseline_wording=row.baseline,
        baseline=baseline.value,
        baseline_year=baseline.year if baseline.year != plan.base_year else None,
    )
    target.full_clean()
    target.save()
    _add_revision(by=by, target=target, number=1, wording=row.wording, context=context)
    record(by=by, verb="target.added", subject=target, area=plan.area, wording=row.wording)
    return target


def reading_context(plan: Plan, name: str, indicator: Indicator, baseline: str) -> Context:
    """What the target language is told around a wording of this plan: the name as printed may be a part of the promise."""
    return Context(
        indicator=name,
        unit=indicator.unit,
        polarity=indicator.polarity,
        baseline=baseline,
        base_year=plan.base_year,
        target_year=plan.target_year,
    )


def _add_revision(
    *,
    by: User | None,
    target: Target,
    number: int,
    wording: str,
    context: Context,
    document_no: str = "",
    issued_on: date | None = None,
    reason: str = "",
) -> TargetRevision:
    return TargetRevision.objects.create(
        target=target,
        number=number,
        wording=wording,
        meaning_json=read_wording(wording, context).to_json(),
        document_no=document_no,
        issued_on=issued_on,
        reason=reason,
        by=by,
    )


@transaction.atomic
def revise_target(
    *, by: User | None, target: Target, wording: str, document_no: str, issued_on: date | None, reason: str
) -> TargetRevision:
    """A new wording in force; the earlier ones stay beside it. Raises PermissionDenied or ValidationError."""
    _check_plans_for(by, target.plan.area)
    last = target.revisions.order_by("-number").select_for_update().first()
    revision = _add_revision(
        by=by,
        target=target,
        number=last.number + 1 if last else 1,
        wording=wording,
        context=reading_context(target.plan, target.name, target.indicator, target.baseline_wording),
        document_no=document_no,
        issued_on=issued_on,
        reason=reason,
    )
    record(by=by, verb="target.revised", subject=target, area=target.plan.area, wording=wording, reason=reason)
    return revision
