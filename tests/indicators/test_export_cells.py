"""What goes into single cells: text that stays text, numbers that stay numbers, and rows high enough to read."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from indicators.exports.cells import line_count, number_format, number_width, put_number, put_text, text_width


def through_a_file(*, text: str | None = None, number: Decimal | None = None, form: str = "0.00"):
    """The cell as it is read back from a saved file."""
    book, file = Workbook(), BytesIO()
    if text is not None:
        put_text(book.active["A1"], text)
    else:
        put_number(book.active["A1"], number, form)
    book.save(file)
    return load_workbook(file).active["A1"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=cmd|"/c calc"!A1', "+1", "-2", "@SUM(A1)", "\tx", "\nx", "＝1+1", "＋1", "－2", "＠x", "=", "-", "=A1"],
)
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = through_a_file(text=text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


@pytest.mark.parametrize(
    "text", ["每千人口床位数", "≥72%", "—", "79", "0012", "#N/A", "TRUE", "2023-12-18", " 两端 ", "a=1"]
)
def test_other_text_is_kept_letter_by_letter_and_without_a_prefix(text):
    cell = through_a_file(text=text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, False)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("床\x00位\x07数\x1f", "床位数"),
        ("a\x7f\x85b", "ab"),
        ("x\ud800y\ufffez", "xyz"),
        ("\x00=1+1", "=1+1"),
        ("一\r\n二\r三", "一\n二\n三"),
    ],
    ids=["control", "second control block", "not for XML", "before a formula", "line breaks"],
)
def test_control_characters_are_left_out(text, kept):
    assert through_a_file(text=text).value == kept


def test_what_is_hidden_behind_a_control_character_is_text_too():
    for text in ("\x00=1+1", "\r=1+1", "\x1f-2"):
        assert through_a_file(text=text).quotePrefix


@pytest.mark.parametrize(
    "number", ["77.78", "0.1", "-1.20", "1234567.89", "0.000001", "9.95", "14.35", "0", "1411780000"]
)
def test_a_number_comes_back_as_the_same_number(number):
    cell = through_a_file(number=Decimal(number), form=number_format(2))
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == Decimal(number)
    assert cell.number_format == "#,##0.00"


def test_missing_is_a_dash_and_zero_a_number():
    assert through_a_file(number=None).value == "—"
    zero = through_a_file(number=Decimal(0))
    assert (zero.value, zero.data_type) == (0, "n")


def test_formats_have_the_decimals_and_the_words_behind():
    assert [number_format(decimals) for decimals in (0, 1, 3)] == ["#,##0", "#,##0.0", "#,##0.000"]
    assert number_format(1, "（2014年）") == '#,##0.0"（2014年）"'


def test_chinese_signs_are_twice_as_wide_as_digits():
    assert text_width("床位12") == 6
    assert number_width(Decimal("1411780000"), 1, "（2014年）") == len("1,411,780,000.0") + 10


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("十个字的中文正好两行", 10, 2),
        ("十个字的中文正好两行。", 10, 3),
        ("a word stays whole", 6, 3),
        ("a word stays whole", 5, 4),
        ("uninterruptedly", 5, 3),
        ("一\n二\n三", 10, 3),
    ],
)
def test_lines_are_counted_as_they_wrap(text, width, lines):
    assert line_count(text, width) == lines


def test_what_excel_would_read_as_a_character_is_written_so_that_it_does_not():
    """Excel and LibreOffice read _x0041_ as A; _x005F_ stands for the underscore that begins it."""
    assert through_a_file(text="_x0041_ _x_ x0041_").value == "_x005F_x0041_ _x_ x0041_"
