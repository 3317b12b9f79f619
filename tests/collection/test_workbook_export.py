"""The prepared workbook: locked but for its inputs, with formulas, limits and notes; text in it is never a formula."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from collection.exports import workbook_name
from collection.importing import manifest
from indicators.models import Indicator
from tests.collection.workbooks import FIGURE, NOTE, prepared, row_of
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    Indicator.objects.filter(code="beds").update(topic="卫生资源", definition="年末实有床位数。" * 60)
    Indicator.objects.filter(code="physicians").update(topic="=卫生人员")
    make_plan(world)
    make_collection(world)
    return world


def opened(world: World, language: str = "zh-hans"):
    with translation.override(language):
        return load_workbook(BytesIO(prepared(world.submission(world.east))))


@pytest.fixture
def sheet(world) -> Worksheet:
    fill(world, "east", world.submission(world.east), population=400_000, beds="-", physicians=900)
    return opened(world).worksheets[0]


def test_only_the_inputs_are_unlocked_and_no_password_is_set(sheet):
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rows = [row_of(sheet, code) for code in ("population", "beds", "physicians", "tcm")]
    assert unlocked == {f"{column}{row}" for row in rows for column in "FGH"}
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.parent.security.lockStructure


def test_present_figures_stand_in_their_cells(sheet):
    assert [sheet[f"{FIGURE}{row_of(sheet, code)}"].value for code in ("population", "beds", "physicians", "tcm")] == [
        400_000, "-", 900, None,
    ]  # fmt: skip
    assert sheet[f"{FIGURE}{row_of(sheet, 'beds')}"].number_format == "#,##0"


def test_derived_figures_are_live_formulas_over_the_inputs(sheet):
    rate = next(row for row in sheet.iter_rows() if row[1].value == "= 每千人口床位数")
    above, below = (f"F{row_of(sheet, code)}" for code in ("beds", "population"))
    assert f"ROUND({above}*1000/{below},2)" in rate[5].value
    assert rate[5].data_type == "f"
    assert rate[5].protection.locked


def test_formulas_are_ours_only(world):
    fill(world, "east", world.submission(world.east), population=1)
    world.indicators["beds"].name = "=HYPERLINK(1)"
    world.indicators["beds"].save()
    found = opened(world).worksheets[0]
    formulas = {cell.value for row in found.iter_rows() for cell in row if cell.data_type == "f"}
    assert {text[:7] for text in formulas} == {"=IF(OR("}
    assert [cell.data_type for cell in found["B"] if cell.value == "=HYPERLINK(1)"] == ["s"]
    assert [cell.data_type for cell in found["A"] if cell.value == "=卫生人员"] == ["s"]


def test_every_input_has_its_rule_and_a_message_that_excel_can_hold(sheet):
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for code in ("population", "beds", "physicians", "tcm"):
        rule = rules[f"{FIGURE}{row_of(sheet, code)}"]
        assert rule.type == "custom"
        assert len(rule.formula1) <= 255
        assert len(rule.prompt) <= 255
        assert len(rule.error) <= 255
        assert max(len(rule.promptTitle), len(rule.errorTitle)) <= 32
    (listed,) = [rule for rule in rules.values() if rule.type == "list"]
    assert len(listed.formula1) <= 257
    assert not listed.showErrorMessage, "an explanation in one's own words is welcome"


def test_the_definition_stands_beside_the_name(sheet):
    assert sheet.cell(row_of(sheet, "beds"), 2).comment.text.startswith("年末实有床位数。")


def test_the_sheet_prints_on_a4_with_its_head_on_every_page(sheet):
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.freeze_panes == "C5"
    assert sheet.print_area


def test_the_hidden_sheet_names_the_form_and_what_every_cell_showed(world, sheet):
    hidden = sheet.parent[manifest.SHEET]
    assert hidden.sheet_state == "veryHidden"
    found = manifest.from_cells([cell.value for cell in hidden["A"]])
    assert found.submission == world.submission(world.east).pk
    shown = {row.code: (row.address, row.version, row.figure) for row in found.rows}
    assert shown["beds"] == (f"F{row_of(sheet, 'beds')}", 1, "-")
    assert shown["tcm"] == (f"F{row_of(sheet, 'tcm')}", 0, "")


def test_a_long_manifest_is_cut_into_cells_that_excel_can_hold(world):
    submission = world.submission(world.east)
    text = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(990))
    fill(world, "east", submission, population=1)
    submission.collection.items.first().indicator.observations.update(note=text)
    rows = [row for row in opened(world)[manifest.SHEET]["A"]]
    assert all(len(cell.value) < 32_767 for cell in rows)
    assert manifest.from_cells([cell.value for cell in rows]).rows[0].note == text


def test_a_demonstration_says_so_on_sheet_and_paper(world):
    world.submission(world.east).collection.__class__.objects.update(is_demo=True)
    found = opened(world, "en").worksheets[0]
    assert "demonstration" in found["A1"].value
    assert "demonstration" in found.oddHeader.right.text


def test_the_workbook_speaks_the_readers_language(world):
    assert opened(world, "en").worksheets[0][f"{NOTE}4"].value == "Note (fill in)"
    assert opened(world, "en").worksheets[0].cell(row_of(opened(world, "en").worksheets[0], "beds"), 2).value == "Beds"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("东县", "东县 2024年度指标填报.xlsx"),
        ("../../etc", "etc 2024年度指标填报.xlsx"),
        ('a/b\\c:"d"|e?f*g<h>', "a b c d e f g h 2024年度指标填报.xlsx"),
        ("县\u202egnp\r\nX: y", "县 gnp X y 2024年度指标填报.xlsx"),
        ("长" * 300, f"{'长' * 80}.xlsx"),
    ],
)
def test_file_names_are_safe(world, name, file):
    submission = world.submission(world.east)
    submission.area.name = name
    with translation.override("zh-hans"):
        assert workbook_name(submission) == file


def test_all_workbooks_of_a_collection_come_as_one_archive(world):
    client = Client()
    client.force_login(world.user("planner"))
    answer = client.get(f"/collections/{world.plan.collections.get().pk}/workbooks.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer.streaming
    archive = zipfile.ZipFile(BytesIO(b"".join(answer)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert len(names) == world.plan.collections.get().submissions.count() == 4
    assert [name[:4] for name in names] == ["001 ", "002 ", "003 ", "004 "]
    forms = [
        manifest.from_cells([cell.value for cell in load_workbook(BytesIO(archive.read(name)))[manifest.SHEET]["A"]])
        for name in names
    ]
    assert {form.submission for form in forms} == set(
        world.plan.collections.get().submissions.values_list("pk", flat=True)
    )
