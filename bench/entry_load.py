"""Many clerks save figures at once through the real address, on a real server; see bench/README.md.

20 clerks, two at each county's form, save 200 figures each without a pause. Each figure says whose it is. Ends with 1 when
a save failed, was lost, was written twice or stands under another person's name.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.load import servers


def main() -> int:
    """Measure, print, and say by the exit code whether all is well."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=20)
    options.add_argument("--saves", type=int, default=200, help="of each client")
    options.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    chosen = options.parse_args()
    with servers.own_database(postgres=chosen.postgres):
        from bench.load import running

        print(f"{chosen.clients} clients × {chosen.saves} saves on {running.prepared()}")
        return running.report(chosen.clients, saves=chosen.saves)


if __name__ == "__main__":
    sys.exit(main())
