"""The history of a figure as people read it: what it is, who answers for it, what it is made of, every change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.models import Indicator, ObservationRevision, Stage
from indicators.presenters import figure_text, grouped_number
from indicators.queries import Figure, FigureHistory, PartArea

ACTS = {
    "typed": gettext_lazy("typed"),
    "imported": gettext_lazy("imported"),
    "approved": gettext_lazy("approved"),
    "rolled_up": gettext_lazy("summed from the areas below"),
    "published": gettext_lazy("taken from a publication"),
}
WAYS = {
    "form": pgettext_lazy("way of entry", "form"),
    "paste": pgettext_lazy("way of entry", "pasted"),
    "workbook": pgettext_lazy("way of entry", "workbook"),
    "command": pgettext_lazy("way of entry", "command"),
    "migration": pgettext_lazy("way of entry", "migration"),
}
SHOWN_OF_A_SUM = 8  # of the 64 signs that name a workbook; enough to tell it from another


def history_address(code: str, area_pk: int, year: int, as_of: date | None = None) -> str:
    """Where the history of a figure is read, as of a past day where one is given."""
    address = reverse("figure_history", args=[code, area_pk, year])
    return f"{address}?as_of={as_of.isoformat()}" if as_of else address


def act_text(act: str) -> str:
    """What somebody did, in words."""
    return str(ACTS.get(act, act))


def way_text(via: str) -> str:
    """How a figure came in: by the form, pasted, from which workbook, by which command. "" where nobody kept it."""
    way, _colon, which = via.partition(":")
    words = str(WAYS.get(way, way))
    return f"{words} {which[:SHOWN_OF_A_SUM] if way == 'workbook' else which}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One side of a figure in one revision: what it was before and what it became."""

    before: str  # "" where there was nothing before
    now: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One recorded change: when, who, what they did, what became of the typed and of the approved figure, and why."""

    at: datetime
    who: str
    unit: str
    act: str
    item: str
    item_address: str
    typed: Change
    official: Change
    coverage: str
    stage: str
    words: list[tuple[str, str]]  # reason, explanation and note, each with its heading
    source: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """Who answers for one item: who entered it last and who approved it last."""

    item: str
    entered: RevisionRow | None
    approved: RevisionRow | None
    is_sum: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One area below, with its figures and whether they are counted."""

    name: str
    address: str
    figures: list[str]
    value: str
    pending: str  # what is not approved yet; "" where nothing waits
    coverage: str
    state: str
    is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Everything the page of one figure shows."""

    official: str
    pending: str  # what is not approved yet; "" where nothing waits
    is_demo: bool
    arithmetic: str
    coverage: str
    source: str
    note: str
    items: list[tuple[str, str, str]]  # of a computed figure its parts: name, address of its history, unit
    responsible: list[Responsible]
    parts: list[PartRow]
    rows: list[RevisionRow]


def history_page(history: FigureHistory, as_of: date | None) -> HistoryPage:
    """The history in words."""
    one, rows = history.indicator, _rows(history, as_of)
    is_computed = len(history.items) > 1
    shown = history.official if history.official.value is not None else history.latest
    return HistoryPage(
        official=_text(history.official, one),
        pending=_text(history.latest, one) if history.is_pending else "",
        is_demo=history.official.is_demo or history.latest.is_demo,
        arithmetic=arithmetic_text(shown, one),
        coverage=coverage_text(history.official),
        source=shown.source,
        note=shown.note,
        items=[
            (str(item), history_address(item.code, history.area.pk, history.year, as_of), item.shown_unit)
            for item in history.items
        ]
        if is_computed
        else [],
        responsible=[_responsible(item, history, rows) for item in _recorded(history)],
        parts=[_part_row(part, history, as_of) for part in history.parts],
        rows=[row for _revision, row in rows],
    )


def arithmetic_text(figure: Figure, one: Indicator) -> str:
    """Numerator ÷ denominator × multiplier with their names; "" where the figure was not computed."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return "{} {} ÷ {} {}{}".format(
        one.numerator,
        grouped_number(figure.numerator, one.numerator.decimals),
        one.denominator,
        grouped_number(figure.denominator, one.denominator.decimals),
        f" × {one.multiplier}" if one.multiplier != 1 else "",
    )


