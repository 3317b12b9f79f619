"""The change log: without a name nothing changes, it only grows, it begins where rows are, and never forks."""

import json
import sqlite3
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from bureaus import change_log
from bureaus.acting import Acting, acting
from bureaus.actions import add_area
from bureaus.change_log.tables import ENTRIES, HEADS
from bureaus.domain.chain import HASHED, entry_hash
from bureaus.models import Area, ChainHead, ChangeEntry, Department, SecurityEvent
from tests.bureaus.history import CLERK, DEPARTMENTS, acts, run, switch_triggers_off, triggers_off, unbroken


@pytest.fixture
def area(db) -> Area:
    return add_area(by=None, parent=None, name="莲花县", level="county", code="360321")


# Without a name nothing changes


@pytest.mark.parametrize(
    "who", [None, Acting(actor_name="", via="form"), Acting(actor_name="李莲", via="")], ids=["nobody", "name", "way"]
)
def test_nobody_changes_a_row(area, who):
    one = Department.objects.create(area=area, code="a", name="甲")
    changes = {
        "create": lambda: Department.objects.create(area=area, code="b", name="乙"),
        "update": lambda: Department.objects.update(name="乙"),
        "delete": one.delete,
        "raw": lambda: run(f"UPDATE {DEPARTMENTS} SET name = 'x'"),
        "ignoring": lambda: Department.objects.bulk_create(
            [Department(area=area, name="疾控科", code="b")], ignore_conflicts=True
        ),
    }
    before = list(Department.objects.values())
    for change in changes.values():
        with acting(who), pytest.raises(DatabaseError, match="nobody stands behind this change"), transaction.atomic():
            change()
    assert list(Department.objects.values()) == before


def test_another_client_of_the_database_changes_nothing(transactional_db):
    area = add_area(by=None, parent=None, name="莲花县", level="county", code="360321")
    statement = "UPDATE bureaus_area SET name = 'x'"
    if connection.vendor == "sqlite":
        stranger = sqlite3.connect(connection.settings_dict["NAME"])
        with pytest.raises(sqlite3.OperationalError, match="no such function"):
            stranger.execute(statement)
    else:
        stranger = connection.copy()
        with pytest.raises(DatabaseError, match="nobody stands behind this change"), acting(None):
            stranger.cursor().execute(statement)
    stranger.close()
    area.refresh_from_db()
    assert area.name == "莲花县"


def test_a_role_that_may_not_write_to_the_log_still_changes_rows_and_is_logged(area):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    run("CREATE ROLE clerk_of_the_application")
    run("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk_of_the_application")
    run(f"REVOKE INSERT, UPDATE ON {ENTRIES}, {HEADS} FROM clerk_of_the_application")
    run("SET LOCAL ROLE clerk_of_the_application")
    with acting(CLERK):
        run("UPDATE bureaus_area SET name = %s", "芦溪县")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run(f"UPDATE {HEADS} SET seq = 0")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run("SELECT log_entry(0, 'bureaus_area', '1', 'update', '', '')")
    run("RESET ROLE")
    assert ChangeEntry.objects.filter(table="bureaus_area", act="update", actor_name="李莲").count() == 1
    unbroken()


def test_a_table_is_not_emptied_at_one_stroke(area):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    for table in (DEPARTMENTS, HEADS, ENTRIES):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")
    assert ChangeEntry.objects.exists()


def test_a_row_put_in_the_place_of_another_is_logged_as_both(area):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows REPLACE")
    one = Department.objects.create(area=area, code="a", name="甲")
    columns = "name_en, code, area_id"
    run(f"INSERT OR REPLACE INTO {DEPARTMENTS} (id, name, {columns}) SELECT id, '乙', {columns} FROM {DEPARTMENTS}")
    assert sorted(acts(DEPARTMENTS)) == [("delete", str(one.pk)), ("insert", str(one.pk)), ("insert", str(one.pk))]


# It only grows


