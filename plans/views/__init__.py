"""The pages of plans. The plan editor belongs to the planning office of the plan's area."""

from plans.views.head import edit_head, next_plan
from plans.views.imports import import_draft, import_list
from plans.views.table import edit_table
from plans.views.target import add_target, edit_target

__all__ = ["add_target", "edit_head", "edit_table", "edit_target", "import_draft", "import_list", "next_plan"]
