"""A clerk as the server sees one: signs in, keeps cookies, saves one cell after the other. Standard library only."""

import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

SECONDS_TO_ANSWER = 60
PAUSE = 0.05  # before asking again a server that did not answer
MOST_SAVES = 1_000_000  # of one clerk: a value says whose it is


def value_of(clerk: int, save: int) -> int:
    """The figure that only this clerk types, and only at this save (both count from 1)."""
    return clerk * MOST_SAVES + save


def clerk_of(value: int) -> int:
    """Whose figure it is."""
    return value // MOST_SAVES


@dataclass(frozen=True)
class Desk:
    """What one clerk needs: a number, a login, the form's address and its cells (indicator ids)."""

    clerk: int
    username: str
    password: str
    user: int
    form: int
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What became of one save: the server's word for the cell (`state`) and the figure it told (`shown`), "" for none."""

    clerk: int
    form: int
    cell: int
    value: int
    status: int
    state: str
    seconds: float
    shown: str = ""
    tries: int = 1

    @property
    def is_kept(self) -> bool:
        """Whether the server said that the figure is kept."""
        return self.status == 200 and self.state in ("saved", "doubted")

    @property
    def is_stale(self) -> bool:
        """Whether the server said that somebody else had changed the figure meanwhile: allowed, nothing is lost."""
        return self.status == 409 or (self.status == 200 and self.state == "stale")


class SignInFailed(Exception):
    """The server did not let the clerk in."""


@dataclass
class Clerk:
    """One signed-in person."""

    host: str
    port: int
    desk: Desk
    may_ask_again: bool = False  # where servers are killed on purpose; else an answer lost is a failure
    _cookies: dict[str, str] = field(default_factory=dict)
    _seen: dict[int, tuple[int, str]] = field(default_factory=dict)  # cell → version and text as last told

    def sign_in(self) -> None:
        """Fetch the page and its token, then post name and password as a browser does."""
        _status, page = self._ask("GET", "/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        fields = {"csrfmiddlewaretoken": token[1] if token else ""}
        status, _page = self._ask(
            "POST", "/login/", fields | {"username": self.desk.username, "password": self.desk.password}
        )
        if status != 302 or "sessionid" not in self._cookies:
            raise SignInFailed(f"{self.desk.username}: {status}")

    def save(self, cell: int, value: int) -> Answer:
        """Type a figure over what was last seen of the cell, and look at what the server says stands there."""
        version, shown = self._seen.get(cell, (0, ""))
        fields = {
            f"figure-{cell}": value,
            f"shown-figure-{cell}": shown,
            f"version-{cell}": version,
            "person": self.desk.user,
        }
        began = time.perf_counter()
        status, text, tries = self._ask_until_answered(f"/fill/{self.desk.form}/cells/", fields)
        seconds = time.perf_counter() - began
        state, shown = self._read(cell, status, text)
        return Answer(self.desk.clerk, self.desk.form, cell, value, status, state, seconds, shown, tries)

    def _read(self, cell: int, status: int, text: str) -> tuple[str, str]:
        if status != 200:
            return "", ""
        said = json.loads(text)["cells"][str(cell)]
        standing = said.get("theirs", said)
        if "version" in standing:
            self._seen[cell] = (standing["version"], standing["text"])
        return said["state"], standing.get("text", "")

    def _ask_until_answered(self, path: str, fields: dict) -> tuple[int, str, int]:
        end = time.monotonic() + SECONDS_TO_ANSWER
        for tries in count(1):
            try:
                return (*self._ask("POST", path, fields), tries)
            except (OSError, HTTPException):
                if not self.may_ask_again or time.monotonic() > end:
                    return 0, "", tries
                time.sleep(PAUSE)

    def _ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        """One request on a connection of its own: people pause longer than a server keeps connections open."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"X-CSRFToken": self._cookies.get("csrftoken", ""), "Accept": "application/json, text/html"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        with closing(HTTPConnection(self.host, self.port, timeout=SECONDS_TO_ANSWER)) as connection:
            connection.request(method, path, urlencode(fields or {}), headers)
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie") or []:
                self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
            return response.status, response.read().decode()


@dataclass(frozen=True)
class Load:
    """What all clerks were told, and how long they were at it together."""

    answers: tuple[Answer, ...]
    seconds: float


def put_under_load(
    host: str,
    port: int,
    desks: Sequence[Desk],
    *,
    saves: int,
    seconds: float | None = None,
    may_ask_again: bool = False,
    once_begun: Callable[[], None] = lambda: None,
) -> Load:
    """All clerks sign in one after the other, then save at once without a pause: `saves` each, `seconds` at most.

    `once_begun` is called when the first of them begins. Raises SignInFailed.
    """
    clerks = [Clerk(host, port, desk, may_ask_again) for desk in desks]
    for clerk in clerks:
        clerk.sign_in()
    answers: list[list[Answer]] = [[] for _ in clerks]
    start = threading.Barrier(len(clerks) + 1)
    threads = [
        threading.Thread(target=_work, args=(clerk, saves, seconds, start, told))
        for clerk, told in zip(clerks, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    once_begun()
    for thread in threads:
        thread.join()
    return Load(tuple(one for told in answers for one in told), time.perf_counter() - began)


def _work(clerk: Clerk, saves: int, seconds: float | None, start: threading.Barrier, told: list[Answer]) -> None:
    choose = random.Random(clerk.desk.clerk).choice  # the same load each time
    start.wait()
    for save in _counted(saves, seconds):
        told.append(clerk.save(choose(clerk.desk.cells), value_of(clerk.desk.clerk, save)))


def _counted(saves: int, seconds: float | None) -> Iterator[int]:
    end = None if seconds is None else time.monotonic() + seconds
    for save in range(1, saves + 1):
        if end is not None and time.monotonic() > end:
            return
        yield save
