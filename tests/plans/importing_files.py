"""Making documents for tests of the import: the plan's table in every file format, and files that mean harm."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook

from plans.importing import CatalogueEntry, DraftPlan

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests/data/documents"
TITLE, ISSUER, DATE = "萍乡市“十四五”卫生健康发展规划", "萍乡市人民政府办公室", "2022年5月17日"
HEADINGS = ("领域", "序号", "主要指标", "2020年基期值", "2025年目标值", "指标性质")
FIELDS = ("section", "number", "parent", "name", "baseline", "wording", "nature")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def fixture(name: str) -> list[dict[str, str]]:
    """The rows of a fixture."""
    with (ROOT / "fixtures" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def document(name: str) -> bytes:
    """A document that tests read."""
    return (DOCUMENTS / name).read_bytes()


def catalogue() -> list[CatalogueEntry]:
    """The catalogue that the fixtures load."""
    return [
        CatalogueEntry(
            row["code"], row["name"], tuple(filter(None, row["aliases"].split("|"))), row["unit"], row["polarity"]
        )
        for row in fixture("indicators.tsv")
    ]


def expected() -> list[tuple[str, ...]]:
    """The 24 rows of the city's plan as they are printed."""
    return [tuple(row[field] for field in FIELDS) for row in fixture("plan-pingxiang.tsv")]


def read_rows(plan: DraftPlan) -> list[tuple[str, ...]]:
    """The rows of a draft in the same form."""
    return [(r.section, r.number, r.parent, r.indicator, r.baseline, r.wording, r.nature) for r in plan.rows]


def cells() -> list[list[str]]:
    """The table with its headings, cell by cell; sections only in their first row, as merged cells leave them."""
    lines = [list(HEADINGS)]
    for _, rows in groupby(expected(), key=lambda row: row[0]):
        for place, (section, number, _, *rest) in enumerate(rows):
            lines.append([section if place == 0 else "", number, *rest])
    return lines


# Word


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A package with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def docx(body: str, **more: str) -> bytes:
    """A Word file with this body; `more` are parts below word/."""
    main = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": main, **{f"word/{k}": v for k, v in more.items()}}
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of Word; a line break in the text is one in the paragraph."""
    runs = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def word_table() -> str:
    """The table with vertically merged sections."""
    rows = ["".join(map(cell, HEADINGS))]
    for line in cells()[1:]:
        merge = '<w:vMerge w:val="restart"/>' if line[0] else "<w:vMerge/>"
        rows.append(cell(line[0], merge) + "".join(map(cell, line[1:])))
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def plan_docx() -> bytes:
    """The plan as a Word file."""
    return docx("".join(map(paragraph, (TITLE, ISSUER, DATE))) + word_table())


# Excel


def plan_xlsx() -> bytes:
    """The table in a workbook: title row, headings over two rows, numbers as numbers, sections merged."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"{TITLE}主要指标"])
    sheet.merge_cells("A1:F1")
    sheet.append(["领域", "序号", "主要指标", "2020年", "2025年", "指标"])
    sheet.append([None, None, None, "基期值", "目标值", "性质"])
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}3")
    first = 4
    for place, line in enumerate(cells()[1:], start=first):
        for column, text in enumerate(line, start=1):
            _write(sheet.cell(place, column), text)
    starts = [place for place, line in enumerate(cells()[1:], start=first) if line[0]]
    for start, end in zip(starts, [*starts[1:], first + len(cells()) - 1], strict=True):
        if end - start > 1:
            sheet.merge_cells(start_row=start, end_row=end - 1, start_column=1, end_column=1)
    return saved(book)


def _write(place, text: str) -> None:  # a cell of openpyxl
    """A text, or a number in the format that prints it so."""
    try:
        place.value = float(text) if "." in text else int(text)
    except ValueError:
        place.value = text or None
        return
    if "." in text:
        place.number_format = "0." + "0" * len(text.partition(".")[2])


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Web pages


def plan_html() -> str:
    """The plan as a careless page: tags left open, the table inside a table for layout, sections by rowspan."""
    lines = cells()
    rows = ["<tr>" + "".join(f"<td><p>{text}</p></td>" for text in lines[0]) + "</tr>"]
    for place, line in enumerate(lines[1:], start=1):
        span = next((n for n, other in enumerate(lines[place + 1 :], start=1) if other[0]), len(lines) - place)
        first = f'<td rowspan="{span}">{line[0]}' if line[0] else ""
        rows.append(f"<tr>{first}" + "".join(f"<td>{escape(text)}" for text in line[1:]))
    return (
        "<!DOCTYPE html><html><head><title>x</title><style>td{}</style><script>if (1<2) {'<td>9</td>'}</script></head><body>"
        f"<table><tr><td><div>{TITLE}</div><p>{ISSUER}<p>{DATE}<!-- 8 --><table border=1>{''.join(rows)}</table></table></body></html>"
    )


def sheet_xml(rows: str, after: str = "", **parts: str) -> bytes:
    """A workbook of one sheet from raw XML; `parts` are further parts below xl/."""
    relation = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    return zipped(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relation,
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>",
            **{f"xl/{name}": content for name, content in parts.items()},
        }
    )


def lines_of(rows: Sequence[Sequence[str]], between: str) -> str:
    """Rows as lines of text."""
    return "\n".join(between.join(row) for row in rows)
