"""What the pages of collecting show, put into words."""

from collection.presenters.cells import saved_cells, sentences, tried_cells
from collection.presenters.entry import (
    DerivedCell,
    EntryCell,
    EntryTopic,
    doubt_texts,
    entry_topics,
    stale_text,
)
from collection.presenters.submissions import STATE_MODIFIER, deadline_text

__all__ = [
    "STATE_MODIFIER",
    "DerivedCell",
    "EntryCell",
    "EntryTopic",
    "deadline_text",
    "doubt_texts",
    "entry_topics",
    "saved_cells",
    "sentences",
    "stale_text",
    "tried_cells",
]
