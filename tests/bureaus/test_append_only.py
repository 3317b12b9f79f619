"""The logs and the figures' revisions: rows are added, and the database refuses everything else."""

import pytest
from django.db import DatabaseError, connection, transaction

from bureaus.actions import record
from bureaus.append_only import guarded_tables
from bureaus.models import AuditEvent

GUARDED = [
    "bureaus_auditevent",
    "bureaus_changeentry",
    "bureaus_securityevent",
    "indicators_observationrevision",
]


def test_the_migrations_put_every_log_under_guard(db):
    assert guarded_tables(connection) == GUARDED


def test_an_event_cannot_be_changed_or_deleted(db):
    record(by=None, verb="area.added", subject="Lianhua")

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AuditEvent.objects.update(verb="area.removed")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AuditEvent.objects.all().delete()

    assert [event.verb for event in AuditEvent.objects.all()] == ["area.added"]


def test_on_postgresql_the_table_cannot_be_emptied_either(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    record(by=None, verb="area.added", subject="Lianhua")

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE bureaus_auditevent")

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("run", ["first", "second"])
def test_a_test_with_real_transactions_starts_empty_and_guarded(transactional_db, run):
    assert not AuditEvent.objects.exists()
    assert guarded_tables(connection) == GUARDED
    record(by=None, verb="area.added", subject=run)
