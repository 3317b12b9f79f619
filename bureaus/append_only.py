"""Database triggers under which rows of a table can be added and never changed or deleted, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES_REFUSAL = "\nBEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END"
_POSTGRES_GUARDED = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE tgfoid = (SELECT oid FROM pg_proc WHERE proname = 'refuse_change') ORDER BY 1
"""
_SQLITE_GUARDED = """
SELECT DISTINCT tbl_name FROM sqlite_master
WHERE type = 'trigger' AND sql LIKE '%are only ever added%' ORDER BY 1
"""


def guard(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """From now on UPDATE and DELETE (on PostgreSQL TRUNCATE too) on `table` fail with a database error."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":  # params=None: the % in it is no placeholder
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRES_REFUSAL}$$",
            params=None,
        )
    unguard(schema_editor, table)
    for name, statement in triggers_over(vendor, table).items():
        schema_editor.execute(statement)
        if vendor == "postgresql":  # also in a session that calls itself a replica
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name.split()[0]}")


def unguard(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Takes the triggers of `guard` away: for reversing a migration, and for emptying a test database."""
    for name in triggers_over(schema_editor.connection.vendor, table):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def triggers_over(vendor: str, table: str) -> dict[str, str]:
    """The triggers of `guard` by name (on PostgreSQL a trigger's name goes with its table: "name ON table")."""
    if vendor == "postgresql":
        return {
            f"{table}_rows ON {table}": f"CREATE TRIGGER {table}_rows BEFORE DELETE OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"{table}_all ON {table}": f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        }
    return {
        f"{table}_{operation.lower()}": f"CREATE TRIGGER {table}_{operation.lower()} BEFORE {operation} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        for operation in ("UPDATE", "DELETE")
    }


def guarded_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the tables that `guard` stands over, as the database itself tells."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_GUARDED if connection.vendor == "postgresql" else _SQLITE_GUARDED)
        return [table for (table,) in cursor.fetchall()]
