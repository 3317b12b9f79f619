"""The forms of signing in."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Login name and password; the refusal never tells which of the two was wrong."""

    error_messages = {  # noqa: RUF012  (Django's own attribute)
        "invalid_login": _("Login name or password is not right."),
        "inactive": _("Login name or password is not right."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Login name")
        self.fields["password"].label = _("Password")
