"""LibreOffice opens the workbooks: computed rows give our figures, a saved copy is read like the original, it prints well."""

import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from collection.forms import read_sheet
from collection.queries import entry_sheet, items_of
from tests.collection.workbooks import EXPLANATION, FIGURE, NOTE, confirm, filled, prepared, read, row_of, upload
from tests.tools import need
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = [pytest.mark.office, pytest.mark.django_db]
ODD_NOTE = "𠮷e\u0301\u202e倒\u200b =1+1\n_x0041_ 两行"


def converted(content: bytes, kind: str, folder: Path) -> Path:
    """The workbook as LibreOffice saves it anew, in a profile of its own."""
    file = folder / "workbook.xlsx"
    file.write_bytes(content)
    command = [
        need("office"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        kind,
    ]
    done = subprocess.run([*command, "--outdir", folder / kind, file], capture_output=True, text=True, timeout=120)
    out = folder / kind / f"workbook.{kind}"
    assert out.exists(), done.stdout + done.stderr
    return out


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


@pytest.fixture
def submission(world):
    return world.submission(world.east)


def test_computed_rows_give_our_figures_and_a_missing_part_gives_none(world, submission, tmp_path):
    """2001 of 400 000 is 5.0025 a thousand: half way, rounded up by both."""
    fill(world, "east", submission, population=400_000, beds=2001, physicians=0, tcm=0)
    book = load_workbook(converted(prepared(submission), "xlsx", tmp_path), data_only=True)
    sheet = book.worksheets[0]
    shown = {row[1].value: row[5].value for row in sheet.iter_rows() if str(row[1].value).startswith("= ")}
    ours = {f"= {one.indicator}": one.value for row in entry_sheet(submission).rows for one in row.derived}
    assert {name: value and Decimal(str(value)) for name, value in shown.items()} == ours
    assert ours["= 每千人口床位数"] == Decimal("5.00")
    assert ours["= 中医医师占比"] is None


def test_a_copy_saved_by_libreoffice_changes_nothing(world, submission, tmp_path):
    fill(world, "east", submission, population=400_000, beds="-", physicians=900)
    items = list(items_of(submission))
    found = read(converted(prepared(submission), "xlsx", tmp_path).read_bytes(), submission)
    assert (found.problems, found.strays) == ({}, {})
    assert read_sheet(found.fields, items).cells == {}


def test_what_was_typed_comes_back_from_libreoffice_exactly(world, submission, tmp_path):
    content = filled(prepared(submission), population=400_000, beds=3200, physicians="９００", tcm="-")
    content = filled(content, NOTE, beds=ODD_NOTE.replace("_x0041_", "_x005F_x0041_"))
    content = filled(content, EXPLANATION, beds="核实无误")
    found = read(converted(content, "xlsx", tmp_path).read_bytes(), submission)
    assert found.problems == {}
    cells = read_sheet(found.fields, list(items_of(submission))).cells
    kept = {world_code(world, pk): cell for pk, cell in cells.items()}
    assert {code: cell.typed.value for code, cell in kept.items()} == {
        "population": 400_000, "beds": 3200, "physicians": 900, "tcm": None,
    }  # fmt: skip
    assert kept["tcm"].typed.not_applicable
    assert kept["beds"].note == ODD_NOTE


def world_code(world: World, pk: int) -> str:
    return next(code for code, indicator in world.indicators.items() if indicator.pk == pk)


def test_a_formula_that_libreoffice_calculated_counts(world, submission, tmp_path):
    content = filled(prepared(submission), beds="=1600*2", population="=1/0")
    found = read(converted(content, "xlsx", tmp_path).read_bytes(), submission)
    assert found.fields[f"figure-{world.indicators['beds'].pk}"] == "3200"
    assert list(found.problems) == [world.indicators["population"].pk]


def test_the_marked_workbook_opens_prints_and_is_read_again(world, submission, tmp_path):
    client = Client()
    client.force_login(world.user("east"))
    preview = upload(client, submission, filled(prepared(submission), population=400_000, beds="三千二"))
    marked = confirm(client, submission, preview, "marked").content
    sheet = load_workbook(BytesIO(marked)).worksheets[1]
    assert sheet[f"{FIGURE}{row_of(sheet, 'population')}"].value == 400_000
    assert sheet[f"{FIGURE}{row_of(sheet, 'beds')}"].comment
    pages = [page.extract_text() for page in PdfReader(converted(marked, "pdf", tmp_path)).pages]
    assert "三千二" in pages[0]
    assert not any("##" in text for text in pages)
    again = read(converted(marked, "xlsx", tmp_path).read_bytes(), submission)
    assert again.fields[f"figure-{world.indicators['beds'].pk}"] == "三千二"
    assert again.fields[f"figure-{world.indicators['population'].pk}"] == "400000"


def test_the_prepared_workbook_prints_on_a4_landscape(world, submission, tmp_path):
    pages = PdfReader(converted(prepared(submission), "pdf", tmp_path)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(842, 595)}
    assert "常住人口" in pages[0].extract_text()
