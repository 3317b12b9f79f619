"""The rows of a plan's table: added, edited, moved, retired and brought back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Department, User
from indicators.models import Indicator
from plans.actions.wordings import add_revision, bump, context_of, correct_wording, locked, read_again
from plans.domain.reading import read_baseline
from plans.models import Plan, Section, Target
from plans.permissions import check_plan_for
from plans.policies import check_day, check_in_force, check_place, check_whole

READ_WITH = ("name", "indicator", "baseline_wording")  # what the target language is told around a wording


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


@action
def add_section(*, by: User | None, plan: Plan, title: str, title_en: str = "") -> Section:
    """A new section below the plan's others. Raises PermissionDenied, or ValidationError with a sentence a field."""
    check_plan_for(by, plan.area)
    last = plan.sections.aggregate(last=Max("order"))["last"] or 0
    section = Section(plan=plan, order=last + 1, title=title, title_en=title_en)
    check_whole(section)
    section.save()
    record(by=by, verb="section.added", subject=section, area=plan.area, plan=plan.code)
    return section


@action
def add_target(*, by: User | None, row: TableRow) -> Target:
    """The row at the end of its section (a part at the end of its whole), its wording kept verbatim and read by machine.

    Raises PermissionDenied, or ValidationError with a sentence a field.
    """
    plan = row.section.plan
    check_plan_for(by, plan.area)
    target = Target(
        plan=plan,
        section=row.section,
        parent=row.parent,
        indicator=row.indicator,
        department=row.department,
        number=row.number,
        order=_last_order(plan) + 1,
        name=row.name,
        nature=row.nature,
        baseline_wording=row.baseline,
    )
    _read_baseline(target)
    check_place(target)
    check_whole(target)
    target.save()
    add_revision(by=by, target=target, number=1, wording=row.wording)
    _arrange(_in_order(plan))
    record(by=by, verb="target.added", subject=target, area=plan.area, wording=row.wording)
    return target


def _read_baseline(target: Target) -> None:
    baseline = read_baseline(target.baseline_wording, context_of(target))
    target.baseline = baseline.value
    target.baseline_year = baseline.year if baseline.year != target.plan.base_year else None


@action
def add_row(
    *, by: User | None, plan: Plan, section: Section | None, new_section: str = "", baseline_wording: str, **row: Any
) -> Target:
    """A row as the editor's form gives it, in a section of the plan or in a new one. Raises as `add_target` does."""
    if new_section or section is None:
        section = _section_named(by, plan, new_section)
    return add_target(by=by, row=TableRow(section=section, baseline=baseline_wording, **row))


def _section_named(by: User | None, plan: Plan, title: str) -> Section:
    return plan.sections.filter(title=title).first() or add_section(by=by, plan=plan, title=title)


@action
def edit_row(
    *, by: User | None, target: Target, based_on: int, wording: str | None = None, new_section: str = "", **fields: Any
) -> Target:
    """Change a row of the table with its wording in force, where one is given: both or neither.

    Raises as `edit_target` and `correct_wording` do.
    """
    if new_section:
        fields["section"] = _section_named(by, target.plan, new_section)
    target = edit_target(by=by, target=target, based_on=based_on, **fields)
    if wording is not None:
        correct_wording(by=by, target=target, wording=wording, based_on=target.version)
    return target


