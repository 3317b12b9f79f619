"""What the pages of the plan editor read: a fixed number of queries, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import CharField, Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from bureaus.models import Area, ChangeEntry, Department, User
from indicators.models import Indicator
from plans.models import DraftRow, Plan, PlanDraft, Section, Target, TargetRevision, YearlyTarget
from plans.permissions import ids_above, readable_plans


def rows_to_edit(plan: Plan) -> QuerySet[Target]:
    """Every row of the plan's table, retired ones too, with its wordings and yearly targets. Three queries."""
    return (
        Target.objects.filter(plan=plan)
        .select_related("plan__area", "section", "department", "parent", "indicator")
        .prefetch_related(
            Prefetch("revisions", TargetRevision.objects.select_related("by").order_by("number")),
            Prefetch("yearly", YearlyTarget.objects.order_by("year")),
        )
        .order_by("order")
    )


def targets_in_force(as_of: datetime | None = None) -> QuerySet[Target]:
    """The targets in force with their wordings and yearly targets: today's, or what was known of them at a moment.

    Targets, wordings and yearly targets were known from when they were recorded, whatever day their document bears; a
    target counts as retired from its day of retirement (docs/decisions.md, on past days). Three queries.
    """
    wordings = TargetRevision.objects.select_related("by").order_by("number")
    yearly = YearlyTarget.objects.order_by("year")
    rows = Target.objects.filter(retired_on__isnull=True)
    if as_of is not None:
        wordings = wordings.filter(at__lte=as_of)
        recorded = TargetRevision.objects.filter(target=OuterRef("pk"), at__lte=as_of)
        in_force = Q(retired_on__isnull=True) | Q(retired_on__gt=timezone.localdate(as_of))
        rows = Target.objects.filter(Exists(recorded), in_force)
        yearly = yearly.exclude(Exists(_logged_after(as_of, YearlyTarget)))
    return rows.prefetch_related(Prefetch("revisions", wordings), Prefetch("yearly", yearly)).order_by("order")


def _logged_after(as_of: datetime, model: type[Model]) -> QuerySet[ChangeEntry]:
    """The change log's entries on new rows of a model after a moment: for rows that do not keep their own time."""
    return ChangeEntry.objects.filter(
        table=model._meta.db_table,
        row=Cast(OuterRef("pk"), CharField()),
        act="insert",
        at__gt=as_of.astimezone(UTC).isoformat(timespec="microseconds"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBeside:
    """Another plan, and its targets in force by the id of their indicator."""

    plan: Plan
    targets: dict[int, list[Target]] = field(default_factory=dict)

    def for_indicator(self, indicator_id: int) -> list[Target]:
        """What this plan promises for the indicator; most often one target, or none."""
        return self.targets.get(indicator_id, [])


def plan_beside(plan: Plan | None, indicators: Iterable[int], as_of: datetime | None = None) -> PlanBeside | None:
    """The plan's targets for these indicators, each with its wordings; None where there is no plan. Three queries."""
    if plan is None:
        return None
    rows = targets_in_force(as_of).filter(plan=plan, indicator__in=list(indicators))
    found: dict[int, list[Target]] = defaultdict(list)
    for row in rows.select_related("indicator"):
        found[row.indicator_id].append(row)
    return PlanBeside(plan=plan, targets=dict(found))


def higher_plan_choices(user: User, plan: Plan) -> QuerySet[Plan]:
    """The plans of this area and of those above it that may be its higher plan."""
    return readable_plans(user).filter(area__in=ids_above(plan.area)).exclude(pk=plan.pk).exclude(parent=plan)


def departments_of(plan: Plan) -> QuerySet[Department]:
    """The departments of the plan's own bureau."""
    return Department.objects.filter(area=plan.area)


def sections_of(plan: Plan) -> QuerySet[Section]:
    """The plan's sections from the top down."""
    return plan.sections.order_by("order")


def wholes_of(plan: Plan, target: Target | None) -> QuerySet[Target]:
    """The rows of which another row, or a new one, may be a part (其中)."""
    rows = plan.targets.filter(parent__isnull=True, retired_on__isnull=True).order_by("order")
    return rows.exclude(pk=target.pk) if target else rows


def drafts_of(areas: QuerySet[Area]) -> QuerySet[PlanDraft]:
    """The drafts of these areas, newest first, each with how many of its rows are still open."""
    return (
        PlanDraft.objects.filter(area__in=areas)
        .select_related("area", "plan")
        .annotate(open_rows=Count("rows", filter=Q(rows__state=DraftRow.State.OPEN)))
        .order_by("-at")
    )


def catalogue_names() -> list[str]:
    """The names of all indicators, to choose from."""
    return list(Indicator.objects.order_by("order", "id").values_list("name", flat=True))
