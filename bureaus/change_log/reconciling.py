"""Rows beside the log: what stands in a table that its last entry does not say, and the other way round."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from bureaus.change_log import postgres, sqlite
from bureaus.change_log.tables import ENTRIES, LoggedTable

AT_ONCE = 2000  # rows that are held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is not as the log says: `logged` and `now` as JSON text, "" where there is none.

    `kind` is baseline (no entry at all), update (another content), or delete (gone without an entry).
    """

    table: str
    row: str
    chain: int
    kind: str
    logged: str
    now: str

    @property
    def columns(self) -> dict[str, tuple[Any, Any]]:
        """The columns that differ, of those that both sides have, with what the log says and what stands there."""
        before, after = _read(self.logged), _read(self.now)
        return {name: (before[name], after[name]) for name in _differing(self.logged, self.now)}


def differences_in_rows(connection: BaseDatabaseWrapper, table: LoggedTable) -> Iterator[Difference]:
    """Every row of the table that its last entry does not tell as it is, and every row that is gone untold."""
    for row, chain, logged, now in _rows(connection, _present(connection, table)):
        if logged == now or (logged and not _differing(logged, now)):
            continue
        yield Difference(
            table=table.name, row=row, chain=chain, kind="update" if logged else "baseline", logged=logged, now=now
        )
    for (row,) in list(_rows(connection, _gone(table))):
        chain, logged = _last(connection, table, row)
        yield Difference(table=table.name, row=row, chain=chain, kind="delete", logged=logged, now="")


def _rows(connection: BaseDatabaseWrapper, statement: str) -> Iterator[tuple]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _present(connection: BaseDatabaseWrapper, table: LoggedTable) -> str:
    sql = postgres if connection.vendor == "postgresql" else sqlite
    pk = f'CAST(here."{table.pk}" AS text)'
    chain = "coalesce(here.area_id, 0)" if table.has_area else "0"
    return f"""
        SELECT {pk}, {chain}, coalesce(said."new", ''), {sql.row_json(table, "here")}
        FROM {table.name} AS here LEFT JOIN {ENTRIES} AS said ON said.id = (
            SELECT max(id) FROM {ENTRIES} WHERE "table" = '{table.name}' AND "row" = {pk})
        ORDER BY here."{table.pk}"
    """


def _gone(table: LoggedTable) -> str:
    # EXCEPT, because both databases do it by sorting: a join on the number as text would look through all for each.
    return f"""
        SELECT said."row"
        FROM (SELECT max(id) AS id FROM {ENTRIES} WHERE "table" = '{table.name}' GROUP BY "row") AS last
        JOIN {ENTRIES} AS said ON said.id = last.id WHERE said.act <> 'delete'
        EXCEPT SELECT CAST(here."{table.pk}" AS text) FROM {table.name} AS here ORDER BY 1
    """


def _last(connection: BaseDatabaseWrapper, table: LoggedTable, row: str) -> tuple[int, str]:
    """Chain and content of a row's last entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT chain, "new" FROM {ENTRIES} WHERE "table" = %s AND "row" = %s ORDER BY id DESC LIMIT 1',
            [table.name, row],
        )
        return cursor.fetchone()


def _differing(logged: str, now: str) -> list[str]:
    """Columns with another value. One that only one side has came or went with a migration and is no difference."""
    before, after = _read(logged), _read(now)
    return [name for name in after if name in before and before[name] != after[name]]


def _read(text: str) -> dict[str, Any]:
    return json.loads(text, parse_float=Decimal) if text else {}
