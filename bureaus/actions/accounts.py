"""Changes to accounts: who may sign in, and with what password."""

import secrets

from bureaus.acting import acting, acting_for, action
from bureaus.actions.trail import record
from bureaus.models import Area, User, normal_username

# Signs that are not mistaken for one another when they are read from paper.
_CLASSES = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")
_LENGTH = 14  # from 55 signs: 80 bits


def initial_password() -> str:
    """A random password to be handed over, with all of `_CLASSES` in it."""
    while True:
        password = "".join(secrets.choice("".join(_CLASSES)) for _ in range(_LENGTH))
        if all(set(password) & set(signs) for signs in _CLASSES):
            return password


@action
def add_account(
    *, by: User | None, username: str, name: str, area: Area, phone: str = "", email: str = ""
) -> tuple[User, str]:
    """A new account with its initial password, which is told nowhere else.

    Raises ValidationError when somebody has that login name already, however it is written.
    """
    user = User(username=normal_username(username), name=name, area=area, phone=phone, email=email)
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.full_clean()
    user.save()
    record(by=by, verb="account.added", subject=user, area=area, username=user.username)
    return user, password


@action
def edit_account(*, by: User | None, user: User, name: str, area: Area, phone: str, email: str) -> User:
    """Another name, area or way to reach the person; the login name stays."""
    user.name, user.area, user.phone, user.email = name, area, phone, email
    user.full_clean(exclude=["username", "password"])
    user.save(update_fields=["name", "area", "phone", "email"])
    record(by=by, verb="account.changed", subject=user, area=area, username=user.username)
    return user


@action
def set_active(*, by: User | None, user: User, is_active: bool, reason: str) -> User:
    """From now on the person may, or may not, sign in; sessions of a disabled account end with their next request."""
    user.is_active = is_active
    with acting(acting_for(by, reason=reason)):
        user.save(update_fields=["is_active"])
    verb = "account.enabled" if is_active else "account.disabled"
    record(by=by, verb=verb, subject=user, area=user.area, username=user.username, reason=reason)
    return user


@action
def give_initial_password(*, by: User | None, user: User) -> str:
    """A new initial password in place of the person's own, which ends their sessions."""
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "password_set_at", "must_change_password"])
    record(by=by, verb="account.initial_password", subject=user, area=user.area, username=user.username)
    return password


@action
def choose_password(*, by: User, password: str) -> User:
    """The person's own new password, already checked."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "password_set_at", "must_change_password"])
    record(by=by, verb="password.changed", subject=by, area=by.area, username=by.username)
    return by
