"""Files that are damaged, of the wrong kind or meant to harm: a plain sentence within seconds and bounded memory."""

import json
import subprocess
import sys

import pytest

from plans.importing import CannotRead, read_document
from tests.plans.importing_files import ROOT, docx, paragraph, plan_docx, plan_html, sheet_xml, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


def relation(kind: str, part: str = "document.xml.rels") -> bytes:
    target = f'<Relationship Id="r9" Type="x/{kind}" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    return docx(paragraph("婴儿死亡率≤5‰。"), **{f"_rels/{part}": f"<Relationships>{target}</Relationships>"})


def entities(target: str) -> bytes:
    return zipped({target: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'})


def forged() -> bytes:
    """A part that unpacks to more than it declares."""
    packed = zipped({"word/document.xml": b"<a>" + b"0" * 3_000_000})
    size = (3_000_003).to_bytes(4, "little")
    assert packed.count(size) == 2
    return packed.replace(size, (1000).to_bytes(4, "little"))


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damaged(content: bytes) -> bytes:
    """Bytes lost in the middle of the text."""
    middle = len(content) // 2
    return content[: middle - 400] + b"\x00" * 800 + content[middle + 400 :]


REFUSED = {
    "an empty file": (b"", "empty"),
    "only spaces": (b" \r\n\t ", "empty"),
    "a document without text": (docx(""), "empty"),
    "an old Word file": (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
    "an old Excel file": (OLE + "Workbook".encode("utf-16-le"), "old_excel"),
    "an old file of WPS": (OLE, "old_office"),
    "a file with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a PDF file": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
    "a scan": (b"\xff\xd8\xff\xe0" + b"\x00" * 99, "picture"),
    "a file of another office": (zipped({"content.xml": "<x/>", "mimetype": "x"}), "other_format"),
    "rich text": (b"{\\rtf1\\ansi", "other_format"),
    "another package": (zipped({"a.txt": "x"}), "not_a_document"),
    "a program": (bytes(range(256)) * 50, "not_a_document"),
    "half a Word file": (halved(plan_docx()), "broken"),
    "damage inside": (damaged(plan_docx()), "broken"),
    "a part larger than it says": (forged(), "broken"),
    "a macro in Word": (docx(paragraph("x"), **{"vbaProject.bin": "x"}), "macro"),
    "a macro in Excel": (sheet_xml("", **{"vbaProject.bin": "x"}), "macro"),
    "a template elsewhere": (relation("attachedTemplate"), "external_link"),
    "a picture elsewhere": (relation("image"), "external_link"),
    "a workbook elsewhere": (relation("externalLinkPath"), "external_link"),
    "entities in Word": (entities("word/document.xml"), "entities"),
    "entities in Excel": (entities("xl/workbook.xml"), "entities"),
    "a zip bomb": (docx(paragraph("x"), **{"media/x.bmp": "0" * (61 << 20)}), "unpacks_too_large"),
    "ten thousand parts": (zipped({f"word/{number}": "" for number in range(10_000)}), "too_many_parts"),
    "eleven megabytes": (b"a" * (11 << 20), "too_large"),
    "a workbook of something else": (sheet_xml('<row><c t="str"><v>电话</v></c></row>'), "no_targets_in_workbook"),
    "a single cell at the far end": (
        sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "nothing_within_limits",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_with_a_sentence(kind):
    content, code = REFUSED[kind]
    with pytest.raises(CannotRead) as refused:
        read_document(content)
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith((".", "?"))


def test_a_name_does_not_decide_what_a_file_is():
    assert len(read_document(plan_docx(), "plan.xlsx").rows) == 24
    assert len(read_document(plan_html().encode(), "plan.doc").rows) == 24


def test_an_address_to_click_on_is_harmless():
    assert [row.wording for row in read_document(relation("hyperlink")).rows] == ["≤5‰"]


def test_a_merge_over_a_whole_sheet():
    rows = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{c}{n}" t="str"><v>{v}</v></c>' for c, v in zip("AB", row, strict=True))
        + "</row>"
        for n, row in enumerate([("指标", "目标值"), ("近视率", "≤49%")], start=1)
    )
    merge = '<mergeCells><mergeCell ref="C1:XFD1048576"/></mergeCells>'
    assert [row.wording for row in read_document(sheet_xml(rows, merge)).rows] == ["≤49%"]


# What takes time or memory is read in a process of its own, and what it took is measured.

READ = """
import json, resource, sys, time
from plans.importing import CannotRead, read_document
from plans.importing.accounting import unaccounted
content = open(sys.argv[1], "rb").read()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    plan = read_document(content)
    result = {"rows": len(plan.rows), "told": [told.code for told in plan.notices]}
except CannotRead as refused:
    result = {"rows": 0, "told": [refused.code]}
result["seconds"] = time.process_time() - start
result["grown"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
if result["rows"]:
    result["lost"] = len(unaccounted(plan))
print(json.dumps(result))
"""
CELL, ROW = '<c r="A1"><v>1</v></c>', '<row r="{0}"/>'
HEAVY = {
    "a million empty elements": (lambda: docx("<w:x/>" * 1_000_000), {"nothing_within_limits"}),
    "thirty thousand targets": (lambda: docx(paragraph("每千人口床位数达到6张") * 30_000), {"cut_short"}),
    "a row of half a million cells": (lambda: docx(f"<w:tbl><w:tr>{'<w:tc/>' * 300_000}</w:tr></w:tbl>"),
                                       {"cut_short", "no_targets"}),
    "tables in tables without end": (lambda: docx("<w:tbl><w:tr><w:tc>" * 20_000), {"nothing_within_limits", "broken"}),
    "a row of a million cells": (lambda: sheet_xml(f'<row r="1">{CELL * 1_000_000}</row>'), {"no_targets_in_workbook"}),
    "a million empty rows": (lambda: sheet_xml("".join(map(ROW.format, range(1, 1_000_000)))), {"nothing_within_limits"}),
    "a million shared texts": (lambda: sheet_xml("", **{"sharedStrings.xml": f"<sst>{'<si/>' * 1_000_000}</sst>"}), {"empty"}),
    "a million styles": (lambda: sheet_xml("", **{"styles.xml": f"<s><cellXfs>{'<xf/>' * 1_000_000}</cellXfs></s>"}), {"nothing_within_limits"}),
    "a cell of fifty megabytes": (lambda: sheet_xml(f'<row><c t="inlineStr"><is><t>{"1" * (50 << 20)}</t></is></c></row>'),
                                  {"nothing_within_limits"}),
    "a remark of fifty megabytes": (lambda: sheet_xml(f"<!--{'x' * (50 << 20)}-->"), {"broken"}),
    "a tag of two million attributes": (lambda: docx("<w:p " + " ".join(f'b{n}=""' for n in range(2_000_000)) + "/>"), {"broken"}),
    "comments never closed": (lambda: ("<html><p>" + "<!--" * 500_000).encode(), {"empty"}),
    "tags never closed": (lambda: ("<html><p>" + "<a " * 1_000_000).encode(), {"no_targets"}),
    "attributes never closed": (lambda: ("<html><p>" + '<a b="' * 500_000).encode(), {"no_targets"}),
    "cells without end": (lambda: ("<html><table><tr>" + "<td>1" * 500_000).encode(), {"cut_short", "no_targets"}),
    "cells that span everything": (lambda: ("<table>" + "<tr><td rowspan=9999 colspan=9999>1" * 50_000 + "</table>").encode(),
                                   {"cut_short", "no_targets"}),
    "one sentence of targets": (lambda: ("每千人口床位数≥6，" * 60_000).encode(), {"cut_short"}),
    "a line for each target": (lambda: ("婴儿死亡率≤5‰\n" * 60_000).encode(), {"cut_short"}),
    "only pipes": (lambda: ("指标|目标值\n" + "|\n" * 300_000).encode(), {"cut_short", "no_targets"}),
    "a cell a line": (lambda: ("序号\n指标\n2020年\n2025年\n" + "床位数\n1\n" * 100_000).encode(), {"cut_short"}),
    "only digits": (lambda: b"1" * 600_000, {"cut_short", "no_targets"}),
    "only digits and commas": (lambda: b"1," * 300_000, {"cut_short", "no_targets"}),
    "only brackets": (lambda: ("（" * 600_000).encode(), {"cut_short", "no_targets"}),
    "only quotation marks": (lambda: ('\t"' * 300_000).encode(), {"cut_short", "no_targets"}),
    "a verb repeated": (lambda: ("达到" * 300_000 + "5%").encode(), {"cut_short", "no_targets"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEAVY)
def test_bounded_in_time_and_memory(kind, tmp_path):
    make, told = HEAVY[kind]
    path = tmp_path / "document"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    result = json.loads(run.stdout)
    assert set(result["told"]) <= told
    assert result["told"]
    assert result["seconds"] < 5
    assert result["grown"] < 150
    assert not result.get("lost")


def test_two_hundred_pages_are_read_whole_in_time(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text((ROOT / "tests/data/documents/pingxiang-plan.txt").read_text("utf-8") * 10, "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    result = json.loads(run.stdout)
    assert (result["rows"], result["told"], result["lost"]) == (240, [], 0)
    assert result["seconds"] < 5
    assert result["grown"] < 150
