"""Reads the tables in fixtures/: the catalogue, the two plans, the published series, and the demonstration's courses."""

from decimal import Decimal

from django.conf import settings

from plans.importing.tsv import read_rows
from reporting.demonstration.generator import Course, Part, Spread

FIXTURES = settings.BASE_DIR / "fixtures"
NONE_PRINTED = "—"  # how plans and these tables print that there is no figure


def table(name: str) -> list[dict[str, str]]:
    """The rows of fixtures/`name`.tsv, cells by column. Raises ValueError with a sentence when it cannot be read."""
    return read_rows(FIXTURES / f"{name}.tsv")


def is_yes(cell: str) -> bool:
    """Whether a yes-or-blank cell says yes."""
    return cell == "yes"


def courses() -> list[Course]:
    """The city's course of every item, from the years that demo-courses.tsv has columns for."""
    rows = table("demo-courses")
    years = [int(column) for column in rows[0] if column.isdecimal()]
    return [
        Course(
            item=row["item"],
            spread=Spread(row["spread"]),
            figures={year: None if row[str(year)] == NONE_PRINTED else Decimal(row[str(year)]) for year in years},
            of=row["of"],
            per=int(row["per"] or 1),
            like=row["like"],
            includes=row["includes"],
        )
        for row in rows
    ]


def parts() -> list[Part]:
    """The city's parts with their share of the people and of the resources."""
    return [
        Part(name=row["area"], population_share=int(row["population_share"]), resources=int(row["resources"]))
        for row in table("demo-areas")
    ]
