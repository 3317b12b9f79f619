"""Every change to areas, accounts and rights, and the trail that every change of the application leaves."""

from bureaus.actions.accounts import (
    add_account,
    choose_password,
    edit_account,
    give_initial_password,
    set_active,
)
from bureaus.actions.areas import add_area, add_department, rename_area, rename_department
from bureaus.actions.events import address_of, note, noted, write_noted
from bureaus.actions.rights import give_right, hand_over, take_right, unlock
from bureaus.actions.signing_in import begin_attempt, forget_attempts, locked_until
from bureaus.actions.trail import record

__all__ = [
    "add_account",
    "add_area",
    "add_department",
    "address_of",
    "begin_attempt",
    "choose_password",
    "edit_account",
    "forget_attempts",
    "give_initial_password",
    "give_right",
    "hand_over",
    "locked_until",
    "note",
    "noted",
    "record",
    "rename_area",
    "rename_department",
    "set_active",
    "take_right",
    "unlock",
    "write_noted",
]
