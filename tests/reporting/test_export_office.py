"""LibreOffice opens the workbook: its formulas give our figures, and it prints with the head on every page."""

import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from indicators.models import Indicator
from reporting.exports import write_target_table
from reporting.queries import overview
from tests.reporting.exporting import give, view_of
from tests.tools import need
from tests.world import World, add_row, at_least, make_plan, make_world

# Opened once, by one worker. Without the database's mark a run of this file alone would have no test database.
pytestmark = [pytest.mark.office, pytest.mark.django_db]
DENOMINATOR, RATES, DECIMALS = 2000, 60, 1
NAME, YEAR, RATE, FIGURE = 0, 2, 8, 9


def rates_at_the_edge(world: World) -> None:
    """Targets whose odd counts over 2000 end in a 5 behind the last decimal shown: 0.05, 0.15, 0.25 …"""
    section, population = world.plan.sections.get(), world.indicators["population"]
    figures = {"population": DENOMINATOR}
    for place in range(RATES):
        code = f"count{place}"
        world.indicators[code] = Indicator.objects.create(code=code, name=code, kind="base", roll_up="sum")
        rate = Indicator.objects.create(
            code=f"rate{place}", name=f"占比{place}", unit="%", kind="derived", roll_up="ratio", polarity="up",
            decimals=DECIMALS, numerator=world.indicators[code], denominator=population, multiplier=100,
        )  # fmt: skip
        add_row(section, rate, 10 + place, at_least("20", "%"), "=≥20%", "16")
        figures[code] = 2 * place + 1
    give(world, 2023, **figures)


def convert(file: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it anew, in a profile of its own."""
    profile = (folder / "profile").as_uri()
    command = [need("office"), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    out = folder / kind
    done = subprocess.run([*command, "--outdir", out, file], capture_output=True, text=True, timeout=120)
    assert (out / f"{file.stem}.{kind}").exists(), done.stdout + done.stderr
    return out / f"{file.stem}.{kind}"


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A folder with the workbook, and with what LibreOffice made of it as a workbook and as pages."""
    folder = tmp_path_factory.mktemp("office")
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        make_plan(world)
        rates_at_the_edge(world)
        give(world, 2022, population=0, count1=5)
        write_target_table(overview(view_of(world)), folder / "table.xlsx", language="en")
        transaction.set_rollback(True)
    for kind in ("xlsx", "pdf"):
        convert(folder / "table.xlsx", kind, folder)
    return folder


def test_the_formulas_recalculate_to_the_figures_of_the_application(folder):
    sheet = load_workbook(folder / "xlsx" / "table.xlsx", data_only=True).worksheets[1]
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if str(row[NAME]).startswith("占比")]
    calculated = {row[NAME]: (row[RATE], row[FIGURE]) for row in rows if row[YEAR] == 2023}
    assert len(calculated) == RATES
    assert [name for name, (rate, figure) in calculated.items() if Decimal(str(rate)) != Decimal(str(figure))] == []
    assert calculated["占比0"] == (0.1, 0.1), "0.05 is rounded up, as everywhere in the application"
    assert {row[RATE] for row in rows if row[YEAR] == 2022} == {"—"}


def test_what_looks_like_a_formula_is_still_text_after_libreoffice(folder):
    sheet = load_workbook(folder / "xlsx" / "table.xlsx").worksheets[0]
    wordings = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=≥20%"]
    assert len(wordings) == RATES
    assert {cell.data_type for cell in wordings} == {"s"}


def test_no_cell_of_either_sheet_shows_an_error(folder):
    book = load_workbook(folder / "xlsx" / "table.xlsx", data_only=True)
    shown = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in shown if cell.data_type == "e" or str(cell.value).startswith("#")] == []


def test_the_printed_pages_are_a4_landscape_and_repeat_title_and_headings(folder):
    pages = PdfReader(folder / "pdf" / "table.pdf").pages
    texts = [page.extract_text() for page in pages]
    table = [text for text in texts if "Dongshan health plan: main indicators" in text]
    assert len(table) >= 2
    for number, text in enumerate(table, 1):
        for words in ("Reporting unit: Dongshan", "baseline", "2025 target", "Explanation"):
            assert words in text.replace("\n", " ")
        assert f"Page {number} of {len(pages)}" in text
    assert [text for text in texts if "Rate (formula)" in text], "the calculations are printed too"
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}
    assert sizes == {(842, 595)}


def test_every_number_is_printed_and_none_as_a_row_of_hashes(folder):
    text = "\n".join(page.extract_text() for page in PdfReader(folder / "pdf" / "table.pdf").pages)
    assert "##" not in text
    assert all(f"占比{place}" in text for place in range(RATES))
