"""Checks as data: what the rules in force find in figures, what a rule would have found, and how rules are kept.

`findings_for` is the one checking path, however figures come in (form, paste, workbook).
"""

from indicators.checking.finding import FormFigures, findings_for, findings_for_many, rules_in_force
from indicators.checking.keeping import keep_default_rules, keep_rule, remove_rule, switch_rule
from indicators.checking.trying import KeptRule, PastFinding, PastPicture, Trial, kept_rules, past_pictures, try_rule

__all__ = [
    "FormFigures",
    "KeptRule",
    "PastFinding",
    "PastPicture",
    "Trial",
    "findings_for",
    "findings_for_many",
    "keep_default_rules",
    "keep_rule",
    "kept_rules",
    "past_pictures",
    "remove_rule",
    "rules_in_force",
    "switch_rule",
    "try_rule",
]
