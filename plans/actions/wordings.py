"""What targets promise: their wordings, adjusted and as first printed, the readings of these, and the yearly targets."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import User
from indicators.models import Indicator
from plans.domain.meaning import Certainty, Context
from plans.domain.reading import read_wording
from plans.domain.saying import say, say_reason
from plans.models import Plan, Target, TargetRevision, YearlyTarget
from plans.permissions import check_plan_for
from plans.policies import (
    check_adjusted,
    check_current,
    check_day,
    check_in_force,
    check_whole,
    check_yearly_year,
    needs_reason,
)


def reading_context(plan: Plan, name: str, indicator: Indicator, baseline: str) -> Context:
    """What the target language is told around a wording of this plan: the name as printed may be a part of the promise."""
    return Context(
        indicator=name,
        unit=indicator.unit,
        polarity=indicator.polarity,
        baseline=baseline,
        base_year=plan.base_year,
        target_year=plan.target_year,
    )


def context_of(target: Target) -> Context:
    """What the target language is told around the wordings of this target."""
    return reading_context(target.plan, target.name, target.indicator, target.baseline_wording)


def yearly_context(target: Target, year: int) -> Context:
    """What the target language is told around a yearly target: it ends in its own year."""
    context = context_of(target)
    return Context(
        indicator=context.indicator,
        unit=context.unit,
        polarity=context.polarity,
        baseline=context.baseline,
        base_year=context.base_year,
        target_year=year,
    )


def locked(target: Target, by: User | None, based_on: int | None) -> Target:
    """The target as it is now, its row held until the transaction ends, once `by` may change what they saw.

    `based_on` None asks for no version: for acts that overwrite nothing. Raises PermissionDenied or ValidationError.
    """
    now = Target.objects.select_for_update(of=("self",)).select_related("plan__area", "indicator", "section")
    target = now.get(pk=target.pk)
    check_plan_for(by, target.plan.area)
    if based_on is not None:
        check_current(target, based_on)
    return target


def bump(target: Target) -> None:
    """Count one more change of the target."""
    target.version += 1
    target.save(update_fields=["version"])


def add_revision(*, by: User | None, target: Target, number: int, wording: str, **document: object) -> TargetRevision:
    """One more wording of the target, read by machine beside it. `document` is its number, day and reason."""
    revision = TargetRevision(
        target=target,
        number=number,
        wording=wording,
        meaning_json=read_wording(wording, context_of(target)).to_json(),
        by=by,
        **document,
    )
    check_whole(revision)
    revision.save()
    return revision


@action
def revise_target(
    *,
    by: User | None,
    target: Target,
    wording: str,
    document_no: str,
    issued_on: date | None,
    reason: str,
    based_on: int,
) -> TargetRevision:
    """A new wording in force by a later document; the earlier ones stay beside it.

    `based_on` is the version of the target that its planner saw. Raises PermissionDenied or ValidationError.
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    last = target.revisions.order_by("-number").first()
    check_adjusted(last, wording)
    if issued_on:
        check_day(issued_on, timezone.localdate(), "issued_on")
    revision = add_revision(
        by=by,
        target=target,
        number=last.number + 1 if last else 1,
        wording=wording,
        document_no=document_no,
        issued_on=issued_on,
        reason=reason,
    )
    bump(target)
    record(
        by=by,
        verb="target.revised",
        subject=target,
        area=target.plan.area,
        before=last.wording if last else "",
        wording=wording,
        document_no=document_no,
        reason=reason,
    )
    return revision


@action
def correct_wording(
    *, by: User | None, target: Target, wording: str, based_on: int, reason: str = ""
) -> TargetRevision:
    """Type over the wording in force: freely in a draft, with the reason where an issued plan was typed wrongly.

    A person's reading of the words before goes with them; the trail keeps both. Raises PermissionDenied or
    ValidationError.
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    revision = target.revisions.order_by("-number")[0]
    if revision.wording == wording:
        return revision
    if needs_reason(target.plan, revision) and not reason:
        raise ValidationError({"reason": _("This plan is issued: say why what was typed is not what it prints.")})
    before, revision.wording = revision.wording, wording
    revision.read_by_person, revision.clear_wording = False, ""
    revision.meaning_json = read_wording(wording, context_of(target)).to_json()
    check_whole(revision)
    revision.save()
    bump(target)
    record(
        by=by,
        verb="target.typed",
        subject=target,
        area=target.plan.area,
        number=revision.number,
        before=before,
        wording=wording,
        reason=reason,
    )
    return revision


@action
def correct_reading(
    *, by: User | None, target: Target, number: int, clear_wording: str, based_on: int
) -> TargetRevision:
    """Put the promise of revision `number` in clearer words, whose reading then counts; the official wording stays.

    Blank words give the machine's own reading back. Raises PermissionDenied, or ValidationError where the machine does
    not understand these words either.
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    revision = target.revisions.get(number=number)
    meaning = read_wording(clear_wording or revision.wording, context_of(target))
    if clear_wording and meaning.certainty == Certainty.PERSON:
        reason = say_reason(meaning, "en" if get_language() == "en" else "zh")
        raise ValidationError({"clear_wording": _("This is not understood either. %(reason)s") % {"reason": reason}})
    before = say(revision.meaning, "zh")
    revision.read_by_person, revision.clear_wording = bool(clear_wording), clear_wording
    revision.meaning_json = meaning.to_json()
    check_whole(revision)
    revision.save()
    bump(target)
    record(
        by=by,
        verb="target.read",
        subject=target,
        area=target.plan.area,
        number=number,
        wording=revision.wording,
        clear_wording=clear_wording,
        before=before,
        reading=say(meaning, "zh"),
    )
    return revision


@action
def set_yearly_targets(
    *, by: User | None, target: Target, wordings: Mapping[int, str], based_on: int
) -> list[YearlyTarget]:
    """The wordings of these years on the way; a blank one takes the year's target away, other years stay.

    Raises PermissionDenied, or ValidationError with a sentence a year (by its number as text).
    """
    target = locked(target, by, based_on)
    check_in_force(target)
    stand = {one.year: one for one in target.yearly.all()}
    changed: dict[str, list[str]] = {}
    errors: dict[str, list[str]] = {}
    for year, wording in sorted(wordings.items()):
        before = stand[year].wording if year in stand else ""
        if wording == before:
            continue
        try:
            _set_yearly_target(target, stand.get(year), year, wording)
        except ValidationError as refusal:
            errors[str(year)] = refusal.messages
        changed[str(year)] = [before, wording]
    if errors:
        raise ValidationError(errors)
    if changed:
        bump(target)
        record(by=by, verb="target.yearly", subject=target, area=target.plan.area, wordings=changed)
    return list(target.yearly.all())


def _set_yearly_target(target: Target, stands: YearlyTarget | None, year: int, wording: str) -> None:
    if not wording and stands:
        stands.delete()
        return
    check_yearly_year(target.plan, year)
    one = stands or YearlyTarget(target=target, year=year)
    one.wording = wording
    one.meaning_json = read_wording(wording, yearly_context(target, year)).to_json()
    check_whole(one)
    one.save()


def read_again(target: Target) -> None:
    """Read the wordings anew after what stands around them changed; what a person read stays that person's."""
    context = context_of(target)
    for revision in target.revisions.filter(read_by_person=False):
        revision.meaning_json = read_wording(revision.wording, context).to_json()
        revision.save(update_fields=["meaning_json"])
    for one in target.yearly.all():
        one.meaning_json = read_wording(one.wording, yearly_context(target, one.year)).to_json()
        one.save(update_fields=["meaning_json"])
