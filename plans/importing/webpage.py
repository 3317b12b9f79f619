"""Reading a web page, whole or pasted in part, as government sites write them: unclosed tags, tables for layout, any encoding.

Tags are found by one pattern that reads every character a bounded number of times, whatever is left unclosed; the standard
library's parser needs time that grows with the square of an unclosed page's length. What a page links to is never fetched.
"""

from __future__ import annotations

import html
import re

from plans.importing.archive import Enough
from plans.importing.assembly import MAX_CHARACTERS, Assembly, RawCell, raised
from plans.importing.refusals import notice
from plans.importing.source import Source

_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*\Z)"
    r"|<(?P<hidden>script|style|noscript|template|textarea|select|svg|title)\b[^<>]*>(?:.*?</(?P=hidden)\s*>|.*\Z)"
    r"|<[!?][^<>]*>"
    r"|<(?P<closing>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article header footer main pre blockquote center form hr caption "
    "body figure figcaption address nav aside fieldset".split()
)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def read_webpage(text: str) -> Source:
    """The page's paragraphs and tables; scripts, styles and comments are left out."""
    assembly = Assembly()
    page = _Page(assembly)
    notices = ()
    try:
        page.read(text)
    except Enough:
        notices = (notice("cut_short", f"{len(assembly.blocks())}段、表"),)
    return Source("html", assembly.blocks(), notices)


class _Page:
    """Turns tags and text into paragraphs and tables."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._pieces: list[str] = []
        self._level = 0
        self._raised = 0

    def read(self, text: str) -> None:
        done = 0
        for match in _TOKEN.finditer(text):
            self._text(text[done : match.start()])
            done = match.end()
            tag = (match["tag"] or "").lower()
            if tag == "br":
                self._pieces.append("\n")
            elif tag in ("sup", "td", "th", "tr", "table"):
                self._structure(tag, is_end=bool(match["closing"]), attributes=match["attributes"])
            elif tag in _BLOCKS:
                self._flush()
                self._level = int(tag[1]) if re.fullmatch("h[1-6]", tag) and not match["closing"] else 0
        self._text(text[done:])
        self._flush()

    def _structure(self, tag: str, *, is_end: bool, attributes: str) -> None:
        if tag == "sup":
            self._raised = 0 if is_end else 1
            return
        self._flush()
        if tag == "table":
            if is_end:
                self._assembly.close_table()
            else:
                self._assembly.open_table()
        elif tag == "tr" and not is_end:
            self._assembly.open_row()
        elif tag in ("td", "th") and not is_end:
            spans = {name.lower(): max(int(number), 1) for name, number in _ATTRIBUTE.findall(attributes)}
            self._assembly.open_cell(RawCell(across=spans.get("colspan", 1), down=spans.get("rowspan", 1)))

    def _text(self, text: str) -> None:
        text = text[:MAX_CHARACTERS]
        if text:
            shown = _SPACES.sub(" ", html.unescape(text))
            self._pieces.append(raised(shown) if self._raised else shown)

    def _flush(self) -> None:
        text = re.sub(" ?\n ?", "\n", "".join(self._pieces))
        self._pieces, self._raised = [], 0
        self._assembly.paragraph(text, self._level)
