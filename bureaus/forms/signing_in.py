"""The forms of signing in and of one's own password."""

from datetime import datetime

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.actions import address_of, begin_attempt, forget_attempts
from bureaus.models import User, normal_username
from bureaus.policies import initial_password_has_run_out

LONGEST_PASSWORD = 200  # signs; nothing is cut off, longer ones are refused


class SignInForm(AuthenticationForm):
    """Login name and password; the refusal never tells which of the two was wrong, nor a lock whether the name exists."""

    error_messages = {  # noqa: RUF012  (Django's own attribute)
        "invalid_login": _("Login name or password is not right."),
        "inactive": _("Login name or password is not right."),
        "locked": _(
            "Too many tries. You can sign in again from %(until)s; "
            "the security administrator can unlock an account earlier."
        ),
        "run_out": _(
            "This initial password was not used within seven days and counts no longer. "
            "Ask the system administrator for a new one."
        ),
    }
    locked_until: datetime | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Login name")
        self.fields["password"].label = _("Password")

    def clean(self) -> dict:
        """Look at the password, unless too many were tried; a right one makes the earlier tries forgotten."""
        name, password = self.typed_name(), self.cleaned_data.get("password")
        if not name or not password:
            return super().clean()
        self.locked_until = begin_attempt(name, address_of(self.request))
        if self.locked_until:
            until = timezone.localtime(self.locked_until).strftime("%Y-%m-%d %H:%M:%S")
            raise ValidationError(self.error_messages["locked"], code="locked", params={"until": until})
        cleaned = super().clean()
        forget_attempts(name)
        return cleaned

    def typed_name(self) -> str:
        """The login name as it counts, "" when none was typed. Some signs grow when they are normalised."""
        return normal_username(self.cleaned_data.get("username", ""))[:60]

    def confirm_login_allowed(self, user: User) -> None:
        """Refuses an initial password that was never used; only who typed it right learns that."""
        super().confirm_login_allowed(user)
        if initial_password_has_run_out(user, timezone.now()):
            raise ValidationError(self.error_messages["run_out"], code="run_out")


class PasswordForm(PasswordChangeForm):
    """The present password, and a new one twice."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("New password again")
        self.fields["new_password1"].help_text = _(
            "At least ten signs, of three of these four kinds: small letters, capital letters, digits, other signs. "
            "A sentence with spaces is good. Not the login name, not a password many people use."
        )
        for field in self.fields.values():
            field.max_length = LONGEST_PASSWORD
            field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))

    def clean_new_password1(self) -> str:
        """Refuses the password that is to be changed."""
        password = self.cleaned_data["new_password1"]
        if password and self.user.check_password(password):
            raise ValidationError(gettext("This is the present password; choose another one."))
        return password
