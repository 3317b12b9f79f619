"""What the sheets of an .xlsx lean on: the list of sheets, the shared texts, the number formats; read as streams with limits.

openpyxl's knowledge of number formats is used.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles.numbers import BUILTIN_FORMATS

from plans.importing.archive import Enough
from plans.importing.assembly import MAX_CELLS, MAX_CHARACTERS, raised

BOOK = "xl/workbook.xml"


class Collector:
    """A target that gathers the text of the elements it listens to."""

    def __init__(self) -> None:
        self._text: list[str] | None = None
        self._heard = 0

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            self._heard += len(text)
            if self._heard > MAX_CHARACTERS:
                raise Enough

    def end(self, tag: str) -> None:
        """Most elements end without consequence."""

    def listen(self) -> None:
        """Gather text from here on."""
        self._text = []

    def heard(self) -> str:
        """What was gathered; nothing is any more."""
        text = "".join(self._text or ())
        self._text = None
        return text


class Book(Collector):
    """The sheets in order: name, state, identity of the part."""

    tags = frozenset({"sheet", "workbookPr"})

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append(
                (attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", ""))
            )
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")


class Texts(Collector):
    """The shared texts; raised digits stay raised, phonetic readings are left out."""

    tags = frozenset({"si", "is", "t", "r", "rPh", "vertAlign"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_raised = self._is_phonetic = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("si", "is"):
            self._pieces = []
        elif tag == "t":
            self.listen()
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag == "vertAlign":
            self._is_raised = attributes.get("val") == "superscript"

    def end(self, tag: str) -> None:
        if tag == "t":
            text = self.heard()
            if not self._is_phonetic:
                self._pieces.append(raised(text) if self._is_raised else text)
        elif tag == "r":
            self._is_raised = False
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "si":
            self.texts.append(self.whole())
            if len(self.texts) > MAX_CELLS:
                raise Enough

    def whole(self) -> str:
        """The text of the item that is open or was closed last."""
        return "".join(self._pieces)


class Formats(Collector):
    """The number formats that cells name by position."""

    tags = frozenset({"numFmt", "cellXfs", "xf"})

    def __init__(self) -> None:
        super().__init__()
        self._own: dict[str, str] = {}
        self._used: list[str] = []
        self._in_cells = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self._used.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def codes(self) -> list[str]:
        """The format code of each position."""
        builtin = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        return [self._own.get(number) or builtin.get(number, "General") for number in self._used]
