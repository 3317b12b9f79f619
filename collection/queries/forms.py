"""Forms as they stand: what they ask, what stands in them, and whose they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, Q, QuerySet, When

from bureaus.models import Role, User
from bureaus.permissions import grants_of
from collection.models import Collection, CollectionItem, ReturnedFigure, Submission
from collection.permissions import planned_collections, readable_submissions
from collection.queries.evidence import evidence_counts
from indicators.checking import findings_for
from indicators.domain.checks import Finding
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.queries import Figure, figure_table
from plans.models import Plan

YEARS_BESIDE = 2  # past years shown beside the cells


def items_of(submission: Submission) -> QuerySet[CollectionItem]:
    """What the collection asks of this unit, in the order of the form."""
    return (
        CollectionItem.objects.filter(
            collection=submission.collection_id,
            department=submission.department_id,
            asked_below=submission.area_id != submission.collection.area_id,
        )
        .select_related("indicator")
        .order_by("order")
    )


def observations_of(submission: Submission) -> dict[int, Observation]:
    """The unit's figures of the collection's year as they stand, by indicator id."""
    rows = Observation.objects.filter(
        area=submission.area_id,
        year=submission.collection.year,
        indicator__in=items_of(submission).order_by().values("indicator"),
    )
    return {row.indicator_id: row for row in rows}


def derived_from(indicator_ids: Iterable[int]) -> list[Indicator]:
    """The indicators computed from these base items alone."""
    ids = list(indicator_ids)
    return list(
        Indicator.objects.filter(numerator__in=ids, denominator__in=ids)
        .select_related("numerator", "denominator")
        .order_by("order", "id")
    )


def findings_of(submission: Submission, present: Mapping[int, Observation]) -> list[Finding]:
    """What the checks say of all the unit's figures as they stand, hard and soft."""
    figures = {pk: row.value for pk, row in present.items()}
    found = findings_for(area=submission.area, year=submission.collection.year, figures=figures, changed=None)
    return [one for one in found if one.item in present]


