"""The forms of the security administrator: rights and their hand-over."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area, Department, Grant, Role, User


class RightSearch(forms.Form):
    """Whose rights to list."""

    q = forms.CharField(label=_("Name or login name"), required=False, max_length=60)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, empty_label=_("all areas"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all roles")), *Role.choices])
    locked = forms.BooleanField(label=_("only locked accounts"), required=False)

    def __init__(self, *args, areas: QuerySet[Area], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas


class GrantForm(forms.Form):
    """One more right: a role, and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    place = forms.ChoiceField(
        label=_("Area or department"), help_text=_("A whole area with all below it, or one department of its bureau.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, areas: QuerySet[Area], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(area__in=areas).select_related("area")
        self._places: dict[str, tuple[Area, Department | None]] = {}
        for area in areas:
            self._places[f"area-{area.pk}"] = (area, None)
            for department in departments:
                if department.area_id == area.pk:
                    self._places[f"department-{department.pk}"] = (area, department)
        self.fields["place"].choices = [
            (key, f"{area} · {department}" if department else str(area))
            for key, (area, department) in self._places.items()
        ]

    def clean(self) -> dict:
        """The chosen place as `area` and `department`."""
        cleaned = super().clean()
        if "place" in cleaned:
            cleaned["area"], cleaned["department"] = self._places[cleaned.pop("place")]
        return cleaned


class HandOverForm(forms.Form):
    """交接: which rights go to whom, and why."""

    grants = forms.ModelMultipleChoiceField(
        Grant.objects.none(), label=_("Rights that go over"), widget=forms.CheckboxSelectMultiple
    )
    taker = forms.ModelChoiceField(User.objects.none(), label=_("Who takes them"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, grants: QuerySet[Grant], takers: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grants"].queryset = grants
        self.fields["grants"].label_from_instance = _right
        self.fields["taker"].queryset = takers
        self.fields["taker"].label_from_instance = lambda user: f"{user.name} ({user.username})"


def _right(grant: Grant) -> str:
    place = f"{grant.area} · {grant.department}" if grant.department_id else str(grant.area)
    return f"{grant.get_role_display()}: {place}"
