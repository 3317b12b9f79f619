"""Opening a .docx or .xlsx without trusting it: limits on size and number of parts, no macros, nothing from elsewhere.

What was tried on hostile files: the declared sizes are added up before anything is unpacked, and `zipfile` never unpacks
more of a part than it declares, so that a forged declaration ends as a damaged file. The list of parts itself is measured
before `zipfile` reads it, because a list of 200 000 parts takes seconds and 100 MB.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from plans.importing.refusals import CannotRead

MAX_UNPACKED_MB = 60
MAX_PARTS = 1000
MAX_ELEMENTS = 400_000  # a document of 200 pages has about 150 000
MAX_TAG = 1 << 20  # bytes; the parser reads a tag or remark that goes on and on anew with every chunk
_MAX_LIST_BYTES = 300 * MAX_PARTS
_CHUNK = 1 << 16
_END_OF_LIST, _ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
_HARMLESS = ("hyperlink",)  # an address that a person may click on; nothing is fetched from it


class Enough(Exception):
    """Raised by a target of `stream` when it has read as much as it may."""


class Target(Protocol):
    """What takes the events of a part: only those of the elements that it names in `tags`, and all text."""

    tags: frozenset[str]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text, in pieces of any length."""


class Archive:
    """The parts of an office file. Raises CannotRead on opening when the file is damaged, too large or not harmless."""

    def __init__(self, data: bytes) -> None:
        _check_list(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise CannotRead("broken") from error
        self._elements = 0
        self.names = frozenset(self._zip.namelist())
        _check_sizes(self._zip.infolist())
        if any(posixpath.basename(name).lower().startswith("vbaproject") for name in self.names):
            raise CannotRead("macro")
        self._check_links()

    def stream(self, name: str, target: Target) -> bool:
        """Feed a part to `target`; whether all of it was read, for `target` may raise Enough, and large files are cut short.

        Tags and attributes come without their namespaces. Raises CannotRead when the part is missing, damaged or defines
        entities; what `target` got before remains with it.
        """
        events = _Events(target, MAX_ELEMENTS - self._elements)
        parser = DefusedXMLParser(target=events, forbid_dtd=True)
        try:
            with self._zip.open(name) as part:
                fed = 0
                while chunk := part.read(_CHUNK):
                    parser.feed(chunk)
                    fed += len(chunk)
                    if fed - parser.parser.CurrentByteIndex > MAX_TAG:
                        raise CannotRead("broken")
            parser.close()
            return True
        except Enough:
            return False
        except DefusedXmlException as error:
            raise CannotRead("entities") from error
        except (
            KeyError,
            ParseError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise CannotRead("broken") from error
        finally:
            self._elements += events.count

    def relations(self, name: str) -> dict[str, str]:
        """The parts that a part points to, by the identity it gives them."""
        folder, base = posixpath.split(name)
        listed = f"{folder}/_rels/{base}.rels"
        if listed not in self.names:
            return {}
        found = _Relations()
        self.stream(listed, found)
        return {key: posixpath.normpath(posixpath.join("/", folder, part))[1:] for key, part in found.inside.items()}

    def _check_links(self) -> None:
        for name in sorted(self.names):
            if not name.endswith(".rels"):
                continue
            found = _Relations()
            self.stream(name, found)
            if found.outside:
                raise CannotRead("external_link", found.outside[0])


def _check_list(data: bytes) -> None:
    end = data.rfind(_END_OF_LIST, max(0, len(data) - 66_000))
    if end < 0 or len(data) < end + 20:
        raise CannotRead("broken")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size > _MAX_LIST_BYTES or data.rfind(_ZIP64, max(0, end - 64), end) >= 0:
        raise CannotRead("too_many_parts", str(MAX_PARTS))


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise CannotRead("too_many_parts", str(MAX_PARTS))
    if any(part.flag_bits & 1 for part in parts):
        raise CannotRead("encrypted")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_MB << 20:
        raise CannotRead("unpacks_too_large", str(MAX_UNPACKED_MB))


class _Events:
    """Hands a parser's events on with bare names, {http://…}tbl as tbl, and stops after so many elements."""

    def __init__(self, target: Target, most: int) -> None:
        self._target, self._tags, self._most, self.count = target, target.tags, most, 0
        self.data = target.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > self._most:
            raise Enough
        name = _bare(tag)
        if name in self._tags:
            self._target.start(name, {_bare(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        name = _bare(tag)
        if name in self._tags:
            self._target.end(name)

    def close(self) -> None:
        """Asked for by the parser."""


@lru_cache(maxsize=500)
def _bare(name: str) -> str:
    return name.rpartition("}")[2]


class _Relations:
    """Relations to parts inside the file by identity, and a short name for each that leads out of it."""

    tags = frozenset({"Relationship"})

    def __init__(self) -> None:
        self.inside: dict[str, str] = {}
        self.outside: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = posixpath.basename(attributes.get("Type", ""))
        if attributes.get("TargetMode", "").lower() != "external":
            self.inside[attributes.get("Id", "")] = attributes.get("Target", "")
        elif kind.lower() not in _HARMLESS:
            self.outside.append(kind or "?")

    def end(self, tag: str) -> None:
        """Nothing ends."""

    def data(self, text: str) -> None:
        """There is no text."""
