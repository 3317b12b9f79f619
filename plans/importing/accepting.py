"""From a document to a plan: keep what was read as a draft, let a person put it right, accept it. Once, however often."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, Role, User
from bureaus.permissions import holds_over
from indicators.models import Indicator, IndicatorAlias
from plans.actions import TableRow, add_plan, add_target, correct_reading, revise_target
from plans.domain.meaning import Certainty, Context, Form, TargetMeaning
from plans.domain.reading import read_wording
from plans.domain.saying import say
from plans.models import DraftRow, Nature, Plan, PlanDraft, Section, Target

ROW_FIELDS = ("section", "number", "part_of", "name", "unit", "baseline", "wording", "nature", "polarity")
HEAD_FIELDS = ("title", "issuer", "document_no", "issued_on", "base_year", "target_year")


def check_imports(by: User, area: Area) -> None:
    """Raises PermissionDenied unless the person plans for the area."""
    if not holds_over(by, Role.PLANNER, area):
        raise PermissionDenied(_("Only the planning office of %(area)s changes its plans.") % {"area": area})


def named_indicator(name: str) -> Indicator | None:
    """The catalogue's indicator of just that name, English name or alias; None when there is none."""
    name = name.strip()
    if not name:
        return None
    found = Indicator.objects.filter(name=name).first() or Indicator.objects.filter(name_en=name).first()
    alias = None if found else IndicatorAlias.objects.select_related("indicator").filter(name=name).first()
    return found or (alias.indicator if alias else None)


def meaning_of(row: DraftRow) -> TargetMeaning:
    """What the row's wording means, read with what the row and its draft know."""
    context = Context(
        indicator=row.name,
        unit=row.indicator.unit if row.indicator else row.unit,
        polarity=row.indicator.polarity if row.indicator else row.polarity,
        baseline=row.baseline,
        base_year=row.draft.base_year,
        target_year=row.draft.target_year,
    )
    return read_wording(row.clear_wording or row.wording, context)


@action
def keep_draft(
    *,
    by: User,
    area: Area,
    source_name: str,
    head: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    blocks: list[dict],
    unplaced: list[dict],
    notice: str = "",
) -> PlanDraft:
    """A draft of what was read. Nothing of it is a plan before a person accepts it. Raises PermissionDenied."""
    check_imports(by, area)
    draft = PlanDraft(
        area=area, source_name=source_name[:200], blocks=blocks, unplaced=unplaced, notice=notice[:1000], by=by,
        **{name: head.get(name) for name in HEAD_FIELDS if head.get(name) is not None},
    )  # fmt: skip
    draft.save()
    DraftRow.objects.bulk_create(DraftRow(draft=draft, order=order, **row) for order, row in enumerate(rows, start=1))
    record(by=by, verb="plan.read", subject=draft, area=area, source=source_name, rows=draft.rows.count())
    return draft


@action
def change_head(*, by: User, draft: PlanDraft, **head: Any) -> PlanDraft:
    """Put the plan's own data right. Raises PermissionDenied or ValidationError, field by field."""
    check_imports(by, draft.area)
    for name, value in head.items():
        setattr(draft, name, value)
    draft.full_clean(exclude=["blocks", "unplaced", "by", "plan", "area"])
    draft.save()
    return draft


@action
def change_row(*, by: User, row: DraftRow, indicator_name: str, **fields: str) -> DraftRow:
    """Put one row right; the indicator is named, and a name outside the catalogue proposes a new one."""
    check_imports(by, row.draft.area)
    for name, value in fields.items():
        setattr(row, name, value)
    if (row.indicator.name if row.indicator else "") != indicator_name.strip():
        row.indicator = named_indicator(indicator_name)
        row.match = "chosen" if row.indicator else ""
    row.full_clean(exclude=["draft", "indicator"])
    row.save()
    return row


def is_certain(row: DraftRow) -> bool:
    """Whether nothing about the row waits for a person: its reading is certain and its indicator is in the catalogue."""
    return row.indicator is not None and meaning_of(row).certainty == Certainty.CERTAIN


def can_split(row: DraftRow) -> bool:
    """Whether the row promises something for several named kinds, each of which is a target of its own."""
    meaning = meaning_of(row)
    return meaning.form == Form.BY_KIND and len(meaning.parts) > 1 and all(part.label for part in meaning.parts)


@action
def split_row(*, by: User, row: DraftRow) -> list[DraftRow]:
    """One row a kind (三级30%、二级25%), in order, in place of the row: kinds are never averaged.

    The printed wording stays whole in each; which part of it is meant stands beside it in clearer words. Each kind is
    another indicator than the whole. Raises PermissionDenied, ValidationError where there is nothing to split.
    """
    check_imports(by, row.draft.area)
    if not can_split(row):
        raise ValidationError(_("This row does not name several kinds."))
    parts = meaning_of(row).parts
    for later in row.draft.rows.filter(order__gt=row.order).order_by("-order"):
        later.order += len(parts) - 1
        later.save(update_fields=["order"])
    name, first = row.name, row.order
    split = []
    for place, part in enumerate(parts):
        row.pk = row.pk if place == 0 else None
        row.name, row.order = f"{name}（{part.label}）"[:200], first + place
        row.clear_wording, row.indicator, row.match = say(part.meaning, "zh"), None, ""
        row.save()
        split.append(DraftRow.objects.get(pk=row.pk))
    return split


