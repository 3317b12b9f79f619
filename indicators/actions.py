"""Writing figures. Whoever calls has checked who may and when; here versions are compared and revisions are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from bureaus.acting import SYSTEM_NAME, action, via_now
from bureaus.models import FIGURE_ROLES, Area, Grant, User
from indicators.models import Absence, Indicator, Observation, ObservationRevision, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One figure to write, and the version of it that the writer saw (0: none was there)."""

    indicator: Indicator
    value: Decimal | None
    absence: str = Absence.NONE
    note: str = ""
    explanation: str = ""
    based_on: int = 0

    @property
    def state(self) -> dict[str, object]:
        """The fields of the figure as they shall be."""
        return {
            "value": self.value,
            "absence": self.absence,
            "note": self.note,
            "explanation": self.explanation,
        }

    def is_what_stands(self, now: "Observation") -> bool:
        """Whether the figure is so already."""
        return all(getattr(now, name) == value for name, value in self.state.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What became of a set of changes: rows written, and rows that someone else had changed meanwhile."""

    written: tuple[Observation, ...]
    stale: tuple[tuple[FigureChange, Observation], ...]


def revise(observation: Observation, *, by: User | None, act: str, reason: str = "") -> ObservationRevision:
    """The revision row that records what the observation is now; not saved yet."""
    return ObservationRevision(
        observation=observation,
        version=observation.version,
        by=by,
        by_name=by.name if by else SYSTEM_NAME,
        act=act,
        via=via_now(),
        reason=reason,
        **{
            field: getattr(observation, field)
            for field in (
                "value",
                "absence",
                "official_value",
                "official_absence",
                "stage",
                "source",
                "note",
                "explanation",
                "coverage_have",
                "coverage_of",
                "coverage_exempt",
            )
        },
    )


@action
def write_figures(
    *,
    by: User | None,
    area: Area,
    year: int,
    changes: Sequence[FigureChange],
    source: str,
    act: str = "typed",
    origin: str = Observation.Origin.ENTERED,
    stage: str = Stage.ANNUAL,
    is_demo: bool = False,
) -> Writing:
    """Write each change that is based on the figure's present version; the others come back as stale, untouched.

    A change that alters nothing writes nothing. Nothing becomes official here.
    """
    present = {
        row.indicator_id: row
        for row in Observation.objects.filter(
            area=area, year=year, indicator__in=[change.indicator for change in changes]
        )
    }
    written: list[Observation] = []
    stale: list[tuple[FigureChange, Observation]] = []
    for change in changes:
        row = present.get(change.indicator.pk)
        new = change.state
        if row is None:
            if not any((change.value is not None, change.absence, change.note, change.explanation)):
                continue
            row, is_mine = _insert(
                indicator=change.indicator, area=area, year=year, **new, source=source, origin=origin, stage=stage,
                is_demo=is_demo,
            )  # fmt: skip
            (written.append(row) if is_mine else stale.append((change, row)))
            continue
        if change.is_what_stands(row):
            continue
        if row.version != change.based_on or not _update(row, **new, source=source, stage=stage, is_demo=is_demo):
            row.refresh_from_db()
            stale.append((change, row))
        else:
            written.append(row)
    ObservationRevision.objects.bulk_create([revise(row, by=by, act=act) for row in written])
    return Writing(written=tuple(written), stale=tuple(stale))


def _insert(**fields: object) -> tuple[Observation, bool]:
    """The new row and True, or the row that somebody else made a moment earlier and False."""
    try:
        with transaction.atomic():
            return Observation.objects.create(**fields), True
    except IntegrityError:
        key = {name: fields[name] for name in ("indicator", "area", "year")}
        return Observation.objects.get(**key), False


def _update(row: Observation, **fields: object) -> bool:
    """Change the row if its version is still the one that was read; tells whether it was."""
    found = Observation.objects.filter(pk=row.pk, version=row.version).update(**fields, version=row.version + 1)
    if found:
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
    return bool(found)


OFFICIAL_FIELDS = ("official_value", "official_absence", "version")


@action
def make_official(*, by: User | None, area: Area, year: int, indicators: Iterable[int]) -> list[Observation]:
    """What stands for these indicators (ids) becomes the approved figure. Returns the rows that changed by it."""
    rows = [
        row
        for row in Observation.objects.select_for_update().filter(area=area, year=year, indicator_id__in=indicators)
        if not row.is_official
    ]
    for row in rows:
        row.official_value, row.official_absence = row.value, row.absence
        row.version += 1
    Observation.objects.bulk_update(rows, OFFICIAL_FIELDS)
    ObservationRevision.objects.bulk_create([revise(row, by=by, act="approved") for row in rows])
    return rows


@action
def roll_up_above(*, by: User | None, area: Area, year: int, indicators: Iterable[int]) -> None:
    """Sum anew, level by level, what stands above `area`, as far up as somebody works with figures."""
    indicators = list(indicators)
    for above in _areas_that_sum(area):
        roll_up_figures(by=by, area=above, year=year, indicators=indicators)


def _areas_that_sum(area: Area) -> list[Area]:
    """The areas above from below upwards, to the last one where somebody holds a role with figures.

    Where nobody does, this installation knows only a part of what lies below (one city of a province): the sum would pass
    for the whole. Where the tree becomes public, figures are published ones.
    """
    ids = [int(part) for part in area.path.strip("/").split("/")][:-1]
    above = list(Area.objects.filter(pk__in=ids, is_public=False).order_by("-path"))
    at_work = set(Grant.objects.filter(area__in=above, role__in=FIGURE_ROLES).values_list("area", flat=True))
    while above and above[-1].pk not in at_work:
        above.pop()
    return above


@action
def roll_up_figures(
    *, by: User | None, area: Area, year: int, indicators: Iterable[int], is_demo: bool = False
) -> None:
    """Store for `area` the sums of what is official in the areas directly below it, with their coverage.

    Only indicators that are summed; a sum over nobody removes the figure but keeps its row and history. A figure that
    the area entered or published for itself is never replaced by a sum.
    """
    # Two areas approved at once sum one after the other: the second then sees what the first one made official.
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    summed = list(Indicator.objects.filter(pk__in=indicators, roll_up=Indicator.RollUp.SUM))
    below: dict[int, list[Observation]] = {indicator.pk: [] for indicator in summed}
    for part in Observation.objects.filter(area__parent=area, year=year, indicator__in=summed):
        below[part.indicator_id].append(part)
        is_demo = is_demo or part.is_demo
    leaves = _leaves_below(area)
    present = {
        row.indicator_id: row
        for row in Observation.objects.select_for_update().filter(area=area, year=year, indicator__in=summed)
    }
    new_rows, changed_rows = [], []
    for indicator in summed:
        row = present.get(indicator.pk) or Observation(indicator=indicator, area=area, year=year, version=0)
        if row.pk and row.origin != Observation.Origin.ROLLED_UP and _says_anything(row):
            continue
        sum_below = _sum_below(below[indicator.pk], leaves)
        if sum_below == (row.official_value, row.coverage_have, row.coverage_of, row.coverage_exempt):
            continue
        row.official_value, row.coverage_have, row.coverage_of, row.coverage_exempt = sum_below
        row.value = row.official_value
        row.absence = row.official_absence = Absence.NONE
        row.origin, row.is_demo = Observation.Origin.ROLLED_UP, is_demo
        row.version += 1
        (changed_rows if row.pk else new_rows).append(row)
    Observation.objects.bulk_create(new_rows)
    Observation.objects.bulk_update(
        changed_rows,
        [*OFFICIAL_FIELDS, "value", "absence", "coverage_have", "coverage_of", "coverage_exempt", "origin", "is_demo"],
    )
    ObservationRevision.objects.bulk_create([revise(row, by=by, act="rolled_up") for row in (*new_rows, *changed_rows)])


def _says_anything(row: Observation) -> bool:
    """Whether the figure or its absence is stated, approved or not."""
    figures = (row.value, row.official_value)
    return any(figure is not None for figure in figures) or bool(row.absence or row.official_absence)


def _leaves_below(area: Area) -> dict[int, int]:
    """For each area directly below, by id, how many areas at the bottom of the tree it stands for (at least itself)."""
    leaves = list(Area.objects.filter(path__startswith=area.path, children__isnull=True).values_list("path", flat=True))
    return {part.pk: sum(path.startswith(part.path) for path in leaves) for part in area.children.all()}


def _sum_below(parts: Iterable[Observation], leaves: dict[int, int]) -> tuple[Decimal | None, int, int, int]:
    """The sum of what is official in the areas below, and how many areas at the bottom have a figure, owe one, or are
    exempt because it does not apply there: such an area is not waited for."""
    figures: list[Decimal] = []
    have = exempt = 0
    for part in parts:
        stands_for = leaves[part.area_id]
        if part.official_value is not None:
            figures.append(part.official_value)
        if part.official_absence == Absence.NOT_APPLICABLE:
            exempt += stands_for
        elif part.coverage_have is not None:  # a sum itself; also one over nobody knows who is exempt
            have += part.coverage_have
            exempt += part.coverage_exempt
        elif part.official_value is not None:
            have += stands_for
    return sum(figures, Decimal(0)) if figures else None, have, sum(leaves.values()) - exempt, exempt
