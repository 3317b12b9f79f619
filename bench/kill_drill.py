"""A worker of the server is killed every second while clerks save: what they were told is kept is kept, whole.

A clerk whose answer is lost with the worker sends the same cell again. Ends with 1 when a save failed for good, was lost or
written twice, or when figures, revisions and change log are not of one mind. See bench/README.md.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.load import servers


def main() -> int:
    """Measure, print, and say by the exit code whether all is well."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--seconds", type=int, default=20, help="a worker is killed in each of them")
    options.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    chosen = options.parse_args()
    with servers.own_database(postgres=chosen.postgres):
        from bench.load import running

        print(f"{chosen.clients} clients for {chosen.seconds} s, a kill a second, on {running.prepared()}")
        return running.report(chosen.clients, kill_for=chosen.seconds)


if __name__ == "__main__":
    sys.exit(main())
