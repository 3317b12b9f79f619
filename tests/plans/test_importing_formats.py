"""The same 24 rows from Word, Excel, web pages and every shape that plain text gives a table."""

import re

import pytest
from openpyxl import Workbook

from plans.importing import CannotRead, read_document
from plans.importing.accounting import misquoted, unaccounted
from tests.plans.importing_files import (
    DATE,
    HEADINGS,
    ISSUER,
    TITLE,
    cell,
    cells,
    document,
    docx,
    expected,
    lines_of,
    paragraph,
    plan_docx,
    plan_html,
    plan_xlsx,
    read_rows,
    saved,
    word_table,
)

FILES = {
    "Word": plan_docx,
    "web page": lambda: plan_html().encode(),
    "web page in GB 18030": lambda: plan_html().replace("<head>", '<head><meta charset="gb2312">').encode("gb18030"),
    "web page pasted": plan_html,
    "government page as text": lambda: document("pingxiang-plan.txt"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_plan_is_read_from(kind):
    plan = read_document(FILES[kind]())
    assert read_rows(plan) == expected()
    assert (plan.title, plan.issuer, str(plan.issued_on)) == (TITLE, ISSUER, "2022-05-17")
    assert (plan.base_year, plan.target_year) == (2020, 2025)
    assert unaccounted(plan) == misquoted(plan) == ()


def test_a_workbook_gives_the_same_rows_with_numbers_as_they_are_shown():
    plan = read_document(plan_xlsx())
    assert read_rows(plan) == expected()
    assert (plan.title, plan.base_year, plan.target_year) == (TITLE, 2020, 2025)
    assert unaccounted(plan) == ()


SHORT = [list(filter(None, row)) for row in cells()]
ONE_A_LINE = "\n".join(text for row in SHORT for text in row)
SHAPES = {
    "tabs": lines_of(cells(), "\t"),
    "tabs, merged cells left out": lines_of(SHORT, "\t"),
    "pipes": lines_of([cells()[0], ["---"] * 6, *cells()[1:]], " | "),
    "pipes, merged cells left out": lines_of(SHORT, " | "),
    "columns of spaces": lines_of([[re.sub(r"\s", "", text) for text in row] for row in SHORT], "   "),
    "one cell a line": ONE_A_LINE,
    "one cell a line, empty lines between": ONE_A_LINE.replace("\n", "\n\n"),
    "one cell a line, headings broken": ONE_A_LINE.replace("2020年基", "2020年\n基").replace("2025年目", "2025年\n目"),
    "one cell a line, a name broken": ONE_A_LINE.replace("公共卫生人员数", "公共卫生\n人员数"),
    "a lone pipe between the cells": ONE_A_LINE.replace("\n", "\n|\n"),
    "a lone pipe between the cells, empty ones kept": "\n|\n".join(text for row in cells() for text in row),
    "pipes behind the cells, no rests": ONE_A_LINE.replace("\n", " |\n") + " |",
    "page of another size": "\r\n".join(["正文。", ONE_A_LINE.replace("\n", "\r\n"), "二、主要任务", "加强服务。"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_that_went_through_plain_text_is_found_again(shape):
    plan = read_document(SHAPES[shape])
    got, wanted = (
        [[re.sub(r"\s", "", text) for text in row] for row in rows] for rows in (read_rows(plan), expected())
    )
    assert got == wanted
    assert unaccounted(plan) == ()


def test_a_cell_of_several_lines_copied_from_a_spreadsheet():
    plan = read_document('序号\t指标\t目标值\n1\t"设置""绿色通道""的\n医疗机构比例"\t100%\n2\t婴儿死亡率\t≤5‰')
    assert [(row.number, row.indicator, row.wording) for row in plan.rows] == [
        ("1", '设置"绿色通道"的 医疗机构比例', "100%"),
        ("2", "婴儿死亡率", "≤5‰"),
    ]


# What Word files bring along


def test_line_breaks_in_cells_join_what_belongs_together():
    table = word_table().replace("<w:t>居民健康素养水平</w:t>", "<w:t>居民健康</w:t><w:br/><w:t>素养水平</w:t>")
    assert read_rows(read_document(docx(table))) == expected()


def test_a_raised_mark_is_no_digit_of_the_number():
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    table = word_table().replace("<w:r><w:t>79</w:t></w:r>", f"<w:r><w:t>79</w:t></w:r>{mark}")
    first = read_document(docx(table)).rows[0]
    assert (first.wording, first.meaning.low) == ("79¹", 79)


def test_changes_are_read_as_accepted_and_told():
    old = "<w:del><w:r><w:delText>78</w:delText></w:r></w:del><w:ins><w:r><w:t>79</w:t></w:r></w:ins>"
    plan = read_document(docx(word_table().replace("<w:r><w:t>79</w:t></w:r>", old)))
    assert plan.rows[0].wording == "79"
    assert [told.code for told in plan.notices] == ["tracked_changes"]


def test_numbers_that_word_counts_itself():
    counted = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    rows = "".join(
        f"<w:tr><w:tc>{paragraph('', counted)}</w:tc>{cell(name)}{cell('≤5‰')}</w:tr>"
        for name in ("婴儿死亡率", "新生儿死亡率")
    )
    head = f"<w:tr>{cell('序号')}{cell('指标')}{cell('目标值')}</w:tr>"
    plan = read_document(docx(f"<w:tbl>{head}{rows}</w:tbl>"))
    assert [(row.number, row.indicator) for row in plan.rows] == [("1", "婴儿死亡率"), ("2", "新生儿死亡率")]


def test_a_table_that_goes_on_after_a_page_break():
    head = "<w:tr>" + "".join(map(cell, ("序号", "指标", "2025年"))) + "</w:tr>"
    first = f"<w:tbl>{head}<w:tr>{cell('1')}{cell('婴儿死亡率')}{cell('≤5‰')}</w:tr></w:tbl>"
    second = f"<w:tbl><w:tr>{cell('2')}{cell('人均预期寿命')}{cell('79')}</w:tr></w:tbl>"
    repeated = second.replace("<w:tbl>", f"<w:tbl>{head}")
    for body in (first + paragraph("") + second, first + paragraph("续表") + repeated):
        assert [row.number for row in read_document(docx(body)).rows] == ["1", "2"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph('婴儿死亡率控制在5‰以下。')}</w:txbxContent>"
    both = f"<w:p><w:r><mc><Choice>{box}</Choice><Fallback>{box}</Fallback></mc></w:r></w:p>"
    assert [row.wording for row in read_document(docx(both)).rows] == ["控制在5‰以下"]


def test_footnotes_are_read_behind_the_text():
    notes = (
        f'<w:footnotes xmlns:w="x"><w:footnote>{paragraph("孕产妇死亡率控制在9/10万以下。")}</w:footnote></w:footnotes>'
    )
    plan = read_document(docx(paragraph("婴儿死亡率控制在5‰以下。"), **{"footnotes.xml": notes}))
    assert [row.indicator for row in plan.rows] == ["婴儿死亡率", "孕产妇死亡率"]


def test_what_stands_before_damage_is_kept():
    broken = docx(paragraph("婴儿死亡率控制在5‰以下。") + "<w:p><w:broken></w:p>")
    plan = read_document(broken)
    assert [row.indicator for row in plan.rows] == ["婴儿死亡率"]
    assert [told.code for told in plan.notices] == ["broken_part"]


# What workbooks bring along


def workbook(rows: list[list[object]]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_numbers_are_read_as_the_cell_shows_them():
    book = workbook(
        [["指标", "单位", "2020年", "2025年"], ["老年医学科比例", "%", 0.452, 0.6], ["床位数", "张", 12345.6789, 7.1]]
    )
    sheet = book.active
    sheet["C2"].number_format, sheet["D2"].number_format = "0.0%", "0%"
    sheet["C3"].number_format, sheet["D3"].number_format = "#,##0.00", '0.00"张"'
    rows = read_document(saved(book)).rows
    assert [(row.baseline, row.wording) for row in rows] == [("45.2%", "60%"), ("12,345.68", "7.10张")]


def test_a_formula_without_a_saved_result_is_shown_and_told():
    plan = read_document(saved(workbook([["指标", "目标值"], ["婴儿死亡率", "=1+1"], ["近视率", "≤40%"]])))
    assert [(row.indicator, row.wording) for row in plan.rows] == [("婴儿死亡率", "=1+1"), ("近视率", "≤40%")]
    assert plan.rows[0].certainty == "person"
    assert [told.code for told in plan.notices] == ["formula_without_value"]


def test_hidden_sheets_are_left_out_and_told():
    book = workbook([["指标", "目标值"], ["婴儿死亡率", "≤5‰"]])
    hidden = book.create_sheet("草稿")
    hidden.append(["指标", "目标值"])
    hidden.append(["近视率", "≤40%"])
    hidden.sheet_state = "hidden"
    plan = read_document(saved(book))
    assert [row.indicator for row in plan.rows] == ["婴儿死亡率"]
    assert [(told.code, "草稿" in told.zh) for told in plan.notices] == [("hidden_sheet", True)]


def test_a_workbook_without_targets_is_refused_with_a_sentence():
    with pytest.raises(CannotRead) as refused:
        read_document(saved(workbook([["姓名", "电话"], ["甲", "123"]])))
    assert refused.value.code == "no_targets_in_workbook"
    assert "目标表" in refused.value.zh


# Headings in their many forms


@pytest.mark.parametrize(
    ("headings", "row", "read"),
    [
        (HEADINGS, ["健康", "1", "近视率", "52%", "49%", "约束性"], ("健康", "1", "近视率", "%", "52%", "49%", "约束性")),
        (["类别", "指标名称", "单位", "2020年", "2025年", "属性"], ["健康", "近视率", "%", "52", "49", "预期性"],
         ("健康", "", "近视率", "%", "52", "49", "预期性")),
        (["一级指标", "二级指标", "三级指标", "指标值"], ["产出", "数量", "近视率", "≤49%"], ("产出 · 数量", "", "近视率", "%", "", "≤49%", "")),
        (["指标", "现状值", "2023年目标", "2025年目标", "责任单位"], ["近视率（%）", "52", "50", "49", "疾控科"],
         ("", "", "近视率", "%", "52", "49", "")),
        (["序号", "规划指标", "基期（2020年）", "目标（2025年）", "指标类型"], ["3.", "近视率", "52", "49", "约束性"],
         ("", "3", "近视率", "", "52", "49", "约束性")),
        (["指标", "2015年", "2020年", "2025年"], ["每千人口床位数（张）", "5.1", "6.4", "7.5"],
         ("", "", "每千人口床位数", "张", "5.1", "7.5", "")),
        (["项目", "计量单位", "2025年目标值（%）"], ["近视率", "", "49"], ("", "", "近视率", "%", "", "49", "")),
        (["主要指标", "2020年实际", "规划目标"], ["近视率", "52%", "49%"], ("", "", "近视率", "%", "52%", "49%", "")),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings, row, read):
    found = read_document(lines_of([list(headings), row, row], "\t")).rows[0]
    assert (
        found.section,
        found.number,
        found.indicator,
        found.unit,
        found.baseline,
        found.wording,
        found.nature,
    ) == read


def test_columns_that_are_no_part_of_a_target_are_listed():
    plan = read_document(
        "指标\t2023年目标\t2025年目标\t责任单位\n近视率\t50%\t49%\t疾控科\n婴儿死亡率\t5.2‰\t5‰\t妇幼科"
    )
    left = [(piece.text, piece.reason) for piece in plan.unplaced if piece.reason != "table_header"]
    assert left == [
        ("50%", "other_year"),
        ("疾控科", "other_column"),
        ("5.2‰", "other_year"),
        ("妇幼科", "other_column"),
    ]


def test_section_rows_and_notes_inside_a_table():
    rows = [["序号", "指标", "目标"], ["一、健康水平", "", ""], ["1", "近视率", "49%"], ["二、健康服务", "", ""], ["2", "接种率", "95%"],
            ["注：目标为2025年。", "", ""]]  # fmt: skip
    plan = read_document(lines_of(rows, "\t"))
    assert [(row.section, row.number) for row in plan.rows] == [("一、健康水平", "1"), ("二、健康服务", "2")]
    assert [piece.text for piece in plan.unplaced if piece.reason == "note"] == ["注：目标为2025年。"]


def test_parts_of_a_row_name_their_whole():
    rows = [
        ["序号", "指标", "目标"],
        ["1", "医师数", "3.2"],
        ["", "其中：中医类", "0.6"],
        ["2", "床位数", "7"],
        ["2.1", "公立医院床位数", "5"],
    ]
    assert [(row.number, row.parent) for row in read_document(lines_of(rows, "\t")).rows] == [
        ("1", ""), ("", "1"), ("2", ""), ("2.1", "2"),
    ]  # fmt: skip
    unnumbered = read_document(lines_of([row[1:] for row in rows[:4]], "\t"))
    assert [row.parent for row in unnumbered.rows] == ["", "医师数", ""]


def test_two_pairs_of_columns_give_two_targets_a_row():
    plan = read_document(document("yixing-2016.txt"))
    targets = {row.indicator: row.wording for row in plan.rows}
    assert targets["居民电子健康档案建档数"] == "941250份"
    assert targets["0-6岁儿童健康管理数"] == "56950人"
    assert targets["预算完成率"] == "100%"
    assert next(w for name, w in targets.items() if name.startswith("居民电子健康档案建档率=")) == "≥75%"
    assert not {"1024410", "81.74%", "68890"} & set(targets.values())
    assert "三、产出目标" in {piece.text for piece in plan.unplaced}


def test_a_cell_cut_off_in_the_middle_is_for_a_person():
    last = read_document(document("mengcheng-2024.txt")).rows[-1]
    assert (last.wording, last.certainty, last.meaning.reason) == ("≧", "person", "number_missing")


def test_dates_and_places_are_said_in_both_languages():
    plan = read_document(plan_xlsx())
    place = plan.rows[0].place
    assert plan.source.label(place, "zh") == "工作表“Sheet”第4行第3列"
    assert plan.source.label(place, "en") == "sheet “Sheet”, row 4, column 3"
    assert DATE not in {piece.text for piece in plan.unplaced}
