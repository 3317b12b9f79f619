"""Reading what a person typed into a figure's cell, strictly and with a reason for every refusal."""

import re
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15  # before the decimal point; a trillion has 13

_BLANKS = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?")
_NOT_APPLICABLE = {"-", "—", "--", "——", "–", "n/a", "na", "不适用"}
_UNIT_SIGNS = {"%": "%", "‰": "‰"}
# Full-width forms and signs count as their plain ones. Other compatibility forms do not: NFKC would read 12① as 121.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-", 0x2030: "‰"}
LONGEST_NOTE = 1000
# What no database or workbook can hold. Signs that are not seen (zero width, direction of writing) belong to the text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most a figure can be; None where there is no limit on that side."""

    least: Decimal | None = None
    most: Decimal | None = None


COUNT = Limits(least=Decimal(0))


def read_typed(text: str, *, decimals: int, unit: str, limits: Limits = COUNT) -> Typed:
    """The figure in `text`, for an indicator with so many decimals, that unit and those limits.

    Full-width characters count as their plain ones, thousands may be set apart by commas or spaces, and the indicator's
    own % or ‰ may stand behind. Everything else raises TypingError: not_a_number, wrong_sign, too_long,
    too_many_decimals, not_whole, negative, too_low, too_high.
    """
    text = _BLANKS.sub(" ", text.translate(_FULL_WIDTH)).strip()
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
    return Typed(value=_within_limits(Decimal(text), decimals, limits))


def _within_limits(value: Decimal, decimals: int, limits: Limits) -> Decimal:
    if limits.least is not None and value < limits.least:
        raise TypingError("negative" if limits.least == 0 else "too_low", least=limits.least)
    if value.adjusted() >= MOST_DIGITS:
        raise TypingError("too_long", most=MOST_DIGITS)
    if limits.most is not None and value > limits.most:
        raise TypingError("too_high", most=limits.most)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        raise TypingError("not_whole" if decimals == 0 else "too_many_decimals", decimals=decimals)
    return abs(value) if value == 0 else value  # "-0" is 0


def read_note(text: str) -> str:
    """A note without the control characters that no database or workbook can hold. Raises TypingError note_too_long."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n")).strip()
    if len(text) > LONGEST_NOTE:
        raise TypingError("note_too_long", most=LONGEST_NOTE, now=len(text))
    return text
