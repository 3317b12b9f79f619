"""The change log: everything is in it, by the right name; without a name nothing changes; and it only grows."""

import json
import sqlite3
import threading
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from bureaus import change_log
from bureaus.acting import Acting, acting, acting_for
from bureaus.actions import add_area
from bureaus.change_log.tables import APPS, ENTRIES, HEADS, NOT_LOGGED
from bureaus.domain.chain import HASHED, ChainReader, entry_hash
from bureaus.middleware import ActingMiddleware, client_ip
from bureaus.models import Area, ChainHead, ChangeEntry, Department, SecurityEvent, User
from indicators.actions import FigureChange, write_figures
from indicators.models import CheckRule, Indicator, Observation
from tests.bureaus.history import acts, switch_triggers_off, triggers_off

DEPARTMENTS = "bureaus_department"
CLERK = Acting(
    actor_id="7", actor_name="李莲", actor_unit="莲花县", via="form", ip="10.1.2.3", request_id="a1", reason="笔误"
)


@pytest.fixture
def area(db) -> Area:
    return add_area(by=None, parent=None, name="莲花县", level="county", code="360321")


def department(area: Area, code: str, **fields: str) -> Department:
    return Department(area=area, code=code, name=fields.get("name", "疾控科"))


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unbroken() -> ChainReader:
    """The chains read from the start; fails where one does not hold or its head is elsewhere."""
    reader = ChainReader()
    assert list(reader.breaks(ChangeEntry.objects.order_by("chain", "seq").values_list("id", *HASHED, "hash"))) == []
    assert {head.chain: (head.seq, head.hash) for head in ChainHead.objects.all()} == {
        chain: (end.seq, end.hash) for chain, end in reader.ends.items()
    }
    return reader


# Everything is in it


def test_every_table_is_logged_or_named_as_an_exception(db):
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    logged = {model._meta.label for model in change_log.logged_models()}
    assert logged | set(NOT_LOGGED) == {model._meta.label for model in models}
    assert not logged & set(NOT_LOGGED)
    assert {"indicators.Observation", "indicators.CheckRule_parts", "bureaus.Grant"} <= logged
    assert change_log.differences_in_triggers(connection) == []


def test_a_trigger_of_a_migration_that_went_with_its_old_table_is_missed(area):
    names = {"sqlite": "grant_powers_apart_added", "postgresql": "grant_powers_apart ON bureaus_grant"}
    run(f"DROP TRIGGER {names[connection.vendor]}")
    assert change_log.differences_in_triggers(connection) == [(names[connection.vendor], "missing")]


def test_every_way_to_change_a_row_is_logged(area):
    one = Department.objects.create(area=area, code="a", name="甲")
    one.name = "乙"
    one.save()
    two, three = Department.objects.bulk_create([department(area, "b"), department(area, "c")])
    rows = [str(each.pk) for each in (one, two, three)]
    Department.objects.filter(pk__in=[two.pk, three.pk]).update(name="丙")
    two.name, three.name = "丁", "戊"
    Department.objects.bulk_update([two, three], ["name"])
    Department.objects.update_or_create(area=area, code="a", defaults={"name": "己"})
    run(f"UPDATE {DEPARTMENTS} SET name = %s WHERE id = %s", "庚", one.pk)
    run(f"DELETE FROM {DEPARTMENTS} WHERE id = %s", two.pk)
    three.delete()
    Department.objects.all().delete()

    one, two, three = rows
    assert acts(DEPARTMENTS) == [
        ("insert", one), ("update", one), ("insert", two), ("insert", three), ("update", two), ("update", three),
        ("update", two), ("update", three), ("update", one), ("update", one), ("delete", two), ("delete", three),
        ("delete", one),
    ]  # fmt: skip
    unbroken()


def test_a_link_between_two_rows_is_logged_though_it_ignores_conflicts(area):
    parts = [Indicator.objects.create(code=code, name=code, kind="base", roll_up="sum") for code in ("a", "b")]
    rule = CheckRule.objects.create(area=area, severity="soft", kind="slip")
    rule.parts.add(*parts)
    rule.parts.add(*parts)
    rule.parts.remove(parts[0])

    assert [act for act, _row in acts("indicators_checkrule_parts")] == ["insert", "insert", "delete"]


def test_an_entry_holds_the_row_before_and_after(area):
    one = Department.objects.create(area=area, code="a", name="甲", name_en='A "quoted"\nname')
    Department.objects.filter(pk=one.pk).update(name="𠮷科")

    inserted, updated = ChangeEntry.objects.filter(table=DEPARTMENTS)
    row = {"id": one.pk, "name": "甲", "name_en": 'A "quoted"\nname', "area_id": area.pk, "code": "a"}
    assert (inserted.old, json.loads(inserted.new)) == ("", row)
    assert (json.loads(updated.old), json.loads(updated.new)) == (row, row | {"name": "𠮷科"})
    assert updated.old == inserted.new


def test_figures_are_logged_to_the_last_digit(area):
    indicator = Indicator.objects.create(code="a", name="a", kind="base", roll_up="sum")
    value = Decimal("123456789012345678.123456")
    change = FigureChange(indicator=indicator, value=value)
    write_figures(by=None, area=area, year=2024, changes=[change], source="x")

    entry = ChangeEntry.objects.get(table="indicators_observation")
    assert Decimal(json.loads(entry.new, parse_float=Decimal)["value"]) == value
    assert Observation.objects.get().value == value


