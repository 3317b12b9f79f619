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
    return [
        (str(numbers[place]), match["rest"].rstrip()) if match and _counts(numbers, led, place) else ("", text)
        for place, (match, text) in enumerate(zip(led, texts, strict=True))
    ]


def _counts(numbers: Sequence[int | None], led: Sequence[re.Match[str] | None], place: int) -> bool:
    number, match = numbers[place], led[place]
    if number is None or match is None:
        return False
    before = next((n for n in reversed(numbers[:place]) if n is not None), None)
    after = next((n for n in numbers[place + 1 :] if n is not None), None)
    follows, is_followed = before is not None and number == before + 1, after == number + 1
    if match["sign"] in ("", " ") or match["sign"].isspace():
        return (follows and (is_followed or after is None)) or (number == 1 and is_followed)
    if match["open"] or match["sign"] in _CLEAR_SIGNS or not match["rest"][0].isdigit():
        return True
    return follows or is_followed or number == 1
