"""The application as it is run: gunicorn with two workers of four threads, on a database of its own."""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import django

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4
SECONDS_TO_START = 60


@contextmanager
def own_database(*, postgres: bool) -> Iterator[None]:
    """Set Django up on a new, empty database that keeps what it is told to keep, for us and for the server."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that nothing is left running
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        if postgres:
            from tests.postgres import start

            os.environ["DATABASE_URL"] = start(is_durable=True)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        yield


class Server:
    """A running gunicorn."""

    host = "127.0.0.1"

    def __init__(self, log: IO[bytes], *options: str) -> None:
        with socket.socket() as free:
            free.bind((self.host, 0))
            self.port = free.getsockname()[1]
        self._log = log
        size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--bind", f"{self.host}:{self.port}"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--log-level", "warning", *size, *options],
            cwd=ROOT, stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def said(self) -> str:
        """What it wrote."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self._process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in found.stdout.split()]

    def kill_a_worker(self) -> bool:
        """End one of the workers as a crash would; False when there is none at the moment."""
        try:
            os.kill(random.choice(self.workers()), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        return True

    def wait(self) -> None:
        """Until it answers. Raises RuntimeError when it does not."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self._process.poll() is None:
            try:
                connection = HTTPConnection(self.host, self.port, timeout=SECONDS_TO_START)
                connection.request("GET", "/login/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.said()}")

    def stop(self) -> None:
        """End it and its workers."""
        self._process.terminate()
        self._process.wait(timeout=SECONDS_TO_START)


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """A server that answers, ended with the block; `options` are gunicorn's."""
    with tempfile.TemporaryFile() as log:
        server = Server(log, *options)
        try:
            server.wait()
            yield server
        finally:
            server.stop()
