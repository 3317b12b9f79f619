"""Real documents read whole: every row as printed, every digit in a row or told to be in none, every hostile file refused."""

import io
import json
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from plans.importing import CannotRead, read_document
from plans.importing.accounting import misquoted, unaccounted
from plans.importing.tsv import read_rows

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
FIXTURES = Path(__file__).parents[2] / "fixtures"


def read(name: str):
    return read_document((DOCUMENTS / name).read_bytes(), name)


def printed() -> list[tuple]:
    """The 24 rows of the plan's table as the fixture keeps them."""
    return [
        (row["section"], row["number"], row["parent"], row["name"], row["baseline"], row["wording"])
        for row in read_rows(FIXTURES / "plan-pingxiang.tsv")
    ]


def as_read(plan) -> list[tuple]:
    return [(row.section, row.number, row.parent, row.indicator, row.baseline, row.wording) for row in plan.rows]


def test_the_citys_plan_is_read_as_it_is_printed() -> None:
    plan = read("pingxiang-plan.txt")
    assert (plan.title, plan.issuer, str(plan.issued_on)) == (
        "萍乡市“十四五”卫生健康发展规划", "萍乡市人民政府办公室", "2022-05-17",
    )  # fmt: skip
    assert (plan.base_year, plan.target_year) == (2020, 2025)
    assert as_read(plan) == printed()
    binding = [row.number for row in plan.rows if row.nature == "约束性"]
    assert binding == ["14", "17", "22"]


def test_targets_in_sentences_are_found_with_what_they_measure() -> None:
    found = {(row.indicator, row.wording) for row in read("city-outline.txt").rows}
    assert {
        ("人均预期寿命", "不低于全国平均水平"),
        ("千人口床位数", "≥6"),
        ("每千人口执业(助理)医师数", "≥2.5"),
        ("每千人口注册护士数", "≥3"),
        ("婴儿死亡率", "≤7.5‰"),
        ("5岁以下儿童死亡率", "≤9.5‰"),
        ("孕产妇死亡率", "≤18/10万"),
        ("全市孕产妇死亡率", "控制在18/10万以下"),
        ("婴儿死亡率", "控制在7.5‰以下"),
        ("5岁以下儿童死亡率", "控制在≤9.5‰以下"),
    } <= found
    shares = [(row.indicator, row.wording) for row in read("city-outline.txt").rows if row.wording.endswith("%及以上")]
    assert [wording[2:4] for _name, wording in shares] == ["80", "90", "90", "85", "90", "95"]
    assert len({name for name, _wording in shares}) == 6


@pytest.mark.parametrize("file", sorted(DOCUMENTS.iterdir()), ids=lambda file: file.stem)
def test_every_digit_is_in_a_row_or_told_to_be_in_none(file: Path) -> None:
    plan = read_document(file.read_bytes(), file.name)
    assert unaccounted(plan) == ()
    assert misquoted(plan) == ()


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("basic-public-health-2023.txt", 29),
        ("mengcheng-2024.txt", 3),
        ("shenzhen-2020.txt", 10),
        ("yixing-2016.txt", 17),
    ],
)
def test_tables_of_other_shapes_keep_all_their_rows(file: str, rows: int) -> None:
    assert len(read(file).rows) == rows


HEADERS = ["领域", "序号", "主要指标", "2020年基期值", "2025年目标值", "指标性质"]


def table() -> list[list[str]]:
    natures = [row["nature"] for row in read_rows(FIXTURES / "plan-pingxiang.tsv")]
    kinds = {"binding": "约束性", "expected": "预期性"}
    return [
        [section, number, name, baseline, wording, kinds.get(nature, nature)]
        for (section, number, _parent, name, baseline, wording), nature in zip(printed(), natures, strict=True)
    ]


def test_a_workbook_with_merged_sections_gives_the_same_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["萍乡市“十四五”卫生健康发展规划主要指标"])
    sheet.append(HEADERS)
    for row in table():
        sheet.append(row)
    first = 3
    sections = [row[0] for row in table()]
    for section in dict.fromkeys(sections):
        last = first + sections.count(section) - 1
        if last > first:
            sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=1)
        first = last + 1
    file = io.BytesIO()
    book.save(file)
    assert [one[1:] for one in as_read(read_document(file.getvalue(), "规划.xlsx"))] == [one[1:] for one in printed()]


def test_a_web_page_with_spanning_cells_gives_the_same_rows() -> None:
    sections = [row[0] for row in table()]
    lines, seen = [], set()
    for row in table():
        span = "" if row[0] in seen else f'<td rowspan="{sections.count(row[0])}">{row[0]}</td>'
        seen.add(row[0])
        lines.append(f"<tr>{span}{''.join(f'<td>{text}</td>' for text in row[1:])}</tr>")
    head = "".join(f"<th>{text}</th>" for text in HEADERS)
    page = (
        f"<html><head><meta charset='utf-8'></head><body><table><tr>{head}</tr>{''.join(lines)}</table></body></html>"
    )
    assert as_read(read_document(page.encode(), "规划.html")) == printed()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return file.getvalue()


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
HOSTILE = {
    "empty": b"",
    "blanks": b" \n \n",
    "scan": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "no office file": zipped(readme=b"hello"),
    "truncated": zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": b"<w:document/>"})[:120],
    "macro": zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": b"<x/>", "word__vbaProject_bin": b"1"}),
    "zip bomb": zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": b"<x>" + b" " * 200_000_000 + b"</x>"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_at_once_with_a_plain_sentence(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(CannotRead) as refusal:
        read_document(HOSTILE[name], "x.docx")
    assert time.monotonic() - began < 5
    assert refusal.value.zh.endswith("。")
    assert refusal.value.en.endswith(".")


def test_the_wrong_workbook_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(CannotRead, match="没有找到目标表"):
        read_document(file.getvalue(), "通讯录.xlsx")


def test_two_hundred_pages_are_read_in_bounded_time() -> None:
    page = "坚持以人民健康为中心，到2025年家庭医生签约服务覆盖率达到75%以上，建成3个区域医疗中心。" * 12 + "\n"
    began = time.monotonic()
    plan = read_document((page * 200).encode(), "长文.txt")
    assert time.monotonic() - began < 20
    assert plan.rows


def test_the_command_prints_one_object(capsys) -> None:
    call_command("read_plan", str(DOCUMENTS / "shenzhen-2020.txt"))
    told = json.loads(capsys.readouterr().out)
    assert {"title", "issuer", "document_no", "issued_on", "base_year", "target_year", "rows", "unplaced"} <= set(told)
    assert {
        "section", "number", "parent", "indicator", "unit", "baseline", "wording", "nature", "meaning", "certainty", "source_text",
    } <= set(told["rows"][0])  # fmt: skip


def test_the_command_refuses_in_one_sentence(tmp_path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(CommandError, match="PDF"):
        call_command("read_plan", str(file))
