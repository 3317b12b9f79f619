"""Reading plain or pasted text: lines as paragraphs, tables where columns are marked by tabs or pipes or can be found again."""

from __future__ import annotations

import re

from plans.importing.assembly import MAX_CHARACTERS, MAX_PARAGRAPHS
from plans.importing.flattened import with_tables
from plans.importing.refusals import notice
from plans.importing.source import Source

# A cell of several lines, copied from a spreadsheet, stands in quotation marks between tabs.
_QUOTED = re.compile(r"(?:(?<=\t)|(?<=\n)|\A)\"((?:[^\"\t]|\"\"){0,2000})\"(?=\t|\n|\Z)")


def read_text(text: str) -> Source:
    """The paragraphs and tables of a text of any line ends."""
    whole = len(text)
    text = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.lstrip("\ufeff")
    if "\t" in text:
        text = _QUOTED.sub(lambda cell: cell[1].replace('""', '"').replace("\n", " "), text)
    lines = text.split("\n")
    is_cut = whole > MAX_CHARACTERS or len(lines) > MAX_PARAGRAPHS
    notices = (
        (notice("cut_short", f"{min(whole, MAX_CHARACTERS)}字、{min(len(lines), MAX_PARAGRAPHS)}行"),) if is_cut else ()
    )
    return Source("text", with_tables(lines[:MAX_PARAGRAPHS]), notices)
