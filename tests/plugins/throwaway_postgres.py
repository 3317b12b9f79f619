"""Runs the tests on a PostgreSQL of their own, made in a temporary folder and removed at the end.

Load it with `python -m pytest -p tests.plugins.throwaway_postgres`: a plugin named so is imported before pytest-django
reads the settings, which is the last moment to set DATABASE_URL. Under xdist only the controller starts a server; the
workers inherit its address and make one database each.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

USER = "tracker"


def _program(name: str) -> str:
    """The path of a PostgreSQL program: the newest version Debian has installed, else the one in PATH."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        raise pytest.UsageError(
            f"The tests were asked to run on PostgreSQL, and its program {name} is not installed "
            "(Debian and Ubuntu: apt-get install postgresql). `make test` alone runs them on SQLite."
        )
    return found


def _run(folder: Path, *command: str) -> None:
    """Run a program in the folder, as `postgres` when we are root, as whom the server refuses to start."""
    person = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **person)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"
        raise pytest.UsageError(f"PostgreSQL for the tests did not start: {' '.join(command)}\n{said}")


def start() -> str:
    """Start a server that listens on a Unix socket only and forgets all durability; gives its DATABASE_URL."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a Unix socket holds about 100 characters
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, log = str(folder / "data"), str(folder / "log")
    _run(folder, initdb, "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    # The server's output goes to a file: it would otherwise keep our pipe open, and we would wait for its end.
    _run(folder, pg_ctl, "-D", data, "--log", log, "--options", options, "--wait", "start")
    atexit.register(_run, folder, pg_ctl, "-D", data, "--mode", "immediate", "--wait", "stop")
    return f"postgres://{USER}@/tracker?host={folder}"


if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATABASE_URL"] = start()
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
