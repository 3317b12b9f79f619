"""When a plan may be changed: what must hold of plans and targets whoever changes them."""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from plans.models import Plan, Target, TargetRevision, YearlyTarget

STALE = "stale"  # the code of the refusal when somebody else changed the row meanwhile

# The field at which a broken rule of the database is told.
PLACES = {
    "plan_years": "target_year",
    "plan_thresholds": "ahead_from",
    "plan_not_own_parent": "parent",
    "plan_not_own_follower": "follows",
    "target_not_own_part": "parent",
    "target_retired_reason": "retired_reason",
    "target_baseline_year": "baseline_wording",
    "target_revision_reason": "reason",
    "yearly_target_wording": "wording",
}


def check_whole(row: Model) -> None:
    """Raise ValidationError unless fields and constraints of `row` hold; each sentence stands at the field it is about."""
    errors: dict[str, list[str]] = {}
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as refusal:
        errors |= refusal.message_dict
    for constraint in type(row)._meta.constraints:
        try:
            constraint.validate(type(row), row, exclude=set(errors))
        except ValidationError as refusal:
            errors.setdefault(PLACES.get(constraint.name, NON_FIELD_ERRORS), []).extend(refusal.messages)
    if errors:
        raise ValidationError(errors)


def check_current(row: Plan | Target, based_on: int) -> None:
    """Raise ValidationError with the code STALE unless `row` is still what the change was based on."""
    if row.version != based_on:
        raise ValidationError(
            _(
                "Somebody else changed this meanwhile. Nothing of yours is saved yet: look at what stands, then save again."
            ),
            code=STALE,
        )


def is_stale(refusal: ValidationError) -> bool:
    """Whether a change was refused only because somebody else was first."""
    return getattr(refusal, "code", None) == STALE


def check_in_force(target: Target) -> None:
    """Raise ValidationError where the target is retired: its row is history."""
    if target.retired_on is not None:
        raise ValidationError(_("This target is retired. Bring it back before you change it."))


def check_place(target: Target) -> None:
    """Raise ValidationError unless section, whole and department are the plan's own."""
    errors = {}
    if target.section.plan_id != target.plan_id:
        errors["section"] = _("This section belongs to another plan.")
    if target.department and target.department.area_id != target.plan.area_id:
        errors["department"] = _("This department belongs to another bureau.")
    whole = target.parent
    if whole and (whole.plan_id != target.plan_id or whole.section_id != target.section_id):
        errors["parent"] = _("A target is part of one in its own section.")
    elif whole and whole.parent_id is not None:
        errors["parent"] = _("“%(target)s” is itself a part of another target.") % {"target": whole}
    elif whole and target.pk and target.parts.exists():
        errors["parent"] = _("This target has parts of its own, so it cannot be a part.")
    elif whole and whole.retired_on is not None:
        errors["parent"] = _("“%(target)s” is retired.") % {"target": whole}
    if errors:
        raise ValidationError(errors)


def check_higher_plan(plan: Plan) -> None:
    """Raise ValidationError unless the higher plan covers the plan's area and does not itself stand below the plan."""
    higher = plan.parent
    if higher and not higher.area.contains(plan.area):
        raise ValidationError({"parent": _("A higher plan is one of this area or of an area above it.")})
    while higher:
        if higher.pk == plan.pk:
            raise ValidationError({"parent": _("That plan stands below this one.")})
        higher = higher.parent


def check_adjusted(last: TargetRevision | None, wording: str) -> None:
    """Raise ValidationError where an adjustment says nothing, or nothing new."""
    if not wording:
        raise ValidationError({"wording": _("Write the new wording as the document prints it.")})
    if last and last.wording == wording:
        raise ValidationError({"wording": _("This is the wording in force already.")})


def needs_reason(plan: Plan, last: TargetRevision) -> bool:
    """Whether typing over a wording must be explained: it is official once the plan is issued."""
    return plan.is_issued and last.wording != ""


def check_day(day: date, today: date, field: str) -> None:
    """Raise ValidationError at `field` where the day is still to come."""
    if day > today:
        raise ValidationError({field: _("This day is still to come.")})


def yearly_years(plan: Plan) -> range:
    """The years that may have a target of their own: those on the way. The last year's target is the plan's own."""
    return range(plan.base_year + 1, plan.target_year)


def check_yearly_year(plan: Plan, year: int) -> None:
    """Raise ValidationError unless the year lies on the plan's way."""
    if year not in yearly_years(plan):
        raise ValidationError(_("The year %(year)s does not lie on the way of this plan.") % {"year": year})


def check_yearly_stay(plan: Plan) -> None:
    """Raise ValidationError where a yearly target would no longer lie on the plan's way."""
    on_the_way = yearly_years(plan)
    years = YearlyTarget.objects.filter(target__plan=plan).exclude(year__in=on_the_way).values_list("year", flat=True)
    if years:
        told = ", ".join(str(year) for year in sorted(set(years)))
        raise ValidationError({"target_year": _("There are yearly targets of %(years)s.") % {"years": told}})


def check_follows(plan: Plan, base_year: int) -> None:
    """Raise ValidationError unless a plan with this base year comes after `plan`."""
    if base_year <= plan.base_year:
        raise ValidationError({"base_year": _("The next plan starts later than %(year)s.") % {"year": plan.base_year}})
