"""What a page about progress was asked to show, read from its address."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.models import Area, User
from indicators.forms import as_of_or_why_not
from indicators.queries import end_of
from plans.models import Nature, Plan
from reporting.actions import MILESTONE_VERDICTS
from reporting.models import Judgement
from reporting.presenters import FAMILIES
from reporting.queries import View, first_recorded, latest_year, readable_areas_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The view and filters of one request, what was asked for and is not to be had, and the areas to choose from."""

    view: View
    areas: list[Area]
    family: str
    nature: str
    complaints: list[str]


def read_asked(user: User, plan: Plan, query: QueryDict) -> Asked:
    """The view that `query` asks for. Unknown filters, years and days are told and left out; a stranger's area is 404."""
    areas = readable_areas_of(user, plan)
    if not areas:
        raise Http404
    complaints: list[str] = []
    area = _area(areas, query.get("area", ""))
    family = _one_of(query, "status", FAMILIES, complaints)
    nature = _one_of(query, "nature", dict(Nature.choices), complaints)
    as_of = _as_of(plan, query.get("as_of", ""), complaints)
    view = View(
        plan=plan,
        area=area,
        year=_year(plan, area, query.get("year", ""), as_of, complaints),
        as_of=as_of,
        include_unapproved=query.get("unapproved") == "1",
        by_original=query.get("wording") == "original",
    )
    return Asked(view=view, areas=areas, family=family, nature=nature, complaints=complaints)


def _area(areas: list[Area], asked: str) -> Area:
    if not asked:
        return areas[0]
    for area in areas:
        if asked in (str(area.pk), area.code):
            return area
    raise Http404


def _as_of(plan: Plan, asked: str, complaints: list[str]) -> date | None:
    day, why_not = as_of_or_why_not(asked)
    told = too_early(plan, day) if day else why_not
    if told:
        complaints.append(" ".join(told))
    return day


def too_early(plan: Plan, day: date) -> list[str]:
    """What to say when nothing of the plan was recorded by the end of that day; nothing where something was."""
    first = first_recorded(plan)
    if first is None or first <= end_of(day):
        return []
    told = {"day": day.isoformat(), "first": timezone.localdate(first).isoformat()}
    return [_("By the end of %(day)s nothing of this plan was recorded; its first record is of %(first)s.") % told]


def _year(plan: Plan, area: Area, asked: str, as_of: date | None, complaints: list[str]) -> int:
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in plan.years:
        return int(asked)
    if asked:
        complaints.append(
            _("The plan runs from %(first)s to %(last)s; there is no year “%(asked)s” in it.")
            % {"first": plan.base_year, "last": plan.target_year, "asked": asked[:20]}
        )
    return latest_year(plan, area, end_of(as_of) if as_of else None)


def _one_of(query: QueryDict, name: str, allowed: dict, complaints: list[str]) -> str:
    asked = query.get(name, "")
    if asked and asked not in allowed:
        complaints.append(_("There is no filter “%(asked)s”; everything is shown.") % {"asked": asked[:20]})
        return ""
    return asked


class JudgementForm(forms.Form):
    """A person's verdict with its evidence and its day."""

    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), choices=Judgement.Verdict.choices)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Write what the verdict rests on: a document, a visit, a certificate.")
        },
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, is_milestone: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_milestone:
            self.fields["verdict"].choices = [(one.value, one.label) for one in MILESTONE_VERDICTS]
        self.fields["decided_on"].initial = timezone.localdate
