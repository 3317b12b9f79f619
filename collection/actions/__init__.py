"""Every change a person can make while figures are collected."""

from collection.actions.chasing import Chase, remind, remind_units
from collection.actions.entering import DEMO_SOURCE, Saving, TypedCell, save_figures
from collection.actions.evidence import add_evidence, remove_evidence
from collection.actions.handing_in import recall, submit
from collection.actions.opening import (
    asked_indicators,
    close_collection,
    extend_deadline,
    open_collection,
    reopen_collection,
    units_of,
)
from collection.actions.reviewing import approve, return_submission

__all__ = [
    "DEMO_SOURCE",
    "Chase",
    "Saving",
    "TypedCell",
    "add_evidence",
    "approve",
    "asked_indicators",
    "close_collection",
    "extend_deadline",
    "open_collection",
    "recall",
    "remind",
    "remind_units",
    "remove_evidence",
    "reopen_collection",
    "return_submission",
    "save_figures",
    "submit",
    "units_of",
]
