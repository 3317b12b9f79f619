"""The rules about people: what a password must be, when it has run out, and which rights may meet in one hand."""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bureaus.models import ADMIN_ROLES, Area, Department, Grant, Role, User, normal_username

INITIAL_PASSWORD_LASTS = timedelta(days=7)
TRIES_PER_NAME, NAME_WINDOW = 5, timedelta(minutes=30)
TRIES_PER_ORIGIN, ORIGIN_WINDOW = 20, timedelta(minutes=10)


class MixedSigns:
    """A password holds three of the four classes small letter, capital letter, digit, other sign, and no login name.

    Other signs are all that is none of the first three: 汉字 and spaces as well.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with what is missing."""
        classes = {
            "small" if sign.islower() else "capital" if sign.isupper() else "digit" if sign.isdecimal() else "other"
            for sign in password
        }
        if len(classes) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")
        login = normal_username(user.username) if user else ""
        if login and login in normal_username(password):
            raise ValidationError(_("The password must not contain the login name."), code="password_names_login")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("Use three of these four: small letters, capital letters, digits, other signs.")


def must_choose_password(user: User, *, signed_in_at: datetime, lasts: timedelta | None) -> bool:
    """Whether the person must choose a new password: it was given to them, or was too old when they signed in.

    Asked of the moment of signing in and not of now, so that nobody is interrupted while typing. `lasts` None: for ever.
    """
    if user.must_change_password:
        return True
    return lasts is not None and user.password_set_at is not None and signed_in_at - user.password_set_at > lasts


def initial_password_has_run_out(user: User, now: datetime) -> bool:
    """Whether the password is one that was given to the person and has not been used in time."""
    given = user.password_set_at if user.must_change_password else None
    return given is not None and now - given > INITIAL_PASSWORD_LASTS


def origin_of(address: str) -> str:
    """What counts as one place on the network: an IPv4 address, the /64 of an IPv6 one; "" for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped is None:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(getattr(ip, "ipv4_mapped", None) or ip)


def why_not_hold(
    *, by: User | None, user: User, held: Iterable[Grant], role: str, area: Area, department: Department | None
) -> str:
    """Why `by` may not give this right to `user`, who holds `held`, as a sentence; "" where nothing is in the way."""
    administers = role in ADMIN_ROLES
    roles = {grant.role for grant in held}
    if by is not None and by.pk == user.pk:
        return _("Nobody gives rights to themselves.")
    if not user.is_active:
        return _("This account is disabled.")
    if administers and roles & set(ADMIN_ROLES) - {role}:
        return _("One person holds at most one of the three administrators' powers.")
    if administers and roles - set(ADMIN_ROLES):
        return _("Who works with figures holds no administrator's power.")
    if not administers and roles & set(ADMIN_ROLES):
        return _("Who holds an administrator's power does not work with figures.")
    if department is not None and department.area_id != area.pk:
        return _("This department belongs to another area.")
    if department is not None and (administers or role == Role.OFFICIAL):
        return _("This role is held for a whole area, not for one department.")
    return ""


def levels_below(parent: Area) -> list[Area.Level]:
    """The levels that an area directly below this one may have; some counties stand directly below a province."""
    levels = list(Area.Level)
    return levels[levels.index(Area.Level(parent.level)) + 1 :]


def why_not_area_below(parent: Area, *, level: str, code: str) -> str:
    """Why an area of this level and code may not stand below `parent`, as a sentence; "" where nothing is in the way.

    GB/T 2260: two digits for the province, two for the city, two for the county, zeros for the levels not reached.
    A development zone has no code.
    """
    if level not in levels_below(parent):
        return _("This level does not stand below the area.")
    if not code:
        return ""
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return _("An area code has six digits.")
    counted = {Area.Level.PROVINCE: 2, Area.Level.CITY: 4, Area.Level.COUNTY: 6}[Area.Level(level)]
    if code[counted:].strip("0") or not code[counted - 2 : counted].strip("0"):
        return _("A code of this level has %(digits)s digits that count, and zeros after them.") % {"digits": counted}
    above = (parent.code or "").rstrip("0")
    above += "0" * (len(above) % 2)
    if not code.startswith(above):
        return _("The code of an area below begins with %(digits)s.") % {"digits": above}
    return ""
