"""Browser tests: Chromium as it is installed, our pages as a server gives them, in Chinese and on Beijing's clock.

`page.goto("/login/")` opens the page on the test's own server. Whatever a page complains about in the browser's
console (a script's error, a refused style, a file that is missing) fails the test. Chromium also reports there what the
application answers on purpose (401, 409, 422): a test that provokes such an answer takes it out with `complaints.pop()`.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright

from bureaus.models import User
from tests.tools import need

# Playwright's loop runs in the test's own thread, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

LONGEST_WAIT = 10_000  # milliseconds that a page may take before the test fails
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # it opens no pages but ours, and in containers and as root the sandbox does not start
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """Playwright, whose running loop makes Django open a second connection; it is closed before the database goes."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the machine's own Chromium."""
    return browser_type_launch_args | {"executable_path": str(need("browser")), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """Where the test's own server listens."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A browser as it stands in a bureau."""
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def _complaint(message: ConsoleMessage) -> list[str]:
    if message.type not in ("error", "warning"):
        return []
    return [f"{message.type}: {message.text} ({message.location.get('url', '')})"]


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complained about in the console; the test fails when something is left in it."""
    found: list[str] = []
    yield found
    assert not found, "The page complained in the browser's console:\n" + "\n".join(found)


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], complaints: list[str]) -> Callable[..., BrowserContext]:
    """A new browser window with its own cookies, whose complaints are heard: a second person at work."""

    def make(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(LONGEST_WAIT)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.extend(_complaint(message)))
        return context

    return make


@pytest.fixture
def sign_in(base_url: str) -> Callable[[Page, User], None]:
    """Sign a person in without the sign-in page, for tests that are about something else."""

    def sign(page: Page, user: User) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": base_url}]
        )

    return sign