def coverage_text(figure: Figure) -> str:
    """How many areas a sum is made of; "" where it is none."""
    return _("%(have)s of %(of)s areas") % {"have": figure.have, "of": figure.of} if figure.of else ""


def _text(figure: Figure, one: Indicator) -> str:
    return figure_text(figure.value, figure.absence, one)


Rows = list[tuple[ObservationRevision, RevisionRow]]


def _rows(history: FigureHistory, as_of: date | None) -> Rows:
    before = {(one.observation_id, one.version): one for one in history.revisions}
    return [
        (one, _row(one, before.get((one.observation_id, one.version - 1)), history, as_of)) for one in history.revisions
    ]


def _row(
    one: ObservationRevision, before: ObservationRevision | None, history: FigureHistory, as_of: date | None
) -> RevisionRow:
    item = one.observation.indicator
    is_itself = item.pk == history.indicator.pk
    of = one.coverage_of
    return RevisionRow(
        at=one.at,
        who=one.by_name,
        unit=history.units.get(one.by_id, "") if one.by_id else "",
        act=act_text(one.act),
        item="" if is_itself else str(item),
        item_address="" if is_itself else history_address(item.code, history.area.pk, history.year, as_of),
        typed=_change(before, one, "value", "absence"),
        official=_change(before, one, "official_value", "official_absence"),
        coverage=_("%(have)s of %(of)s areas") % {"have": one.coverage_have, "of": of} if of else "",
        stage="" if one.stage == Stage.ANNUAL else one.get_stage_display(),
        words=_words(before, one),
        source=one.source if before is None or before.source != one.source else "",
        way=way_text(one.via),
    )


def _change(before: ObservationRevision | None, now: ObservationRevision, value: str, absence: str) -> Change:
    old, new = (
        figure_text(getattr(one, value), getattr(one, absence), now.observation.indicator) if one else ""
        for one in (before, now)
    )
    return Change(before=old, now=new, is_changed=before is not None and old != new)


def _words(before: ObservationRevision | None, now: ObservationRevision) -> list[tuple[str, str]]:
    """Why: the reason of this very change; explanation and note where they became others with it."""
    said = [(_("Reason"), now.reason)] if now.reason else []
    for name, heading in (("explanation", _("Explanation")), ("note", _("Note"))):
        text, past = getattr(now, name), getattr(before, name) if before else ""
        if text != past:
            said.append((heading, text or _("taken away")))
    return said


def _recorded(history: FigureHistory) -> list[Indicator]:
    """The items that somebody entered; a rate that was published without its parts stands for itself."""
    there = {one.observation.indicator_id for one in history.revisions}
    own = [history.indicator] if history.indicator.pk in there else []
    return [item for item in {item.pk: item for item in [*own, *history.items]}.values() if item.pk in there]


def _responsible(item: Indicator, history: FigureHistory, rows: Rows) -> Responsible:
    mine = [(one, row) for one, row in rows if one.observation.indicator_id == item.pk]
    entered = next((row for one, row in mine if one.act not in ("approved", "rolled_up")), None)
    approved = next((row for one, row in mine if one.act == "approved"), None)
    return Responsible(
        item=str(item) if len(history.items) > 1 else "",
        entered=entered,
        approved=approved,
        is_sum=mine[0][0].coverage_of is not None,
    )


def _part_row(part: PartArea, history: FigureHistory, as_of: date | None) -> PartRow:
    is_computed = len(history.items) > 1
    pending = ""
    if (part.latest.value, part.latest.absence) != (part.figure.value, part.figure.absence):
        pending = _text(part.latest, history.indicator)
    state = _("missing") if not pending else _("waits for approval")
    if part.is_counted or part.is_exempt:
        state = _("counted") if part.is_counted else _("does not apply")
    return PartRow(
        name=str(part.area),
        address=history_address(history.indicator.code, part.area.pk, history.year, as_of),
        figures=[_text(figure, item) for figure, item in zip(part.figures, history.items, strict=True)]
        if is_computed
        else [],
        value=_text(part.figure, history.indicator),
        pending=pending,
        coverage=coverage_text(part.figure),
        state=state,
        is_missing=not part.is_counted and not part.is_exempt,
    )
