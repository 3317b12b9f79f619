"""Tables saved as tab-separated text."""

import pytest

from plans.importing.tsv import OVERFLOW, read_rows


def rows(tmp_path, content: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    path = tmp_path / "table.tsv"
    path.write_bytes(content.encode(encoding))
    return read_rows(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_are_read_as_bureaus_save_them(tmp_path, encoding, end):
    content = end.join(["指标\t目标值", "人均预期寿命\t79岁", "", "孕产妇死亡率\t≤12/10万", ""])
    assert rows(tmp_path, content, encoding) == [
        {"指标": "人均预期寿命", "目标值": "79岁"},
        {"指标": "孕产妇死亡率", "目标值": "≤12/10万"},
    ]


def test_quotation_marks_of_a_spreadsheet_are_not_part_of_a_cell(tmp_path):
    content = 'a\tb\n"1,234"\t"设置""绿色通道""的比率"\n'
    assert rows(tmp_path, content) == [{"a": "1,234", "b": '设置"绿色通道"的比率'}]


def test_short_rows_are_filled_and_nothing_of_long_ones_is_lost(tmp_path):
    assert rows(tmp_path, "a\tb\n1\n1\t2\t3\t\t4\n1\t2\t\t\n") == [
        {"a": "1", "b": ""},
        {"a": "1", "b": "2", OVERFLOW: "3\t4"},
        {"a": "1", "b": "2"},
    ]


def test_a_column_without_a_name_is_kept_apart(tmp_path):
    assert rows(tmp_path, "\ta\n7\t1\n") == [{"a": "1", OVERFLOW: "7"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a\tb\ta\n1\t2\t3\n", "names the column 'a' more than once"),
        (b"PK\x03\x04\x00\x00", "is not a text file"),
        (b"\xff\xff\xff", "is not a text file"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, message):
    path = tmp_path / "table.tsv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_rows(path)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        read_rows(tmp_path / "missing.tsv")
