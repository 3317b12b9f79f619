"""What a spreadsheet itself says of an input cell: the rule it keeps while one types, and the words beside the cell."""

from __future__ import annotations

from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.exports.cells import clean_text, line_count
from indicators.models import Indicator

LONGEST_TITLE, LONGEST_PROMPT = 30, 240  # Excel takes 32 and 255 characters, and repairs a file with more
ABSENT = ("-", "—", "不适用", "n/a")


def figure_validation(indicator: Indicator, address: str) -> DataValidation:
    """A number within the indicator's limits and decimals, or a word for not applicable; everything else is stopped."""
    found = DataValidation(
        type="custom",
        formula1=_formula(indicator, address),
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle=_shortened(str(indicator), LONGEST_TITLE),
        error=_shortened(_rule_words(indicator), LONGEST_PROMPT),
        promptTitle=_shortened(str(indicator), LONGEST_TITLE),
        prompt=_shortened(f"{_rule_words(indicator)} {indicator.shown_definition}".strip(), LONGEST_PROMPT),
    )
    found.add(address)
    return found


def _formula(indicator: Indicator, address: str) -> str:
    absent = ",".join(f'{address}="{word}"' for word in ABSENT)
    limits, rules = indicator.limits, [f"ISNUMBER({address})"]
    if limits.least is not None:
        rules.append(f"{address}>={limits.least}")
    if limits.most is not None:
        rules.append(f"{address}<={limits.most}")
    rules.append(f"ROUND({address},{indicator.decimals})={address}")
    return f"OR({absent},AND({','.join(rules)}))"


def _rule_words(indicator: Indicator) -> str:
    """The rule in one sentence: unit, decimals, limits, and how to say that it does not apply."""
    limits = indicator.limits
    kind = (
        _("a whole number")
        if indicator.decimals == 0
        else _("a number with at most %(decimals)d decimals") % {"decimals": indicator.decimals}
    )
    words = [_("Unit: %(unit)s.") % {"unit": indicator.shown_unit}] if indicator.shown_unit else []
    if limits.most is not None:
        facts = {"kind": kind, "least": limits.least, "most": limits.most}
        words.append(_("Type %(kind)s from %(least)s to %(most)s; “-” where it does not apply.") % facts)
    elif limits.least is not None:
        words.append(
            _("Type %(kind)s, not below %(least)s; “-” where it does not apply.")
            % ({"kind": kind, "least": limits.least})
        )
    else:
        words.append(_("Type %(kind)s; “-” where it does not apply.") % {"kind": kind})
    return " ".join(words)


def explanation_validation(addresses: list[str]) -> DataValidation:
    """Usual reasons to choose from; any other words may be typed."""
    reasons = (
        _("The definition changed"),
        _("The area's boundaries changed"),
        _("Last year's figure was wrong"),
        _("Checked against the source and right"),
    )
    found = DataValidation(
        type="list", formula1=f'"{",".join(reasons)}"', allow_blank=True, showErrorMessage=False, showInputMessage=True
    )
    found.promptTitle = _("Explanation")
    found.prompt = _("Only where a check doubts the figure: say in one sentence why it is right. Choose or type.")
    for address in addresses:
        found.add(address)
    return found


def note_of(text: str) -> Comment:
    """A note on a cell, large enough to be read whole."""
    comment = Comment(clean_text(text), "")
    comment.width, comment.height = 320, 24 + 18 * line_count(text, 44)
    return comment


def _shortened(text: str, most: int) -> str:
    text = clean_text(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
