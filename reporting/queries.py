"""What the pages and exports about progress read: a fixed number of queries, whatever the number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Min, Q, QuerySet

from bureaus.models import Area, User
from bureaus.permissions import scope_of
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.queries import Figure, FigureTable, end_of, figure_table, revisions_as_of, with_parts
from plans.domain.meaning import Form, TargetMeaning
from plans.models import Nature, Plan, Target, TargetRevision, YearlyTarget
from plans.permissions import ids_above, readable_plans
from plans.queries import targets_in_force
from reporting.domain.case import Case, PersonJudgement, Progress, Thresholds
from reporting.domain.progress import judge
from reporting.domain.statuses import Status
from reporting.domain.summary import Summary, summarise
from reporting.models import Judgement

BENCHMARK_LEVELS = {
    "国": Area.Level.NATION,
    "省": Area.Level.PROVINCE,
    "市": Area.Level.CITY,
    "县": Area.Level.COUNTY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What somebody asks to see: a plan, judged for an area at a year, by approved figures unless told otherwise."""

    plan: Plan
    area: Area
    year: int
    include_unapproved: bool = False
    by_original: bool = False  # judge by each target's first wording instead of the one in force
    as_of: date | None = None  # by what was recorded at the end of that day instead of what is recorded now

    @property
    def is_own_area(self) -> bool:
        """Whether the plan was made for this very area, so that its printed baselines and totals are this area's."""
        return self.area.pk == self.plan.area_id

    @property
    def moment(self) -> datetime | None:
        """The last moment of the day as of which it is asked for; None for now."""
        return end_of(self.as_of) if self.as_of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyStand:
    """One target of a year on the way (分年度目标), judged in its own year; not at all while that is still to come."""

    target: YearlyTarget
    meaning: TargetMeaning
    progress: Progress | None
    is_of_view: bool  # of the very year viewed


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStand:
    """Where one target stands: its wording in force, its figures by year, and the verdict."""

    view: View
    target: Target
    revision: TargetRevision
    meaning: TargetMeaning
    baseline: Decimal | None
    figures: dict[int, Figure]
    progress: Progress
    yearly: tuple[YearlyStand, ...] = ()

    @property
    def revisions(self) -> list[TargetRevision]:
        """Every wording the target ever had, the original first, the one in force last."""
        return list(self.target.revisions.all())

    @property
    def is_binding(self) -> bool:
        """Whether the plan calls this target binding (约束性)."""
        return self.target.nature == Nature.BINDING

    @property
    def is_part(self) -> bool:
        """Whether it is a 其中 row, shown but not counted twice."""
        return self.target.parent_id is not None

    @property
    def figure(self) -> Figure | None:
        """The figure that was judged."""
        year = self.progress.figure_year
        return self.figures.get(year) if year is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A plan's table with every target judged, and the sums over it."""

    view: View
    stands: list[TargetStand]
    summary: Summary

    @property
    def is_demo(self) -> bool:
        """Whether any figure or statement in it was invented for the demonstration."""
        return any(figure.is_demo for stand in self.stands for figure in stand.figures.values())

    @property
    def is_adjusted(self) -> bool:
        """Whether some target has more than one wording, so that it can be judged by either."""
        return any(len(stand.revisions) > 1 for stand in self.stands)

    @property
    def time_share(self) -> Decimal:
        """The share of the plan's years gone at the end of the year viewed, between 0 and 1."""
        plan = self.view.plan
        gone = Decimal(self.view.year - plan.base_year) / (plan.target_year - plan.base_year)
        return min(max(gone, Decimal(0)), Decimal(1))


def readable_areas_of(user: User, plan: Plan) -> list[Area]:
    """The areas for which this person may see the plan judged, the plan's own first."""
    below = Q(path__startswith=plan.area.path)
    return list(Area.objects.filter(below & scope_of(user)).order_by("path"))


def latest_year(plan: Plan, area: Area, as_of: datetime | None = None) -> int:
    """The last year of the plan with approved figures from everybody; else the last with any; else its first year."""
    targets = targets_in_force(as_of).filter(plan=plan).order_by()
    indicators = Indicator.objects.filter(
        Q(targets__in=targets) | Q(numerator_of__targets__in=targets) | Q(denominator_of__targets__in=targets)
    )
    rows = Observation.objects.filter(
        area=area, indicator__in=indicators, year__gt=plan.base_year, year__lte=plan.target_year
    )
    states, year = (rows, "year") if as_of is None else (revisions_as_of(rows, as_of), "observation__year")
    years = (
        states.filter(official_value__isnull=False)
        .values(year)
        .annotate(partial=Count("pk", filter=Q(coverage_have__lt=F("coverage_of"))))
        .order_by(f"-{year}")
    )
    found = [(row[year], row["partial"]) for row in years]
    whole = [year for year, partial in found if not partial]
    return whole[0] if whole else found[0][0] if found else plan.base_year + 1


