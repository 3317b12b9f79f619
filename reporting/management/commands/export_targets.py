"""`manage.py export_targets`: writes the target table of a plan, an area and a year as an Excel workbook."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext as _

from bureaus.models import Area
from indicators.forms import read_as_of
from indicators.queries import end_of
from plans.models import Plan
from reporting.exports import write_target_table
from reporting.forms import too_early
from reporting.queries import View, latest_year, overview

LANGUAGES = {"zh": "zh-hans", "en": "en"}


class Command(BaseCommand):
    """Writes one file and says what is in it. It asks for nobody's rights: who runs it reads the database anyway."""

    help = "Write the target table that goes up (Excel) for a plan, an area and a year."

    def add_arguments(self, parser: CommandParser) -> None:
        """The view of the plan, and where to write it."""
        parser.add_argument("--plan", required=True, metavar="CODE", help="the plan's code")
        parser.add_argument("--area", default="", help="GB/T 2260 code or name of the area; without it the plan's own")
        parser.add_argument("--year", type=int, help="without it the last year with approved figures")
        parser.add_argument("--out", required=True, metavar="FILE.xlsx", help="an existing file is replaced")
        parser.add_argument("--unapproved", action="store_true", help="with figures that are not approved yet")
        parser.add_argument(
            "--as-of", default="", metavar="YYYY-MM-DD", help="what was recorded by the end of that day (server time)"
        )
        parser.add_argument("--original", action="store_true", help="judge by the targets' original wording")
        parser.add_argument("--language", choices=sorted(LANGUAGES), default="zh")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with one sentence when something asked for does not exist or the file cannot be written."""
        if _tables_are_missing():
            raise CommandError(
                "数据库尚未建表，请先运行：python manage.py migrate\n"
                "The database has no tables yet. Run first: python manage.py migrate"
            )
        with translation.override(LANGUAGES[options["language"]]):
            plan = _plan(options["plan"])
            area = _area(plan, options["area"])
            as_of = _as_of(plan, options["as_of"])
            view = View(
                plan=plan,
                area=area,
                year=_year(plan, area, options["year"], as_of),
                as_of=as_of,
                include_unapproved=options["unapproved"],
                by_original=options["original"],
            )
            state = overview(view)
            content = BytesIO()
            write_target_table(state, content, language=options["language"])
            path = _write(options["out"], content.getvalue())
            facts = {"plan": plan, "area": area, "year": view.year, "count": len(state.stands), "path": path}
            self.stdout.write(_("Written to %(path)s: %(plan)s, %(area)s, %(year)s, rows: %(count)d") % facts)


def _tables_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _plan(code: str) -> Plan:
    plan = Plan.objects.select_related("area").filter(code=code).first()
    if plan is None:
        codes = ", ".join(Plan.objects.values_list("code", flat=True)) or "—"
        raise CommandError(_("There is no plan “%(code)s”. Plans: %(codes)s") % {"code": code, "codes": codes})
    return plan


def _area(plan: Plan, asked: str) -> Area:
    """The area of that code or name at or below the plan's; two of one name there must be told apart by code."""
    if not asked:
        return plan.area
    areas = Area.objects.filter(code=asked) or Area.objects.filter(name=asked)
    if not areas:
        raise CommandError(_("There is no area “%(area)s”.") % {"area": asked})
    below = [area for area in areas if plan.area.contains(area)]
    if not below:
        facts = {"area": areas[0], "plans_area": plan.area}
        raise CommandError(_("%(area)s does not belong to %(plans_area)s, for which the plan was made.") % facts)
    if len(below) > 1:
        codes = ", ".join(str(area.code) for area in below)
        raise CommandError(_("Several areas are called “%(area)s”: %(codes)s") % {"area": asked, "codes": codes})
    return below[0]


def _as_of(plan: Plan, asked: str) -> date | None:
    """The day asked for; nothing is written for a day on which nothing of the plan was known."""
    try:
        day = read_as_of(asked)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    if day is not None and (said := too_early(plan, day)):
        raise CommandError(" ".join(said))
    return day


def _year(plan: Plan, area: Area, asked: int | None, as_of: date | None) -> int:
    if asked is None:
        return latest_year(plan, area, end_of(as_of) if as_of else None)
    if asked not in plan.years:
        facts = {"first": plan.base_year, "last": plan.target_year, "asked": asked}
        raise CommandError(_("The plan runs from %(first)s to %(last)s; there is no year “%(asked)s” in it.") % facts)
    return asked


def _write(name: str, content: bytes) -> Path:
    path = Path(name)
    if path.suffix.lower() != ".xlsx":
        raise CommandError(_("The file's name must end in .xlsx: %(path)s") % {"path": path})
    if not path.parent.is_dir():
        raise CommandError(_("There is no folder %(path)s.") % {"path": path.parent})
    try:
        path.write_bytes(content)
    except OSError as error:
        facts = {"path": path, "reason": error.strerror or error}
        raise CommandError(_("%(path)s cannot be written: %(reason)s") % facts) from error
    return path