@action
def edit_target(*, by: User | None, target: Target, based_on: int, **fields: Any) -> Target:
    """Change the row's number, name, nature, section, whole (`parent`), department, indicator or `baseline_wording`.

    Its wordings are read anew where what stands around them changed. Nothing is written where nothing changed. Raises
    PermissionDenied, or ValidationError with a sentence a field.
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    changed = {name: (getattr(target, name), value) for name, value in fields.items()}
    changed = {name: (before, after) for name, (before, after) in changed.items() if before != after}
    if not changed:
        return target
    for name, (_before, after) in changed.items():
        setattr(target, name, after)
    if any(name in changed for name in READ_WITH):
        _read_baseline(target)
    check_place(target)
    check_whole(target)
    target.version += 1
    target.save()
    if "section" in changed:
        target.parts.update(section=target.section)
    if any(name in changed for name in READ_WITH):
        read_again(target)
    if "section" in changed or "parent" in changed:
        _arrange(_in_order(target.plan))
    told = {name: [str(before or ""), str(after or "")] for name, (before, after) in changed.items()}
    record(by=by, verb="target.edited", subject=target, area=target.plan.area, changed=told)
    return target


@action
def move_target(*, by: User | None, target: Target, up: bool) -> bool:
    """Let the row change places with the one above or below it in its section (a part within its whole).

    Tells whether there was one to change with. Raises PermissionDenied, or ValidationError for a retired target.
    """
    target = locked(target, by, None)
    check_in_force(target)
    rows = _in_order(target.plan)
    places = [
        place
        for place, one in enumerate(rows)
        if (one.section_id, one.parent_id, one.retired_on) == (target.section_id, target.parent_id, None)
    ]
    at = next(index for index, place in enumerate(places) if rows[place].pk == target.pk)
    other = at + (-1 if up else 1)
    if not 0 <= other < len(places):
        return False
    here, there = places[at], places[other]
    rows[here], rows[there] = rows[there], rows[here]
    _arrange(rows)
    record(by=by, verb="target.moved", subject=target, area=target.plan.area, up=up, past=str(rows[here]))
    return True


@action
def retire_target(*, by: User | None, target: Target, on: date, reason: str, based_on: int) -> Target:
    """Take the row, and the parts of it, out of the plan from `on`; wordings, figures and verdicts stay as history.

    Raises PermissionDenied, or ValidationError with a sentence a field.
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    check_day(on, timezone.localdate(), "retired_on")
    for one in [target, *target.parts.filter(retired_on__isnull=True)]:
        one.retired_on, one.retired_reason = on, reason
        check_whole(one)
        one.save(update_fields=["retired_on", "retired_reason"])
        bump(one)
        record(by=by, verb="target.retired", subject=one, area=target.plan.area, on=str(on), reason=reason)
    return target


@action
def restore_target(*, by: User | None, target: Target, based_on: int) -> Target:
    """Bring a retired row back, with the parts that were retired together with it.

    Raises PermissionDenied, or ValidationError where its whole is retired.
    """
    target = locked(target, by, based_on)
    if target.retired_on is None:
        return target
    together = target.parts.filter(retired_on=target.retired_on, retired_reason=target.retired_reason)
    for one in [target, *together]:
        before, one.retired_on, one.retired_reason = one.retired_reason, None, ""
        check_place(one)
        one.save(update_fields=["retired_on", "retired_reason"])
        bump(one)
        record(by=by, verb="target.restored", subject=one, area=target.plan.area, retired_for=before)
    return target


def read_row_again(target: Target) -> None:
    """Read baseline and wordings anew after the years of the plan changed."""
    _read_baseline(target)
    target.save(update_fields=["baseline", "baseline_year"])
    read_again(target)
    bump(target)


def _last_order(plan: Plan) -> int:
    return plan.targets.aggregate(last=Max("order"))["last"] or 0


def _in_order(plan: Plan) -> list[Target]:
    return list(plan.targets.select_related("section").order_by("order"))


def _arrange(rows: list[Target]) -> None:
    """Number the rows of a plan as listed: section by section, every part directly behind its whole."""
    parts: dict[int | None, list[Target]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)
    wholes = sorted(parts[None], key=lambda row: row.section.order)
    placed = [row for whole in wholes for row in (whole, *parts[whole.pk])]
    moved = [(place, row) for place, row in enumerate(placed, start=1) if row.order != place]
    if not moved:
        return
    # Two rows may never stand at one place, so those that move step out of the way first.
    beyond = max(len(placed), *(row.order for row in placed))
    Target.objects.filter(pk__in=[row.pk for _place, row in moved]).update(order=F("order") + beyond)
    for place, row in moved:
        row.order = place
    Target.objects.bulk_update([row for _place, row in moved], ["order"])
