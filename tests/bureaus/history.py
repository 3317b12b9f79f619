"""What the tests of the history share: reading it whole, and switching its triggers off as only the owner can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bureaus import change_log
from bureaus.acting import Acting
from bureaus.append_only import triggers_over
from bureaus.change_log.tables import ENTRIES
from bureaus.domain.chain import HASHED, ChainReader
from bureaus.models import ChainHead, ChangeEntry

DEPARTMENTS = "bureaus_department"
CLERK = Acting(
    actor_id="7", actor_name="李莲", actor_unit="莲花县", via="form", ip="10.1.2.3", request_id="a1", reason="笔误"
)


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


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unbroken() -> ChainReader:
    """The chains read from the start; fails where one does not hold or its head is elsewhere."""
    reader = ChainReader()
    assert list(reader.breaks(ChangeEntry.objects.order_by("chain", "seq").values_list("id", *HASHED, "hash"))) == []
    assert {head.chain: (head.seq, head.hash) for head in ChainHead.objects.all()} == {
        chain: (end.seq, end.hash) for chain, end in reader.ends.items()
    }
    return reader
