"""`manage.py judge` on whole files."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.domain.rows import COLUMNS

DATA = Path(__file__).parent.parent / "data"
GOOD = "每千人口医师数\t人\t预期性\tup\t2020\t2.9\t2025\t≥3.20\t2022\t3.15"
ODD = "人均预期寿命\t岁\t预期性\tup\t2020\t77.9\t2025\t79\t2022\t>78"


def judged(path: Path) -> list[dict]:
    out = StringIO()
    call_command("judge", path, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def written(tmp_path: Path, *rows: str, encoding: str = "utf-8", columns: tuple[str, ...] = COLUMNS) -> Path:
    path = tmp_path / "cases.tsv"
    path.write_text("\n".join(["\t".join(columns), *rows]), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_row_gives_one_line_whatever_the_encoding(tmp_path, encoding):
    assert judged(written(tmp_path, GOOD, encoding=encoding)) == [
        {
            "indicator": "每千人口医师数",
            "status": "ahead",
            "flags": [],
            "P": 0.833333,
            "E": 0.4,
            "R": 2.083333,
            "sentence_zh": "2022年为3.15人，2020年基期2.90、2025年目标≥3.20，已完成规划增幅的83.3%，时间过去40.0%，快于进度。",
            "sentence_en": "3.15 persons in 2022; baseline 2.90 in 2020, target ≥3.20 by 2025: 83.3% of the planned "
            "rise achieved with 40.0% of the time gone – ahead of schedule.",
        }
    ]


def test_an_odd_row_says_why_and_stops_no_other(tmp_path):
    odd, good = judged(written(tmp_path, ODD, GOOD))
    assert odd == {
        "indicator": "人均预期寿命",
        "error": "actual 为 '>78'：应为一个数，而不是界限或区间。 actual is '>78': one figure is expected, not a bound or a range.",
    }
    assert good["status"] == "ahead"


def test_columns_may_stand_in_any_order_among_others(tmp_path):
    columns = ("note", *reversed(COLUMNS), "published")
    row = "\t".join(["x", *reversed(GOOD.split("\t")), "y"])
    assert judged(written(tmp_path, row, columns=columns))[0]["status"] == "ahead"


def test_published_cases_are_all_judged():
    found = judged(DATA / "progress-cases.tsv")
    assert len(found) == 12
    assert [row for row in found if "error" in row] == []
    assert found[0]["status"] == "met_early"
    assert {"P", "E", "R"} <= found[0].keys()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.tsv", None, "missing.tsv cannot be read: No such file or directory."),
        ("empty.tsv", b"", "empty.tsv is empty"),
        ("columns.tsv", b"indicator\tunit\nx\ty\n", "columns.tsv has no column nature, direction"),
        ("book.xlsx", b"PK\x03\x04\x00\x00\xff", "book.xlsx is not a text file"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        judged(path)


def test_a_refusal_is_in_chinese_and_in_english(tmp_path):
    with pytest.raises(CommandError) as refused:
        judged(written(tmp_path, "x", columns=("indicator", *COLUMNS[3:])))
    zh, en = str(refused.value).splitlines()
    assert zh.endswith("缺少列：unit, nature。")
    assert en.endswith("has no column unit, nature.")


def test_endless_cells_stop_no_other_row(tmp_path):
    cells = GOOD.split("\t")
    endless = ["\t".join([*cells[:place], "9、" * 40_000, *cells[place + 1 :]]) for place in range(len(cells))]
    *odd, good = judged(written(tmp_path, *endless, GOOD))
    assert good["status"] == "ahead"
    assert [row.get("status") for row in odd] == [None] * 7 + ["by_person"] + [None] * 2
    assert all("500" in (row.get("error") or row["sentence_zh"]) for row in odd)
