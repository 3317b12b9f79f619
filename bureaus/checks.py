"""Checks of an installation (`manage.py check --deploy --database default`): is the database as durable as we rely on?"""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# What SQLite must answer, by pragma: write-ahead log, every commit on the disk, references held, triggers all the way.
SQLITE_ANSWERS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
POSTGRES_ANSWERS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@register(Tags.database, deploy=True)
def database_is_durable(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """An error for each option of a database that is not what the application relies on, as the database itself tells."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        is_sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            for option, wanted in (SQLITE_ANSWERS if is_sqlite else POSTGRES_ANSWERS).items():
                cursor.execute(f"PRAGMA {option}" if is_sqlite else f"SHOW {option}")
                (told,) = cursor.fetchone()
                if told != wanted:
                    found.append(Error(f"The database {alias} has {option} = {told}, not {wanted}.", id="bureaus.E001"))
    return found
