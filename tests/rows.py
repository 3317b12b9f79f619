"""What stands in the tables of collecting, row by row, and what the logs gained: to hold a change to what it says it did."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Model

from bureaus.models import AuditEvent, ChangeEntry
from collection.models import Collection, ReturnedFigure, Step, Submission
from indicators.models import Observation, ObservationRevision

FIGURES, FORMS, COLLECTIONS, RETURNS, STEPS = TABLES = tuple(
    model._meta.db_table for model in (Observation, Submission, Collection, ReturnedFigure, Step)
)
MODELS = dict(zip(TABLES, (Observation, Submission, Collection, ReturnedFigure, Step), strict=True))
LOGS: tuple[type[Model], ...] = (ObservationRevision, AuditEvent, ChangeEntry)

Key = tuple[str, int]  # table and row
Row = dict[str, object]
Changes = dict[Key, tuple[Row | None, Row | None]]


@dataclass
class Watch:
    """Every row of the tables as it was when last looked at, and how far each log went. Cheap while nothing happens."""

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    _raw: dict[str, list[tuple]] = field(default_factory=dict)
    _ends: dict[type[Model], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> tuple[Changes, dict[type[Model], list[Model]]]:
        """The rows changed since the last look (as they were, as they are; None: no such row), and what each log gained."""
        changes: Changes = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                changes |= self._compare(table, cursor.fetchall())
            gained = {log: self._gained(log, cursor) for log in LOGS}
        return changes, gained

    def _compare(self, table: str, raw: list[tuple]) -> Changes:
        if raw == self._raw.get(table):
            return {}
        before = self.rows.get(table, {})
        self._raw[table] = raw
        self.rows[table] = now = {row["id"]: row for row in MODELS[table].objects.order_by().values()}
        ids = sorted(before.keys() | now.keys())
        return {(table, pk): (before.get(pk), now.get(pk)) for pk in ids if before.get(pk) != now.get(pk)}

    def _gained(self, log: type[Model], cursor: object) -> list[Model]:
        cursor.execute(f"SELECT max(id) FROM {log._meta.db_table}")
        end, self._ends[log] = self._ends.get(log), cursor.fetchone()[0] or 0
        return list(log.objects.filter(id__gt=end).order_by("id")) if end not in (None, self._ends[log]) else []
