"""What the server answers to a cell of the entry form: its state, the sentences beside it, what stands there now."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from collection.actions import Saving
from collection.queries import FormNow
from indicators.actions import FigureChange
from indicators.domain.checks import Finding
from indicators.models import Indicator, Observation
from indicators.presenters import figure_text, finding_text, typed_text

FINE, SAVED, DOUBTED, REFUSED, STALE = "fine", "saved", "doubted", "refused", "stale"
Sentences = dict[int, list[str]]


def sentences(findings: Iterable[Finding], names: Mapping[int, str], severity: str) -> Sentences:
    """The findings of that severity in words, by the id of the cell at which they are said."""
    said: Sentences = {}
    for found in findings:
        if found.severity == severity:
            said.setdefault(found.item, []).append(finding_text(found, names))
    return said


def saved_cells(
    cells: Iterable[int], errors: Mapping[int, str], saving: Saving, form: FormNow, writers: Mapping[int, str]
) -> dict[str, object]:
    """The answer to cells that were to be kept, and how the whole form stands with them.

    It tells what stands and not what this request wrote: the same cells sent again after a lost answer get the same.
    """
    refused = _refused(errors, saving, form.names)
    stale = {change.indicator.pk: row for change, row in saving.stale}
    # Where somebody overwrote it in this very moment, the figure told is still the typist's own: that of another would
    # stand there as if they had typed it. In its version, so that their next change learns of the other's.
    standing = dict(form.present) | {row.indicator_id: row for row in saving.written}
    doubts = sentences(form.findings, form.names, "soft")
    answers: dict[int, dict] = {}
    for pk in cells:
        if pk in refused:
            answers[pk] = {"state": REFUSED, "sentences": refused[pk]}
        elif pk in stale:
            answers[pk] = _stale(stale[pk], form.indicators[pk], writers.get(stale[pk].pk, ""))
        else:
            answers[pk] = _standing(standing.get(pk), form.indicators[pk], doubts.get(pk, []))
    return {
        "cells": answers,
        "doubts": doubts,
        "broken": sentences(form.findings, form.names, "hard"),
        "filled": form.filled,
        "total": len(form.indicators),
        "time": f"{timezone.localtime():%H:%M}",
    }


def tried_cells(
    cells: Iterable[int],
    errors: Mapping[int, str],
    changes: Mapping[int, FigureChange],
    saving: Saving,
    form: FormNow,
    writers: Mapping[int, str],
) -> dict[str, object]:
    """What would become of the cells: `changes` are those that were understood and would change something."""
    refused = _refused(errors, saving, form.names)
    stale = {change.indicator.pk: row for change, row in saving.stale}
    doubts = sentences(saving.findings, form.names, "soft")
    answers: dict[int, dict] = {}
    for pk in cells:
        indicator, now = form.indicators[pk], form.present.get(pk)
        if pk in refused:
            answers[pk] = {"state": REFUSED, "sentences": refused[pk]}
        elif pk in stale:
            answers[pk] = _stale(stale[pk], indicator, writers.get(stale[pk].pk, ""))
        elif pk in changes:
            new = changes[pk]
            answers[pk] = _figure(new, indicator) | {"state": FINE, "sentences": doubts.get(pk, [])}
        else:
            answers[pk] = _figure(now, indicator) | {"state": FINE, "sentences": []}
    return {"cells": answers}


def _refused(errors: Mapping[int, str], saving: Saving, names: Mapping[int, str]) -> Sentences:
    hard = sentences(saving.findings, names, "hard")
    return {pk: [text] for pk, text in errors.items()} | {pk: hard.get(pk, []) for pk in saving.refused}


def _figure(row: Observation | FigureChange | None, indicator: Indicator) -> dict[str, object]:
    """The figure as it stands in an input and as a reader sees it."""
    value, absence = (row.value, row.absence) if row else (None, "")
    return {"text": typed_text(value, absence, indicator), "shown": figure_text(value, absence, indicator)}


def _standing(row: Observation | None, indicator: Indicator, doubts: list[str]) -> dict[str, object]:
    is_open = bool(doubts) and not (row and row.explanation)
    return _figure(row, indicator) | {
        "state": DOUBTED if is_open else SAVED,
        "sentences": doubts,
        "note": row.note if row else "",
        "explanation": row.explanation if row else "",
        "version": row.version if row else 0,
    }


def _stale(row: Observation, indicator: Indicator, who: str) -> dict[str, object]:
    theirs = _standing(row, indicator, [])
    shown = theirs["shown"] if theirs["text"] else _("blank")
    sentence = _("%(who)s changed this to %(theirs)s meanwhile.") % {"who": who, "theirs": shown}
    return {"state": STALE, "sentences": [sentence], "who": who, "theirs": theirs}
