"""The entry form's rows, put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.presenters.cells import sentences
from collection.queries import DerivedRow, EntryRow, EntrySheet, is_answered
from indicators.models import Absence, Indicator, Observation
from indicators.presenters import change_text, figure_text, grouped_number, typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCell:
    """A derived figure with its arithmetic; the ids let the page's script compute it anew while one types."""

    name: str
    unit: str
    past: list[str]
    value: str
    arithmetic: str
    formula: str
    numerator: int
    denominator: int
    multiplier: int
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCell:
    """One row of the entry form."""

    id: int
    code: str
    name: str
    names: str  # all names it goes by, one a line: pasted rows are found by them
    unit: str
    unit_sign: str  # % or ‰, where the figure may be typed with it
    definition: str
    uses: list[str]  # the derived figures that are computed from it
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
    asks: bool  # whether a doubt still waits for its sentence
    files: int  # how many stand behind the figure
    returned: str  # why the reviewer returned it
    is_answered: bool  # whether the returned figure was changed since
    change: str
    state: str
    state_modifier: str
    error: str
    decimals: int
    derived: list[DerivedCell]

    @property
    def speaks(self) -> bool:
        """Whether anything is said below the row."""
        return bool(self.error or self.doubts or self.explanation or self.returned)


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
    broken = {pk: " ".join(said) for pk, said in sentences(sheet.findings, sheet.names, "hard").items()}
    said = _Said(broken | dict(errors), doubt_texts(sheet), _uses(sheet.derived), sheet.evidence)
    topics: list[EntryTopic] = []
    for row in sheet.rows:
        heading = row.item.indicator.shown_topic
        if not topics or topics[-1].name != heading:
            topics.append(EntryTopic(name=heading))
        topics[-1].cells.append(_entry_cell(row, typed, versions, said))
    return topics


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands beside the cells, by indicator id."""

    errors: Mapping[int, str]
    doubts: Mapping[int, tuple[str, ...]]
    uses: Mapping[int, list[str]]
    files: Mapping[int, int]


def _uses(derived: list[Indicator]) -> dict[int, list[str]]:
    uses: dict[int, list[str]] = {}
    for one in derived:
        for pk in (one.numerator_id, one.denominator_id):
            uses.setdefault(pk, []).append(str(one))
    return uses


def _entry_cell(
    row: EntryRow,
    typed: Mapping[str, str],
    versions: Mapping[int, int],
    said: _Said,
) -> EntryCell:
    indicator, now = row.item.indicator, row.observation
    last = row.past[-1].value
    stored = typed_text(now.value, now.absence, indicator) if now else ""
    stored_note = now.note if now else ""
    stored_explanation = now.explanation if now else ""
    text = typed.get(f"figure-{indicator.pk}", stored)
    explanation = typed.get(f"explanation-{indicator.pk}", stored_explanation)
    doubts = said.doubts.get(indicator.pk, ())
    error, asks = said.errors.get(indicator.pk, ""), bool(doubts) and not explanation
    modifier, state = _cell_state(now, text != stored, error, asks)
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
        code=indicator.code,
        name=str(indicator),
        names="\n".join(name for name in (indicator.name, indicator.name_en) if name),
        unit=indicator.shown_unit,
        unit_sign=indicator.unit if indicator.unit in ("%", "‰") else "",
        definition=indicator.shown_definition,
        uses=said.uses.get(indicator.pk, []),
        past=[figure_text(figure.value, figure.absence, indicator) for figure in row.past],
        last="" if last is None else str(last),
        text=text,
        base_text=base_text,
        base_note=base_note,
        shown=figure_text(now.value, now.absence, indicator) if now else figure_text(None, "", indicator),
        version=version,
        note=typed.get(f"note-{indicator.pk}", stored_note),
        explanation=explanation,
        base_explanation=base_explanation,
        doubts=doubts,
        asks=asks,
        files=said.files.get(indicator.pk, 0),
        returned=row.returned.reason if row.returned else "",
        is_answered=bool(row.returned and now and now.version != row.returned.figure_version),
        change=change_text(last, now.value if now else None, indicator.decimals),
        state=state,
        state_modifier=modifier,
        error=error,
        decimals=indicator.decimals,
        derived=[_derived_cell(one) for one in row.derived],
    )


def _cell_state(now: Observation | None, is_changed: bool, error: str, asks: bool) -> tuple[str, str]:
    """The style's modifier and the word for how a cell stands."""
    if error:
        return "refused", _("not saved") if is_changed else _("correct it")
    if is_changed:
        return "unsaved", _("not saved yet")
    if asks:
        return "doubted", _("explain it")
    if now and now.absence == Absence.NOT_APPLICABLE:
        return "saved", _("not applicable, saved")
    return ("saved", _("saved")) if is_answered(now) else ("blank", _("not filled in"))


