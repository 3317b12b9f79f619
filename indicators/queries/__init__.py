"""What is read about figures: which stand or stood, and how they came about."""

from indicators.queries.figures import (
    NO_FIGURE,
    Figure,
    FigureTable,
    LeafFigures,
    end_of,
    figure_table,
    observations_as_of,
    revisions_as_of,
    with_parts,
)
from indicators.queries.history import FigureHistory, PartArea, history_of

__all__ = [
    "NO_FIGURE",
    "Figure",
    "FigureHistory",
    "FigureTable",
    "LeafFigures",
    "PartArea",
    "end_of",
    "figure_table",
    "history_of",
    "observations_as_of",
    "revisions_as_of",
    "with_parts",
]
