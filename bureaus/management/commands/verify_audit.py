"""`manage.py verify_audit`: whether the change log and the tables it tells of are as they were written."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from bureaus.domain.chain import ChainReader, End
from bureaus.verifying import verify


class Command(BaseCommand):
    """Prints one line for each difference and ends with 1 when there is any."""

    help = "Verify the change log: hashes, heads, rows beside their entries, triggers; and an earlier anchor, if given."

    def add_arguments(self, parser: CommandParser) -> None:
        """An anchor to hold the chains to, and where to write today's."""
        parser.add_argument(
            "--anchor", metavar="FILE", help="the ends of the chains as they were known outside earlier"
        )
        parser.add_argument("--write-anchor", metavar="FILE", help="where to write the ends, when nothing differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, then write the anchor. Raises CommandError when something differs or a file cannot be used."""
        anchor = read_anchor(options["anchor"]) if options["anchor"] else {}
        reader, count = ChainReader(), 0
        for line in verify(reader, anchor):
            self.stdout.write(line)
            count += 1
        facts = {"count": count, "entries": reader.count}
        if count:
            raise CommandError(_("%(count)d differences in %(entries)d entries") % facts)
        heads = " ".join(f"{chain}:{end.seq}:{end.hash[:16]}" for chain, end in sorted(reader.ends.items()))
        self.stdout.write(
            _("0 differences in %(entries)d entries. Chains: %(heads)s") % (facts | {"heads": heads or "—"})
        )
        if options["write_anchor"]:
            write_anchor(options["write_anchor"], reader.ends)


def read_anchor(name: str) -> dict[int, End]:
    """The ends of the chains in an anchor file, {"chain": {"seq": …, "hash": "…"}}. Raises CommandError."""
    try:
        known = json.loads(Path(name).read_text(encoding="utf-8"))
        return {int(chain): End(int(end["seq"]), str(end["hash"])) for chain, end in known.items()}
    except OSError as error:
        facts = {"path": name, "reason": error.strerror or error}
        raise CommandError(_("%(path)s cannot be read: %(reason)s") % facts) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CommandError(_("%(path)s is no anchor that verify_audit wrote.") % {"path": name}) from error


def write_anchor(name: str, ends: dict[int, End]) -> None:
    """Write the ends of the chains; an existing file is replaced whole. Raises CommandError."""
    text = json.dumps({str(chain): {"seq": end.seq, "hash": end.hash} for chain, end in sorted(ends.items())}, indent=1)
    path, fresh = Path(name), Path(f"{name}.new")
    try:
        fresh.write_text(text + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        facts = {"path": name, "reason": error.strerror or error}
        raise CommandError(_("%(path)s cannot be written: %(reason)s") % facts) from error
