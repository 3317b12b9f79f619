"""The forms of the system administrator: accounts, areas, departments."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area, User, normal_username
from bureaus.policies import levels_below


class AccountSearch(forms.Form):
    """Which accounts to list."""

    q = forms.CharField(label=_("Name or login name"), required=False, max_length=60)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, empty_label=_("all areas"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all states")),
            ("active", _("may sign in")),
            ("waiting", _("initial password")),
            ("disabled", _("disabled")),
        ],
    )

    def __init__(self, *args, areas: QuerySet[Area], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas


class AccountForm(forms.Form):
    """What is known of a person: as little as possible."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Area"), help_text=_("The administrators of this area look after the account.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args, areas: QuerySet[Area], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas


class NewAccountForm(AccountForm):
    """The same with the login name, which stays for ever."""

    username = forms.CharField(
        label=_("Login name"), max_length=60, help_text=_("Capital or small letters make no difference.")
    )
    field_order = ("username", "name", "area", "phone", "email")

    def clean_username(self) -> str:
        """The name as it counts; refuses one that somebody has, however it is written."""
        username = normal_username(self.cleaned_data["username"])
        if not username.isprintable() or any(sign.isspace() for sign in username):
            raise ValidationError(gettext("A login name has no spaces."))
        if User.objects.filter(username=username).exists():
            raise ValidationError(gettext("Somebody has this login name already."))
        return username


class ReasonForm(forms.Form):
    """Why; it stays in the trail."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class UnitNameForm(forms.Form):
    """The two names of an area or a department."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)


class NewDepartmentForm(UnitNameForm):
    """A new department of an area's bureau."""

    code = forms.SlugField(
        label=_("Short code"), max_length=40, help_text=_("Letters, digits and hyphens, for files; it stays.")
    )
    field_order = ("name", "name_en", "code")


class NewAreaForm(UnitNameForm):
    """A new area below another one."""

    level = forms.ChoiceField(label=_("Level"))
    code = forms.CharField(
        label=_("GB/T 2260 code"), max_length=6, required=False, help_text=_("Empty for a development zone.")
    )
    field_order = ("name", "name_en", "level", "code")

    def __init__(self, *args, parent: Area, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level.value, level.label) for level in levels_below(parent)]
