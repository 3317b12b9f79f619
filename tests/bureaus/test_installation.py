"""An installation's first administrators, made on the server, and whether its database is as durable as relied on."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bureaus.actions import begin_attempt, locked_until
from bureaus.checks import POSTGRES_ANSWERS, SQLITE_ANSWERS, database_is_durable
from bureaus.models import AuditEvent, Role, User
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def administrator(*arguments: str) -> str:
    """Run the command and return the password that it prints."""
    told = StringIO()
    call_command("administrator", *arguments, stdout=told)
    return re.match(r"\S+  (\S+)", told.getvalue()).group(1)


def test_the_first_administrator_is_made_on_the_server(world: World) -> None:
    password = administrator("Wang.Fang", "--name", "王芳", "--power", "security_admin", "--area", "990100")

    user = User.objects.get(username="wang.fang")
    assert user.check_password(password)
    assert user.must_change_password
    assert [(grant.role, grant.area) for grant in user.grants.all()] == [(Role.SECURITY_ADMIN, world.city)]
    assert set(AuditEvent.objects.filter(actor_name="system").values_list("verb", flat=True)) >= {
        "account.added", "grant.added",
    }  # fmt: skip


def test_an_administrator_who_forgot_is_unlocked_and_given_a_new_one(world: World) -> None:
    for _ in range(5):
        begin_attempt("auditor", "10.0.0.1")

    password = administrator("AUDITOR")

    assert locked_until("auditor") is None
    assert world.user("auditor").check_password(password)
    assert world.user("auditor").must_change_password


@pytest.mark.parametrize(
    "arguments",
    [
        ("east",),
        ("new",),
        ("new", "--name", "新", "--power", "auditor"),
        ("new", "--name", "新", "--power", "auditor", "--area", "000001"),
        ("new", "--name", "新", "--power", "clerk", "--area", "990100"),
        ("", "--name", "新", "--power", "auditor", "--area", "990100"),
    ],
)
def test_what_is_missing_or_refused_makes_no_account(world: World, arguments: tuple[str, ...]) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError):
        administrator(*arguments)
    assert User.objects.count() == before
    assert world.user("east").check_password("a-password-for-tests")


@pytest.mark.parametrize("option", list(SQLITE_ANSWERS))
def test_an_option_that_is_off_is_an_error(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = SQLITE_ANSWERS if connection.vendor == "sqlite" else POSTGRES_ANSWERS
    with connection.cursor() as cursor:  # tests themselves run without waiting for the disk
        for known in answers:
            cursor.execute(f"PRAGMA {known}" if connection.vendor == "sqlite" else f"SHOW {known}")
            monkeypatch.setitem(answers, known, cursor.fetchone()[0])
    assert database_is_durable(databases=["default"]) == []
    asked = option if option in answers else "fsync"
    monkeypatch.setitem(answers, asked, "something else")

    (error,) = database_is_durable(databases=["default"])

    assert error.id == "bureaus.E001"
    assert asked in error.msg


def test_without_a_database_nothing_is_asked() -> None:
    assert database_is_durable(databases=None) == []


def test_the_options_that_a_server_runs_with_pass(settings: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is configured by its own administrator")
    told = settings.DATABASES["default"]["OPTIONS"]["init_command"].replace(" ", "").lower()
    assert "journal_mode=wal" in told
    assert "synchronous=full" in told
    assert "recursive_triggers=on" in told
