"""What the tests of exports share: figures in the small bureau's city, and a workbook read back from its file."""

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bureaus.models import Area
from indicators.actions import FigureChange, make_official, write_figures
from indicators.models import Indicator, Observation
from plans.models import Plan
from reporting.exports import write_target_table
from reporting.queries import View, overview
from tests.world import World

LAST_YEAR = 2023


def give(world: World, year: int, *, area: Area | None = None, official: bool = True, **figures: object) -> None:
    """Write figures by indicator code for the city or another area; "-" is not applicable."""
    area = area or world.city
    there = Observation.objects.filter(area=area, year=year)
    versions = dict(there.values_list("indicator__code", "version"))
    changes = [
        FigureChange(
            indicator=world.indicators[code],
            value=None if value == "-" else Decimal(str(value)),
            absence="not_applicable" if value == "-" else "",
            based_on=versions.get(code, 0),
        )
        for code, value in figures.items()
    ]
    assert not write_figures(by=None, area=area, year=year, changes=changes, source="年报").stale
    if official:
        make_official(by=None, area=area, year=year, indicators=[change.indicator.pk for change in changes])


def view_of(world: World, **more: object) -> View:
    """The city's plan, read as a page reads it, at the last year, unless told otherwise."""
    plan = Plan.objects.select_related("area").get(code=world.plan.code)
    return View(**({"plan": plan, "area": world.city, "year": LAST_YEAR} | more))


def exported(view: View, language: str = "en", **more: object) -> Workbook:
    """The workbook of a view after a way through its file."""
    file = BytesIO()
    write_target_table(overview(view), file, language=language, **more)
    return load_workbook(file)


def row_of(sheet: Worksheet, name: str, column: int = 2) -> list:
    """The cells of the only row that has this text in that column."""
    (found,) = [row for row in sheet.iter_rows() if row[column - 1].value == name]
    return list(found)


def values(sheet: Worksheet) -> list[object]:
    """Every value there is on a sheet, row by row."""
    return [value for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def text_of(sheet: Worksheet) -> str:
    """All a sheet says."""
    return "\n".join(str(value) for value in values(sheet))


def publish(indicator: Indicator, area: Area, year: int, value: str) -> None:
    """A rate as an area published it, without its parts."""
    Observation.objects.create(
        indicator=indicator, area=area, year=year, value=Decimal(value), official_value=Decimal(value),
        origin=Observation.Origin.PUBLISHED,
    )  # fmt: skip
