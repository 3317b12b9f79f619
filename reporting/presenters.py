"""How the state of a plan is shown: words, marks and the geometry of the target bar."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.models import Observation, ObservationRevision
from indicators.presenters import MISSING, figure_text, grouped_number
from indicators.queries import Figure
from plans.domain.saying import say, say_reason
from reporting.domain.case import Progress
from reporting.domain.statuses import Group, Status, flag_name, status_name
from reporting.queries import Overview, TargetStand, View

# A family is what shares one mark and one colour, and what the page can be filtered by.
FAMILIES = {
    "done": gettext_lazy("met"),
    "ahead": gettext_lazy("ahead"),
    "on-course": gettext_lazy("on schedule"),
    "slow": gettext_lazy("slightly behind"),
    "behind": gettext_lazy("behind, missed or lost"),
    "trend": gettext_lazy("trend only"),
    "none": gettext_lazy("not judged or no figure"),
}
_FAMILY_OF_STATUS = {
    Status.AHEAD: "ahead",
    Status.SLIGHTLY_BEHIND: "slow",
    Status.IMPROVING: "trend",
    Status.FLAT: "trend",
    Status.WORSENING: "trend",
}
_FAMILY_OF_GROUP = {
    Group.DONE: "done",
    Group.ON_COURSE: "on-course",
    Group.BEHIND: "behind",
    Group.MISSED: "behind",
}
_TREND_ARROWS = {Status.IMPROVING: "up", Status.FLAT: "flat", Status.WORSENING: "down"}


def language() -> str:
    """The reader's language as the domain names it."""
    return "en" if get_language() == "en" else "zh"


def shown_status(progress: Progress) -> Status:
    """The verdict people see: what a person chose where the status is left to a person."""
    return progress.chosen or progress.status