def first_recorded(plan: Plan) -> datetime | None:
    """When the first of the plan's targets was recorded; None while it has none."""
    return TargetRevision.objects.filter(target__plan=plan).aggregate(first=Min("at"))["first"]


def targets_of(plan: Plan, as_of: datetime | None = None) -> QuerySet[Target]:
    """A plan's targets in force, now or at a moment, with all that judging and showing them needs."""
    rows = targets_in_force(as_of).filter(plan=plan)
    return rows.select_related("section", "department", "indicator__numerator", "indicator__denominator")


def overview(view: View) -> Overview:
    """Every target of the plan judged for the view. At most ten queries."""
    targets = list(targets_of(view.plan, view.moment))
    stands = _stands(view, targets)
    counted = [(stand.progress, stand.is_binding, not stand.is_part) for stand in stands]
    return Overview(view=view, stands=stands, summary=summarise(counted))


def stand_of(view: View, target: Target) -> TargetStand:
    """One target judged for the view; `target` comes from `targets_of`."""
    return _stands(view, [target])[0]


def _stands(view: View, targets: list[Target]) -> list[TargetStand]:
    revisions = {target.pk: _revision(target, view.by_original) for target in targets}
    meanings = {pk: revision.meaning for pk, revision in revisions.items()}
    yearly = {target.pk: [(one, one.meaning) for one in target.yearly.all()] for target in targets}
    promised = [*meanings.values(), *(meaning for pairs in yearly.values() for _one, meaning in pairs)]
    above = _benchmark_areas(view, promised)
    table = figure_table(
        indicators=[target.indicator for target in targets],
        areas=[view.area, *above.values()],
        years=view.plan.years,
        include_unapproved=view.include_unapproved,
        as_of=view.moment,
    )
    persons = _person_judgements(view, targets)
    thresholds = thresholds_of(view.plan)
    stands = []
    for target in targets:
        figures = table.series(target.indicator, view.area, view.plan.years)
        known = _Known(figures=figures, table=table, above=above)
        case = _case(view, target, meanings[target.pk], known, persons.get(target.pk))
        stands.append(
            TargetStand(
                view=view,
                target=target,
                revision=revisions[target.pk],
                meaning=meanings[target.pk],
                baseline=case.baseline,
                figures=figures,
                progress=judge(case, view.year, thresholds),
                yearly=tuple(
                    _yearly_stand(view, one, meaning, _case(view, target, meaning, known, None))
                    for one, meaning in yearly[target.pk]
                ),
            )
        )
    return stands


def _yearly_stand(view: View, one: YearlyTarget, meaning: TargetMeaning, case: Case) -> YearlyStand:
    """Judged as if the plan ended in its year. What persons state is about the whole target and does not count here."""
    due = one.year <= view.year
    return YearlyStand(
        target=one,
        meaning=meaning,
        progress=judge(replace(case, target_year=one.year), one.year, thresholds_of(view.plan)) if due else None,
        is_of_view=one.year == view.year,
    )


def _revision(target: Target, by_original: bool) -> TargetRevision:
    revisions = list(target.revisions.all())
    return revisions[0] if by_original else revisions[-1]


