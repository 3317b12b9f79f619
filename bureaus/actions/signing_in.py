"""How often a name, or a place on the network, may try to sign in.

A try is written down before the password is looked at and struck out when it was right. So the limit holds for all
processes and threads together, whatever happens at the same moment: of those who try at once, the one whose row comes
last sees all the others.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from bureaus.models import SignInAttempt
from bureaus.policies import NAME_WINDOW, ORIGIN_WINDOW, TRIES_PER_NAME, TRIES_PER_ORIGIN, origin_of


def begin_attempt(username: str, ip: str) -> datetime | None:
    """Write down one more try of this normalised name from this address; the end of the lock where one is in force.

    A try during a lock is not counted, so that nobody can be locked out for ever. A name that nobody has is locked like
    any other.
    """
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - NAME_WINDOW).delete()
    mine = SignInAttempt.objects.create(username=username, origin=origin_of(ip))
    others = SignInAttempt.objects.exclude(pk=mine.pk)
    until = _end(others.filter(username=username), now, TRIES_PER_NAME, NAME_WINDOW)
    if until is None and mine.origin:
        until = _end(others.filter(origin=mine.origin), now, TRIES_PER_ORIGIN, ORIGIN_WINDOW)
    if until is not None:
        mine.delete()
    return until


def locked_until(username: str) -> datetime | None:
    """When this normalised name's lock ends; None when it is not locked."""
    now = timezone.now()
    return _end(SignInAttempt.objects.filter(username=username), now, TRIES_PER_NAME, NAME_WINDOW)


def forget_attempts(username: str) -> None:
    """The name starts anew: its owner has signed in, or an administrator vouches for them."""
    SignInAttempt.objects.filter(username=username).delete()


def _end(tries: QuerySet[SignInAttempt], now: datetime, limit: int, window: timedelta) -> datetime | None:
    """When so many of these tries are older than the window that fewer than `limit` count; None when it is so now."""
    times = list(tries.filter(at__gte=now - window).order_by("at").values_list("at", flat=True))
    return times[-limit] + window if len(times) >= limit else None
