"""From the bytes of a file, or pasted text, to a `Source`: what kind it is, is told by its content and not by its name."""

from __future__ import annotations

import codecs
import re

from plans.importing.archive import Archive
from plans.importing.plain_text import read_text
from plans.importing.refusals import CannotRead
from plans.importing.source import Source
from plans.importing.webpage import read_webpage
from plans.importing.word import read_word
from plans.importing.workbook import read_workbook

MAX_MB = 10
_LOST = "\ufffd"  # what a decoder writes for bytes that are no character

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OTHER_PACKAGES = {
    "content.xml": "OpenDocument",
    "xl/workbook.bin": ".xlsb",
    "OFD.xml": "OFD",
    "ppt/presentation.xml": ".pptx",
}
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tbody|tr|div|p|br|span|h[1-6])\b[^<>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,30})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_source(content: bytes | str) -> Source:
    """The document's blocks in order. Raises CannotRead, with a sentence for people, when there are none to be had."""
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > MAX_MB << 20:
        raise CannotRead("too_large", str(MAX_MB))
    if not content.strip():
        raise CannotRead("empty")
    source = _source(content)
    if not source.blocks:
        is_cut = any(told.code == "cut_short" for told in source.notices)
        raise CannotRead("nothing_within_limits" if is_cut else "empty")
    return source


def _source(content: bytes | str) -> Source:
    if isinstance(content, bytes):
        if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
            return _from_archive(content)
        refuse_other_formats(content)
        content = decoded(content)
    if PAGE.search(content[:3000]) and ("</" in content or content.lstrip().startswith("<")):
        return read_webpage(content)
    return read_text(content)


def _from_archive(content: bytes) -> Source:
    archive = Archive(content)
    if "word/document.xml" in archive.names:
        return read_word(archive)
    if "xl/workbook.xml" in archive.names:
        return read_workbook(archive)
    for part, name in _OTHER_PACKAGES.items():
        if part in archive.names:
            raise CannotRead("other_format", name)
    raise CannotRead("not_a_document")


def refuse_other_formats(content: bytes) -> None:
    """Raises CannotRead for what is known by its first bytes: old Office, PDF, pictures, rich text, mail archives."""
    if content.startswith(_OLE):
        raise CannotRead(_ole_kind(content))
    if b"%PDF-" in content[:1024]:
        raise CannotRead("pdf")
    if content.startswith(_PICTURES):
        raise CannotRead("picture")
    if content.startswith(b"{\\rtf"):
        raise CannotRead("other_format", "RTF")
    if content[:13].lower() == b"mime-version:":
        raise CannotRead("other_format", "MHT")
    if b'progid="Excel.Sheet"' in content[:500]:
        raise CannotRead("other_format", "XML 2003")


def _ole_kind(content: bytes) -> str:
    """Which of the old formats this is, by the names of the streams inside."""
    streams = {
        "EncryptedPackage": "encrypted", "WordDocument": "old_word", "Workbook": "old_excel", "Book": "old_excel",
    }  # fmt: skip
    return next((code for name, code in streams.items() if name.encode("utf-16-le") in content), "old_office")


def decoded(content: bytes) -> str:
    """The text in the encoding that it is in: by its mark, by what a page says of itself, else UTF-8 or GB18030.

    Raises CannotRead when it is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace"))
    named = _CHARSET.search(content[:4096])
    encodings = ["utf-8", *([named[1].decode("ascii")] if named else [])]
    for encoding in encodings:
        try:
            return _checked(content.decode("gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    damaged = content.decode("utf-8", "replace")  # a text cut off inside a character is still UTF-8
    best = damaged if damaged.count(_LOST) * 100 <= len(damaged) else content.decode("gb18030", "replace")
    if best.count(_LOST) * 100 > len(best):
        raise CannotRead("not_a_document")
    return _checked(best)


def _checked(text: str) -> str:
    """The text, unless it holds what no text holds."""
    if "\x00" in text:
        raise CannotRead("not_a_document")
    return text
