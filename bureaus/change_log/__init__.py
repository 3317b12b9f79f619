"""The history nobody can bend: database triggers append an entry for every change of a business table.

The entry is written in the change's own transaction (rolled back together, or kept together), names who stands behind
the change (bureaus.acting; nobody: the change is refused), and is chained to the one before it (bureaus.domain.chain).
The log only grows. docs/history.md tells what that proves and what it cannot.
"""

from bureaus.change_log.installing import after_migrating, before_migrating, differences_in_triggers, install, lift
from bureaus.change_log.reconciling import Difference, differences_in_rows
from bureaus.change_log.sqlite import on_connection
from bureaus.change_log.tables import LoggedTable, append_only_tables, has_log, logged_models, logged_tables

__all__ = [
    "Difference",
    "LoggedTable",
    "after_migrating",
    "append_only_tables",
    "before_migrating",
    "differences_in_rows",
    "differences_in_triggers",
    "has_log",
    "install",
    "lift",
    "logged_models",
    "logged_tables",
    "on_connection",
]
