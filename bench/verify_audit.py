"""How long `manage.py verify_audit` takes, and how much memory, over a history of generated figures; see bench/README.md.

Every fifth entry adds a figure, the others change it, in a hundred areas' chains. The entries are made here as the triggers
make them, which would take hours for a million. Ends with 1 when the command finds a difference.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load import servers  # noqa: E402  found by the line above

AREAS, YEARS, ACTS = 100, range(1950, 2200), 5
AT_ONCE = 5000


def main() -> int:
    """Write the history, verify it in a process of its own, print what that took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=20_000)
    options.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    chosen = options.parse_args()
    with servers.own_database(postgres=chosen.postgres):
        began = time.monotonic()
        write_history(chosen.entries // ACTS)
        print(f"written in {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        done = subprocess.run([sys.executable, "manage.py", "verify_audit"], cwd=ROOT, capture_output=True, text=True)
        took, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        told = (done.stdout + done.stderr).splitlines()[-1][:60]
        print(
            f"verified in {took:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of computing, {used.ru_maxrss / 1024:.0f} MiB): {told}…"
        )
    return done.returncode


def write_history(figures: int) -> None:
    """That many figures, each written once and changed four times."""
    from django.core.management import call_command
    from django.db import connection

    from bureaus import change_log
    from bureaus.acting import Acting, acting
    from indicators.actions import revise
    from indicators.models import Observation, ObservationRevision

    call_command("migrate", verbosity=0)
    with acting(Acting(actor_name="bench", actor_unit="统计处", via="command:bench")):
        made = _figures(*_catalogue(figures), count=figures)
        change_log.lift(connection)
        while batch := list(islice(made, AT_ONCE)):
            rows = Observation.objects.bulk_create(batch)
            ObservationRevision.objects.bulk_create(revise(row, by=None, act="typed") for row in rows)
        _write_entries()
        change_log.install(connection)


def _write_entries() -> None:
    """The entries of every figure, and the heads of the chains that they end."""
    from django.db import connection, transaction

    from bureaus.change_log import postgres, sqlite
    from bureaus.change_log.tables import ENTRIES, logged_tables
    from bureaus.domain.chain import HASHED
    from bureaus.models import ChainHead

    columns = ", ".join(f'"{name}"' for name in (*HASHED, "hash"))
    insert = f"INSERT INTO {ENTRIES} ({columns}) VALUES ({', '.join(['%s'] * (len(HASHED) + 1))})"
    table = next(table for table in logged_tables(connection) if table.name == "indicators_observation")
    row_json = (postgres if connection.vendor == "postgresql" else sqlite).row_json(table, "here")
    heads = {head.chain: (head.seq, head.hash) for head in ChainHead.objects.all()}
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT area_id, id, {row_json} FROM {table.name} AS here ORDER BY id")
        while rows := cursor.fetchmany(AT_ONCE):
            with transaction.atomic(), connection.cursor() as writing:
                writing.executemany(insert, list(_entries(rows, heads)))
    for chain, (seq, hash_) in heads.items():
        ChainHead.objects.update_or_create(chain=chain, defaults={"seq": seq, "hash": hash_})


def _entries(rows: list[tuple], heads: dict[int, tuple[int, str]]) -> Iterator[tuple]:
    """An insert and its updates for each row, continuing `heads`."""
    from bureaus.domain.chain import entry_hash

    for area, row, text in rows:
        for act in range(ACTS):
            seq, before = heads.get(area, (0, ""))
            fields = (
                before, area, seq + 1, "2026-11-22T03:44:36.123000+00:00", "7", "李莲", "莲花县", "10.1.2.3", "a1" * 16, "form",
                "", "indicators_observation", str(row), "update" if act else "insert", text if act else "", text,
            )  # fmt: skip
            heads[area] = (seq + 1, entry_hash(*fields))
            yield (*fields, heads[area][1])


def _catalogue(figures: int) -> tuple[list, list]:
    """Areas, and as many indicators as so many figures take."""
    from bureaus.actions import add_area
    from indicators.models import Indicator

    areas = [
        add_area(by=None, parent=None, name=f"第{number}县", level="county", code=f"{360000 + number}")
        for number in range(AREAS)
    ]
    indicators = [
        Indicator.objects.create(code=f"i{number}", name=f"第{number}项", kind="base", roll_up="sum")
        for number in range(figures // (AREAS * len(YEARS)) + 1)
    ]
    return areas, indicators


def _figures(areas: list, indicators: list, *, count: int) -> Iterator:
    from indicators.models import Observation

    for indicator, year, area in islice(product(indicators, YEARS, areas), count):
        yield Observation(indicator=indicator, year=year, area=area, value=Decimal("123456.789"), source="统计年报")


if __name__ == "__main__":
    sys.exit(main())
