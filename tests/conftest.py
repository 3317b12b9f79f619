"""What every test runs in: an own database, no network, and the tools its marks ask for."""

import atexit
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from bureaus import change_log
from bureaus.acting import Acting, acting
from bureaus.append_only import guarded_tables, unguard
from tests.tools import TOOLS, need

BEHIND_TESTS = pytest.StashKey[ExitStack]()
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests have. Everything else is what a server runs with."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing here is secret
    database = settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0  # a thread of the test server that kept its connection would hold the database open
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as on a server: in memory all threads would share one connection and with it one transaction.
        folder = tempfile.mkdtemp(prefix="tracker-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        database.setdefault("TEST", {})["NAME"] = str(Path(folder) / "tests.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

    # How long an example takes says more about the machine's other work than about the code.
    hypothesis_settings.register_profile("untimed", deadline=None)
    hypothesis_settings.load_profile("untimed")
    # Behind what a test changes by itself stands the test; pages are asked by nobody but who signed in.
    config.stash[BEHIND_TESTS] = ExitStack()
    config.stash[BEHIND_TESTS].enter_context(acting(Acting(actor_name="test", via="test")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a tool that is not installed; fail it instead where REQUIRE_TOOLS=1 says that all tools are."""
    for mark in TOOLS:
        if item.get_closest_marker(mark):
            need(mark)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Whatever asks for another machine fails at once and says so."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise RuntimeError(f"A test tried to reach {address}: tests use no network.")
        connect(self, address)

    def guarded_resolve(host: object, *args: object, **kwargs: object) -> list:
        if host not in (*LOOPBACK, None, ""):
            raise RuntimeError(f"A test tried to look up {host}: tests use no network.")
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield


@pytest.fixture(autouse=True)
def _in_the_language_of_the_house() -> Iterator[None]:
    """A page in English leaves its language active in the thread that asked for it; every test begins in Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@contextmanager
def _guards_lifted() -> Iterator[None]:
    """Let every table be emptied inside the block, unlogged; then all triggers are put back."""
    change_log.lift(connection)
    with connection.schema_editor(atomic=False) as editor:
        for table in guarded_tables(connection):
            unguard(editor, table)
    try:
        yield
    finally:
        change_log.install(connection)


@pytest.fixture(autouse=True, scope="session")
def _tests_with_real_transactions_may_empty_every_table() -> Iterator[None]:
    """Django empties all tables after a test with real transactions; the append-only ones would refuse."""
    empty_tables = TransactionTestCase._fixture_teardown

    def empty_all_tables(self: TransactionTestCase) -> None:
        with _guards_lifted():
            empty_tables(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_all_tables)
        yield
