"""Thirty ways in which a workbook comes back: what is read of each, and what is told instead of a silent blank.

The units' programs do all of these: formulas without results, merged cells, sorted and deleted rows, texts that look like
numbers. A figure is read, or a sentence stands at its indicator; nothing is lost in between.
"""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment

from collection.forms import read_sheet
from collection.importing.refusals import CannotRead
from collection.queries import items_of
from tests.collection.workbooks import changed, filled, pk_of, prepared, read, row_of, saved
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    world.indicators["physicians"].decimals = 2
    world.indicators["physicians"].save()
    make_plan(world)
    make_collection(world)
    return world


@pytest.fixture
def submission(world):
    return world.submission(world.east)


def parts_changed(content: bytes, part: str, change) -> bytes:
    """The workbook with the XML of one part changed as no program of ours would write it."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return out.getvalue()


def with_cell(content: bytes, address: str, xml: str, attributes: str = "") -> bytes:
    """The workbook with other XML inside one cell of its first sheet."""

    def change(text: str) -> str:
        pattern = rf'<c r="{address}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)'
        found, count = re.subn(pattern, rf'<c r="{address}"\1 {attributes}>{xml}</c>', text, count=1)
        assert count == 1
        return found

    return parts_changed(content, "xl/worksheets/sheet1.xml", change)


def beds_cell(content: bytes) -> str:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return f"F{row_of(sheet, 'beds')}"


# What stands in a figure's cell → the field that the form would have posted.
READ = {
    "a whole number": (3200, "3200"),
    "zero": (0, "0"),
    "nothing": (None, ""),
    "a number as text": ("3200", "3200"),
    "full-width digits": ("３２００", "３２００"),
    "a grouped number": ("3,200", "3,200"),
    "a number with blanks": (" 3200 ", " 3200 "),
    "not applicable as a dash": ("-", "-"),
    "not applicable in words": ("不适用", "不适用"),
    "words": ("约三千", "约三千"),
    "the sum of two floats": (0.1 + 0.2, "0.3"),
    "a number in tenths": (3200.5, "3200.5"),
    "a number of many digits": (123456789012345, "123456789012345"),
    "a negative number": (-1, "-1"),
}


@pytest.mark.parametrize("kind", READ)
def test_a_cell_is_read_as_it_would_be_typed(world, submission, kind):
    value, field = READ[kind]
    found = read(filled(prepared(submission), beds=value), submission)
    assert found.problems == {}
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == field
    assert found.fields[f"shown-figure-{pk_of(world, 'beds')}"] == ""


def test_a_number_that_fits_has_the_decimals_of_its_indicator(world, submission):
    found = read(filled(prepared(submission), physicians=900.5), submission)
    assert found.fields[f"figure-{pk_of(world, 'physicians')}"] == "900.50"


RAW = {
    "a formula with its result": ("<f>1600*2</f><v>3200</v>", "", "3200"),
    "a text formula with its result": ('<f>"32"&amp;"00"</f><v>3200</v>', 't="str"', "3200"),
    "a shared formula with its result": ('<f t="shared" si="0"/><v>3200</v>', "", "3200"),
    "a number as Excel stores it": ("<v>7.0899999999999999</v>", "", "7.09"),
    "a number with an exponent": ("<v>3.2E3</v>", "", "3200"),
    "minus zero": ("<v>-0</v>", "", "-0"),
    "no finite number": ("<v>NaN</v>", "", "NaN"),
    "a number beyond all bounds": ("<v>1e400</v>", "", "1e400"),
    "a number with underscores": ("<v>1_000</v>", "", "1_000"),
    "rich text": ("<is><r><t>32</t></r><r><t>00</t></r></is>", 't="inlineStr"', "3200"),
}


@pytest.mark.parametrize("kind", RAW)
def test_a_cell_written_by_other_programs(world, submission, kind):
    xml, attributes, field = RAW[kind]
    content = prepared(submission)
    found = read(with_cell(content, beds_cell(content), xml, attributes), submission)
    assert found.problems == {}
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == field


TOLD = {
    "a formula without a result": ("<f>1600*2</f>", "", "没有保存"),
    "a formula with an empty result": ("<f>A1</f><v></v>", "", "没有保存"),
    "a formula that gives an empty text": ('<f>""</f><v></v>', 't="str"', "没有保存"),
    "a shared formula without a result": ('<f t="shared" si="0"/>', "", "没有保存"),
    "a reference to nothing": ("<f>#REF!</f><v>#REF!</v>", 't="e"', "#REF!"),
    "an error without a formula": ("<v>#N/A</v>", 't="e"', "#N/A"),
    "a yes": ("<v>1</v>", 't="b"', "TRUE"),
    "a date in words": ("<v>2024-05-01T00:00:00</v>", 't="d"', "2024"),
    "a text that is not there": ("<v>99999</v>", 't="s"', "?"),
}


@pytest.mark.parametrize("kind", TOLD)
def test_what_cannot_be_read_is_told_and_never_a_blank(world, submission, kind):
    fill(world, "east", submission, beds=3100)
    xml, attributes, word = TOLD[kind]
    content = prepared(submission)
    found = read(with_cell(content, beds_cell(content), xml, attributes), submission)
    assert list(found.problems) == [pk_of(world, "beds")]
    assert beds_cell(content) in found.problems[pk_of(world, "beds")]
    if word != "没有保存":
        assert word in found.problems[pk_of(world, "beds")]


@pytest.mark.parametrize("value", [date(2024, 5, 1), datetime(2024, 5, 1, 12, 30)])  # noqa: DTZ001
def test_a_date_is_no_figure(world, submission, value):
    found = read(filled(prepared(submission), beds=value), submission)
    assert "2024年5月1日" in found.problems[pk_of(world, "beds")]


def test_a_percentage_by_its_format_is_read_as_it_is_shown(world, submission):
    def change(sheet, row):
        sheet[f"F{row('beds')}"].value = 0.25
        sheet[f"F{row('beds')}"].number_format = "0%"

    found = read(changed(prepared(submission), change), submission)
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == "25%"
    assert pk_of(world, "beds") in read_sheet(found.fields, list(items_of(submission))).errors


def told(world: World, submission, change, code: str = "beds") -> str:
    """The sentence at an indicator after a change of the sheet; all others are read."""
    found = read(changed(prepared(submission), change), submission)
    assert list(found.problems) == [pk_of(world, code)]
    assert found.strays == {}
    return found.problems[pk_of(world, code)]


def test_a_merged_input_is_told(world, submission):
    found = read(
        changed(prepared(submission), lambda sheet, row: sheet.merge_cells(f"F{row('beds')}:G{row('beds')}")),
        submission,
    )
    assert list(found.problems) == [pk_of(world, "beds")]


def test_a_deleted_row_is_told(world, submission):
    fill(world, "east", submission, beds=3100)
    assert told(world, submission, lambda sheet, row: sheet.delete_rows(row("beds")))


def test_a_changed_name_and_a_changed_number_are_told(world, submission):
    def rename(sheet, row):
        sheet.cell(row("beds"), 2).value = "床位"

    def renumber(sheet, row):
        sheet.cell(row("beds"), 1).value = 77

    assert "床位数" in told(world, submission, rename)
    assert "床位数" in told(world, submission, renumber)


def test_a_row_that_stands_twice_is_told(world, submission):
    def double(sheet, row):
        for column in range(1, 9):
            sheet.cell(40, column).value = sheet.cell(row("beds"), column).value

    assert "40" in told(world, submission, double)


def moved(sheet, old: int, new: int) -> None:
    for column in range(1, 9):
        sheet.cell(new, column).value = sheet.cell(old, column).value
        sheet.cell(old, column).value = None


def test_rows_are_found_wherever_they_were_moved(world, submission):
    def sort(sheet, row):
        sheet[f"F{row('beds')}"].value = 3200
        moved(sheet, row("beds"), 60)
        moved(sheet, row("population"), 61)

    found = read(changed(prepared(submission), sort), submission)
    assert found.problems == {}
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == "3200"
    assert found.places[pk_of(world, "beds")] == "F60"


def test_inserted_rows_and_columns_do_not_matter(world, submission):
    def insert(sheet, row):
        sheet[f"F{row('beds')}"].value = 3200
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(2, 3)
        sheet.insert_cols(4)

    found = read(changed(prepared(submission), insert), submission)
    assert found.problems == {}
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == "3200"


def test_a_figure_on_a_row_of_nobody_is_told(world, submission):
    def add(sheet, row):
        sheet["B40"], sheet["F40"] = "救护车数", 12
        sheet["B41"] = "填表人：张三"

    found = read(changed(prepared(submission), add), submission)
    assert list(found.strays) == ["F40"]
    assert found.problems == {}


def test_a_copied_row_with_another_number_is_told(world, submission):
    def copy(sheet, row):
        sheet["A40"], sheet["B40"], sheet["F40"] = 40, "床位数", 12

    assert list(read(changed(prepared(submission), copy), submission).strays) == ["F40"]


def test_hidden_rows_filters_and_hidden_columns_are_read_like_the_others(world, submission):
    def hide(sheet, row):
        sheet[f"F{row('beds')}"].value = 3200
        sheet.row_dimensions[row("beds")].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet.auto_filter.ref = "A4:H20"

    found = read(changed(prepared(submission), hide), submission)
    assert (found.problems, found.fields[f"figure-{pk_of(world, 'beds')}"]) == ({}, "3200")


def test_looks_colours_and_blanks_behind_do_not_matter(world, submission):
    def dress(sheet, row):
        sheet[f"F{row('beds')}"].value = 3200
        sheet[f"F{row('beds')}"].alignment = Alignment(horizontal="left")
        for line in range(100, 160):
            sheet.cell(line, 12).value = "   "
            sheet.cell(line, 3).value = ""

    found = read(changed(prepared(submission), dress), submission)
    assert (found.problems, found.strays) == ({}, {})


def test_a_renamed_sheet_and_other_sheets_beside_do_not_matter(world, submission):
    book = load_workbook(BytesIO(filled(prepared(submission), beds=3200)))
    book.worksheets[0].title = "莲花县2025（终稿）"
    book.create_sheet("底稿", 0)["A1"] = "=1/0"
    book.create_sheet("图")
    found = read(saved(book), submission)
    assert (found.problems, found.fields[f"figure-{pk_of(world, 'beds')}"]) == ({}, "3200")


def test_changed_headings_and_a_lost_hidden_sheet_are_refused(world, submission):
    with pytest.raises(CannotRead) as refused:
        read(changed(prepared(submission), lambda sheet, row: sheet.__setitem__("F4", "数据")), submission)
    assert refused.value.code == "no_table"
    book = load_workbook(BytesIO(prepared(submission)))
    del book["_tracker"]
    with pytest.raises(CannotRead) as refused:
        read(saved(book), submission)
    assert refused.value.code == "not_ours"


def test_a_workbook_of_another_version_says_so(world, submission):
    book = load_workbook(BytesIO(prepared(submission)))
    book["_tracker"]["A1"] = "fill-workbook/99"
    with pytest.raises(CannotRead) as refused:
        read(saved(book), submission)
    assert refused.value.code == "other_version"


def test_what_the_collection_no_longer_asks_for_is_left_alone(world, submission):
    content = filled(prepared(submission), beds=3200, population=400_000)
    submission.collection.items.filter(indicator__code="beds").delete()
    found = read(content, submission)
    assert f"figure-{pk_of(world, 'beds')}" not in found.fields
    assert found.problems == {}


def test_the_workbook_as_it_was_downloaded_changes_no_field(world, submission):
    fill(world, "east", submission, population=400_000, beds="-", physicians="900.25", tcm=0)
    found = read(prepared(submission), submission)
    items = list(items_of(submission))
    assert len(found.places) == len(items)
    assert read_sheet(found.fields, items).cells == {}
    assert found.fields[f"figure-{pk_of(world, 'physicians')}"] == "900.25"
    assert found.fields[f"figure-{pk_of(world, 'beds')}"] == "-"
    assert found.fields[f"version-{pk_of(world, 'beds')}"] == "1"


# The same verdict by form and by workbook (G2).
ODD = ["NaN", "inf", "1e400", "-0", "1_000", "１２３", "1,234", "12%", "１２，３４５", "9" * 25, "", "0", "0.0", "+5", "1,23", "1 234",
       "12.5", "-5", "五", "12.", ".5", "--", "n/a", "0x1F", "1e3", "٣", "12①", "5人", "\u200b7", "不适用", " ", "1.0000000"]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_a_text_gets_the_same_verdict_by_form_and_by_workbook(world, submission, text):
    items, pk = list(items_of(submission)), pk_of(world, "beds")
    by_form = read_sheet({f"figure-{pk}": text, f"version-{pk}": "0"}, items)
    by_workbook = read_sheet(read(filled(prepared(submission), beds=text or None), submission).fields, items)
    assert by_workbook.errors == by_form.errors
    assert by_workbook.cells == by_form.cells


NUMBERS = {0: "0", 7: "7", -7: "-7", 12.5: "12.5", 0.1: "0.1", 1e14: "1" + "0" * 14, 1e15: "1" + "0" * 15, 1e20: "1" + "0" * 20,
           1e-7: "0.0000001", 0.1 + 0.2: "0.3"}  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_gets_the_same_verdict_as_the_same_number_typed(world, submission, number):
    items, pk = list(items_of(submission)), pk_of(world, "beds")
    by_form = read_sheet({f"figure-{pk}": NUMBERS[number], f"version-{pk}": "0"}, items)
    by_workbook = read_sheet(read(filled(prepared(submission), beds=number), submission).fields, items)
    assert by_workbook.errors == by_form.errors
    assert by_workbook.cells == by_form.cells