def test_what_is_rolled_back_leaves_no_entry(area):
    before = ChangeEntry.objects.count()
    with transaction.atomic():
        Department.objects.create(area=area, code="a", name="甲")
        transaction.set_rollback(True)
    assert not Department.objects.exists()
    assert ChangeEntry.objects.count() == before
    unbroken()


def test_an_update_that_changes_nothing_is_no_change(area):
    Department.objects.create(area=area, code="a", name="甲")
    before = ChangeEntry.objects.count()
    Department.objects.update(name="甲")
    with acting(None):
        Department.objects.update(name="甲")
    assert ChangeEntry.objects.count() == before


def test_entries_of_an_area_are_in_its_chain_and_all_others_in_one(area):
    Department.objects.create(area=area, code="a", name="甲")
    Indicator.objects.create(code="a", name="a", kind="base", roll_up="sum")
    assert ChangeEntry.objects.get(table=DEPARTMENTS).chain == area.pk
    assert ChangeEntry.objects.get(table="indicators_indicator").chain == 0


def test_a_password_is_never_in_the_log(area):
    person = User.objects.create_user("li", "a-secret-that-shows", name="李莲")
    before = ChangeEntry.objects.count()
    person.password = "another-hash-that-shows"
    with acting(None):  # a hash made anew at sign-in, where nobody is signed in yet
        person.save(update_fields=["password"])
    assert ChangeEntry.objects.count() == before
    person.set_password("a-third-that-shows")
    person.save()
    texts = "".join(entry.old + entry.new for entry in ChangeEntry.objects.filter(table="bureaus_user"))
    assert "password_set_at" in texts
    assert "shows" not in texts
    assert person.password not in texts


# By the right name


def test_an_entry_names_who_stands_behind_it(area):
    with acting(CLERK):
        Department.objects.create(area=area, code="a", name="甲")

    entry = ChangeEntry.objects.get(table=DEPARTMENTS)
    assert (entry.actor_id_text, entry.actor_name, entry.actor_unit) == ("7", "李莲", "莲花县")
    assert (entry.via, entry.ip, entry.request_id, entry.reason) == ("form", "10.1.2.3", "a1", "笔误")
    written = timezone.datetime.fromisoformat(entry.at)
    assert len(entry.at) == 32
    assert abs((timezone.now() - written).total_seconds()) < 60


def test_inside_an_action_the_person_acts_and_afterwards_who_acted_before(area):
    person = User.objects.create_user("li", None, name="李莲")
    with acting(CLERK):
        write = {"area": area, "year": 2024, "source": "x"}
        indicator = Indicator.objects.create(code="a", name="a", kind="base", roll_up="sum")
        write_figures(by=person, changes=[FigureChange(indicator=indicator, value=Decimal(1))], **write)
        Department.objects.create(area=area, code="a", name="甲")

    names = ChangeEntry.objects.filter(table__in=["indicators_observation", DEPARTMENTS]).order_by("id")
    expected = [(str(person.pk), "form", "10.1.2.3"), ("7", "form", "10.1.2.3")]
    assert list(names.values_list("actor_id_text", "via", "ip")) == expected


def test_after_a_failed_statement_the_one_who_acted_before_acts_again(area):
    with acting(CLERK):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_for(None, via="paste")):
            run("SELECT nothing FROM nowhere")
        Department.objects.create(area=area, code="a", name="甲")
    assert ChangeEntry.objects.get(table=DEPARTMENTS).via == "form"


def answer(request: HttpRequest, area: Area, person: User) -> None:
    """Put a request through the middleware to a page that adds a department."""
    request.user, request.request_id, request.client_ip = person, "b2", client_ip(request)
    page = ActingMiddleware(lambda _: Department.objects.create(area=area, code="a", name="甲") and HttpResponse())
    page(request)


def test_a_page_changes_in_the_name_of_who_asked_for_it(area):
    person = User.objects.create_user("li", None, name="李莲")
    answer(RequestFactory().post("/", REMOTE_ADDR="10.9.8.7"), area, person)
    entry = ChangeEntry.objects.get(table=DEPARTMENTS)
    assert (entry.actor_id_text, entry.actor_name) == (str(person.pk), "李莲")
    assert (entry.via, entry.ip, entry.request_id) == ("form", "10.9.8.7", "b2")


def test_a_page_that_is_read_changes_nothing(area):
    person = User.objects.create_user("li", None, name="李莲")
    with pytest.raises(DatabaseError, match="nobody stands behind this change"), transaction.atomic():
        answer(RequestFactory().get("/"), area, person)
    assert not Department.objects.exists()


def test_every_answer_has_a_number_of_its_own(db):
    numbers = [Client().get(path).headers["X-Request-ID"] for path in ("/login/", "/nowhere/", "/static/nothing.css")]
    assert len(set(numbers)) == 3
    assert all(len(number) == 32 for number in numbers)


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [(False, "6.6.6.6", "10.0.0.1"), (True, "6.6.6.6, 10.9.9.9", "10.9.9.9"), (True, None, "10.0.0.1")],
)
def test_the_address_is_what_the_last_proxy_saw(settings, behind_proxy, forwarded, expected):
    settings.BEHIND_PROXY = behind_proxy
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == expected


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
        "ignoring": lambda: Department.objects.bulk_create([department(area, "b")], ignore_conflicts=True),
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
    one, two = Department.objects.bulk_create([department(area, "a"), department(area, "b")])
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
