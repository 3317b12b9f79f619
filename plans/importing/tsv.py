"""Reading a table saved as tab-separated text, as Excel, WPS and text editors in China write it."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

OVERFLOW = ""  # the key under which cells beyond the header, or under no header, are kept: nothing of a row is lost


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header line, each a dict of header to trimmed cell text.

    UTF-8 (with or without byte order mark), UTF-16 with a byte order mark, and GB18030 are read. Empty lines are
    skipped, short rows are filled with "", cells without a header are kept together under
    `OVERFLOW`.
    Raises ValueError with a sentence for people in Chinese and in English when the file cannot be read as such a table.
    """
    lines = [line for line in re.split(r"\r\n|\r|\n", _text_of(Path(path))) if line.strip()]
    if not lines:
        raise ValueError(
            f"{path} 是空文件：应有表头行，其下各行以制表符分列。\n"
            f"{path} is empty: a header line and rows separated by tabs are expected."
        )
    header = _cells(lines[0])
    while header and not header[-1]:
        header.pop()
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        names = ", ".join(repr(name) for name in twice)
        raise ValueError(f"{path} 的表头中 {names} 出现不止一次。\n{path} names the column {names} more than once.")
    return [_row(header, _cells(line)) for line in lines[1:]]


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} 无法读取（{error.strerror}）。\n{path} cannot be read: {error.strerror}.") from error
    has_utf16_mark = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if has_utf16_mark else ["utf-8-sig", "gb18030"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValueError(
        f"{path} 不是UTF-8或GB18030编码的文本文件，请将表格另存为以制表符分隔的文本。\n"
        f"{path} is not a text file in UTF-8 or GB18030; save the table as tab-separated text."
    )


def _cells(line: str) -> list[str]:
    return [_unquoted(cell.strip()) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    """Spreadsheets quote a cell that holds a comma or a quotation mark; the marks are not part of the wording."""
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    row = {name: cell for name, cell in zip_longest(header, cells[: len(header)], fillvalue="") if name}
    unnamed = [cell for name, cell in zip_longest(header, cells, fillvalue="") if not name]
    overflow = [cell for cell in unnamed if cell]
    if overflow:
        row[OVERFLOW] = "\t".join(overflow)
    return row