def _derived_cell(row: DerivedRow) -> DerivedCell:
    one: Indicator = row.indicator
    return DerivedCell(
        name=str(one),
        unit=one.shown_unit,
        past=[figure_text(figure.value, figure.absence, one) for figure in row.past],
        value=figure_text(row.value, "", one),
        arithmetic=_arithmetic(row),
        formula=_formula(one),
        numerator=one.numerator_id,
        denominator=one.denominator_id,
        multiplier=one.multiplier,
        decimals=one.decimals,
    )


def _formula(one: Indicator) -> str:
    return _("%(numerator)s ÷ %(denominator)s") % {"numerator": one.numerator, "denominator": one.denominator}


def _arithmetic(row: DerivedRow) -> str:
    one = row.indicator
    if row.value is None or row.numerator is None or row.denominator is None:
        return _formula(one)
    parts = [
        grouped_number(row.numerator, one.numerator.decimals),
        grouped_number(row.denominator, one.denominator.decimals),
    ]
    times = f" × {one.multiplier}" if one.multiplier != 1 else ""
    return f"{parts[0]} ÷ {parts[1]}{times}"


def doubt_texts(sheet: EntrySheet) -> dict[int, tuple[str, ...]]:
    """What the soft checks ask about the sheet's figures, in sentences by indicator id."""
    return {pk: tuple(said) for pk, said in sentences(sheet.findings, sheet.names, "soft").items()}


def stale_text(typed: str, row: Observation, who: str) -> str:
    """Both figures where somebody else changed a cell meanwhile."""
    return _(
        "%(who)s changed this to %(theirs)s meanwhile; you typed %(mine)s. Save again to keep yours, or type theirs."
    ) % {"who": who, "theirs": typed_text(row.value, row.absence, row.indicator) or _("blank"), "mine": typed}


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that keeps the form back, for the list at its head."""

    id: int
    name: str
    text: str


def refused(topics: list[EntryTopic]) -> list[Problem]:
    """The cells that cannot be as they were typed."""
    return [Problem(cell.id, cell.name, cell.error) for topic in topics for cell in topic.cells if cell.error]


def unsettled(topics: list[EntryTopic]) -> list[Problem]:
    """Everything that has to be settled before the form can be submitted, in the order of its rows."""
    found = []
    for cell in (cell for topic in topics for cell in topic.cells):
        if cell.error:
            found.append(Problem(cell.id, cell.name, cell.error))
        elif not cell.text:
            found.append(Problem(cell.id, cell.name, _("not filled in")))
        elif cell.asks:
            found.append(Problem(cell.id, cell.name, " ".join(cell.doubts)))
        elif cell.returned and not cell.is_answered:
            found.append(Problem(cell.id, cell.name, _("returned and unchanged: %(why)s") % {"why": cell.returned}))
    return found


def lost_text(typed: Mapping[str, str], pk: int) -> str:
    """What had been typed beside an indicator when its form was locked, to be copied; "" where nothing was."""
    texts = [typed.get(f"{name}-{pk}", "") for name in ("figure", "note", "explanation")]
    said = _("; ").join(text for text in texts if text)
    return _("Not saved, you had typed: %(text)s") % {"text": said} if said else ""


def problems_title(problems: list[Problem], *, is_submitting: bool, is_lost: bool = False) -> str:
    """What stands above the list."""
    if is_lost:
        return _("The form was locked meanwhile. What you had typed stands here to be copied.")
    if is_submitting:
        return _("To be settled before the form can be submitted")
    return ngettext(
        "%(count)s figure needs a correction; the others are saved.",
        "%(count)s figures need a correction; the others are saved.",
        len(problems),
    ) % {"count": len(problems)}
