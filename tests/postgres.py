"""A PostgreSQL server in a temporary folder, ended and removed with the process that started it."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

USER = DATABASE = "tracker"


class NotStarted(Exception):
    """Why there is no server, in a sentence."""


def _program(name: str) -> str:
    """The path of a PostgreSQL program: the newest version Debian has installed, else the one in PATH."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        raise NotStarted(
            f"PostgreSQL was asked for, and its program {name} is not installed "
            "(Debian and Ubuntu: apt-get install postgresql). Without it everything runs on SQLite."
        )
    return found


def _run(folder: Path, *command: str) -> None:
    """Run a program in the folder, as `postgres` when we are root, as whom the server refuses to start."""
    person = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **person)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"
        raise NotStarted(f"PostgreSQL did not start: {' '.join(command)}\n{said}")


def start(*, is_durable: bool = False) -> str:
    """Start a server that listens on a Unix socket only; gives its DATABASE_URL. Raises NotStarted.

    Unless it is to be durable it forgets all durability, which is faster.
    """
    initdb, pg_ctl, createdb = _program("initdb"), _program("pg_ctl"), _program("createdb")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a Unix socket holds about 100 characters
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, log = str(folder / "data"), str(folder / "log")
    _run(folder, initdb, "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"-k {folder} -c listen_addresses=''"
    options += "" if is_durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    # The server's output goes to a file: it would otherwise keep our pipe open, and we would wait for its end.
    _run(folder, pg_ctl, "-D", data, "--log", log, "--options", options, "--wait", "start")
    atexit.register(_run, folder, pg_ctl, "-D", data, "--mode", "immediate", "--wait", "stop")
    _run(folder, createdb, "--host", str(folder), "--username", USER, DATABASE)
    return f"postgres://{USER}@/{DATABASE}?host={folder}"
