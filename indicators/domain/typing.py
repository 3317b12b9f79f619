"""Reading what a person typed into a figure's cell, strictly and with a reason for every refusal."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15  # before the decimal point; a trillion has 13

_BLANKS = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?")
_NOT_APPLICABLE = {"-", "—", "--", "——", "–", "n/a", "na", "不适用"}
_UNIT_SIGNS = {"%": "%", "‰": "‰"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell as it was understood: a number, or not applicable, or blank (both None/False)."""

    value: Decimal | None = None
    not_applicable: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether the cell was left empty, which is neither 0 nor "not applicable"."""
        return self.value is None and not self.not_applicable


class TypingError(ValueError):
    """A cell that cannot be kept. `code` names the rule; `facts` fill its sentence (see indicators.presenters)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_typed(text: str, *, decimals: int, unit: str, may_be_negative: bool) -> Typed:
    """The figure in `text`, for an indicator with so many decimals and that unit.

    Full-width characters count as their plain ones, thousands may be set apart by commas or spaces, and the indicator's
    own % or ‰ may stand behind. Everything else raises TypingError: not_a_number, wrong_sign, too_long, too_many_decimals,
    not_whole, negative.
    """
    text = unicodedata.normalize("NFKC", text)
    text = _BLANKS.sub(" ", text).strip().replace("\u2212", "-")
    if text == "":
        return Typed()
    if text.casefold() in _NOT_APPLICABLE:
        return Typed(not_applicable=True)
    if text[-1] in _UNIT_SIGNS:
        if unit != text[-1]:
            raise TypingError("wrong_sign", sign=text[-1], unit=unit)
        text = text[:-1].rstrip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(text) or not text.isascii():
        raise TypingError("not_a_number", text=text[:40])
    return Typed(value=_within_limits(Decimal(text), decimals, may_be_negative))


def _within_limits(value: Decimal, decimals: int, may_be_negative: bool) -> Decimal:
    if value < 0 and not may_be_negative:
        raise TypingError("negative")
    if value.adjusted() >= MOST_DIGITS:
        raise TypingError("too_long", most=MOST_DIGITS)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        raise TypingError("not_whole" if decimals == 0 else "too_many_decimals", decimals=decimals)
    return abs(value) if value == 0 else value  # "-0" is 0