@action
def set_state(*, by: User, rows: Iterable[DraftRow], state: str) -> int:
    """Accept rows, leave them out, or open them again; tells how many changed. Raises PermissionDenied."""
    changed = 0
    for row in rows:
        check_imports(by, row.draft.area)
        if row.state != state:
            row.state = state
            row.save(update_fields=["state"])
            changed += 1
    return changed


@action
def accept_plan(*, by: User, draft: PlanDraft) -> Plan:
    """The plan that the accepted rows make. A plan of the same area and title is revised, never doubled.

    Raises PermissionDenied; ValidationError while a row is still open, none is accepted, or title or years are missing.
    """
    check_imports(by, draft.area)
    rows = list(draft.rows.select_related("indicator", "draft").order_by("order"))
    _check_ready(draft, rows)
    plan = draft.plan or Plan.objects.filter(area=draft.area, title=draft.title).first()
    if plan is None:
        plan = add_plan(
            by=by, area=draft.area, code=_free_code(draft), title=draft.title, issuer=draft.issuer or draft.area.name,
            document_no=draft.document_no, issued_on=draft.issued_on, base_year=draft.base_year,
            target_year=draft.target_year,
        )  # fmt: skip
    placed: set[int] = set()
    for row in rows:
        if row.state == DraftRow.State.ACCEPTED:
            target = _place(by, plan, row)
            if target.pk in placed:
                raise ValidationError(
                    _("Two accepted rows are the same target: %(row)s. Leave one out.") % {"row": row}
                )
            placed.add(target.pk)
    draft.plan = plan
    draft.save(update_fields=["plan"])
    record(by=by, verb="plan.accepted", subject=plan, area=plan.area, draft=draft.pk, rows=len(rows))
    return plan


def _check_ready(draft: PlanDraft, rows: list[DraftRow]) -> None:
    if not draft.title or draft.base_year is None or draft.target_year is None:
        raise ValidationError(_("Fill in the plan's title, base year and target year first."))
    waiting = [str(row) for row in rows if row.state == DraftRow.State.OPEN]
    if waiting:
        names = _(", ").join(waiting[:5])
        raise ValidationError(
            _("%(count)d rows still wait to be accepted or left out: %(names)s")
            % {"count": len(waiting), "names": names}
        )
    if not any(row.state == DraftRow.State.ACCEPTED for row in rows):
        raise ValidationError(_("No row is accepted, so there is no plan to make."))


def _free_code(draft: PlanDraft) -> str:
    stem = f"{draft.area.code or f'area-{draft.area_id}'}-{draft.base_year}-{draft.target_year}"
    taken = set(Plan.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _place(by: User, plan: Plan, row: DraftRow) -> Target:
    """The row's target in the plan: the one that is there, revised where its wording changed, or a new one."""
    in_force = plan.targets.filter(retired_on__isnull=True)
    there = in_force.filter(name=row.name).first()
    if there is None and row.indicator:
        there = in_force.filter(indicator=row.indicator).first()
    if there is None:
        made = add_target(by=by, row=_table_row(plan, row))
        if row.clear_wording:
            correct_reading(by=by, target=made, number=1, clear_wording=row.clear_wording, based_on=made.version)
        return made
    last = there.revisions.order_by("-number").first()
    if last is None or last.wording != row.wording:
        revise_target(
            by=by, target=there, wording=row.wording, document_no=row.draft.document_no, issued_on=row.draft.issued_on,
            reason=_("read from %(source)s") % {"source": row.draft.source_name}, based_on=there.version,
        )  # fmt: skip
    return there


def _table_row(plan: Plan, row: DraftRow) -> TableRow:
    title = row.section or plan.title
    section = Section.objects.filter(plan=plan, title=title).first()
    if section is None:
        section = Section.objects.create(plan=plan, title=title, order=plan.sections.count() + 1)
    return TableRow(
        section=section,
        indicator=row.indicator or _new_indicator(plan, row),
        name=row.name,
        wording=row.wording,
        nature=row.nature,
        number=row.number,
        baseline=row.baseline,
        parent=_whole(plan, row.part_of),
    )


def _whole(plan: Plan, part_of: str) -> Target | None:
    """The target that a 其中 row is a part of, named by its number or, where rows have none, by its name."""
    if not part_of:
        return None
    return plan.targets.filter(number=part_of).first() or plan.targets.filter(name=part_of).first()


def _new_indicator(plan: Plan, row: DraftRow) -> Indicator:
    """A reported indicator for a name the catalogue does not know; its decimals are those the plan prints."""
    meaning = meaning_of(row)
    numbers = [number for number in (meaning.low, meaning.high) if number is not None]
    decimals = max((-int(number.as_tuple().exponent) for number in numbers), default=0)
    indicator = Indicator(
        code=f"{plan.code}-row-{row.pk}", name=row.name, unit=row.unit, kind=Indicator.Kind.REPORTED,
        polarity=row.polarity, decimals=min(max(decimals, 0), 6), roll_up=Indicator.RollUp.OWN,
    )  # fmt: skip
    indicator.full_clean()
    indicator.save()
    row.indicator = indicator
    row.save(update_fields=["indicator"])
    return indicator


def nature_code(printed: str) -> str:
    """约束性, 预期性 or 倡导性 as the plan prints it; expected where it prints none."""
    for mark, nature in (("约束", Nature.BINDING), ("倡导", Nature.ADVOCATED)):
        if mark in printed:
            return nature
    return Nature.EXPECTED
