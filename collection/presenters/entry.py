"""The entry form's rows, put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from collection.queries import DerivedRow, EntryRow, EntrySheet, is_answered
from indicators.models import Indicator, Observation
from indicators.presenters import change_text, figure_text, finding_text, grouped_number, typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCell:
    """A derived figure with its arithmetic; the ids let the page's script compute it anew while one types."""

    name: str
    unit: str
    past: list[str]
    value: str
    arithmetic: str
    numerator: int
    denominator: int
    multiplier: int
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCell:
    """One row of the entry form."""

    id: int
    name: str
    unit: str
    definition: str
    past: list[str]
    last: str  # last year's plain number, for the script
    text: str
    base_text: str  # what the page had shown where `text` was typed over it
    base_note: str
    shown: str  # the figure as a reader sees it, where nothing can be typed
    version: int | str
    note: str
    explanation: str
    base_explanation: str
    doubts: tuple[str, ...]  # what the checks ask about this figure
    returned: str  # why the reviewer returned it
    change: str
    state: str
    state_modifier: str
    error: str
    decimals: int
    derived: list[DerivedCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTopic:
    """The rows under one heading."""

    name: str
    cells: list[EntryCell] = field(default_factory=list)


def entry_topics(
    sheet: EntrySheet,
    typed: Mapping[str, str],
    errors: Mapping[int, str],
    versions: Mapping[int, int],
) -> list[EntryTopic]:
    """The form's rows by heading. `typed` (posted fields) stands in the cells before what is stored."""
    doubts = doubt_texts(sheet)
    topics: list[EntryTopic] = []
    for row in sheet.rows:
        heading = row.item.indicator.shown_topic
        if not topics or topics[-1].name != heading:
            topics.append(EntryTopic(name=heading))
        topics[-1].cells.append(_entry_cell(row, typed, errors, versions, doubts))
    return topics


def _entry_cell(
    row: EntryRow,
    typed: Mapping[str, str],
    errors: Mapping[int, str],
    versions: Mapping[int, int],
    doubts: Mapping[int, tuple[str, ...]],
) -> EntryCell:
    indicator, now = row.item.indicator, row.observation
    last = row.past[-1].value
    stored = typed_text(now.value, now.absence, indicator) if now else ""
    stored_note = now.note if now else ""
    stored_explanation = now.explanation if now else ""
    text = typed.get(f"figure-{indicator.pk}", stored)
    modifier, state = _cell_state(now, text != stored, errors.get(indicator.pk, ""))
    if indicator.pk in versions:  # told that somebody else was first: saving again is meant
        version, base_text, base_note, base_explanation = (
            versions[indicator.pk], stored, stored_note, stored_explanation
        )  # fmt: skip
    else:  # what was typed keeps the version it was typed on, so that nobody is overwritten unseen
        version = typed.get(f"version-{indicator.pk}", now.version if now else 0)
        base_text = typed.get(f"shown-figure-{indicator.pk}", stored)
        base_note = typed.get(f"shown-note-{indicator.pk}", stored_note)
        base_explanation = typed.get(f"shown-explanation-{indicator.pk}", stored_explanation)
    return EntryCell(
        id=indicator.pk,
        name=str(indicator),
        unit=indicator.shown_unit,
        definition=indicator.shown_definition,
        past=[figure_text(figure.value, figure.absence, indicator) for figure in row.past],
        last="" if last is None else str(last),
        text=text,
        base_text=base_text,
        base_note=base_note,
        shown=figure_text(now.value, now.absence, indicator) if now else figure_text(None, "", indicator),
        version=version,
        note=typed.get(f"note-{indicator.pk}", stored_note),
        explanation=typed.get(f"explanation-{indicator.pk}", stored_explanation),
        base_explanation=base_explanation,
        doubts=doubts.get(indicator.pk, ()),
        returned=row.returned.reason if row.returned else "",
        change=change_text(last, now.value if now else None, indicator.decimals),
        state=state,
        state_modifier=modifier,
        error=errors.get(indicator.pk, ""),
        decimals=indicator.decimals,
        derived=[_derived_cell(one) for one in row.derived],
    )


def _cell_state(now: Observation | None, is_changed: bool, error: str) -> tuple[str, str]:
    """The style's modifier and the word for how a cell stands."""
    if error:
        return "wrong", _("not saved")
    if is_changed:
        return "unsaved", _("not saved yet")
    return ("saved", _("saved")) if is_answered(now) else ("blank", _("not filled in"))


def _derived_cell(row: DerivedRow) -> DerivedCell:
    one: Indicator = row.indicator
    return DerivedCell(
        name=str(one),
        unit=one.shown_unit,
        past=[figure_text(figure.value, figure.absence, one) for figure in row.past],
        value=figure_text(row.value, "", one),
        arithmetic=_arithmetic(row),
        numerator=one.numerator_id,
        denominator=one.denominator_id,
        multiplier=one.multiplier,
        decimals=one.decimals,
    )


def _arithmetic(row: DerivedRow) -> str:
    one = row.indicator
    if row.value is None or row.numerator is None or row.denominator is None:
        return _("%(numerator)s ÷ %(denominator)s") % {"numerator": one.numerator, "denominator": one.denominator}
    parts = [
        grouped_number(row.numerator, one.numerator.decimals),
        grouped_number(row.denominator, one.denominator.decimals),
    ]
    times = f" × {one.multiplier}" if one.multiplier != 1 else ""
    return f"{parts[0]} ÷ {parts[1]}{times}"


def doubt_texts(sheet: EntrySheet) -> dict[int, tuple[str, ...]]:
    """What the soft checks ask about the sheet's figures, in sentences by indicator id."""
    doubts: dict[int, tuple[str, ...]] = {}
    for one in sheet.findings:
        if one.severity == "soft":
            doubts[one.item] = (*doubts.get(one.item, ()), finding_text(one, sheet.names))
    return doubts


def stale_text(typed: str, row: Observation, who: str) -> str:
    """Both figures where somebody else changed a cell meanwhile."""
    return _(
        "%(who)s changed this to %(theirs)s meanwhile; you typed %(mine)s. Save again to keep yours, or type theirs."
    ) % {"who": who, "theirs": typed_text(row.value, row.absence, row.indicator) or _("blank"), "mine": typed}