def family_of(progress: Progress) -> str:
    """The family of marks a verdict belongs to."""
    status = shown_status(progress)
    return _FAMILY_OF_STATUS.get(status) or _FAMILY_OF_GROUP.get(progress.group, "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMark:
    """A status as colour, shape and word together."""

    family: str
    arrow: str
    word: str


def status_mark(progress: Progress) -> StatusMark:
    """The mark of a verdict; a verdict a person gave says so."""
    status = shown_status(progress)
    word = status_name(status, language())
    if progress.chosen and progress.chosen not in (Status.MET, Status.UNDER_WAY, Status.NOT_STARTED):
        word = _("%(verdict)s (judged by a person)") % {"verdict": word}
    return StatusMark(family=family_of(progress), arrow=_TREND_ARROWS.get(status, ""), word=word)


def sentence(progress: Progress) -> str:
    """Why the status is what it is, in the reader's language."""
    return progress.sentence_en if language() == "en" else progress.sentence_zh


BAR_WIDTH, BAR_START, BAR_TARGET, BAR_END = 168, 10, 122, 160


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBar:
    """The target bar in the units of its drawing: baseline left, target at 122, better always to the right.

    None where there is nothing to draw at that place. `beyond` tells on which side the figure ran off the drawing.
    """

    family: str
    dot: float | None
    start: float | None
    expected: float | None
    has_target: bool
    beyond: str
    text: str


def target_bar(stand: TargetStand) -> TargetBar:
    """Where baseline, figure, target and today's expected place stand on the bar."""
    progress = stand.progress
    dot, beyond = _dot(progress, stand.target.indicator.polarity)
    has_scale = progress.change_share is not None
    expected = None
    if has_scale and progress.time_share is not None:
        expected = BAR_START + float(min(progress.time_share, Decimal(1))) * (BAR_TARGET - BAR_START)
    return TargetBar(
        family=family_of(progress),
        dot=dot,
        start=BAR_START if has_scale else None,
        expected=expected,
        has_target=progress.target is not None,
        beyond=beyond,
        text=f"{stand.target.name}: {sentence(progress)}",
    )


def _dot(progress: Progress, polarity: str) -> tuple[float | None, str]:
    if progress.figure is None or progress.target is None:
        return None, ""
    if progress.change_share is not None:
        at = BAR_START + float(progress.change_share) * (BAR_TARGET - BAR_START)
    else:  # no baseline to measure from: only the side of the target and the rough distance can be told
        scale = max(abs(progress.target), abs(progress.figure), Decimal(1))
        distance = float((progress.figure - progress.target) / scale) * (-1 if polarity == "down" else 1)
        at = BAR_TARGET + distance * (BAR_END - BAR_TARGET)
    if at > BAR_END:
        return BAR_END, "right"
    if at < 4:
        return 4, "left"
    return round(at, 1), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCell:
    """One year's figure in a row; the one that was judged stands out."""

    text: str
    is_judged: bool
    is_unapproved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandRow:
    """One row of the plan's table as it is shown."""

    pk: int
    number: str
    name: str
    unit: str
    is_part: bool
    nature: str
    is_binding: bool
    baseline: str
    figures: list[FigureCell]
    wording: str
    reading: str
    reading_doubt: str
    bar: TargetBar
    mark: StatusMark
    sentence: str
    flags: list[str]


SAID_IN_SENTENCE = {"side_from_polarity", "worse_than_base", "strict_no_baseline"}
MOST_YEARS = 6  # columns of figures beside each other; a longer plan shows its latest


def years_with_figures(view: View, stands: Iterable[TargetStand]) -> list[int]:
    """The plan's years after the base year that have any figure, and the one viewed."""
    there = {year for stand in stands for year in stand.figures} | {view.year}
    return sorted(year for year in there if year > view.plan.base_year)


def figure_years(overview: Overview) -> list[int]:
    """The years to show as columns: those with figures up to the one viewed, the latest few."""
    years = years_with_figures(overview.view, overview.stands)
    return [year for year in years if year <= overview.view.year][-MOST_YEARS:]


def stand_row(stand: TargetStand, years: Iterable[int] = ()) -> StandRow:
    """A target's row: everything printed is either verbatim from the plan or computed here once."""
    target, indicator = stand.target, stand.target.indicator
    return StandRow(
        pk=target.pk,
        number=target.number,
        name=str(indicator) if language() == "en" and indicator.name_en else target.name,
        unit=indicator.shown_unit,
        is_part=stand.is_part,
        nature=target.get_nature_display(),
        is_binding=stand.is_binding,
        baseline=baseline_text(stand),
        figures=[_figure_cell(stand, year) for year in years],
        wording=stand.revision.wording or MISSING,
        reading=say(stand.meaning, language()),
        reading_doubt=say_reason(stand.meaning, language()),
        bar=target_bar(stand),
        mark=status_mark(stand.progress),
        sentence=sentence(stand.progress),
        flags=[flag_name(flag, language()) for flag in stand.progress.flags if flag not in SAID_IN_SENTENCE],
    )


def baseline_text(stand: TargetStand) -> str:
    """The baseline as the plan prints it for its own area, computed for any other."""
    if stand.baseline is None:
        return MISSING
    text = grouped_number(stand.baseline, stand.target.indicator.decimals)
    if stand.target.baseline_year and stand.baseline == stand.target.baseline:
        return f"{text} ({stand.target.baseline_year})"
    return text


def _figure_cell(stand: TargetStand, year: int) -> FigureCell:
    figure = stand.figures.get(year)
    return FigureCell(
        text=figure_text(figure.value, figure.absence, stand.target.indicator) if figure else "",
        is_judged=year == stand.progress.figure_year,
        is_unapproved=bool(figure and figure.is_unapproved),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of the bar of counts: a family, how many, and where it lies in a bar of width 1000."""

    family: str
    word: str
    count: int
    x: float
    width: float
    arrow: str = ""


def segments(overview: Overview) -> list[Segment]:
    """The counts per family, parts of other rows not counted, in the order of the families."""
    counts = Counter(family_of(stand.progress) for stand in overview.stands if not stand.is_part)
    total = sum(counts.values())
    found, x = [], 0.0
    for family, word in FAMILIES.items():
        if not counts[family]:
            continue
        width = 1000 * counts[family] / total
        found.append(Segment(family=family, word=str(word), count=counts[family], x=round(x, 1), width=round(width, 1)))
        x += width
    return found


def percent(share: Decimal) -> str:
    """A share as a percentage with at most one decimal: 0.6 → 60%, 0.667 → 66.7%."""
    text = f"{(share * 100).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}"
    return text.removesuffix(".0") + "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One year's figure with the arithmetic that made it and where it came from."""

    year: int
    value: str
    arithmetic: str
    coverage: str
    source: str
    note: str


def part_rows(stand: TargetStand) -> list[PartRow]:
    """Every figure of a target, newest first, with numerator and denominator where it has them."""
    return [_part_row(stand, year, figure) for year, figure in sorted(stand.figures.items(), reverse=True)]


def _part_row(stand: TargetStand, year: int, figure: Figure) -> PartRow:
    one = stand.target.indicator
    arithmetic = ""
    if figure.numerator is not None and figure.denominator is not None:
        arithmetic = "{} {} ÷ {} {}{}".format(
            one.numerator,
            grouped_number(figure.numerator, one.numerator.decimals),
            one.denominator,
            grouped_number(figure.denominator, one.denominator.decimals),
            f" × {one.multiplier}" if one.multiplier != 1 else "",
        )
    origin = Observation.Origin(figure.origin).label if figure.origin else ""
    return PartRow(
        year=year,
        value=figure_text(figure.value, figure.absence, one),
        arithmetic=arithmetic,
        coverage=_("%(have)s of %(of)s areas") % {"have": figure.have, "of": figure.of} if figure.of else "",
        source=figure.source or str(origin),
        note=figure.note,
    )


ACTS = {
    "typed": gettext_lazy("typed"),
    "approved": gettext_lazy("approved"),
    "rolled_up": gettext_lazy("summed from the areas below"),
    "published": gettext_lazy("taken from a publication"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change of one figure: when, who, what it became."""

    at: datetime
    who: str
    what: str
    before: str
    value: str
    act: str
    reason: str


def change_rows(revisions: Iterable[ObservationRevision]) -> list[ChangeRow]:
    """Changes as a list people read, each with the figure before it where that is among them."""
    found = list(revisions)
    texts = {(one.observation_id, one.version): _revised_text(one) for one in found}
    return [
        ChangeRow(
            at=one.at,
            who=one.by_name,
            what=f"{one.observation.indicator} {one.observation.year}",
            before=texts.get((one.observation_id, one.version - 1), ""),
            value=_revised_text(one),
            act=str(ACTS.get(one.act, one.act)),
            reason=one.reason or one.note,
        )
        for one in found
    ]


def _revised_text(one: ObservationRevision) -> str:
    return figure_text(one.value, one.absence, one.observation.indicator)
