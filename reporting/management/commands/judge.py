"""`manage.py judge FILE.tsv`: judges a table of cases, one JSON line a row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.importing.lines import write_lines
from plans.importing.tsv import read_rows
from reporting.domain.rows import COLUMNS, OddRow, judge_row


class Command(BaseCommand):
    """Prints {indicator, status, flags, P, E, R, sentence_zh, sentence_en} or {indicator, error} for every row."""

    help = (
        "Judges a tab-separated table of cases and prints one JSON line a row. Columns: "
        f"{', '.join(COLUMNS)}; others are ignored. The actual figure of a cumulative target is the total so far."
    )

    requires_system_checks = ()  # reads a file and nothing of the site

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to judge."""
        parser.add_argument("file", metavar="FILE.tsv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the file and prints its rows' verdicts. A row that cannot be judged says why and stops no other."""
        try:
            rows = read_rows(options["file"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        missing = [name for name in COLUMNS if rows and name not in rows[0]]
        if missing:
            names = ", ".join(missing)
            raise CommandError(f"{options['file']} 缺少列：{names}。\n{options['file']} has no column {names}.")
        write_lines(self.stdout, (json.dumps(verdict(row), ensure_ascii=False) for row in rows))


def verdict(row: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object printed for a row."""
    try:
        progress = judge_row(row)
    except OddRow as odd:
        return {"indicator": row["indicator"], "error": str(odd)}
    return {
        "indicator": row["indicator"],
        "status": progress.status,
        "flags": list(progress.flags),
        "P": _rounded(progress.change_share),
        "E": _rounded(progress.time_share),
        "R": _rounded(progress.ratio),
        "sentence_zh": progress.sentence_zh,
        "sentence_en": progress.sentence_en,
    }


def _rounded(value: Decimal | None) -> float | None:
    """A share as a JSON number with six decimals."""
    return None if value is None else float(round(value, 6))
