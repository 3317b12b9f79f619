"""The log's SQL on SQLite: a trigger for each way to change a table, one view into which they all write.

Two functions are the application's own (`on_connection`), so that a client that is not the application cannot change a
watched table at all: to SQLite its triggers then call what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from bureaus.acting import acting_json
from bureaus.append_only import triggers_over
from bureaus.change_log.tables import ENTRIES, HEADS, LoggedTable
from bureaus.domain.chain import HASHED, entry_hash

DOOR = "change_to_log"  # the view: what is inserted into it becomes an entry
FROM_MIGRATIONS = ("grant_powers_apart_added", "grant_powers_apart_changed")  # the house's triggers that log nothing

_DOOR = f"""CREATE VIEW {DOOR} AS
SELECT 0 AS chain, '' AS "table", '' AS "row", '' AS act, '' AS old, '' AS new"""

_COLUMNS = ", ".join(f'"{name}"' for name in HASHED)
_NEW_COLUMNS = ", ".join(f'NEW."{name}"' for name in HASHED)


def _said(key: str) -> str:
    return f"coalesce(json_extract(acting_json(), '$.{key}'), '')"


# Statements of a trigger know no variables, so each looks up what the one before it left. An INSERT OR IGNORE outside
# makes every failure inside silent but RAISE: were the entry not written, the head's own guard would still raise.
_LOG_ENTRY = f"""CREATE TRIGGER log_entry INSTEAD OF INSERT ON {DOOR}
BEGIN
SELECT RAISE(ABORT, 'nobody stands behind this change') WHERE acting_json() = '';
SELECT RAISE(ABORT, 'nobody stands behind this change') WHERE '' IN ({_said("actor_name")}, {_said("via")});
INSERT INTO {HEADS} (chain, seq, hash) SELECT NEW.chain, 0, ''
    WHERE NOT EXISTS (SELECT 1 FROM {HEADS} WHERE chain = NEW.chain);
INSERT INTO {ENTRIES} ({_COLUMNS}, hash)
    SELECT {_COLUMNS}, entry_hash({_COLUMNS}) FROM (
        SELECT head.hash AS hash_before, NEW.chain AS chain, head.seq + 1 AS seq,
            strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now') AS at,
            {_said("actor_id")} AS actor_id_text, {_said("actor_name")} AS actor_name,
            {_said("actor_unit")} AS actor_unit, {_said("ip")} AS ip, {_said("request_id")} AS request_id,
            {_said("via")} AS via, {_said("reason")} AS reason,
            NEW."table" AS "table", NEW."row" AS "row", NEW.act AS act, NEW.old AS old, NEW.new AS new
        FROM {HEADS} AS head WHERE head.chain = NEW.chain
    );
UPDATE {HEADS} SET (seq, hash) = (
        SELECT next.seq, next.hash FROM {ENTRIES} AS next WHERE next.chain = NEW.chain AND next.seq = {HEADS}.seq + 1
    ) WHERE chain = NEW.chain;
END"""

_GUARDS = {
    "chain_entry_insert": f"""CREATE TRIGGER chain_entry_insert BEFORE INSERT ON {ENTRIES}
WHEN NEW.hash IS NOT entry_hash({_NEW_COLUMNS}) OR NOT EXISTS (
    SELECT 1 FROM {HEADS} WHERE chain = NEW.chain AND seq + 1 = NEW.seq AND hash = NEW.hash_before)
BEGIN SELECT RAISE(ABORT, 'this entry does not continue its chain'); END""",
    "chain_head_insert": f"""CREATE TRIGGER chain_head_insert BEFORE INSERT ON {HEADS}
WHEN NEW.seq IS NOT 0 OR NEW.hash IS NOT ''
BEGIN SELECT RAISE(ABORT, 'a chain begins empty'); END""",
    "chain_head_update": f"""CREATE TRIGGER chain_head_update BEFORE UPDATE ON {HEADS}
WHEN NEW.chain IS NOT OLD.chain OR NOT EXISTS (SELECT 1 FROM {ENTRIES}
    WHERE chain = OLD.chain AND seq = OLD.seq + 1 AND seq = NEW.seq AND hash = NEW.hash AND hash_before = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'the end of a chain only moves to the entry that follows'); END""",
    "chain_head_delete": f"""CREATE TRIGGER chain_head_delete BEFORE DELETE ON {HEADS}
BEGIN SELECT RAISE(ABORT, 'the end of a chain stays'); END""",
}


def on_connection(*, connection: BaseDatabaseWrapper, **_known: object) -> None:
    """Handler of connection_created: gives a new connection to SQLite the functions that the triggers call."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("acting_json", 0, acting_json)
        connection.connection.create_function("entry_hash", len(HASHED), entry_hash, deterministic=True)


def row_json(table: LoggedTable, row: str) -> str:
    """An expression: the logged columns of `row` (OLD, NEW or an alias) as JSON text. Figures are text, so exact."""
    return "json_object({})".format(", ".join(f"'{name}', {row}.\"{name}\"" for name in table.columns))


def write_statement(table: LoggedTable) -> str:
    """A statement that logs one change outside a trigger: parameters chain, row, act, old, new."""
    return f"INSERT INTO {DOOR} VALUES (%s, '{table.name}', %s, %s, %s, %s)"


def wanted(tables: Iterable[LoggedTable], append_only: Iterable[str]) -> dict[str, str]:
    """Everything that must stand in the database, by name, with its SQL, in order of creation."""
    found = {DOOR: _DOOR, "log_entry": _LOG_ENTRY, **_GUARDS}
    for table in append_only:
        found |= triggers_over("sqlite", table)
    for table in tables:
        found |= _triggers(table)
    return found


def installed(cursor: CursorWrapper) -> dict[str, str]:
    """Every trigger and view that stands in the database, by name, with its SQL."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    return dict(cursor.fetchall())


def watching(table: LoggedTable) -> str:
    """The name of a trigger that stands wherever this table is watched."""
    return f"log_{table.name}_insert"


def create_statements(name: str, sql: str, schema: str) -> list[str]:
    """What creates one of them anew, whatever stood there under its name."""
    return [drop_statement(name), sql]


def drop_statement(name: str) -> str:
    """What takes one of them away."""
    return f"DROP VIEW IF EXISTS {name}" if name == DOOR else f"DROP TRIGGER IF EXISTS {name}"


def _triggers(table: LoggedTable) -> dict[str, str]:
    old, new = row_json(table, "OLD"), row_json(table, "NEW")
    acts = {"insert": ("NEW", "''", new), "update": ("NEW", old, new), "delete": ("OLD", old, "''")}
    found = {}
    for act, (row, before, after) in acts.items():
        name = f"log_{table.name}_{act}"
        chain = f"coalesce({row}.area_id, 0)" if table.has_area else "0"
        condition = f"\nWHEN {old} IS NOT {new}" if act == "update" else ""
        found[name] = (
            f"CREATE TRIGGER {name} AFTER {act.upper()} ON {table.name}{condition}\n"
            f"BEGIN INSERT INTO {DOOR} VALUES\n"
            f"({chain}, '{table.name}', CAST({row}.\"{table.pk}\" AS TEXT), '{act}', {before}, {after}); END"
        )
    return found
