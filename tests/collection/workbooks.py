"""What the tests of workbooks share: a unit's prepared workbook, filled in by openpyxl, uploaded through the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from collection.exports import write_fill_workbook
from collection.importing.reading import FilledWorkbook, read_filled
from collection.models import Submission
from collection.queries import entry_sheet, items_of
from indicators.models import Indicator, Observation
from tests.world import World

FIGURE, NOTE, EXPLANATION = "F", "G", "H"  # two past years stand before them


def prepared(submission: Submission) -> bytes:
    """The submission's prepared workbook as it is downloaded."""
    file = BytesIO()
    write_fill_workbook(entry_sheet(submission), file)
    return file.getvalue()


def saved(book: Workbook) -> bytes:
    """A workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


NAMES = {
    "population": ("常住人口", "Resident population"),
    "beds": ("床位数", "Beds"),
    "physicians": ("执业医师数", "Physicians"),
    "tcm": ("中医执业医师数", "TCM physicians"),
    "smoking": ("吸烟率",),
}


def row_of(sheet: Worksheet, code: str) -> int:
    """The row on which an indicator is filled in, whatever the sheet's language."""
    return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 2).value in NAMES[code])


def changed(content: bytes, change: Callable[[Worksheet, Callable[[str], int]], None], sheet: int = 0) -> bytes:
    """The workbook after `change(sheet, row)` by openpyxl; `row` finds an indicator's row by its code."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[sheet]
    change(sheet, lambda name: row_of(sheet, name))
    return saved(book)


def filled(content: bytes, column: str = FIGURE, sheet: int = 0, **cells: object) -> bytes:
    """The workbook with these values (by indicator code) typed into a column."""

    def fill(sheet: Worksheet, row: Callable[[str], int]) -> None:
        for code, value in cells.items():
            sheet[f"{column}{row(code)}"] = value

    return changed(content, fill, sheet)


def read(content: bytes, submission: Submission) -> FilledWorkbook:
    """What the application reads."""
    return read_filled(content, submission, list(items_of(submission)))


def pk_of(world: World, code: str) -> int:
    """The id of an indicator by its code."""
    return world.indicators[code].pk


def upload(client: Client, submission: Submission, content: bytes, name: str = "填报.xlsx") -> HttpResponse:
    """The answer to the file chosen on the upload page."""
    return client.post(f"/fill/{submission.pk}/upload/", {"file": SimpleUploadedFile(name, content)})


def confirm(client: Client, submission: Submission, preview: HttpResponse, button: str = "keep") -> HttpResponse:
    """The answer to the preview's button."""
    found = re.search(
        rf'action="/fill/\d+/upload/{button}/".*?name="upload" value="([^"]+)"', preview.content.decode(), re.S
    )
    assert found, "the page offers no such button"
    return client.post(f"/fill/{submission.pk}/upload/{button}/", {"upload": html.unescape(found[1])})


def figures(submission: Submission) -> dict[str, object]:
    """What stands, by indicator code: the number, or the word for its absence."""
    rows = Observation.objects.filter(area=submission.area, year=submission.collection.year).select_related("indicator")
    return {row.indicator.code: row.absence or row.value for row in rows}


def log_size() -> int:
    """How many revisions there are."""
    return sum(row.revisions.count() for row in Observation.objects.all())


def derived_indicators() -> list[Indicator]:
    """The computed ones."""
    return list(Indicator.objects.filter(kind="derived"))
