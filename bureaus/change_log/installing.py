"""Puts the log's triggers into the database after every migration, and says where they are not as they should be."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bureaus.acting import SYSTEM_NAME, Acting, acting
from bureaus.change_log import postgres, sqlite
from bureaus.change_log.reconciling import differences_in_rows
from bureaus.change_log.tables import ENTRIES, LoggedTable, append_only_tables, has_log, logged_tables

OURS = ("log_", "chain_", sqlite.DOOR)  # how the names of what this package installs begin
MIGRATION = Acting(actor_name=SYSTEM_NAME, via="migration")

_while_migrating = ExitStack()


def before_migrating(*, using: str, plan: list, **_known: Any) -> None:
    """Handler of pre_migrate: what migrations change is a migration's doing.

    SQLite makes a table anew to alter it and refuses while triggers elsewhere name it, so there the log is lifted until
    the migrations are done; what they changed is then told by comparing the rows with the log.
    """
    _while_migrating.enter_context(acting(MIGRATION))
    if plan and connections[using].vendor == "sqlite":
        lift(connections[using])


def after_migrating(*, using: str, plan: list | None = None, **_known: Any) -> None:
    """Handler of post_migrate, which comes also after a database was emptied (then without a plan)."""
    connection = connections[using]
    try:
        if has_log(connection):
            with acting(MIGRATION), transaction.atomic(using):
                unwatched = install(connection)
                tables = logged_tables(connection)
                log_differences(connection, tables if plan else _without_entries(connection, tables, unwatched))
        else:
            lift(connection)
    finally:
        _while_migrating.close()


def install(connection: BaseDatabaseWrapper) -> set[str]:
    """Make the database's triggers those of the code; gives the tables that no trigger watched until now.

    Where everything stands already nothing is touched.
    """
    sql, tables = _dialect(connection), logged_tables(connection)
    wanted = sql.wanted(tables, append_only_tables(connection))
    with connection.cursor() as cursor:
        standing = sql.installed(cursor)
        for name in standing:
            if name.startswith(OURS) and name not in wanted:
                cursor.execute(sql.drop_statement(name))
        schema = _schema(connection)
        for name, text in wanted.items():
            if standing.get(name) != text:
                for statement in sql.create_statements(name, text, schema):
                    cursor.execute(statement)
    return {table.name for table in tables if sql.watching(table) not in standing}


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take away what `install` put there, but for the guards over other logs that stand on their own."""
    sql = _dialect(connection)
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        ours = [name for name in sql.installed(cursor) if name.startswith(OURS)]
        for name in sorted(ours, key=lambda name: name.endswith(")")):  # a function goes after its triggers
            cursor.execute(sql.drop_statement(name))


def log_differences(connection: BaseDatabaseWrapper, tables: Iterable[LoggedTable]) -> None:
    """Write an entry for each row that is not as the log says: how a log begins over rows that are there already."""
    sql = _dialect(connection)
    for table in tables:
        statement = sql.write_statement(table)
        for one in list(differences_in_rows(connection, table)):
            with connection.cursor() as cursor:
                cursor.execute(statement, [one.chain, one.row, one.kind, one.logged, one.now])


def differences_in_triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """What stands otherwise than the code would put it: (name, "missing", "changed" or "unknown")."""
    sql = _dialect(connection)
    wanted = sql.wanted(logged_tables(connection), append_only_tables(connection))
    with connection.cursor() as cursor:
        standing = sql.installed(cursor)
    found = [
        (name, "changed" if name in standing else "missing")
        for name, text in wanted.items()
        if standing.get(name) != text
    ]
    found += [(name, "missing") for name in sql.FROM_MIGRATIONS if name not in standing]
    known = wanted.keys() | set(sql.FROM_MIGRATIONS)
    return found + [(name, "unknown") for name in standing if name not in known]


def _without_entries(
    connection: BaseDatabaseWrapper, tables: Iterable[LoggedTable], unwatched: set[str]
) -> list[LoggedTable]:
    """The tables to begin a log over: none watched them, and no entry speaks of them.

    A table that has entries and lost its triggers is not squared with its log: that would write down as right what
    somebody did meanwhile. verify_audit tells of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "table" FROM {ENTRIES}')
        known = {table for (table,) in cursor.fetchall()}
    return [table for table in tables if table.name in unwatched - known]


def _schema(connection: BaseDatabaseWrapper) -> str:
    if connection.vendor != "postgresql":
        return "main"
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return cursor.fetchone()[0]


def _dialect(connection: BaseDatabaseWrapper) -> Any:
    """The module with the SQL of this database."""
    return postgres if connection.vendor == "postgresql" else sqlite
