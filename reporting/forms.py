"""What a page about progress was asked to show, read from its address."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.models import Area, User
from plans.models import Nature, Plan
from reporting.actions import MILESTONE_VERDICTS
from reporting.models import Judgement
from reporting.presenters import FAMILIES
from reporting.queries import View, latest_year, readable_areas_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The view and filters of one request, what was asked for and is not to be had, and the areas to choose from."""

    view: View
    areas: list[Area]
    family: str
    nature: str
    complaints: list[str]


def read_asked(user: User, plan: Plan, query: QueryDict) -> Asked:
    """The view that `query` asks for. Unknown filters and years are told and left out; a stranger's area is 404."""
    areas = readable_areas_of(user, plan)
    if not areas:
        raise Http404
    complaints: list[str] = []
    area = _area(areas, query.get("area", ""))
    family = _one_of(query, "status", FAMILIES, complaints)
    nature = _one_of(query, "nature", dict(Nature.choices), complaints)
    view = View(
        plan=plan,
        area=area,
        year=_year(plan, area, query.get("year", ""), complaints),
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


def _year(plan: Plan, area: Area, asked: str, complaints: list[str]) -> int:
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in plan.years:
        return int(asked)
    if asked:
        complaints.append(
            _("The plan runs from %(first)s to %(last)s; there is no year “%(asked)s” in it.")
            % {"first": plan.base_year, "last": plan.target_year, "asked": asked[:20]}
        )
    return latest_year(plan, area)


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
