"""Files that are damaged, of the wrong kind or meant to harm: a plain sentence within seconds and bounded memory."""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client

from collection.importing import refusals
from collection.importing.reading import read_filled
from collection.importing.refusals import CannotRead
from tests.collection.workbooks import figures, prepared, read, upload
from tests.world import World, make_collection, make_plan, make_world

ROOT = Path(__file__).parents[2]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
BOOK = (
    '<workbook xmlns:r="http://r"><sheets><sheet name="_tracker" sheetId="1" state="veryHidden" r:id="r1"/>'
    '<sheet name="x" sheetId="2" r:id="r2"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="t/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
)


def package(**parts: str | bytes) -> bytes:
    """A workbook made of these parts below xl/; "sheet1" is the hidden sheet that is read first."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
    }
    names = {"sheet1": "xl/worksheets/sheet1.xml", "types": "[Content_Types].xml", "links": "xl/_rels/sheet.rels"}
    whole |= {names.get(key, f"xl/{key}.xml"): content for key, content in parts.items()}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as out:
        for name, content in whole.items():
            out.writestr(name, content)
    return file.getvalue()


def sheet(rows: str, more: str = "") -> bytes:
    """A workbook with these rows on the sheet that is read first."""
    return package(sheet1=f"<worksheet>{more}<sheetData>{rows}</sheetData></worksheet>")


def many(before: str, piece: str, count: int, after: str) -> str:
    """A piece so many times between two others."""
    return before + piece * count + after


def bomb(target: str) -> bytes:
    """Ten entities, each ten times the one before."""
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return package(**{target: f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{steps}]><x>&a9;</x>'})


def link(kind: str) -> bytes:
    """A workbook that points out of itself."""
    outside = f'<Relationship Id="r9" Type="x/{kind}" Target="http://127.0.0.1:9/" TargetMode="External"/>'
    return package(links=f"<Relationships>{outside}</Relationships>")


def forged_size() -> bytes:
    """A part that unpacks to more than it declares."""
    packed = package(sheet1="<a>" + "0" * 3_000_000 + "</a>")
    size = (3_000_007).to_bytes(4, "little")
    assert packed.count(size) == 2
    return packed.replace(size, (1000).to_bytes(4, "little"))


def named(name: str) -> bytes:
    """A package with only one part."""
    file = BytesIO()
    with ZipFile(file, "w") as out:
        out.writestr(name, "<x/>")
    return file.getvalue()


REFUSED = {
    "an empty file": (lambda: b"", "empty"),
    "only blanks": (lambda: b" \r\n", "empty"),
    "an old Excel file": (lambda: OLE + "Workbook".encode("utf-16-le"), "old_excel"),
    "an old file of WPS": (lambda: OLE, "old_office"),
    "a file with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a PDF file": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
    "a photograph": (lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 99, "picture"),
    "a picture that is an archive too": (lambda: b"GIF89a" + package(), "picture"),
    "a web page called .xlsx": (lambda: "<html><table><tr><td>床位数</td></tr></table></html>".encode("gb18030"), "web_page"),
    "comma-separated values": (lambda: "指标,数据\n床位数,3200\n".encode("gb18030"), "csv"),
    "a table of 2003": (lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "other_format"),
    "a program": (lambda: bytes(range(256)) * 50, "not_a_document"),
    "a Word file": (lambda: named("word/document.xml"), "other_format"),
    "an OpenDocument file": (lambda: named("content.xml"), "other_format"),
    "a binary workbook": (lambda: named("xl/workbook.bin"), "other_format"),
    "any archive": (lambda: named("a.txt"), "not_a_document"),
    "half a file": (lambda: package()[: len(package()) // 2], "broken"),
    "no workbook inside": (lambda: package(workbook="<workbook"), "broken"),
    "a part larger than it says": (forged_size, "broken"),
    "a macro": (lambda: package(vbaProject="x"), "macro"),
    "a macro told by its type": (
        lambda: package(types='<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'),
        "macro",
    ),
    "a macro of the old kind": (lambda: package(**{"macrosheets/sheet1": "<x/>"}), "macro"),
    "a workbook elsewhere": (lambda: link("externalLinkPath"), "external_link"),
    "a picture elsewhere": (lambda: link("image"), "external_link"),
    "a workbook of somebody else": (lambda: sheet("<row><c t=\"str\"><v>床位数</v></c></row>"), "not_ours"),
    "entities in the workbook": (lambda: bomb("workbook"), "entities"),
    "entities in the sheet": (lambda: bomb("sheet1"), "entities"),
    "entities in the texts": (lambda: bomb("sharedStrings"), "entities"),
    "ten thousand sheets": (
        lambda: package(workbook=many("<workbook><sheets>", '<sheet name="a" sheetId="1" id="r1"/>', 10_000, "</sheets></workbook>")),
        "too_many_sheets",
    ),
    "ten thousand parts": (lambda: package(**{f"a{n}": "" for n in range(10_000)}), "too_many_parts"),
    "three hundred parts": (lambda: package(**{f"a{n}": "" for n in range(300)}), "too_many_parts"),
    "a zip bomb": (lambda: package(media="0" * (61 << 20)), "unpacks_too_large"),
    "an archive in an archive": (lambda: package(media=package(media="0" * (50 << 20))), "not_ours"),
    "one cell at the far end": (lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too_big_inside"),
    "a false dimension": (lambda: sheet("", '<dimension ref="A1:XFD1048576"/>'), "not_ours"),
    "a merge over everything": (
        lambda: sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "not_ours"
    ),
}  # fmt: skip
HEAVY = {
    "a million empty rows": (lambda: sheet("".join(f'<row r="{n}"/>' for n in range(1, 1_000_000))), "too_big_inside"),
    "a million rows without numbers": (lambda: sheet("<row/>" * 1_000_000), "too_big_inside"),
    "a row of a million cells": (lambda: sheet(many("<row>", '<c r="A1"><v>1</v></c>', 1_000_000, "</row>")), "too_big_inside"),
    "a million merges": (lambda: sheet("", many("<mergeCells>", '<mergeCell ref="A1:B2"/>', 1_000_000, "</mergeCells>")), "too_big_inside"),
    "a million styles": (lambda: package(styles=many("<s><cellXfs>", '<xf/>', 1_000_000, "</cellXfs></s>")), "too_big_inside"),
    "a million formats": (
        lambda: package(styles="<s>" + "".join(f'<numFmt numFmtId="{n}" formatCode="{"0" * 20}"/>' for n in range(700_000)) + "</s>"),
        "too_big_inside",
    ),
    "a million shared texts": (lambda: package(sharedStrings=many("<sst>", '<si/>', 1_000_000, "</sst>")), "too_big_inside"),
    "a cell of fifty megabytes": (lambda: sheet(f'<row><c t="inlineStr"><is><t>{"1" * (50 << 20)}</t></is></c></row>'), "too_big_inside"),
    "a number of fifty megabytes": (lambda: sheet(f'<row><c r="A1"><v>{"1" * (50 << 20)}</v></c></row>'), "too_big_inside"),
    "a formula of fifty megabytes": (lambda: sheet(f'<row><c r="A1"><f>{"1+" * (25 << 20)}</f></c></row>'), "too_big_inside"),
    "a remark of fifty megabytes": (lambda: sheet(f"<!--{'x' * (50 << 20)}-->"), "broken"),
    "a tag of two million attributes": (lambda: sheet("<row " + " ".join(f'b{n}=""' for n in range(2_000_000)) + "/>"), "broken"),
    "tags in tags without end": (lambda: sheet("<row>" * 2_000_000), "broken too_big_inside"),
    "a list of a hundred thousand parts": (lambda: package(**{f"a{n}": "" for n in range(100_000)}), "too_many_parts"),
    "a relation repeated": (
        lambda: package(links=many("<Relationships>", '<Relationship Id="r9" Target="x"/>', 1_000_000, "</Relationships>")), "too_big_inside"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_with_a_sentence(kind):
    make, code = REFUSED[kind]
    with pytest.raises(CannotRead) as refused:
        read_filled(make(), None, [])
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")


def test_every_sentence_says_what_to_do_in_both_languages():
    for zh, en in refusals._SENTENCES.values():
        assert zh.endswith("。")
        assert en.endswith(".")
        assert zh.count("{0}") == en.count("{0}")


# What takes time or memory is read in a process of its own, and what it took is measured.

READ = """
import json, os, resource, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from collection.importing.reading import read_filled
from collection.importing.refusals import CannotRead
content = open(sys.argv[1], "rb").read()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    read_filled(content, None, [])
    told = ""
