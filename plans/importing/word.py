"""Reading a .docx: paragraphs and tables with merged cells, as Word shows them with all changes accepted.

The parts are read as a stream and no tree is built, so that memory stays bounded whatever the file holds; python-docx builds
the tree, and knows neither changes nor footnotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from plans.importing.archive import Archive, Enough
from plans.importing.assembly import MAX_CHARACTERS, Assembly, RawCell, raised
from plans.importing.refusals import CannotRead, notice
from plans.importing.source import Notice, Source

_MAIN, _NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
_SKIPPED = frozenset({"del", "moveFrom", "Fallback"})  # deleted, moved away, a second form of the same drawing
_IN_A_RUN = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])$", re.IGNORECASE)
_STYLE_NUMBER = re.compile(r"([1-6])$")


def read_word(archive: Archive) -> Source:
    """The document with its foot- and endnotes behind it. Raises CannotRead when nothing of it can be read."""
    notices: list[Notice] = []
    assembly = Assembly()
    document = _Document(assembly)
    try:
        whole = archive.stream(_MAIN, document)
    except CannotRead as error:
        if error.code != "broken" or not assembly.blocks():
            raise
        notices.append(notice("broken_part"))
    else:
        if not whole:
            notices.append(notice("cut_short", f"{len(assembly.blocks())}段、表"))
    if document.has_changes:
        notices.append(notice("tracked_changes"))
    blocks = assembly.blocks()
    for name in _NOTES:
        if name in archive.names:
            notes = Assembly()
            archive.stream(name, _Document(notes))
            blocks += notes.blocks()
    return Source("docx", blocks, tuple(notices))


class _Open:
    """A paragraph being read: its text so far, its heading level, its automatic numbering."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.level = 0
        self.list_id = ""


class _Document:
    """Turns the tags of a Word part into paragraphs and tables."""

    tags: frozenset[str]

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._paragraphs: list[_Open] = []
        self._skipping = self._characters = 0
        self._in_run = self._in_text = self._is_raised = False
        self._counted: Counter[str] = Counter()
        self.has_changes = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SKIPPED:
            self.has_changes |= tag != "Fallback"
            self._skipping += 1
        if self._skipping:
            return
        opened = _OPENS.get(tag)
        if opened is not None:
            opened(self, attributes)
        elif tag in _IN_A_RUN and self._in_run and self._paragraphs:
            self._paragraphs[-1].pieces.append(_IN_A_RUN[tag])

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= tag in _SKIPPED
        elif tag == "t":
            self._in_text = False
        elif tag == "r":
            self._in_run = self._is_raised = False
        elif tag == "p" and self._paragraphs:
            self._close_paragraph()
        elif tag == "tbl":
            self._assembly.close_table()

    def data(self, text: str) -> None:
        if self._in_text and not self._skipping and self._paragraphs:
            self._paragraphs[-1].pieces.append(raised(text) if self._is_raised else text)
            self._characters += len(text)
            if self._characters > 2 * MAX_CHARACTERS:  # one paragraph without end: the assembly counts finished ones
                raise Enough

    def _close_paragraph(self) -> None:
        run = self._paragraphs.pop()
        text = "".join(run.pieces)
        if not text.strip() and run.list_id and self._assembly.is_in_table:
            self._counted[run.list_id] += 1  # the column 序号 numbered by Word itself
            text = str(self._counted[run.list_id])
        self._assembly.paragraph(text, run.level)

    # What opens

    def _run(self, attributes: Mapping[str, str]) -> None:
        self._in_run = True

    def _text(self, attributes: Mapping[str, str]) -> None:
        self._in_text = True

    def _paragraph(self, attributes: Mapping[str, str]) -> None:
        self._paragraphs.append(_Open())

    def _style(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("val", "")
        match = _HEADING.search(name) or (_STYLE_NUMBER.fullmatch(name))
        if match and self._paragraphs:
            self._paragraphs[-1].level = int(match[1])

    def _list(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs and attributes.get("val", "0") != "0":
            self._paragraphs[-1].list_id = attributes["val"]

    def _raise(self, attributes: Mapping[str, str]) -> None:
        self._is_raised = self._in_run and attributes.get("val") == "superscript"

    def _table(self, attributes: Mapping[str, str]) -> None:
        self._assembly.open_table()

    def _row(self, attributes: Mapping[str, str]) -> None:
        self._assembly.open_row()

    def _gap(self, attributes: Mapping[str, str]) -> None:
        self._assembly.open_cell(RawCell(across=_number(attributes)))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self._assembly.open_cell(RawCell())

    def _across(self, attributes: Mapping[str, str]) -> None:
        cell = self._assembly.cell
        if cell is not None:
            cell.across = _number(attributes)

    def _merged(self, attributes: Mapping[str, str]) -> None:
        cell = self._assembly.cell
        if cell is not None:
            cell.continues = attributes.get("val", "continue") == "continue"

    def _change(self, attributes: Mapping[str, str]) -> None:
        self.has_changes = True


_OPENS = {
    "r": _Document._run, "t": _Document._text, "p": _Document._paragraph, "pStyle": _Document._style, "numId": _Document._list,
    "vertAlign": _Document._raise, "tbl": _Document._table, "tr": _Document._row, "tc": _Document._cell,
    "gridBefore": _Document._gap, "gridSpan": _Document._across, "vMerge": _Document._merged,
    "ins": _Document._change, "moveTo": _Document._change,
}  # fmt: skip

_Document.tags = _SKIPPED | _IN_A_RUN.keys() | _OPENS.keys()


def _number(attributes: Mapping[str, str]) -> int:
    text = attributes.get("val", "1")
    return min(max(int(text), 1), 100) if text.isdecimal() and len(text) < 5 else 1
