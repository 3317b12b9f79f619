"""What the pages of collecting show, put into words."""

from collection.presenters.cells import saved_cells, sentences, tried_cells
from collection.presenters.entry import (
    DerivedCell,
    EntryCell,
    EntryTopic,
    Problem,
    doubt_texts,
    entry_topics,
    lost_text,
    problems_title,
    refused,
    stale_text,
    unsettled,
)
from collection.presenters.evidence import EvidenceRow, evidence_rows
from collection.presenters.submissions import STATE_MODIFIER, deadline_text
from collection.presenters.words import script_words

__all__ = [
    "STATE_MODIFIER",
    "DerivedCell",
    "EntryCell",
    "EntryTopic",
    "EvidenceRow",
    "Problem",
    "deadline_text",
    "doubt_texts",
    "entry_topics",
    "evidence_rows",
    "lost_text",
    "problems_title",
    "refused",
    "saved_cells",
    "script_words",
    "sentences",
    "stale_text",
    "tried_cells",
    "unsettled",
]
