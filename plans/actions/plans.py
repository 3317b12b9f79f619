"""Plans as a whole: added, edited, and followed by the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, User
from indicators.checking import keep_default_rules
from indicators.queries import NO_FIGURE, Figure, figure_table
from plans.actions.targets import read_row_again
from plans.actions.wordings import add_revision
from plans.models import Plan, Section, Target
from plans.permissions import check_plan_for
from plans.policies import check_current, check_follows, check_higher_plan, check_whole, check_yearly_stay

NONE_PRINTED = "—"  # how a plan prints that there is no baseline
THRESHOLDS = ("ahead_from", "on_track_from", "binding_on_track_from", "slow_from")


@action
def add_plan(
    *, by: User | None, area: Area, code: str, title: str, base_year: int, target_year: int, **fields: Any
) -> Plan:
    """A new plan without targets, and the usual checks of its figures where the bureau has none of its own.

    Raises PermissionDenied, or ValidationError with a sentence a field.
    """
    check_plan_for(by, area)
    plan = Plan(area=area, code=code, title=title, base_year=base_year, target_year=target_year, **fields)
    check_higher_plan(plan)
    check_whole(plan)
    plan.save()
    record(by=by, verb="plan.added", subject=plan, area=area, code=code)
    keep_default_rules(by=by, area=area)
    return plan


@action
def edit_plan(*, by: User | None, plan: Plan, based_on: int, **fields: Any) -> Plan:
    """Change what stands in the plan's head: title, document, days, years, thresholds, the higher plan (`parent`).

    All readings are made anew where its years change. Nothing is written where nothing changed. Raises
    PermissionDenied, or ValidationError with a sentence a field.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("area", "parent__area").get(pk=plan.pk)
    check_plan_for(by, plan.area)
    check_current(plan, based_on)
    changed = {name: (getattr(plan, name), value) for name, value in fields.items()}
    changed = {name: (before, after) for name, (before, after) in changed.items() if before != after}
    if not changed:
        return plan
    for name, (_before, after) in changed.items():
        setattr(plan, name, after)
    check_higher_plan(plan)
    check_whole(plan)
    check_yearly_stay(plan)
    plan.version += 1
    plan.save()
    if "base_year" in changed or "target_year" in changed:
        for target in plan.targets.select_related("indicator"):
            target.plan = plan
            read_row_again(target)
    told = {name: [str(before or ""), str(after or "")] for name, (before, after) in changed.items()}
    record(by=by, verb="plan.edited", subject=plan, area=plan.area, changed=told)
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPlan:
    """A plan opened from the one before it, and where its baselines come from."""

    plan: Plan
    from_base_year: int  # rows whose baseline is the figure of the new base year itself …
    from_earlier: int  # … of an earlier year, because that year has none …
    without: int  # … and rows for which there is no figure at all


@action
def start_next_plan(
    *, by: User | None, plan: Plan, code: str, title: str, base_year: int, target_year: int, **fields: Any
) -> NextPlan:
    """Open the plan after `plan`: its sections, rows, parts and departments, and no wording yet.

    Each baseline is the last official figure of the plan's area up to the new base year; where it is older, its year
    stands beside it. A figure from which areas are missing is none. Raises PermissionDenied, or ValidationError with a
    sentence a field.
    """
    check_follows(plan, base_year)
    same = {name: getattr(plan, name) for name in ("issuer", *THRESHOLDS)}
    runs_on = plan.parent if plan.parent and plan.parent.target_year > base_year else None
    given = same | {"parent": runs_on} | fields
    new = add_plan(
        by=by,
        area=plan.area,
        code=code,
        title=title,
        base_year=base_year,
        target_year=target_year,
        follows=plan,
        **given,
    )
    sections = {
        section.pk: Section.objects.create(
            plan=new, order=section.order, title=section.title, title_en=section.title_en
        )
        for section in plan.sections.all()
    }
    rows = list(
        plan.targets.filter(retired_on__isnull=True)
        .select_related("indicator__numerator", "indicator__denominator", "department")
        .order_by("order")
    )
    baselines = last_figures(plan, rows, base_year)
    made: dict[int, Target] = {}
    for order, row in enumerate(rows, start=1):
        target = _row_after(row, new, baselines[row.pk])
        target.order, target.section = order, sections[row.section_id]
        target.parent = made.get(row.parent_id) if row.parent_id else None
        check_whole(target)
        target.save()
        add_revision(by=by, target=target, number=1, wording="")
        made[row.pk] = target
    years = [baselines[row.pk].year for row in rows]
    record(by=by, verb="plan.continued", subject=new, area=plan.area, after=plan.code, rows=len(rows))
    return NextPlan(
        plan=new,
        from_base_year=years.count(base_year),
        from_earlier=len(years) - years.count(base_year) - years.count(None),
        without=years.count(None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFigure:
    """The last official figure there is, and its year; NO_FIGURE and None where there is none."""

    figure: Figure = NO_FIGURE
    year: int | None = None


def last_figures(plan: Plan, rows: Sequence[Target], until: int) -> dict[int, LastFigure]:
    """For each row the last official whole figure of the plan's area, from its base year up to `until`."""
    years = range(until, plan.base_year - 1, -1)
    table = figure_table(indicators=[row.indicator for row in rows], areas=[plan.area], years=years)
    found = {}
    for row in rows:
        figures = ((table.get(row.indicator, plan.area, year), year) for year in years)
        whole = ((figure, year) for figure, year in figures if figure.value is not None and not figure.is_partial)
        found[row.pk] = next((LastFigure(figure=figure, year=year) for figure, year in whole), LastFigure())
    return found


def _row_after(row: Target, plan: Plan, last: LastFigure) -> Target:
    """The same row in the next plan, unsaved, without its place."""
    baseline_year = last.year if last.year != plan.base_year else None
    wording = NONE_PRINTED
    if last.figure.value is not None:
        wording = f"{last.figure.value:f}" + (f"（{baseline_year}年）" if baseline_year else "")
    return Target(
        plan=plan,
        indicator=row.indicator,
        department=row.department,
        number=row.number,
        name=row.name,
        nature=row.nature,
        baseline_wording=wording,
        baseline=last.figure.value,
        baseline_year=baseline_year,
    )
