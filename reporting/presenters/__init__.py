"""How the state of a plan is shown: words, marks, rows, and what stands behind a target."""

from reporting.presenters.evidence import ChangeRow, PartRow, Trust, change_rows, part_rows, trust
from reporting.presenters.marks import (
    FAMILIES,
    StatusMark,
    TargetBar,
    family_of,
    language,
    sentence,
    shown_status,
    status_mark,
    target_bar,
)
from reporting.presenters.rows import (
    FigureCell,
    Segment,
    StandRow,
    YearlyRow,
    baseline_text,
    figure_years,
    percent,
    segments,
    stand_row,
    yearly_rows,
    years_with_figures,
)
from reporting.presenters.rules import decision_rows

__all__ = [
    "FAMILIES",
    "ChangeRow",
    "FigureCell",
    "PartRow",
    "Segment",
    "StandRow",
    "StatusMark",
    "TargetBar",
    "Trust",
    "YearlyRow",
    "baseline_text",
    "change_rows",
    "decision_rows",
    "family_of",
    "figure_years",
    "language",
    "part_rows",
    "percent",
    "segments",
    "sentence",
    "shown_status",
    "stand_row",
    "status_mark",
    "target_bar",
    "trust",
    "yearly_rows",
    "years_with_figures",
]