def test_the_logs_refuse_to_be_changed(area):
    SecurityEvent.objects.create(kind="sign_in")
    for change in (
        lambda: ChangeEntry.objects.update(actor_name="王五"),
        lambda: ChangeEntry.objects.all().delete(),
        lambda: SecurityEvent.objects.update(username="x"),
        lambda: SecurityEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
    unbroken()


def test_the_end_of_a_chain_is_moved_by_nothing_but_its_next_entry(area):
    for change in (
        lambda: ChainHead.objects.update(seq=1, hash="x"),
        lambda: ChainHead.objects.update(chain=99),
        lambda: ChainHead.objects.all().delete(),
        lambda: ChainHead.objects.create(chain=99, seq=5, hash="x"),
    ):
        with pytest.raises(DatabaseError, match="chain"), transaction.atomic():
            change()
    unbroken()


def test_an_entry_that_does_not_continue_its_chain_is_refused(area):
    last = ChangeEntry.objects.filter(chain=0).last()
    fields = {name: getattr(last, name) for name in HASHED}
    follower = fields | {"seq": last.seq + 1, "hash_before": last.hash}
    for invented in (
        fields | {"seq": last.seq + 1},
        follower | {"seq": last.seq + 2},
        follower | {"chain": 77},
        follower | {"hash": "0" * 64},
    ):
        made = {"hash": entry_hash(*(invented[name] for name in HASHED))} | invented
        with pytest.raises(DatabaseError, match="does not continue its chain"), transaction.atomic():
            ChangeEntry.objects.create(**made)
    unbroken()


# How it begins and begins again


def test_rows_that_were_there_before_the_log_begin_it(db):
    switch_triggers_off()
    area = Area.objects.create(name="莲花县", level="county", code="360321", path="/1/")
    Department.objects.create(area=area, code="a", name="甲")

    change_log.before_migrating(using="default", plan=[])
    change_log.after_migrating(using="default", plan=[])

    entries = ChangeEntry.objects.values_list("table", "act", "actor_name", "via")
    assert list(entries.order_by("table")) == [
        ("bureaus_area", "baseline", "system", "migration"),
        (DEPARTMENTS, "baseline", "system", "migration"),
    ]
    assert change_log.differences_in_triggers(connection) == []
    change_log.after_migrating(using="default", plan=[])
    assert ChangeEntry.objects.count() == 2
    unbroken()


def test_what_a_migration_changed_unseen_is_logged_at_its_end(area):
    one, two = Department.objects.bulk_create(
        [Department(area=area, name="疾控科", code="a"), Department(area=area, name="疾控科", code="b")]
    )
    with triggers_off():
        Department.objects.filter(pk=one.pk).update(name="乙")
        two.delete()
    change_log.after_migrating(using="default", plan=["a migration"])
    last = ChangeEntry.objects.filter(table=DEPARTMENTS, via="migration").order_by("id")
    assert list(last.values_list("act", "row")) == [("update", str(one.pk)), ("delete", str(one.pk + 1))]
    unbroken()


def test_what_somebody_changed_with_the_triggers_off_is_not_made_right_by_putting_them_back(area):
    one = Department.objects.create(area=area, code="a", name="甲")
    with triggers_off():
        Department.objects.update(name="乙")
    change_log.after_migrating(using="default", plan=[])
    assert acts(DEPARTMENTS) == [("insert", str(one.pk))]


# Many at once


@pytest.mark.parametrize("areas", [1, 4])
def test_eight_at_once_never_fork_a_chain(transactional_db, areas):
    places = [
        add_area(by=None, parent=None, name=f"{number}县", level="county", code=f"36032{number}")
        for number in range(areas)
    ]
    failures: list[BaseException] = []

    def write(worker: int) -> None:
        try:
            for number in range(25):
                with acting(Acting(actor_name=f"worker {worker}", via="form")):
                    Department.objects.create(
                        area=places[number % areas], code=f"{worker}-{number}", name=f"worker {worker}"
                    )
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    entries = ChangeEntry.objects.filter(table=DEPARTMENTS)
    assert entries.count() == 200
    assert all(entry.actor_name == json.loads(entry.new)["name"] for entry in entries)
    assert unbroken().count == ChangeEntry.objects.count()
