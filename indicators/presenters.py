"""How figures are shown, and how a refused cell is explained."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.domain.rounding import round_half_up
from indicators.domain.typing import TypingError
from indicators.models import Absence, Indicator

MISSING = "—"
THIN_SPACE = "\u202f"  # sets thousands apart without being taken for a decimal point anywhere
SMALL_COUNT = 30  # below this a change is told as a difference: a percentage of so few would mislead


def plain_number(value: Decimal, decimals: int) -> str:
    """The number with its decimals and an ASCII sign, as one would type it."""
    return f"{round_half_up(value, decimals):f}"


def grouped_number(value: Decimal, decimals: int) -> str:
    """The number with its decimals, thousands set apart, a real minus sign."""
    return f"{round_half_up(value, decimals):,f}".replace(",", THIN_SPACE).replace("-", "−")


def figure_text(value: Decimal | None, absence: str, indicator: Indicator) -> str:
    """The figure as shown in a table: a number, the word for its absence, or a dash when there is none."""
    if value is not None:
        return grouped_number(value, indicator.decimals)
    return str(Absence(absence).label) if absence else MISSING


def typed_text(value: Decimal | None, absence: str, indicator: Indicator) -> str:
    """The figure as it stands in an input cell."""
    if value is not None:
        return plain_number(value, indicator.decimals)
    return "-" if absence == Absence.NOT_APPLICABLE else ""


def change_text(before: Decimal | None, now: Decimal | None, decimals: int) -> str:
    """The change against the year before: in percent, or as a difference where the figures are small; "" if unknown."""
    if before is None or now is None:
        return ""
    difference = now - before
    if difference == 0:
        return "0"
    sign = "+" if difference > 0 else "−"
    if decimals == 0 and abs(before) >= SMALL_COUNT:
        percent = (abs(difference) / abs(before) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return f"{sign}{percent}%"
    return f"{sign}{grouped_number(abs(difference), decimals)}"


def typing_error_text(error: TypingError) -> str:
    """One sentence that says what is wrong with the cell and what to type instead."""
    facts = error.facts
    if error.code == "wrong_sign":
        if facts["unit"]:
            return _("This figure is in %(unit)s, not in %(sign)s.") % facts
        return _("This figure takes no %(sign)s sign: type the number itself.") % facts
    if error.code == "too_many_decimals":
        return (
            ngettext("At most %(decimals)d decimal place.", "At most %(decimals)d decimal places.", facts["decimals"])
            % facts
        )
    sentences = {
        "not_a_number": _("“%(text)s” is not a number. Type digits, for example 12796; “-” where it does not apply."),
        "too_long": _("Too long: at most %(most)d digits before the decimal point. Was a figure pasted twice?"),
        "not_whole": _("This is a count: type a whole number."),
        "negative": _("This figure cannot be negative."),
        "too_low": _("This figure cannot be below %(least)s."),
        "too_high": _("This figure cannot be above %(most)s."),
        "note_too_long": _("The note is too long: %(now)d characters, at most %(most)d."),
    }
    return sentences[error.code] % facts
