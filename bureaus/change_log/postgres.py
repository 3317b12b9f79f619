"""The log's SQL on PostgreSQL: one trigger function for all tables, and what guards the log itself.

The functions belong to whoever owns the tables and run with the owner's rights, so that an installation may take the
right to write to the log away from the role under which the application signs in.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from bureaus.acting import POSTGRES_SETTING
from bureaus.append_only import POSTGRES_REFUSAL, triggers_over
from bureaus.change_log.tables import ENTRIES, HEADS, LoggedTable
from bureaus.domain.chain import HASHED

FROM_MIGRATIONS = ("grant_powers_apart ON bureaus_grant",)  # the house's triggers that log nothing

_COLUMNS = ", ".join(f'"{name}"' for name in HASHED)


def _fields(record: str, cast: str = "") -> str:
    return ", ".join(f'{record}."{name}"{cast}' for name in HASHED)


_HASH = """
BEGIN
    RETURN (
        SELECT encode(sha256(convert_to(
            string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', '' ORDER BY place), 'UTF8'
        )), 'hex')
        FROM unnest(fields) WITH ORDINALITY AS framed (field, place)
    );
END"""
_ENTRY = f"""
DECLARE
    who jsonb := nullif(current_setting('{POSTGRES_SETTING}', true), '')::jsonb;
    head {HEADS}%ROWTYPE;
    entry {ENTRIES}%ROWTYPE;
BEGIN
    IF coalesce(who->>'actor_name', '') = '' OR coalesce(who->>'via', '') = '' THEN
        RAISE EXCEPTION 'nobody stands behind this change of %', in_table;
    END IF;
    SELECT * INTO head FROM {HEADS} WHERE chain = on_chain FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO {HEADS} (chain, seq, hash) VALUES (on_chain, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM {HEADS} WHERE chain = on_chain FOR UPDATE;
    END IF;
    entry.hash_before := head.hash;
    entry.chain := on_chain;
    entry.seq := head.seq + 1;
    entry.at := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"');
    entry.actor_id_text := coalesce(who->>'actor_id', '');
    entry.actor_name := who->>'actor_name';
    entry.actor_unit := coalesce(who->>'actor_unit', '');
    entry.ip := coalesce(who->>'ip', '');
    entry.request_id := coalesce(who->>'request_id', '');
    entry.via := who->>'via';
    entry.reason := coalesce(who->>'reason', '');
    entry."table" := in_table;
    entry."row" := of_row;
    entry.act := done;
    entry."old" := before;
    entry."new" := after;
    entry.hash := entry_hash({_fields("entry", "::text")});
    INSERT INTO {ENTRIES} ({_COLUMNS}, hash) VALUES ({_fields("entry")}, entry.hash);
    UPDATE {HEADS} SET seq = entry.seq, hash = entry.hash WHERE chain = on_chain;
END"""
_CHANGE = """
DECLARE
    unlogged text[] := string_to_array(TG_ARGV[1], ',');
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD) - unlogged; END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW) - unlogged; END IF;
    IF before = after THEN RETURN NULL; END IF;
    PERFORM log_entry(
        coalesce((coalesce(after, before)->>'area_id')::bigint, 0), TG_TABLE_NAME::text,
        coalesce(after, before)->>TG_ARGV[0], lower(TG_OP), coalesce(before::text, ''), coalesce(after::text, '')
    );
    RETURN NULL;
END"""
_EMPTYING = """
BEGIN RAISE EXCEPTION 'rows of % go one by one, so that each is logged', TG_TABLE_NAME; END"""
_GUARD_ENTRY = f"""
BEGIN
    IF NEW.hash IS DISTINCT FROM entry_hash({_fields("NEW", "::text")})
        OR NOT EXISTS (SELECT 1 FROM {HEADS} WHERE chain = NEW.chain AND seq + 1 = NEW.seq AND hash = NEW.hash_before)
    THEN RAISE EXCEPTION 'this entry does not continue its chain'; END IF;
    RETURN NEW;
END"""
_GUARD_HEAD = f"""
BEGIN
    IF TG_OP NOT IN ('INSERT', 'UPDATE') THEN RAISE EXCEPTION 'the end of a chain stays'; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.seq <> 0 OR NEW.hash <> '' THEN RAISE EXCEPTION 'a chain begins empty'; END IF;
    ELSIF NEW.chain <> OLD.chain OR NOT EXISTS (SELECT 1 FROM {ENTRIES} AS next
        WHERE next.chain = OLD.chain AND next.seq = OLD.seq + 1 AND next.seq = NEW.seq
            AND next.hash = NEW.hash AND next.hash_before = OLD.hash)
    THEN RAISE EXCEPTION 'the end of a chain only moves to the entry that follows'; END IF;
    RETURN NEW;
