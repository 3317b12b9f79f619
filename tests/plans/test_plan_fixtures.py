"""The plans' tables in fixtures/ say word for word what their documents print; the published figures too.

The copies in tests/data are the documents' own text: pingxiang-table.txt is cut out of the government's page, one cell a
line as the page flattens it.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from plans.importing.tsv import read_rows

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURES, DATA = ROOT / "fixtures", ROOT / "tests" / "data"
NATURES = ("约束性", "预期性", "倡导性")

Row = tuple[str, str, str, str, str, str]  # section, number, name, baseline, wording, nature


def printed_rows(text: str) -> list[Row]:
    """The rows of the page's table: a row ends with its nature, and only a section's first row names the section."""
    title, *lines = text.splitlines()
    assert title.endswith("主要指标")
    cells = [cell for cell in (line.rstrip("|").strip() for line in lines) if cell]
    rows, row, section = [], [], ""
    for cell in cells[cells.index("指标性质") + 1 :]:
        row.append(cell)
        if cell in NATURES:
            *before, name, baseline, wording, nature = row
            number = before.pop() if before and before[-1].isdecimal() else ""
            section = before.pop() if before else section
            assert not before, f"cells that belong to no column: {before}"
            rows.append((section, number, name, baseline, wording, nature))
            row = []
    assert not row, f"cells after the last row: {row}"
    return rows


def kept_rows(table: str) -> list[Row]:
    columns = ("section", "number", "name", "baseline", "wording", "nature")
    return [tuple(row[column] for column in columns) for row in read_rows(FIXTURES / f"{table}.tsv")]


def test_the_citys_table_is_kept_word_for_word():
    printed = printed_rows((DATA / "pingxiang-table.txt").read_text(encoding="utf-8"))
    assert len(printed) == 24
    assert kept_rows("plan-pingxiang") == printed


def test_only_the_row_that_says_of_which_is_part_of_another():
    rows = read_rows(FIXTURES / "plan-pingxiang.tsv")
    for before, row in pairwise(rows):
        is_part = row["name"].startswith("其中")
        assert row["parent"] == (before["number"] if is_part else "")
        assert bool(row["number"]) != is_part


def test_the_nations_table_is_kept_word_for_word():
    printed = [
        (row["section"], row["number"], row["indicator"], row["baseline_2015"], row["target_2030"])
        for row in read_rows(DATA / "national-2030-plan.tsv")
    ]
    assert len(printed) == 9
    assert [row[:-1] for row in kept_rows("plan-national-2030")] == printed


def test_the_nations_table_prints_no_nature_so_none_binds():
    assert {row[-1] for row in kept_rows("plan-national-2030")} == {"预期性"}


def test_every_published_figure_is_kept_with_its_source():
    printed = read_rows(DATA / "national-series.tsv")
    kept = read_rows(FIXTURES / "national-series.tsv")
    assert len(printed) == 75
    for one, other in zip(printed, kept, strict=True):
        source, year = re.fullmatch(r"(.+) \((\d{4}年)\), as carried by news pages", one.pop("source")).groups()
        assert other.pop("source") == f"{source}（{year}，据新闻网页转载）"
        assert other == one


@pytest.mark.parametrize("table", ["plan-pingxiang", "plan-national-2030"])
def test_a_bounds_own_unit_is_its_indicators(table):
    units = {row["code"]: row["unit"] for row in read_rows(FIXTURES / "indicators.tsv")}
    for row in read_rows(FIXTURES / f"{table}.tsv"):
        bound = re.fullmatch(r"[≤≥]?[\d.]+(%|‰|/10万)", row["wording"])
        assert not bound or bound.group(1) == units[row["indicator"]], row["name"]


def test_every_name_and_alias_of_the_catalogue_means_one_indicator():
    rows = read_rows(FIXTURES / "indicators.tsv")
    names = [name for row in rows for name in (row["name"], *filter(None, row["aliases"].split("|")))]
    assert len(names) == len(set(names))


def test_every_indicator_speaks_both_languages_and_says_what_it_counts():
    for row in read_rows(FIXTURES / "indicators.tsv"):
        for column in ("name", "topic", "definition"):
            assert row[column], row["code"]
            assert row[f"{column}_en"], row["code"]
            assert not re.search(r"[\u3400-\u9fff]", row[f"{column}_en"]), row["code"]


def test_no_printed_figure_has_more_decimals_than_its_indicator_shows():
    shown = {row["code"]: int(row["decimals"]) for row in read_rows(FIXTURES / "indicators.tsv")}
    names = {}
    for row in read_rows(FIXTURES / "indicators.tsv"):
        names |= dict.fromkeys((row["name"], *row["aliases"].split("|")), row["code"])
    printed = [(row["indicator"], row["baseline"]) for t in ("plan-pingxiang", "plan-national-2030")
               for row in read_rows(FIXTURES / f"{t}.tsv")]  # fmt: skip
    printed += [(names[row["indicator"]], row["value"]) for row in read_rows(FIXTURES / "national-series.tsv")]
    for code, figure in printed:
        decimals = re.match(r"\d+\.(\d+)", figure)
        assert len(decimals.group(1) if decimals else "") <= shown[code], (code, figure)
