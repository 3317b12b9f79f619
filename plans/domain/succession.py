"""Naming the plan that comes after another: the years in its name move on, and so does the count of five-year plans."""

from __future__ import annotations

import re

Years = tuple[int, int]  # base year, target year

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_COUNT_ZH = re.compile("十([一二三四五六七八]?)五(?!年)")  # “十四五”, the 14th; “十五” is the 10th
_COUNT_EN = re.compile(r"\b(\d+)(?:st|nd|rd|th)(?=[ -][Ff]ive-[Yy]ear)")
_DIGITS = "一二三四五六七八九"
FIVE_YEARS = 5


def name_after(name: str, years: Years, next_years: Years) -> str:
    """The name of a plan of `next_years` made from that of a plan of `years`; unchanged where it names no years.

    2021–2025 becomes 2026–2030; “十四五” becomes “十五五” and 14th Five-Year becomes 15th Five-Year where both plans have
    five years and the one starts where the other ends.
    """
    name = _YEAR.sub(lambda match: str(_moved(int(match.group()), years, next_years)), name)
    if {end - start for start, end in (years, next_years)} != {FIVE_YEARS} or years[1] != next_years[0]:
        return name
    return _COUNT_EN.sub(_count_en, _COUNT_ZH.sub(_count_zh, name))


def code_after(code: str, years: Years, next_years: Years) -> str:
    """The next plan's code, with its years appended where the code names none."""
    moved = name_after(code, years, next_years)
    return moved if moved != code else f"{code}-{next_years[0] + 1}-{next_years[1]}"


def _moved(year: int, years: Years, next_years: Years) -> int:
    if year == years[1]:
        return next_years[1]
    return year - years[0] + next_years[0] if years[0] <= year < years[1] else year


def _count_zh(match: re.Match[str]) -> str:
    return f"十{_DIGITS[_DIGITS.index(match[1]) + 1 if match[1] else 0]}五"


def _count_en(match: re.Match[str]) -> str:
    count = int(match[1]) + 1
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
