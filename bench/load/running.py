"""One load from the empty database to the lines that are printed."""

import threading
import time

from django.core.management import call_command
from django.db import connection

from bench.load.clerks import MOST_SAVES, put_under_load
from bench.load.judging import failures, judge
from bench.load.office import make_office
from bench.load.servers import THREADS, WORKERS, Server, running


def prepared() -> str:
    """Make the tables; says what the server will run on."""
    call_command("migrate", verbosity=0)
    return f"{connection.display_name}, gunicorn {WORKERS} × {THREADS} threads"


def report(clients: int, *, saves: int = MOST_SAVES - 1, kill_for: int = 0) -> int:
    """Load a server, print a line a measurement; 1 when something happened that must not, else 0."""
    desks = make_office(clients)
    connection.close()
    killed: list[bool] = []
    # Preloaded, a new worker serves at once; else there would be nothing to kill a second later.
    with running(*(["--preload"] if kill_for else [])) as server:
        killer = threading.Thread(target=_kill_every_second, args=(server, kill_for, killed))
        load = put_under_load(
            server.host, server.port, desks, saves=saves, seconds=kill_for or None, may_ask_again=bool(kill_for),
            once_begun=killer.start,
        )  # fmt: skip
        killer.join()
        said = server.said()
    verdict = judge(load, desks)
    print("\n".join(verdict.lines()))
    if kill_for:
        print(f"{'workers killed':36} {sum(killed)}")
    if not verdict.is_clean:
        print(f"failures by status and state: {dict(failures(load.answers))}\n{said[-4000:]}")
    return int(not verdict.is_clean)


def _kill_every_second(server: Server, seconds: int, killed: list[bool]) -> None:
    for _ in range(seconds):
        time.sleep(1)
        killed.append(server.kill_a_worker())
