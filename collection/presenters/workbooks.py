"""What an uploaded workbook would change and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from collection.actions import Saving, TypedCell
from collection.exports.marked import Mark
from collection.forms import PostedSheet
from collection.presenters.cells import sentences
from collection.queries import EntryRow, EntrySheet, last_writers, names_of
from indicators.actions import FigureChange
from indicators.models import Observation
from indicators.presenters import change_text, figure_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One figure that the workbook changes: old → new, its notes likewise, and what the checks ask about it."""

    place: str
    name: str
    unit: str
    last: str
    old: str
    new: str
    change: str  # against the year before
    words: list[tuple[str, str, str]]  # which words, old, new
    doubts: list[str]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An uploaded workbook, judged: what it changes, what is wrong, what has to be explained."""

    changes: list[ChangeRow] = field(default_factory=list)
    errors: list[Mark] = field(default_factory=list)
    doubts: list[Mark] = field(default_factory=list)

    @property
    def marks(self) -> list[Mark]:
        """Everything to be marked in the workbook, what is wrong first."""
        return [*self.errors, *self.doubts]


def weighed(
    sheet: EntrySheet,
    fields: Mapping[str, str],
    problems: Mapping[int, str],
    strays: Mapping[str, str],
    places: Mapping[int, str],
    posted: PostedSheet,
    saving: Saving,
) -> Weighed:
    """`problems` and `strays` were found reading the file, `posted` and `saving` are what the form's own checks say."""
    names = {row.item.indicator_id: str(row.item.indicator) for row in sheet.rows} | names_of(saving.findings)
    hard, soft = (sentences(saving.findings, names, severity) for severity in ("hard", "soft"))
    stale = {change.indicator.pk: row for change, row in saving.stale}
    writers = last_writers(stale.values())
    found = Weighed()
    for row in sheet.rows:
        pk = row.item.indicator_id
        typed = fields.get(f"figure-{pk}", "")
        told = {"indicator": pk, "place": places.get(pk, ""), "name": names[pk], "typed": typed}
        if pk in problems or pk in posted.errors:
            wrong = problems.get(pk) or posted.errors[pk]
            remedy = _("Correct this row, save the file and upload it again.")
            found.errors.append(Mark(**told, wrong=wrong, remedy=remedy))
        elif pk in stale:
            found.errors.append(Mark(**told, **_stale(stale[pk], typed, writers)))
        elif pk in saving.refused:
            remedy = _("Correct the figure that is wrong, save the file and upload it again.")
            found.errors.extend(Mark(**told, wrong=wrong, remedy=remedy) for wrong in hard.get(pk, []))
        elif pk in posted.cells:
            _weigh_cell(found, row, posted.cells[pk], told, soft.get(pk, []))
    for place, wrong in strays.items():
        remedy = _("Correct this row, save the file and upload it again.")
        found.errors.append(Mark(indicator=None, place=place, name="", typed="", wrong=wrong, remedy=remedy))
    return found


def _stale(row: Observation, typed: str, writers: Mapping[int, str]) -> dict[str, str]:
    theirs = figure_text(row.value, row.absence, row.indicator)
    facts = {"who": writers.get(row.pk, ""), "theirs": theirs, "mine": typed or _("blank")}
    return {
        "wrong": _("%(who)s changed this to %(theirs)s after the workbook was downloaded; the file has %(mine)s.")
        % facts,
        "remedy": _("Decide which is right. The workbook with the errors has yours; upload that to keep it."),
    }


def _weigh_cell(found: Weighed, row: EntryRow, cell: TypedCell, told: Mapping[str, object], doubts: list[str]) -> None:
    change, now = cell.change(row.item.indicator), row.observation
    if _changes_nothing(change, now):
        return
    found.changes.append(_change_row(row, change, str(told["place"]), doubts))
    if doubts and not change.explanation:
        remedy = _("Correct the figure, or say in the column for explanations why it is right.")
        found.doubts.append(Mark(**told, wrong="\n".join(doubts), remedy=remedy, is_error=False))


def _changes_nothing(change: FigureChange, now: Observation | None) -> bool:
    if now is None:
        return change.value is None and not change.absence and not change.note and not change.explanation
    return change.is_what_stands(now)


def _change_row(row: EntryRow, change: FigureChange, place: str, doubts: list[str]) -> ChangeRow:
    indicator, now, last = row.item.indicator, row.observation, row.past[-1]
    return ChangeRow(
        place=place,
        name=str(indicator),
        unit=indicator.shown_unit,
        last=figure_text(last.value, last.absence, indicator),
        old=figure_text(now.value, now.absence, indicator) if now else figure_text(None, "", indicator),
        new=figure_text(change.value, change.absence, indicator),
        change=change_text(last.value, change.value, indicator.decimals),
        words=list(_words(change, now)),
        doubts=doubts,
        explanation=change.explanation,
    )


def _words(change: FigureChange, now: Observation | None) -> Iterator[tuple[str, str, str]]:
    """The note and the explanation where they change: which it is, old, new."""
    for label, name in ((_("Note"), "note"), (_("Explanation"), "explanation")):
        old, new = getattr(now, name, ""), getattr(change, name)
        if old != new:
            yield label, old, new
