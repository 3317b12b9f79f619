"""Who acts: the person and the way behind every change, told to the database so that its change log names them.

A request, a command and a migration each say it once; the triggers of the change log (bureaus.change_log) read it and
refuse any change of a business table behind which nobody stands.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from bureaus.models import User

SYSTEM_NAME = "system"  # the actor of commands, where no person signed in
POSTGRES_SETTING = "tracker.acting"
DEADLOCK = "40P01"  # PostgreSQL's code for it
TRIES = 3
IN_ERROR = 3  # libpq's PQTRANS_INERROR
Params = ParamSpec("Params")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts and how: `via` is form, paste, workbook:<sha256>, command:<name> or migration."""

    actor_id: str = ""
    actor_name: str
    actor_unit: str = ""
    via: str
    ip: str = ""
    request_id: str = ""
    reason: str = ""


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acting_now() -> Acting | None:
    """Who acts at this moment, or None."""
    return _acting.get()


def acting_json() -> str:
    """The same as the triggers read it; "" when nobody acts."""
    acting = _acting.get()
    return _as_json(acting) if acting else ""


@functools.lru_cache(maxsize=64)
def _as_json(acting: Acting) -> str:
    """A trigger on SQLite asks for it once a column of the entry."""
    return json.dumps(asdict(acting), ensure_ascii=False)


def via_now() -> str:
    """By what way the present change comes; "" when nobody acts."""
    acting = _acting.get()
    return acting.via if acting else ""


@contextmanager
def acting(who: Acting | None) -> Iterator[None]:
    """Inside the block every change is this person's; with None there are no changes, for the database refuses them."""
    if who == _acting.get():
        yield
        return
    token = _acting.set(who)
    _tell_database()
    try:
        yield
    finally:
        _acting.reset(token)
        _tell_database()


def acting_for(by: User | None, **known: str) -> Acting:
    """`by` (None: the system) in place of whoever acts now, by the same way; `known` (via, reason, …) overrides."""
    now = _acting.get() or Acting(actor_name=SYSTEM_NAME, via="command")
    if by is not None and str(by.pk) != now.actor_id:
        now = replace(now, actor_id=str(by.pk), actor_name=by.name, actor_unit=by.unit_name)
    elif by is None and now.actor_id:
        now = replace(now, actor_id="", actor_name=SYSTEM_NAME, actor_unit="")
    return replace(now, **known) if known else now


def acting_of_command(name: str) -> Acting:
    """Who acts in `manage.py <name>`, where no person signed in."""
    return Acting(actor_name=SYSTEM_NAME, via=f"command:{name}")


def action(verb: Callable[Params, Result]) -> Callable[Params, Result]:
    """A function `verb(*, by, …)` as one transaction in which every change is `by`'s (the system's where it is None).

    Where two people's changes wait for each other on PostgreSQL, it ends one of the two; that one is then done again.
    """

    @functools.wraps(verb)
    def acted(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        for tries_left in reversed(range(TRIES)):
            try:
                with acting(acting_for(kwargs["by"])), transaction.atomic():
                    return verb(*args, **kwargs)
            except OperationalError as error:
                is_deadlock = getattr(error.__cause__, "pgcode", "") == DEADLOCK
                if not is_deadlock or not tries_left or connection.in_atomic_block:
                    raise
        raise AssertionError("the last try returns or raises")

    return acted


def on_connection(*, connection: BaseDatabaseWrapper, **_known: object) -> None:
    """Handler of connection_created: a connection made while somebody acts learns of it at once."""
    if connection.vendor == "postgresql" and acting_now() is not None:
        _tell(connection)


def _tell_database() -> None:
    """PostgreSQL keeps who acts in a setting of the session; SQLite asks `acting_json` when a trigger runs."""
    if connection.vendor != "postgresql" or connection.connection is None or _has_failed():
        return  # a connection still to be made is told then; the rollback that must follow takes the setting back
    _tell(connection)


def _tell(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [POSTGRES_SETTING, acting_json()])


def _has_failed() -> bool:
    """Whether an error has ended the transaction we are in, so that it takes nothing but a rollback."""
    if not connection.in_atomic_block or connection.connection is None:
        return False
    return connection.needs_rollback or connection.connection.info.transaction_status == IN_ERROR
