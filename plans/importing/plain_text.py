"""Reading plain or pasted text: lines as paragraphs, tables where columns are marked by tabs or pipes or can be found again."""

from __future__ import annotations

import re

from plans.importing.assembly import MAX_CHARACTERS
from plans.importing.flattened import with_tables
from plans.importing.refusals import notice
from plans.importing.source import Source

# A cell of several lines, copied from a spreadsheet, stands in quotation marks between tabs.
_QUOTED = re.compile(r"(?:(?<=\t)|(?<=\n)|\A)\"((?:[^\"\t]|\"\"){0,2000})\"(?=\t|\n|\Z)")


def read_text(text: str) -> Source:
    """The paragraphs and tables of a text of any line ends."""
    notices = ()
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        notices = (notice("cut_short", f"{MAX_CHARACTERS}字"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").lstrip("\ufeff")
    if "\t" in text:
        text = _QUOTED.sub(lambda cell: cell[1].replace('""', '"').replace("\n", " "), text)
    return Source("text", with_tables(text.split("\n")), notices)
