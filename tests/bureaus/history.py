"""What the tests of the history share: switching the triggers off as only the database's owner can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bureaus import change_log
from bureaus.append_only import triggers_over
from bureaus.change_log.tables import ENTRIES
from bureaus.models import ChangeEntry


def switch_triggers_off() -> None:
    """Nothing is logged and nothing guarded from here on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # checks put off to the end of a transaction forbid it on their tables
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        change_log.lift(connection)
        for name in triggers_over(connection.vendor, ENTRIES):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def triggers_off() -> Iterator[None]:
    """Inside the block nothing is logged; afterwards all looks as before."""
    switch_triggers_off()
    yield
    change_log.install(connection)


def acts(table: str) -> list[tuple[str, str]]:
    """(act, row) of every entry about a table, in the order in which they were written."""
    return list(ChangeEntry.objects.filter(table=table).values_list("act", "row"))
