"""What a person states about progress where no figure can."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import Area, User
from plans.domain.meaning import Form
from plans.models import Target
from reporting.models import Judgement
from reporting.permissions import can_judge

MILESTONE_VERDICTS = (Judgement.Verdict.MET, Judgement.Verdict.UNDER_WAY, Judgement.Verdict.NOT_STARTED)


@action
def judge_by_person(
    *, by: User, target: Target, area: Area, year: int, verdict: str, evidence: str, decided_on: date
) -> Judgement:
    """Keep a person's verdict on a target in one year; the latest counts, earlier ones stay.

    Raises PermissionDenied for others than the area's planning office; ValidationError for a verdict that the target's
    form does not know, missing evidence, a year outside the plan, or a day to come.
    """
    if not can_judge(by, area):
        raise PermissionDenied(_("Only the planning office of %(area)s judges its targets.") % {"area": area})
    if year not in target.plan.years:
        raise ValidationError({"year": _("The year lies outside the plan.")})
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("This day is still to come.")})
    if decided_on.year < year:
        raise ValidationError(
            {"decided_on": _("A verdict on %(year)s cannot be older than that year.") % {"year": year}}
        )
    revision = target.revisions.order_by("-number").first()
    if revision and revision.meaning.form == Form.MILESTONE and verdict not in MILESTONE_VERDICTS:
        raise ValidationError({"verdict": _("A milestone is met, under way or not started.")})
    judgement = Judgement(
        target=target,
        area=area,
        year=year,
        verdict=verdict,
        evidence=evidence.strip(),
        decided_on=decided_on,
        by=by,
        by_name=by.name,
    )
    judgement.full_clean()
    judgement.save()
    record(by=by, verb="target.judged", subject=target, area=area, year=year, verdict=verdict, evidence=evidence)
    return judgement
