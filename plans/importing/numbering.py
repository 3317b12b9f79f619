"""Numbers glued to the text behind them: “2.7岁以下儿童…” is row 2 about children under seven, for the row before is 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LED = re.compile(
    r"\s*(?P<open>[(（]?)(?P<number>\d{1,3})(?P<sign>[.．、)）:：]|\s+|(?=[\u3400-\u9fff“《]))\s*(?P<rest>\S.*)",
    re.DOTALL,
)
_CLEAR_SIGNS = ("、", ")", "）", ":", "：")


def split_numbers(texts: Sequence[str]) -> list[tuple[str, str]]:
    """For each text its row number, or "", and the rest.

    A number counts when the texts count on from it (1, 2, 3 …) or when nothing else could be meant by it (“3、”, “(3)”).
    """
    led = [_LED.match(text) for text in texts]
    numbers = [int(match["number"]) if match else None for match in led]
    before, after = _last_before(numbers), _last_before(numbers[::-1])[::-1]
    return [
        (str(number), match["rest"].rstrip())
        if match and _counts(match, before[place], after[place])
        else ("", texts[place])
        for place, (match, number) in enumerate(zip(led, numbers, strict=True))
    ]


def _last_before(numbers: Sequence[int | None]) -> list[int | None]:
    """For each place the last number that stands before it."""
    found: list[int | None] = []
    last = None
    for number in numbers:
        found.append(last)
        last = last if number is None else number
    return found


def _counts(match: re.Match[str], before: int | None, after: int | None) -> bool:
    number = int(match["number"])
    follows, is_followed = before is not None and number == before + 1, after == number + 1
    if match["sign"] in ("", " ") or match["sign"].isspace():
        return (follows and (is_followed or after is None)) or (number == 1 and is_followed)
    if match["open"] or match["sign"] in _CLEAR_SIGNS or not match["rest"][0].isdigit():
        return True
    return follows or is_followed or number == 1
