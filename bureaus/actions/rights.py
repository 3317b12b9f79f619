"""Changes to rights: giving, taking, handing over, and ending a lock."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bureaus.acting import acting, acting_for, action
from bureaus.actions.signing_in import forget_attempts
from bureaus.actions.trail import record
from bureaus.models import Area, Department, Grant, User
from bureaus.policies import why_not_hold


def _give(by: User | None, user: User, role: str, area: Area, department: Department | None) -> Grant:
    held = Grant.objects.select_for_update().filter(user=user)
    refusal = why_not_hold(by=by, user=user, held=held, role=role, area=area, department=department)
    if refusal:
        raise ValidationError(refusal)
    grant = Grant(user=user, role=role, area=area, department=department)
    grant.full_clean()
    grant.save()
    return grant


def _take(by: User | None, grant: Grant) -> None:
    if by is not None and by.pk == grant.user_id:
        raise ValidationError(why_not_hold(by=by, user=by, held=(), role=grant.role, area=grant.area, department=None))
    grant.delete()


@action
def give_right(
    *, by: User | None, user: User, role: str, area: Area, department: Department | None = None, reason: str = ""
) -> Grant:
    """One more right of a person. Raises ValidationError with a sentence where a rule is in the way."""
    with acting(acting_for(by, reason=reason)):
        grant = _give(by, user, role, area, department)
    record(by=by, verb="grant.added", subject=grant, area=area, role=role, username=user.username, reason=reason)
    return grant


@action
def take_right(*, by: User | None, grant: Grant, reason: str) -> None:
    """A right ends at once. Raises ValidationError where it is one's own."""
    told, role, user = str(grant), grant.role, grant.user
    with acting(acting_for(by, reason=reason)):
        _take(by, grant)
    record(by=by, verb="grant.removed", subject=told, area=grant.area, role=role, username=user.username, reason=reason)


@action
def hand_over(
    *, by: User | None, giver: User, taker: User, grants: Sequence[Grant], reason: str, left_open: dict[str, int]
) -> None:
    """交接: these rights go from one person to another, as one act. `left_open`: how much lies open, by its name.

    What the taker holds already is only taken from the giver. Raises ValidationError with a sentence, and nothing goes
    over, where the taker may not hold one of them.
    """
    if not grants or giver.pk == taker.pk or any(grant.user_id != giver.pk for grant in grants):
        raise ValidationError(_("Choose rights of this person, and another person who takes them."))
    with acting(acting_for(by, reason=reason)):
        for grant in grants:
            _take(by, grant)
            place = {"role": grant.role, "area": grant.area, "department": grant.department}
            if not Grant.objects.filter(user=taker, **place).exists():
                _give(by, taker, **place)
    record(
        by=by, verb="grants.handed_over", subject=f"{giver} → {taker}", area=grants[0].area, reason=reason,
        giver=giver.username, taker=taker.username, grants=[str(grant) for grant in grants], left_open=left_open,
    )  # fmt: skip


@action
def unlock(*, by: User | None, user: User) -> None:
    """The person may try to sign in again at once."""
    forget_attempts(user.username)
    record(by=by, verb="account.unlocked", subject=user, area=user.area, username=user.username)
