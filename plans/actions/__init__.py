"""Every change to a plan: the plan itself, the rows of its table, and their wordings."""

from plans.actions.plans import NextPlan, add_plan, edit_plan, start_next_plan
from plans.actions.targets import (
    TableRow,
    add_row,
    add_section,
    add_target,
    edit_row,
    edit_target,
    move_target,
    restore_target,
    retire_target,
)
from plans.actions.wordings import (
    correct_reading,
    correct_wording,
    reading_context,
    revise_target,
    set_yearly_targets,
)

__all__ = [
    "NextPlan",
    "TableRow",
    "add_plan",
    "add_row",
    "add_section",
    "add_target",
    "correct_reading",
    "correct_wording",
    "edit_plan",
    "edit_row",
    "edit_target",
    "move_target",
    "reading_context",
    "restore_target",
    "retire_target",
    "revise_target",
    "set_yearly_targets",
    "start_next_plan",
]
