"""From what was read of a document to what a draft keeps in the database."""

from typing import Any

from indicators.models import Indicator
from plans.importing import CatalogueEntry, DraftPlan, Paragraph, Place, Source, read_document, sentence_of
from plans.importing import DraftRow as ReadRow
from plans.importing.accepting import nature_code
from plans.models import DraftRow

LONGEST_BLOCK = 2000  # characters of a block shown beside the rows; the rows keep their own text whole
MOST_BLOCKS = 3000


def catalogue() -> list[CatalogueEntry]:
    """Every indicator with its other names. Two queries."""
    return [
        CatalogueEntry(
            code=one.code,
            name=one.name,
            aliases=tuple(alias.name for alias in one.aliases.all()),
            unit=one.unit,
            polarity=one.polarity,
        )
        for one in Indicator.objects.prefetch_related("aliases")
    ]


def read_upload(name: str, content: bytes | str, *, language: str) -> dict[str, Any]:
    """What `keep_draft` takes, read from a file's bytes or from pasted text. Raises CannotRead with a plain sentence."""
    draft = read_document(content, name, catalogue=catalogue())
    indicators = {one.code: one for one in Indicator.objects.all()}
    rows = [_row(row, indicators, DraftRow.State.OPEN) for row in draft.rows]
    # Targets found in sentences beside a table are most often said there a second time: shown, and left out unless wanted.
    rows += [_row(row, indicators, DraftRow.State.DROPPED) for row in draft.further]
    return {
        "head": _head(draft),
        "rows": rows,
        "blocks": _blocks(draft.source),
        "unplaced": [{"text": one.text[:500], "reason": sentence_of(one.reason, language)} for one in draft.unplaced],
        "notice": " ".join(notice.en if language == "en" else notice.zh for notice in draft.notices),
    }


def _head(draft: DraftPlan) -> dict[str, Any]:
    return {
        "title": draft.title[:200],
        "issuer": draft.issuer[:200],
        "document_no": draft.document_no[:100],
        "issued_on": draft.issued_on,
        "base_year": draft.base_year,
        "target_year": draft.target_year,
    }


def _row(row: ReadRow, indicators: dict[str, Indicator], state: str) -> dict[str, Any]:
    return {
        "section": row.section[:200],
        "number": row.number[:20],
        "part_of": row.parent[:200],
        "name": row.indicator[:200],
        "unit": (row.unit or row.match.unit)[:20],
        "baseline": row.baseline[:100],
        "wording": row.wording[:500],
        "nature": nature_code(row.nature),
        "polarity": row.match.polarity,
        "indicator": indicators.get(row.match.code),
        "match": row.match.kind.value,
        "source_text": row.source_text,
        "block": _anchor(row.place),
        "state": state,
    }


def _anchor(place: Place) -> str:
    return f"{place.block}-{place.row}" if place.row >= 0 else str(place.block)


def _blocks(source: Source) -> list[dict[str, str]]:
    """The source as lines to show: a paragraph each, and a table's rows one by one."""
    lines: list[dict[str, str]] = []
    for index, block in enumerate(source.blocks):
        if isinstance(block, Paragraph):
            kind = "heading" if block.level else "text"
            lines.append({"id": str(index), "text": block.text[:LONGEST_BLOCK], "kind": kind})
            continue
        for number, row in enumerate(block.rows):
            text = " | ".join(cell.text for cell in row if cell.first)
            lines.append({"id": f"{index}-{number}", "text": text[:LONGEST_BLOCK], "kind": "row"})
    return lines[:MOST_BLOCKS]
