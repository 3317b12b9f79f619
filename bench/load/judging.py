"""What a load left in the database, held to what its clerks were told."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from bench.load.clerks import Answer, Desk, Load, clerk_of
from bureaus.domain.chain import ChainReader
from bureaus.models import ChangeEntry
from bureaus.verifying import verify
from indicators.models import Observation, ObservationRevision


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Counts of what must not be (`faults`), and what was measured beside (`measures`), each by its name."""

    faults: dict[str, int]
    measures: dict[str, str]

    @property
    def is_clean(self) -> bool:
        """Whether nothing happened that must not be."""
        return not any(self.faults.values())

    def lines(self) -> list[str]:
        """One line a measurement."""
        return [f"{name:36} {count}" for name, count in (*self.faults.items(), *self.measures.items())]


def judge(load: Load, desks: Sequence[Desk]) -> Verdict:
    """Hold the revisions and the change log to the answers."""
    revisions = list(
        ObservationRevision.objects.filter(act="typed")
        .order_by()
        .values_list("value", "by", "observation__indicator", "observation__area__submissions")
    )
    users = {desk.clerk: desk.user for desk in desks}
    kept = {(int(value), cell, form) for value, _by, cell, form in revisions}
    broken = list(verify(ChainReader(), {}))
    return Verdict(
        faults={
            "failed (no answer, or an error)": sum(not (one.is_kept or one.is_stale) for one in load.answers),
            "lost (told kept, in no revision)": sum(
                one.is_kept and (one.value, one.cell, one.form) not in kept for one in load.answers
            ),
            "told kept, shown another's figure": sum(
                one.is_kept and one.shown != str(one.value) for one in load.answers
            ),
            "wrong person in a revision": sum(users[clerk_of(int(value))] != by for value, by, *_ in revisions),
            "wrong person in the change log": sum(users[clerk_of(value)] != by for value, by in _logged()),
            "written twice": sum(count > 1 for count in Counter(value for value, *_ in revisions).values()),
            "figures unlike their last revision": _unlike_their_last_revision(),
            "forks, gaps, rows unlike the log": len(broken),
            "database damaged": int(not _is_whole()),
        },
        measures=_measures(load, len(revisions)),
    )


def _measures(load: Load, written: int) -> dict[str, str]:
    seconds = sorted(one.seconds for one in load.answers)
    return {
        "saves answered": str(len(load.answers)),
        "of these kept": str(sum(one.is_kept for one in load.answers)),
        "told that somebody was first": str(sum(one.is_stale for one in load.answers)),
        "asked more than once": str(sum(one.tries > 1 for one in load.answers)),
        "revisions written": str(written),
        "saves a second": f"{len(load.answers) / load.seconds:.0f}",
        "p50": f"{percentile(seconds, 50) * 1000:.0f} ms",
        "p95": f"{percentile(seconds, 95) * 1000:.0f} ms",
        "longest": f"{seconds[-1] * 1000:.0f} ms",
    }


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The smallest of these ordered values that as many percent of them do not exceed (nearest rank)."""
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def _logged() -> list[tuple[int, int]]:
    """Every typed figure in the change log with who is named for it."""
    entries = ChangeEntry.objects.filter(table=Observation._meta.db_table).order_by()
    rows = entries.values_list("new", "actor_id_text")
    return [(int(Decimal(str(json.loads(new, parse_float=Decimal)["value"]))), int(actor)) for new, actor in rows]


def _unlike_their_last_revision() -> int:
    last = {
        row["observation"]: row
        for row in ObservationRevision.objects.order_by("version").values("observation", "version", "value")
    }
    return sum(
        last.get(pk) != {"observation": pk, "version": version, "value": value}
        for pk, version, value in Observation.objects.values_list("pk", "version", "value")
    )


def _is_whole() -> bool:
    """SQLite reads every page and index of its file; PostgreSQL has no such question for a client."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchall() == [("ok",)]


def failures(answers: Sequence[Answer]) -> Counter[tuple[int, str]]:
    """What the failed ones were told, by status and state."""
    return Counter((one.status, one.state) for one in answers if not (one.is_kept or one.is_stale))
