"""What a file offered as evidence really is: told by its content, and its name must say the same."""

import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 150
_HEAD = 8  # bytes that tell most kinds
_MACROS = "vbaproject.bin"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its endings, and the media type under which it is given back."""

    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind(("pdf",), "application/pdf")
JPEG = Kind(("jpg", "jpeg"), "image/jpeg")
PNG = Kind(("png",), "image/png")
DOCX = Kind(("docx",), _OFFICE + "wordprocessingml.document")
XLSX = Kind(("xlsx",), _OFFICE + "spreadsheetml.sheet")
XLS = Kind(("xls", "doc"), "application/octet-stream")
TEXT = Kind(("txt", "csv"), "text/plain; charset=utf-8")
KINDS = (PDF, JPEG, PNG, DOCX, XLSX, XLS, TEXT)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
_BY_HEAD = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS),
)


class FileRefused(ValueError):
    """A file that is not taken. `code`: empty, too_large, kind (not among ENDINGS), content (it is not what its name
    says), macros."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def kind_of(name: str, file: BinaryIO, size: int) -> Kind:
    """The kind that both the ending and the content of a file of so many bytes tell. Raises FileRefused."""
    if size == 0:
        raise FileRefused("empty")
    if size > LARGEST:
        raise FileRefused("too_large", most=LARGEST // (1024 * 1024))
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending not in ENDINGS:
        raise FileRefused("kind", ending=ending[:20], endings=", ".join(ENDINGS))
    found = _by_content(file)
    if found is None or ending not in found.endings:
        raise FileRefused("content", ending=ending)
    return found


def media_type_of(name: str) -> str:
    """The media type of a file that was taken under this name."""
    ending = name.rpartition(".")[2].casefold()
    return next((kind.media_type for kind in KINDS if ending in kind.endings), "application/octet-stream")


def safe_name(name: str) -> str:
    """The file's own name without folders and without signs that nobody sees or that turn its reading round."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(
        " ."
    )
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else name[:LONGEST_NAME]


def _by_content(file: BinaryIO) -> Kind | None:
    file.seek(0)
    head = file.read(_HEAD)
    for start, kind in _BY_HEAD:
        if head.startswith(start):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    return TEXT if _is_text(file) else None


def _office_kind(file: BinaryIO) -> Kind | None:
    """Word or Excel by the parts inside; other archives are none. Nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.casefold() for part in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if any(part.endswith(_MACROS) for part in parts):
        raise FileRefused("macros")
    if "[content_types].xml" not in parts:
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None


def _is_text(file: BinaryIO) -> bool:
    """Whether it can be read as text in the encodings that Chinese offices use."""
    file.seek(0)
    content = file.read()
    if b"\x00" in content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
