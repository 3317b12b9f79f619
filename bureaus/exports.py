"""Tables of text as CSV that a spreadsheet opens as text: UTF-8 with its mark, and no cell that could be a formula."""

import csv
from collections.abc import Iterable, Iterator

_BYTE_ORDER_MARK = "\ufeff"
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would reckon."""
    return "'" + text if text.startswith(_BEGINS_FORMULA) else text


class _Line:
    """What csv writes into: each line is handed on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of the file one by one, so that a long log needs little memory."""
    writer = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + writer.writerow([str(head) for head in heads])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
