"""What the sentences of both languages share: numbers as shown, and the flags that belong into a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plans.domain.meaning import Form
from reporting.domain.arithmetic import HUNDRED, round_half_up
from reporting.domain.case import Case
from reporting.domain.statuses import Status

NUMBER_NOTES = ("preliminary", "partial", "denominator_changed")  # said right behind the figure
CLOSING_NOTES = ("fell_back", "baseline_year_differs", "strict_no_baseline", "years_missing", "broken")


def number(case: Case, value: Decimal, places: int) -> str:
    """`value` with `places` decimals and no unit; a ratio as 1:x."""
    text = f"{round_half_up(value, places):f}"
    return f"1:{text}" if case.meaning.form == Form.RATIO else text


def percent(share: Decimal) -> str:
    """A share as a percentage with one decimal: 0.8333 → "83.3%"."""
    return f"{round_half_up(share * HUNDRED, 1):f}%"


def plain(value: Decimal) -> str:
    """A number as the wording prints it, never in scientific notation."""
    return f"{value:f}"


def told_apart(value: Decimal, other: Decimal, places: int) -> tuple[Decimal, int]:
    """`value` rounded to `places`, or finer where it would look equal to `other` without being so."""
    while places < 9 and value != other and round_half_up(value, places) == round_half_up(other, places):
        places += 1
    return round_half_up(value, places), places


def closing_flags(status: Status, flags: Sequence[str]) -> list[str]:
    """The flags said at the end of a sentence that does not say them anyway."""
    codes = [code for code in CLOSING_NOTES if (status, code) != (Status.NO_BASELINE, "strict_no_baseline")]
    return chosen_flags(flags, codes)


def chosen_flags(flags: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Those flags whose code is one of `codes`."""
    return [flag for flag in flags if flag.split(":")[0] in codes]
