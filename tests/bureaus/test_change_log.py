"""The change log: everything is in it, by the right name."""

import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from bureaus import change_log
from bureaus.acting import acting, acting_for
from bureaus.actions import add_area
from bureaus.change_log.tables import APPS, NOT_LOGGED
from bureaus.middleware import ActingMiddleware, client_ip
from bureaus.models import Area, ChangeEntry, Department, User
from indicators.actions import FigureChange, write_figures
from indicators.models import CheckRule, Indicator, Observation
from tests.bureaus.history import CLERK, DEPARTMENTS, acts, run, unbroken


@pytest.fixture
def area(db) -> Area:
    return add_area(by=None, parent=None, name="莲花县", level="county", code="360321")


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
    two, three = Department.objects.bulk_create(
        [Department(area=area, name="疾控科", code="b"), Department(area=area, name="疾控科", code="c")]
    )
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
