"""`manage.py read_targets`: a table of wordings in, one JSON object a line out."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CASES = Path(__file__).parents[1] / "data" / "target-cases.tsv"
KEYS = ["id", "form", "operator", "low", "high", "unit", "base_year", "certainty", "reason", "said_zh", "said_en"]


def lines_of(path):
    out = StringIO()
    call_command("read_targets", str(path), stdout=out)
    return out.getvalue().splitlines()


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "targets.tsv"
    path.write_bytes(text.encode(encoding))
    return path


def test_every_row_of_a_real_table_becomes_a_line():
    lines = [json.loads(line) for line in lines_of(CASES)]
    assert len(lines) == 176
    assert [line["id"] for line in lines[:2]] == ["001", "002"]
    assert list(lines[0])[: len(KEYS)] == KEYS
    first, list_of_three = lines[0], lines[45]
    assert (first["form"], first["operator"], first["low"], first["high"], first["unit"]) == (
        "bound",
        "ge",
        90,
        None,
        "%",
    )
    assert first["said_zh"] == "不低于90%"
    assert [(part["operator"], part["high"], part["unit"]) for part in list_of_three["parts"]] == [
        ("le", 4.0, "‰"),
        ("le", 4.5, "‰"),
        ("le", 10, "/10万"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_may_be_missing_or_strange_and_encodings_differ(tmp_path, encoding):
    path = written(tmp_path, "备注\twording\tpolarity\n某注\t0.5\tdown\n\t每年降低0.1个百分点左右\t\n", encoding)
    bare, step = (json.loads(line) for line in lines_of(path))
    assert (bare["id"], bare["operator"], bare["high"], bare["reason"]) == ("", "le", 0.5, "side_from_polarity")
    assert (step["form"], step["low"], step["high"], step["unit"]) == ("annual_step", 0.1, 0.1, "个百分点/年")
    assert (step["direction"], step["approximate"]) == ("down", True)


def test_numbers_keep_the_digits_that_were_read(tmp_path):
    path = written(tmp_path, "wording\n≥0.1\n≥123456789012345678.25\n≥3.0\n≤-0.90‰\n")
    lines = lines_of(path)
    assert '"low": 0.1,' in lines[0]
    assert '"low": 123456789012345678.25,' in lines[1]
    assert '"low": 3.0,' in lines[2]
    assert '"high": -0.90,' in lines[3]


def test_years_give_the_context(tmp_path):
    path = written(
        tmp_path, "wording\tbase_year\ttarget_year\n提高2个百分点\t2020\t2025\n2025年达到90%\t上年\t2025年\n"
    )
    change, reached = (json.loads(line) for line in lines_of(path))
    assert (change["base_year"], change["reason"]) == (2020, "base_year_from_plan")
    assert (reached["form"], reached["base_year"]) == ("bound", None)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"id\ttext\n1\tx\n", "no column"), (b"\xff\xfe\xff\x00\x81", "not a text file")],
)
def test_a_file_that_cannot_be_read_so_is_refused_with_a_sentence(tmp_path, content, message):
    path = tmp_path / "targets.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        lines_of(path)


def test_an_endless_row_is_for_a_person_and_the_rows_behind_it_are_read(tmp_path):
    rows = ["一" * 8000, "1、" * 2000, "9" * 300_000, "达到" * 40_000, "≥72%"]
    path = written(tmp_path, "\n".join(["wording", *rows]))
    *endless, last = (json.loads(line) for line in lines_of(path))
    assert {(line["form"], line["certainty"], line["reason"]) for line in endless} == {
        ("by_person", "person", "too_long")
    }
    assert (len(endless), last["low"]) == (4, 72)


def test_an_endless_name_or_baseline_is_said_of_its_row_only(tmp_path):
    path = written(
        tmp_path, f"wording\tindicator\tbaseline\n≥3\t{'率' * 80_000}\t\n≥3\t床位\t{'9' * 300_000}\n≥3\t床位\t2\n"
    )
    assert [json.loads(line)["reason"] for line in lines_of(path)] == ["too_long", "too_long", ""]


def test_a_reader_who_has_seen_enough_ends_it_quietly(tmp_path):
    path = written(tmp_path, "\n".join(["wording", *["≥72%"] * 2000]))
    with subprocess.Popen(
        [sys.executable, "manage.py", "read_targets", str(path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert b"72" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_refusal_is_in_chinese_and_in_english(tmp_path):
    with pytest.raises(CommandError) as refused:
        lines_of(written(tmp_path, "id\ttext\n1\tx\n"))
    zh, en = str(refused.value).splitlines()
    assert "没有“wording”列，现有的列为：id, text。" in zh
    assert en.endswith("has no column “wording”; its columns are id, text.")
