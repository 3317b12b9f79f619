"""`manage.py demo`: fills an empty database with the demonstration, and says who can sign in."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from reporting.demonstration.loading import NotEmpty, load_once
from reporting.demonstration.people import PASSWORD, people

GAP = 3  # blanks between the columns


class Command(BaseCommand):
    """Loads the demonstration once and prints its users; running it again changes nothing."""

    help = "Fill an empty database with the demonstration (invented figures, marked as such) and print its users."

    def add_arguments(self, parser: CommandParser) -> None:
        """--quiet prints nothing; --if-empty is for `make run`, which serves a real installation as well;
        --address is what is printed."""
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="where it will be served")
        parser.add_argument("--quiet", action="store_true", help="print nothing")
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database with data of its own alone instead of complaining"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or not, then tell. Raises CommandError when the database is not ready or not empty."""
        if _tables_are_missing():
            raise CommandError(
                "数据库尚未建表，请先运行：python manage.py migrate\n"
                "The database has no tables yet. Run first: python manage.py migrate"
            )
        try:
            loaded = load_once(timezone.localdate())
        except NotEmpty as error:
            if options["if_empty"]:
                return
            raise CommandError(
                f"数据库中已有正式数据（{error.found_zh}），演示数据不会混入其中。请将 DATABASE_URL 指向一个空数据库后再运行。\n"
                f"This database holds data of its own ({error.found_en}); invented figures are never mixed in. "
                "Let DATABASE_URL name an empty database."
            ) from error
        if not options["quiet"]:
            self.stdout.write(_announcement(loaded, options["address"]))


def _tables_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _announcement(loaded: bool, address: str) -> str:
    done = "演示数据已载入 · The demonstration is loaded" if loaded else "演示数据已在库中 · The demonstration is there"
    rows = [("登录名 Login", "岗位 Post", ""), *((one.login, one.name, one.name_en) for one in people())]
    facts = [("网址 Address", address), ("密码 Password", f"{PASSWORD}（所有用户 · all users）")]
    return "\n".join(["", done, "", *_aligned(facts), "", *_aligned(rows), ""])


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows with their columns one below the other on a terminal, where a Chinese character takes two places."""
    widths = [max(map(_width, column)) + GAP for column in zip(*rows, strict=True)]
    return [
        "".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
