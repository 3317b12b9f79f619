"""`manage.py read_plan FILE`: how a plan document is read, as one JSON object."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.importing import CannotRead, read_document


class Command(BaseCommand):
    """Reads a document without writing anything; needs no database."""

    help = "Read a plan document (.docx, .xlsx, .html, .txt) and print the draft plan as one JSON object."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the file."""
        parser.add_argument("file", help="a plan document: .docx, .xlsx, .html or text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the draft."""
        try:
            path = Path(options["file"])
            plan = read_document(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except CannotRead as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(plan.to_json(), ensure_ascii=False))
