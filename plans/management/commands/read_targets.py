"""`manage.py read_targets FILE`: how the target language reads a table of wordings, one JSON object a line."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from plans.importing.lines import write_lines
from plans.importing.readings import reading_lines


class Command(BaseCommand):
    """Reads wordings without writing anything; needs no database."""

    help = "Read the target wordings of a tab-separated file and print each reading as one line of JSON."
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the file."""
        parser.add_argument("file", help="tab-separated text with a header line and a column “wording”")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each row."""
        try:
            write_lines(self.stdout, reading_lines(options["file"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
