"""How plans and their targets are shown to those who edit them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.presenters import MISSING
from plans.actions import reading_context
from plans.domain.baseline import read_baseline
from plans.domain.meaning import Certainty, Form, TargetMeaning
from plans.domain.saying import say, say_reason
from plans.forms import DraftRowForm, RowForm
from plans.importing.accepting import can_split, meaning_of
from plans.models import DraftRow, Target, TargetRevision
from plans.queries import PlanBeside


def language() -> str:
    """The reader's language as the domain names it."""
    return "en" if get_language() == "en" else "zh"


CERTAINTIES = {
    Certainty.CERTAIN: gettext_lazy("certain"),
    Certainty.INFERRED: gettext_lazy("inferred"),
    Certainty.PERSON: gettext_lazy("for a person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a wording was understood as, and how far that may be trusted."""

    text: str
    modifier: str  # certain, inferred, person; corrected, where a person put it clearer; none
    certainty: str
    doubt: str


def reading_of(meaning: TargetMeaning, by_person: bool = False) -> Reading:
    """A meaning in words with its certainty; where nothing is promised yet, just that."""
    if meaning.form == Form.NONE_YET:
        return Reading(text="", modifier="none", certainty=_("not set yet"), doubt="")
    return Reading(
        text=say(meaning, language()),
        modifier="corrected" if by_person else meaning.certainty.value,
        certainty=_("corrected by a person") if by_person else str(CERTAINTIES[meaning.certainty]),
        doubt=say_reason(meaning, language()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """One wording of a target with its document and its reading."""

    number: int
    title: str
    wording: str
    document: str
    reason: str
    who: str
    at: datetime
    reading: Reading
    clear_wording: str
    is_in_force: bool


def wording_rows(target: Target) -> list[WordingRow]:
    """Every wording of the target, the one in force first."""
    revisions = list(target.revisions.all())
    return [_wording_row(one, one is revisions[-1]) for one in reversed(revisions)]


def _wording_row(one: TargetRevision, is_in_force: bool) -> WordingRow:
    day = one.issued_on.isoformat() if one.issued_on else ""
    return WordingRow(
        number=one.number,
        title=_("original") if one.number == 1 else _("adjustment %(number)s") % {"number": one.number - 1},
        wording=one.wording or MISSING,
        document=" ".join(filter(None, (one.document_no, day))),
        reason=one.reason,
        who=one.by.name if one.by else "",
        at=one.at,
        reading=reading_of(one.meaning, one.read_by_person),
        clear_wording=one.clear_wording,
        is_in_force=is_in_force,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """What another plan promises for the same indicator."""

    plan: str
    year: int
    wording: str


def beside_rows(target: Target, beside: PlanBeside | None) -> list[BesideRow]:
    """The other plan's wordings in force for the target's indicator; none where there is no such plan or target."""
    if beside is None:
        return []
    return [
        BesideRow(
            plan=str(beside.plan),
            year=beside.plan.target_year,
            wording=max(row.revisions.all(), key=lambda one: one.number).wording or MISSING,
        )
        for row in beside.for_indicator(target.indicator_id)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRow:
    """One row of the table that is edited; `form` is None where it can only be read."""

    pk: int
    number: str
    name: str
    unit: str
    is_part: bool
    baseline: str
    baseline_doubt: str
    wording: str
    originally: str
    reading: Reading
    yearly: int
    higher: list[BesideRow]
    before: list[BesideRow]
    retired: str
    can_rise: bool = False
    can_sink: bool = False
    form: RowForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorSection:
    """The rows under one heading."""

    title: str
    rows: list[EditorRow] = field(default_factory=list)


def editor_sections(
    targets: Iterable[Target], forms: Mapping[int, RowForm], higher: PlanBeside | None, before: PlanBeside | None
) -> list[EditorSection]:
    """The rows in force by section, in the order of the plan."""
    shown = [target for target in targets if target.retired_on is None]
    siblings: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for target in shown:
        siblings[target.section_id, target.parent_id].append(target.pk)
    sections: list[EditorSection] = []
    for target in shown:
        if not sections or sections[-1].title != str(target.section):
            sections.append(EditorSection(title=str(target.section)))
        row = editor_row(target, forms.get(target.pk), higher, before)
        among = siblings[target.section_id, target.parent_id]
        row = replace(row, can_rise=among[0] != target.pk, can_sink=among[-1] != target.pk)
        sections[-1].rows.append(row)
    return sections


def editor_row(
    target: Target, form: RowForm | None = None, higher: PlanBeside | None = None, before: PlanBeside | None = None
) -> EditorRow:
    """One row of the editor; `target` comes from `rows_to_edit`."""
    revisions = list(target.revisions.all())
    last = revisions[-1]
    return EditorRow(
        pk=target.pk,
        number=target.number,
        name=target.shown_name,
        unit=target.indicator.shown_unit,
        is_part=target.parent_id is not None,
        baseline=target.baseline_wording or MISSING,
        baseline_doubt=baseline_doubt(target),
        wording=last.wording or MISSING,
        originally=revisions[0].wording or MISSING if len(revisions) > 1 else "",
        reading=reading_of(last.meaning, last.read_by_person),
        yearly=len(target.yearly.all()),
        higher=beside_rows(target, higher),
        before=beside_rows(target, before),
        retired=_("%(day)s: %(reason)s") % {"day": target.retired_on, "reason": target.retired_reason}
        if target.retired_on
        else "",
        form=form,
    )


def baseline_doubt(target: Target) -> str:
    """Why the printed baseline gives no number, or not surely; "" where it does."""
    context = reading_context(target.plan, target.name, target.indicator, target.baseline_wording)
    read = read_baseline(target.baseline_wording, context)
    return say_reason(TargetMeaning(form=Form.NONE_YET, reason=read.reason, detail=read.detail), language())


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRowView:
    """A draft's row as it is shown: its form, its reading, and where it came from."""

    form: DraftRowForm
    row: DraftRow
    reading: Reading
    match: str
    is_open: bool
    can_split: bool
    state_modifier: str


MATCHES = {
    "exact": gettext_lazy("in the catalogue"),
    "alias": gettext_lazy("in the catalogue under another name"),
    "normalised": gettext_lazy("in the catalogue, spelt otherwise"),
    "chosen": gettext_lazy("chosen by a person"),
}


def draft_row(form: DraftRowForm) -> DraftRowView:
    """One row with its form."""
    row = form.row
    return DraftRowView(
        form=form,
        row=row,
        reading=reading_of(meaning_of(row)),
        match=str(MATCHES.get(row.match, "")) if row.indicator else _("a new indicator"),
        is_open=row.state == DraftRow.State.OPEN,
        can_split=can_split(row),
        state_modifier="done" if row.state == DraftRow.State.ACCEPTED else "open",
    )