except CannotRead as refused:
    told = refused.code
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(json.dumps({"told": told, "seconds": time.process_time() - start, "grown": grown}))
"""


@pytest.mark.parametrize(
    "kind", [*HEAVY, "a zip bomb", "ten thousand sheets", "ten thousand parts", "entities in the sheet"]
)
def test_bounded_in_time_and_memory(kind, tmp_path):
    make, codes = (HEAVY | REFUSED)[kind]
    path = tmp_path / "workbook"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    result = json.loads(run.stdout)
    assert result["told"] in codes.split()
    assert result["seconds"] < 5
    assert result["grown"] < 150


@pytest.fixture
def world(db) -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


@pytest.mark.parametrize("kind", [kind for kind in REFUSED if kind not in ("a zip bomb", "an archive in an archive")])
def test_the_page_answers_with_the_sentence_and_keeps_nothing(world, kind):
    client, submission = Client(), world.submission(world.east)
    client.force_login(world.user("east"))
    answer = upload(client, submission, REFUSED[kind][0]() or b" ")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert figures(submission) == {}


def test_a_good_file_with_bytes_changed_anywhere_is_read_or_refused(world):
    """A tenth of the file at a time: no byte of it brings the reader down."""
    submission = world.submission(world.east)
    content = prepared(submission)
    for place in range(0, len(content), len(content) // 150):
        for damage in (b"\x00", b"\xff", b"<"):
            broken = content[:place] + damage + content[place + 1 :]
            try:
                found = read(broken, submission)
            except CannotRead:
                continue
            assert found.sha256


PIECES = re.compile(r"<[^<>]*>|[^<>]+")
DAMAGES = {
    "left out": lambda piece: "",
    "doubled": lambda piece: piece * 2,
    "with another number": lambda piece: re.sub(r"\d+", "99999999", piece),
    "with a negative number": lambda piece: re.sub(r"\d+", "-1", piece),
    "without its attributes": lambda piece: re.sub(r"\s[^<>/]*", "", piece),
    "with other letters": lambda piece: piece.replace("r=", "q=").replace("t=", "u="),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_a_good_file_with_a_tag_changed_anywhere_is_read_or_refused(world, part, damage):
    submission = world.submission(world.east)
    with ZipFile(BytesIO(prepared(submission))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pieces = PIECES.findall(parts[part].decode())
    for place in range(0, len(pieces), max(1, len(pieces) // 20)):
        changed = [*pieces[:place], DAMAGES[damage](pieces[place]), *pieces[place + 1 :]]
        out = BytesIO()
        with ZipFile(out, "w") as package:
            for name, content in (parts | {part: "".join(changed).encode()}).items():
                package.writestr(name, content)
        try:
            found = read(out.getvalue(), submission)
        except CannotRead:
            continue
        assert len(found.places) == 4
