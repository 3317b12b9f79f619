"""What a prepared workbook says of itself on its hidden sheet: whose it is, and what every input cell showed.

It is one signed text, so that nothing in it can be altered, cut into cells that are short enough for Excel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from django.core import signing

SHEET = "_tracker"
FORMAT = "fill-workbook/1"
_FAMILY = FORMAT.partition("/")[0]
_SALT = "collection.importing.manifest"
_PIECE = 30_000  # characters; a cell holds 32 767


class Unreadable(ValueError):
    """The texts are no manifest of ours; `code` names a refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One input row: the number and name that mark it, where it stood, and what its three input cells showed."""

    code: str  # the indicator's
    number: int
    name: str
    address: str
    version: int  # of the figure that was shown; 0 where there was none
    figure: str
    note: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Whose workbook it is and what it asked. `headings`: number, indicator, figure, note, explanation, as they read."""

    submission: int
    sheet: str
    headings: tuple[str, str, str, str, str]
    computed: tuple[str, ...]  # the names of the rows that are computed and not read
    rows: tuple[ManifestRow, ...]


def to_cells(manifest: Manifest) -> Iterator[str]:
    """The texts of the hidden sheet's first column."""
    signed = signing.dumps(asdict(manifest), salt=_SALT, compress=True)
    yield FORMAT
    for start in range(0, len(signed), _PIECE):
        yield signed[start : start + _PIECE]


def from_cells(cells: Iterable[str]) -> Manifest:
    """The manifest in these texts. Raises Unreadable: not_ours, other_version, forged."""
    first, *pieces = [*cells] or [""]
    if first != FORMAT:
        raise Unreadable("other_version" if first.startswith(f"{_FAMILY}/") else "not_ours")
    try:
        found = signing.loads("".join(pieces), salt=_SALT)
    except signing.BadSignature as error:
        raise Unreadable("forged") from error
    rows = tuple(ManifestRow(**row) for row in found.pop("rows"))
    headings, computed = tuple(found.pop("headings")), tuple(found.pop("computed"))
    return Manifest(**found, headings=headings, computed=computed, rows=rows)
