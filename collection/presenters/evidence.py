"""The files behind a figure, put into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat

from indicators.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file: its name, size, who put it there and when, and the beginning of its check code."""

    id: int
    name: str
    size: str
    by: str
    at: datetime
    code: str


def evidence_rows(files: Iterable[Evidence]) -> list[EvidenceRow]:
    """The files as the page lists them."""
    return [
        EvidenceRow(one.pk, one.name, filesizeformat(one.size), one.by_name, one.at, one.sha256[:12]) for one in files
    ]
