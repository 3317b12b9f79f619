"""The forms of signing in, of the three administrators' pages, and of one's own password."""

from bureaus.forms.accounts import (
    AccountForm,
    AccountSearch,
    NewAccountForm,
    NewAreaForm,
    NewDepartmentForm,
    ReasonForm,
    UnitNameForm,
)
from bureaus.forms.log import LogSearch
from bureaus.forms.rights import GrantForm, HandOverForm, RightSearch
from bureaus.forms.signing_in import PasswordForm, SignInForm

__all__ = [
    "AccountForm",
    "AccountSearch",
    "GrantForm",
    "HandOverForm",
    "LogSearch",
    "NewAccountForm",
    "NewAreaForm",
    "NewDepartmentForm",
    "PasswordForm",
    "ReasonForm",
    "RightSearch",
    "SignInForm",
    "UnitNameForm",
]
