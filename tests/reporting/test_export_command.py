"""`manage.py export_targets`: the file that was asked for, or one plain sentence why there is none."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from bureaus.actions import add_area
from tests.reporting.exporting import give, row_of, text_of
from tests.world import World, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    give(world, 2022, population=445_000, beds=3_250)
    give(world, 2023, population=440_000, beds=3_300)
    give(world, 2023, area=world.zone, population=10_000, beds=80)
    return world


def export(file, *more: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("export_targets", "--plan", "dongshan", "--out", str(file), "--language", "en", *more, stdout=out)
    return out.getvalue()


def beds(file, place: int = 7) -> object:
    return row_of(load_workbook(file).worksheets[0], "每千人口床位数")[place].value


@pytest.mark.parametrize(("area", "figure"), [("990100", 7.5), ("东山市", 7.5), ("高新区", 8)])
def test_an_area_is_named_by_code_or_name(world, tmp_path, area, figure):
    file = tmp_path / "表.xlsx"
    said = export(file, "--area", area, "--year", "2023")
    assert beds(file) == figure
    assert str(file) in said
    assert "2023" in said


def test_without_area_and_year_it_is_the_plans_own_area_and_its_latest_year(world, tmp_path):
    export(tmp_path / "table.xlsx")
    text = text_of(load_workbook(tmp_path / "table.xlsx").worksheets[0])
    assert "Reporting unit: Dongshan　　Year: 2023" in text


def test_unapproved_figures_and_original_targets_on_request(world, tmp_path):
    give(world, 2023, area=world.zone, official=False, beds=95)
    plain, asked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    export(plain, "--area", "高新区", "--year", "2023")
    export(asked, "--area", "高新区", "--year", "2023", "--unapproved", "--original")
    assert (beds(plain), beds(asked)) == (8, 9.5)
    text = text_of(load_workbook(asked).worksheets[0])
    assert "with unapproved figures" in text
    assert "judged by the original targets" in text


def test_an_existing_file_is_replaced(world, tmp_path):
    file = tmp_path / "table.xlsx"
    file.write_bytes(b"something older")
    export(file)
    assert beds(file) == 7.5


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--plan", "nowhere"), "There is no plan “nowhere”. Plans: dongshan"),
        (("--area", "990199"), "There is no area “990199”."),
        (("--area", "全国"), "全国 does not belong to Dongshan, for which the plan was made."),
        (("--year", "2031"), "The plan runs from 2020 to 2025; there is no year “2031” in it."),
    ],
)
def test_what_does_not_exist_is_told_and_nothing_is_written(world, tmp_path, more, sentence):
    with pytest.raises(CommandError) as refused:
        export(tmp_path / "table.xlsx", *more)
    assert str(refused.value) == sentence
    assert not list(tmp_path.iterdir())


def test_two_areas_of_one_name_must_be_told_apart(world, tmp_path):
    add_area(by=None, parent=world.east, name="同名区", level="county", code="990131")
    add_area(by=None, parent=world.west, name="同名区", level="county", code="990132")
    with pytest.raises(CommandError, match="Several areas are called “同名区”: 990131, 990132"):
        export(tmp_path / "table.xlsx", "--area", "同名区")
    export(tmp_path / "table.xlsx", "--area", "990132")


def test_a_file_that_cannot_be_written_is_told(world, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        export(tmp_path / "missing" / "table.xlsx")
    with pytest.raises(CommandError, match=r"must end in \.xlsx"):
        export(tmp_path / "table.txt")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path / "folder.xlsx")


def test_a_database_without_tables_is_told_in_both_languages(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "export_targets", "--plan", "dongshan", "--out", str(tmp_path / "table.xlsx")],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "数据库尚未建表，请先运行：python manage.py migrate" in done.stderr
    assert "The database has no tables yet. Run first: python manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "table.xlsx").exists()