def names_of(findings: Iterable[Finding]) -> dict[int, str]:
    """The names of all indicators that these findings speak of, by id. One query."""
    ids = {pk for found in findings for pk in (found.item, *found.items)}
    return {one.pk: str(one) for one in Indicator.objects.filter(pk__in=ids)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormNow:
    """How a unit's form stands: what it asks for, what stands there, what the checks say of it (by indicator id)."""

    indicators: dict[int, Indicator]
    present: dict[int, Observation]
    findings: list[Finding]
    names: dict[int, str]  # of all indicators the form asks for or the findings speak of

    @property
    def filled(self) -> int:
        """How many items have a figure or are not applicable."""
        return sum(is_answered(self.present.get(pk)) for pk in self.indicators)


def form_now(submission: Submission) -> FormNow:
    """The unit's form as it stands, without the years before. The same number of queries whatever its length."""
    indicators = {item.indicator_id: item.indicator for item in items_of(submission)}
    present = observations_of(submission)
    findings = findings_of(submission, present)
    names = {pk: str(one) for pk, one in indicators.items()} | names_of(findings)
    return FormNow(indicators=indicators, present=present, findings=findings, names=names)


def last_writers(rows: Iterable[Observation]) -> dict[int, str]:
    """Who wrote each of these figures last, by the id of the figure. One query."""
    ids = [row.pk for row in rows]
    if not ids:
        return {}
    written = ObservationRevision.objects.filter(observation__in=ids).order_by("version")
    return dict(written.values_list("observation", "by_name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One item of the entry form with what stands there and the years before."""

    item: CollectionItem
    observation: Observation | None
    returned: ReturnedFigure | None  # the open doubt of a reviewer
    past: list[Figure]  # oldest first, one a year of `EntryForm.past_years`
    derived: list["DerivedRow"]  # the indicators to show below this item


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRow:
    """A figure computed from what is typed, with its parts and the years before."""

    indicator: Indicator
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    past: list[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySheet:
    """Everything the entry page of one submission shows."""

    submission: Submission
    past_years: list[int]
    rows: list[EntryRow]
    derived: list[Indicator]
    findings: list[Finding]  # what the checks say of the figures as they stand
    names: dict[int, str]  # of the indicators that the findings speak of
    evidence: dict[int, int]  # how many files stand behind a figure, where there are any

    @property
    def filled(self) -> int:
        """How many items have a figure or are not applicable."""
        return sum(1 for row in self.rows if is_answered(row.observation))

    @property
    def is_demo(self) -> bool:
        """Whether any figure shown was invented for the demonstration."""
        return (
            self.submission.collection.is_demo
            or any(row.observation and row.observation.is_demo for row in self.rows)
            or any(figure.is_demo for row in self.rows for figure in row.past)
        )


def is_answered(observation: Observation | None) -> bool:
    """Whether the cell holds a number or a stated absence; 0 is a number."""
    return observation is not None and (observation.value is not None or bool(observation.absence))


def entry_sheet(submission: Submission) -> EntrySheet:
    """The unit's form: items, present and past figures, derived indicators. Six queries, whatever its length."""
    items = list(items_of(submission))
    indicators = [item.indicator for item in items]
    present = observations_of(submission)
    derived = derived_from(indicator.pk for indicator in indicators)
    returned = {one.indicator_id: one for one in submission.returned_figures.filter(answered_at__isnull=True)}
    year = submission.collection.year
    past_years = list(range(year - YEARS_BESIDE, year))
    table = figure_table(
        indicators=[*indicators, *derived], areas=[submission.area], years=[*past_years, year], include_unapproved=True
    )

    def derived_row(one: Indicator) -> DerivedRow:
        now = table.get(one, submission.area, year)
        return DerivedRow(
            indicator=one,
            numerator=now.numerator,
            denominator=now.denominator,
            value=now.value,
            past=[table.get(one, submission.area, past) for past in past_years],
        )

    rows = [
        EntryRow(
            item=item,
            observation=present.get(item.indicator_id),
            returned=returned.get(item.indicator_id),
            past=[table.get(item.indicator, submission.area, past) for past in past_years],
            derived=[derived_row(one) for one in derived if one.numerator_id == item.indicator_id],
        )
        for item in items
    ]
    findings = findings_of(submission, present)
    return EntrySheet(
        submission=submission, past_years=past_years, rows=rows, derived=derived, findings=findings,
        names=names_of(findings), evidence=evidence_counts(submission),
    )  # fmt: skip


def with_names(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """The same submissions with everything a list shows of them."""
    return submissions.select_related(
        "collection__plan", "collection__area", "area", "department", "awaits", "submitted_by", "reviewed_by"
    )


def submissions_to_fill(user: User) -> QuerySet[Submission]:
    """What this clerk's units owe or have answered, newest year first."""

    mine = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.CLERK:
            mine |= Q(area=grant.area, department=grant.department)
    return with_names(Submission.objects.filter(mine)).order_by("-collection__year", "area__path", "department")


def submissions_to_review(user: User) -> QuerySet[Submission]:
    """What lies in this reviewer's field, those waiting first."""

    field = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.REVIEWER:
            below = Q(area__path__startswith=grant.area.path)
            field |= below & Q(department=grant.department) if grant.department_id else below
    waiting_first = Case(When(state=Submission.State.SUBMITTED, then=0), default=1)
    return with_names(readable_submissions(user).filter(field)).order_by(
        waiting_first, "-collection__year", "area__path", "department"
    )


def collections_of(user: User) -> QuerySet[Collection]:
    """The collections a planner keeps, newest year first, each with how many of its units stand where."""
    states = {
        f"in_{state}": Count("submissions", filter=Q(submissions__state=state)) for state in Submission.State.values
    }
    return (
        planned_collections(user)
        .select_related("plan", "area")
        .annotate(units=Count("submissions"), **states)
        .order_by("-year", "plan")
    )


def years_to_open(plan: Plan) -> list[int]:
    """The years of a plan, its base year included, that nobody collects yet, the next one after the last first."""
    taken = set(plan.collections.filter(area=plan.area).values_list("year", flat=True))
    free = [year for year in plan.years if year not in taken]
    later = [year for year in free if not taken or year > max(taken)]
    return [*later, *(year for year in free if year not in later)]


def days_left(submission: Submission, today: date) -> int:
    """Days until the unit's deadline; negative when it has passed."""
    return (submission.deadline - today).days
