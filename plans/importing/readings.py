"""A table of target wordings read row by row, each reading as one line of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from plans.domain.meaning import Context, Form, Part, TargetMeaning
from plans.domain.numerals import plain
from plans.domain.reading import read_wording
from plans.domain.saying import say, unit_of_year
from plans.importing.tsv import read_rows

CHANGES = (Form.CHANGE_POINTS, Form.CHANGE_PERCENT, Form.ANNUAL_STEP, Form.ANNUAL_GROWTH)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_POLARITIES = {
    "up": "up",
    "down": "down",
    "越高越好": "up",
    "越低越好": "down",
    "正向": "up",
    "逆向": "down",
    "负向": "down",
}
_MARK = "\x00"  # stands around numbers until the line is written: JSON's own writer knows no Decimal
_MARKED = re.compile(r'"\\u0000(-?[\d.]+)\\u0000"')


def reading_lines(path: str | Path) -> Iterator[str]:
    """One JSON object a line for each row of a tab-separated file with a header line and a column “wording”.

    Used besides: id, indicator, unit, baseline, base_year, target_year, polarity; other columns are left alone.
    Raises ValueError with a sentence for people when the file cannot be read so.
    """
    rows = read_rows(path)
    if rows and "wording" not in rows[0]:
        columns = ", ".join(name for name in rows[0] if name)
        raise ValueError(
            f"{path} 没有“wording”列，现有的列为：{columns}。\n"
            f"{path} has no column “wording”; its columns are {columns}."
        )
    for row in rows:
        yield reading_line(row)


def reading_line(row: Mapping[str, str]) -> str:
    """The reading of one row as a line of JSON: numbers with the digits that were read, missing ones null."""
    meaning = read_wording(row["wording"], _context(row))
    record = {
        "id": row.get("id", ""),
        "form": meaning.form.value,
        "operator": meaning.operator.value,
        "low": _number(meaning.low),
        "high": _number(_high(meaning)),
        "unit": unit_of_year(meaning),
        "base_year": meaning.base_year,
        "certainty": meaning.certainty.value,
        "reason": meaning.reason,
        "said_zh": say(meaning, "zh"),
        "said_en": say(meaning, "en"),
        "direction": meaning.direction.value,
        "approximate": meaning.approximate,
        "joined_by": meaning.joined_by,
        "parts": [_part(part) for part in meaning.parts],
    }
    return _MARKED.sub(r"\1", json.dumps(record, ensure_ascii=False))


def _context(row: Mapping[str, str]) -> Context:
    return Context(
        indicator=row.get("indicator", ""),
        unit=row.get("unit", ""),
        polarity=_POLARITIES.get(row.get("polarity", "").strip().lower(), ""),
        baseline=row.get("baseline", ""),
        base_year=_year(row.get("base_year", "")),
        target_year=_year(row.get("target_year", "")),
    )


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def _part(part: Part) -> dict[str, Any]:
    meaning: TargetMeaning = part.meaning
    return {
        "label": part.label,
        "year": part.year,
        "form": meaning.form.value,
        "operator": meaning.operator.value,
        "low": _number(meaning.low),
        "high": _number(_high(meaning)),
        "unit": unit_of_year(meaning),
    }


def _high(meaning: TargetMeaning) -> Decimal | None:
    """An approximate change (约10%) is written as every approximate number is, with both ends at the number."""
    return meaning.low if meaning.form in CHANGES and meaning.approximate else meaning.high


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{_MARK}{plain(value)}{_MARK}"
