"""Database triggers under which rows of a table can be added and never changed or deleted, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$
"""
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
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)  # None: the % in it is no placeholder
        schema_editor.execute(
            f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for operation in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {table}_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )


def unguard(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Takes the triggers of `guard` away: for reversing a migration, and for emptying a test database."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_rows ON {table}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_all ON {table}")
        return
    for operation in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{operation}")


def guarded_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the tables that `guard` stands over, as the database itself tells."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_GUARDED if connection.vendor == "postgresql" else _SQLITE_GUARDED)
        return [table for (table,) in cursor.fetchall()]