END"""
_WRITE = "log_entry(on_chain bigint, in_table text, of_row text, done text, before text, after text) RETURNS void"

# A function as PostgreSQL names it (with the types of its arguments) → its declaration and its body.
_FUNCTIONS = {
    "entry_hash(text[])": ("entry_hash(VARIADIC fields text[]) RETURNS text", _HASH),
    "log_entry(bigint,text,text,text,text,text)": (_WRITE, _ENTRY),
    "log_change()": ("log_change() RETURNS trigger", _CHANGE),
    "refuse_emptying()": ("refuse_emptying() RETURNS trigger", _EMPTYING),
    "refuse_change()": ("refuse_change() RETURNS trigger", POSTGRES_REFUSAL),
    "guard_chain_entry()": ("guard_chain_entry() RETURNS trigger", _GUARD_ENTRY),
    "guard_chain_head()": ("guard_chain_head() RETURNS trigger", _GUARD_HEAD),
}

# Every trigger of the schema but PostgreSQL's own, and every function that has the name of one of ours.
_INSTALLED = """
SELECT tgname || ' ON ' || tgrelid::regclass::text,
    pg_get_triggerdef(pg_trigger.oid, true) || CASE tgenabled WHEN 'A' THEN '' ELSE ' (not always enabled)' END
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
UNION ALL
SELECT pg_proc.oid::regprocedure::text, prosrc FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)
"""


def row_json(table: LoggedTable, row: str) -> str:
    """An expression: the logged columns of `row` (an alias of the table) as JSON text, times as the session has them."""
    unlogged = "".join(f" - '{name}'" for name in table.unlogged)
    return f"(to_jsonb({row}){unlogged})::text"


def write_statement(table: LoggedTable) -> str:
    """A statement that logs one change outside a trigger: parameters chain, row, act, old, new."""
    return f"SELECT log_entry(%s, '{table.name}', %s, %s, %s, %s)"


def wanted(tables: Iterable[LoggedTable], append_only: Iterable[str]) -> dict[str, str]:
    """Everything that must stand in the database, by name, as the database gives it back, in order of creation."""
    found = {signature: body for signature, (_, body) in _FUNCTIONS.items()}
    found |= _trigger("chain_entry", f"BEFORE INSERT ON {ENTRIES}", "ROW", "guard_chain_entry()")
    found |= _trigger("chain_head", f"BEFORE INSERT OR DELETE OR UPDATE ON {HEADS}", "ROW", "guard_chain_head()")
    found |= _trigger("chain_head_all", f"BEFORE TRUNCATE ON {HEADS}", "STATEMENT", "guard_chain_head()")
    for name in append_only:
        found |= triggers_over("postgresql", name)
    for table in tables:
        how = f"log_change('{table.pk}', '{','.join(table.unlogged)}')"
        found |= _trigger(f"log_{table.name}", f"AFTER INSERT OR DELETE OR UPDATE ON {table.name}", "ROW", how)
        found |= _trigger(f"log_{table.name}_all", f"BEFORE TRUNCATE ON {table.name}", "STATEMENT", "refuse_emptying()")
    return found


def installed(cursor: CursorWrapper) -> dict[str, str]:
    """Every trigger that stands in the database and every function of ours, by name, as the database tells them."""
    cursor.execute(_INSTALLED, [[signature.split("(")[0] for signature in _FUNCTIONS]])
    return dict(cursor.fetchall())


def watching(table: LoggedTable) -> str:
    """The name of a trigger that stands wherever this table is watched."""
    return f"log_{table.name} ON {table.name}"


def create_statements(name: str, sql: str, schema: str) -> list[str]:
    """What creates one of them anew, whatever stood there under its name."""
    if name in _FUNCTIONS:
        declaration, body = _FUNCTIONS[name]
        # log_change alone is called with the rights of whoever changes a row; all below it run with its owner's.
        rights = " SECURITY DEFINER" if name == "log_change()" else ""
        # Named tables are the schema's own even where a session has temporary ones of the same name.
        fixed = f"SET search_path = {schema}, pg_temp SET timezone = 'UTC'"
        return [f"CREATE OR REPLACE FUNCTION {declaration} LANGUAGE plpgsql{rights} {fixed} AS $body${body}$body$"]
    trigger, _, table = name.partition(" ON ")
    return [drop_statement(name), sql, f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"]


def drop_statement(name: str) -> str:
    """What takes one of them away."""
    return f"DROP FUNCTION IF EXISTS {name}" if name.endswith(")") else f"DROP TRIGGER IF EXISTS {name}"


def _trigger(name: str, events: str, each: str, function: str) -> dict[str, str]:
    table = events.rpartition(" ")[2]
    return {f"{name} ON {table}": f"CREATE TRIGGER {name} {events} FOR EACH {each} EXECUTE FUNCTION {function}"}
