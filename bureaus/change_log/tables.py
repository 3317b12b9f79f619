"""Which tables the change log watches: every one of the house's own models but those named here."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

APPS = ("bureaus", "indicators", "plans", "collection", "reporting")
ENTRIES, HEADS = "bureaus_changeentry", "bureaus_chainhead"

# Logs: their rows are only ever added, so there is no change to log.
APPEND_ONLY = ("bureaus.AuditEvent", "bureaus.ChangeEntry", "bureaus.SecurityEvent", "indicators.ObservationRevision")
NOT_LOGGED = (
    *APPEND_ONLY,
    "bureaus.ChainHead",  # the log's own ends, changed by nothing but the log
    "bureaus.SignInAttempt",  # a counter that lasts as long as a lock, kept for people who are not signed in
    "bureaus.SignInAttempt",  # made by whom nobody knows yet, gone after half an hour; the security events tell it
    "plans.PlanDraft",  # what a machine read from a document; it counts for nothing until it is accepted,
    "plans.DraftRow",  # and what is accepted becomes rows of the plan, which are logged
)
UNLOGGED_COLUMNS = {"bureaus.User": ("password",)}  # a secret never enters the log, not even as its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedTable:
    """A table that the log watches, as the database has it at this moment."""

    name: str
    pk: str
    columns: tuple[str, ...]  # those that are logged
    unlogged: tuple[str, ...] = ()

    @property
    def has_area(self) -> bool:
        """Whether a row belongs to an area, and so to that area's chain."""
        return "area_id" in self.columns


def logged_models() -> list[type[Model]]:
    """The models whose tables are watched, tables between two models (many-to-many) included."""
    models = (model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True))
    return [
        model
        for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.label not in NOT_LOGGED
    ]


def logged_tables(connection: BaseDatabaseWrapper) -> list[LoggedTable]:
    """The watched tables that exist, with the columns that they have now (in a half-migrated database: some)."""
    present = columns_of(connection)
    return [
        _described(model, present[table]) for model in logged_models() if (table := model._meta.db_table) in present
    ]


def append_only_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of the logs that exist."""
    present = columns_of(connection)
    tables = (apps.get_model(label)._meta.db_table for label in APPEND_ONLY)
    return [table for table in tables if table in present]


def has_log(connection: BaseDatabaseWrapper) -> bool:
    """Whether the log's own tables are there."""
    return {ENTRIES, HEADS} <= columns_of(connection).keys()


def columns_of(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    """Every table of the database with its columns in their order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_COLUMNS if connection.vendor == "postgresql" else _SQLITE_COLUMNS)
        found: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in found.items()}


def _described(model: type[Model], present: tuple[str, ...]) -> LoggedTable:
    unlogged = UNLOGGED_COLUMNS.get(model._meta.label, ())
    return LoggedTable(
        name=model._meta.db_table,
        pk=model._meta.pk.column,
        columns=tuple(column for column in present if column not in unlogged),
        unlogged=unlogged,
    )


_POSTGRES_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
"""
_SQLITE_COLUMNS = """
SELECT found.name, parts.name FROM sqlite_master AS found, pragma_table_info(found.name) AS parts
WHERE found.type = 'table' ORDER BY found.name, parts.cid
"""