def thresholds_of(plan: Plan) -> Thresholds:
    """The plan's own bars."""
    return Thresholds(
        ahead=plan.ahead_from, on_track=plan.on_track_from, binding=plan.binding_on_track_from, slow=plan.slow_from
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was read for a target: its figures in the area viewed, all figures, and the areas above by level."""

    figures: dict[int, Figure]
    table: FigureTable
    above: dict[str, Area]


def _case(view: View, target: Target, meaning: TargetMeaning, known: _Known, person: PersonJudgement | None) -> Case:
    indicator, plan, figures = target.indicator, view.plan, known.figures
    if view.is_own_area:
        baseline, baseline_year = target.baseline, target.baseline_year
    else:  # the printed baseline is the plan's own area's; another area starts from its own figure
        base = figures.get(plan.base_year)
        baseline, baseline_year = (base.value if base else None), None
    values = {year: figure for year, figure in figures.items() if figure.value is not None}
    compared = known.above.get(_benchmark_level(meaning))
    benchmark = known.table.series(indicator, compared, plan.years) if compared else {}
    return Case(
        meaning=meaning,
        unit=indicator.unit,
        decimals=indicator.decimals,
        polarity=indicator.polarity,
        binding=target.nature == Nature.BINDING,
        base_year=plan.base_year,
        target_year=plan.target_year,
        baseline=baseline,
        baseline_year=baseline_year,
        figures={year: figure.value for year, figure in values.items() if figure.value is not None},
        preliminary_years=frozenset(year for year, figure in values.items() if figure.is_preliminary),
        partial={
            year: (figure.have, figure.of)
            for year, figure in values.items()
            if figure.is_partial and figure.have is not None and figure.of is not None
        },
        benchmark={year: figure.value for year, figure in benchmark.items() if figure.value is not None},
        person=person,
        divisible=view.is_own_area or not _is_total(indicator, meaning),
        indicator_is_growth=indicator.is_growth_rate,
        is_sum=_is_summed(indicator),
    )


def _is_total(indicator: Indicator, meaning: TargetMeaning) -> bool:
    """Whether the target is a number for the whole area, of which a part of the area owes an unknown share."""
    return meaning.form == Form.MILESTONE or (_is_summed(indicator) and meaning.form in _TOTAL_FORMS)


def _is_summed(indicator: Indicator) -> bool:
    return indicator.kind == Indicator.Kind.BASE and indicator.roll_up == Indicator.RollUp.SUM


_TOTAL_FORMS = frozenset({Form.BOUND, Form.ABOUT, Form.RANGE, Form.CHANGE_POINTS, Form.STEPS, Form.COMPOUND})


def _benchmark_level(meaning: TargetMeaning) -> str:
    return next((level for mark, level in BENCHMARK_LEVELS.items() if mark in meaning.benchmark_area), "")


def _benchmark_areas(view: View, meanings: Iterable[TargetMeaning]) -> dict[str, Area]:
    """The areas above the one viewed that targets compare with, by level; no query where none does."""
    levels = {_benchmark_level(meaning) for meaning in meanings if meaning.form == Form.BENCHMARK} - {""}
    if not levels:
        return {}
    above = Area.objects.filter(pk__in=ids_above(view.area), level__in=levels).exclude(pk=view.area.pk)
    return {area.level: area for area in above}


def _person_judgements(view: View, targets: list[Target]) -> dict[int, PersonJudgement]:
    """What persons stated last about these targets, up to the year viewed."""
    known = Q()
    if view.as_of:  # of the oldest verdicts only their own day is known
        known = Q(at__lte=view.moment) | Q(at__isnull=True, decided_on__lte=view.as_of)
    rows = Judgement.objects.filter(
        known, target__in=[target.pk for target in targets], area=view.area, year__lte=view.year
    ).order_by("year", "pk")
    return {
        row.target_id: PersonJudgement(
            status=Status(row.verdict), name=row.by_name, on=row.decided_on.isoformat(), reason=row.evidence
        )
        for row in rows
    }


def areas_compared(view: View, target: Target, areas: list[Area]) -> list[tuple[Area, Figure]]:
    """The year's figure of each area directly below the one viewed that the reader may see, best first."""
    children = [area for area in areas if area.parent_id == view.area.pk]
    if not children or not _comes_from_below(target.indicator):
        return []
    table = figure_table(
        indicators=[target.indicator],
        areas=children,
        years=[view.year],
        include_unapproved=view.include_unapproved,
        as_of=view.moment,
    )
    pairs = [(area, table.get(target.indicator, area, view.year)) for area in children]
    sign = -1 if target.indicator.polarity != "down" else 1
    return sorted(pairs, key=lambda pair: (pair[1].value is None, sign * (pair[1].value or 0)))


def _comes_from_below(indicator: Indicator) -> bool:
    """Whether the areas below report what this indicator is made of."""
    made_of = [indicator.numerator] if indicator.numerator else [indicator]
    return all(part.roll_up == Indicator.RollUp.SUM for part in made_of)


def changes_behind(view: View, target: Target) -> QuerySet[ObservationRevision]:
    """Every change made to the figures behind a target in the area viewed, newest first."""
    known = Q(at__lte=view.moment) if view.as_of else Q()
    return (
        ObservationRevision.objects.filter(
            known,
            observation__indicator__in=with_parts([target.indicator]),
            observation__area=view.area,
            observation__year__in=view.plan.years,
        )
        .select_related("observation__indicator", "observation__area")
        .order_by("-at", "-pk")
    )


def plans_with_targets(user: User) -> list[tuple[Plan, int]]:
    """The plans this person may open, each with the number of its targets."""
    plans = readable_plans(user).annotate(
        target_count=Count("targets", filter=Q(targets__retired_on__isnull=True, targets__parent__isnull=True))
    )
    return [(plan, plan.target_count) for plan in plans]
