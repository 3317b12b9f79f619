"""What is read about figures: which stand or stood, and how they came about."""

from indicators.queries.figures import (
    NO_FIGURE,
    Figure,
    FigureTable,
    LeafFigures,
    figure_table,
    observations_as_of,
    revisions_as_of,
    with_parts,
)

__all__ = [
    "NO_FIGURE",
    "Figure",
    "FigureTable",
    "LeafFigures",
    "figure_table",
    "observations_as_of",
    "revisions_as_of",
    "with_parts",
]
