"""What stands behind one target: how its figures were made, and every change of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Observation, ObservationRevision
from indicators.presenters import figure_text, grouped_number
from indicators.queries import Figure
from reporting.queries import TargetStand


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
