"""One row of a table of cases, as text: read into a case and judged. Every odd cell gives a sentence, not a crash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from plans.domain.limits import MOST_CHARACTERS, is_too_long
from plans.domain.meaning import Context, Form, TargetMeaning
from plans.domain.numerals import MOST_DIGITS
from plans.domain.reading import read_baseline, read_wording
from reporting.domain import units
from reporting.domain.progress import Case, PersonJudgement, Progress, Status, is_growth_indicator, judge

COLUMNS = (
    "indicator", "unit", "nature", "direction", "baseline_year", "baseline", "target_year", "target_text", "actual_year",
    "actual",
)  # fmt: skip

_ENDLESS = re.compile(rf"\d{{{MOST_DIGITS + 1}}}")
_DIRECTIONS = {
    "up": ("up", "higher", "正向", "越高越好", "上升", "提高", "增加", "升", "↑", "+"),
    "down": ("down", "lower", "逆向", "负向", "反向", "越低越好", "下降", "降低", "减少", "降", "↓", "-"),
    "": ("", "none", "无", "中性", "—", "/"),
}
_BLANK = re.compile(r"[-—–−/\s]*|无|空|缺|暂无|null|n/?a", re.IGNORECASE)
_NOT_ONE_NUMBER = re.compile(r"[<>≤≥≦≧～~至约]|以上|以下|以内|左右|不低于|不高于|不超过|超过|\d\s*[-—–]\s*\d")


# How far a milestone is, as tables state it; the first that fits counts.
_STATES = (
    (Status.NOT_STARTED, re.compile(r"(?:尚|还|暂)?未(?:启动|开始|开工|开展|动工)|没有(?:启动|开始)|否|无进展|no|not started", re.I)),
    (
        Status.UNDER_WAY,
        re.compile(
            r"(?:正在|正|持续|有序|稳步|加快)?(?:推进|进行|建设|实施|办理|开展|筹建)中?|在建|已(?:启动|开工)|(?:部分|基本)(?:完成|建成)"
            r"|(?:尚|还|暂)?未(?:完成|建成|达标|达到|实现|落实)|under way|in progress",
            re.I,
        ),
    ),
    (
        Status.MET,
        re.compile(r"(?:已经?|全部|均已?|如期|按期|提前|已全部|已全面|全面)*(?:完成|建成|达标|实现|落实|达到|建立|投用)(?:投用|任务|目标)?|是|yes|done", re.I),
    ),
)  # fmt: skip


class OddRow(ValueError):
    """A row that cannot be judged as it stands; `zh` and `en` say which cell and why, the message says both."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


def judge_row(row: Mapping[str, str]) -> Progress:
    """The progress told by one row with the cells of `COLUMNS`.

    The one figure of a row is, for a cumulative target (累计), the total so far. A half-year such as 2018H1 counts for
    its year as a preliminary figure. Raises OddRow with a sentence for people.
    """
    for column in COLUMNS:
        if column != "target_text" and is_too_long(row[column]):  # an endless wording is for a person
            raise OddRow(
                f"{column} 超过{MOST_CHARACTERS}字。", f"{column} holds more than {MOST_CHARACTERS} characters."
            )
    for column in ("baseline", "target_text", "actual"):
        if _ENDLESS.search(_tidy(row[column])):
            raise OddRow(
                f"{column} 中有超过{MOST_DIGITS}位的数。", f"{column} holds a number of more than {MOST_DIGITS} digits."
            )
    actual_year, part_year = _actual_year(row)
    case = _case(row, actual_year, part_year)
    return judge(case, actual_year if actual_year is not None else case.target_year)


def _case(row: Mapping[str, str], actual_year: int | None, part_year: bool) -> Case:
    indicator, unit = row["indicator"], row["unit"]
    polarity = _polarity(row["direction"])
    base_year = _year(row["baseline_year"], "baseline_year")
    target_year = _year(row["target_year"], "target_year")
    if target_year is None:
        raise OddRow(
            f"target_year 为 {row['target_year']!r}：须填年份，如2025。",
            f"target_year is {row['target_year']!r}: a year is needed, such as 2025.",
        )
    context = Context(
        indicator=indicator,
        unit=units.tidy(unit),
        polarity=polarity,
        baseline=row["baseline"],
        base_year=base_year,
        target_year=target_year,
    )
    meaning = read_wording(row["target_text"], context)
    readable = meaning.form != Form.BY_PERSON  # what is for a person anyway is not refused for an odd baseline
    baseline, baseline_year = _number(row["baseline"], "baseline", context) if readable else (None, None)
    state = _state(row["actual"]) if meaning.form == Form.MILESTONE else None
    actual, _ = _number(row["actual"], "actual", context) if state is None else (None, None)
    if (actual is not None or state is not None) and actual_year is None:
        raise OddRow(
            f"actual 为 {row['actual']!r} 而 actual_year 为 {row['actual_year']!r}：须填年份。",
            f"actual is {row['actual']!r} but actual_year is {row['actual_year']!r}: a year is needed.",
        )
    figures = {} if actual is None or actual_year is None else {actual_year: actual}
    return Case(
        meaning=meaning,
        unit=unit or _unit_of_figures(meaning),
        decimals=max([0, *_decimals(row, meaning, unit)]),
        polarity=polarity,
        binding="约束" in row["nature"] or row["nature"].strip().lower() == "binding",
        base_year=base_year,
        target_year=target_year,
        baseline=baseline,
        baseline_year=baseline_year,
        figures=figures,
        person=None
        if state is None
        else PersonJudgement(status=state, name="", on=str(actual_year), reason=_tidy(row["actual"])),
        preliminary_years=frozenset(figures) if part_year else frozenset(),
        indicator_is_growth=is_growth_indicator(indicator),
        figures_accumulate=meaning.cumulative,
    )


def _state(cell: str) -> Status | None:
    """How far a milestone is by the words of a cell; None where they do not tell."""
    text = _tidy(cell).rstrip("。.!")
    return next((status for status, words in _STATES if words.fullmatch(text)), None)


def _unit_of_figures(meaning: TargetMeaning) -> str:
    """The indicator's unit as far as the wording tells it: a change in percent tells nothing of what changes."""
    return "" if meaning.form in (Form.CHANGE_PERCENT, Form.ANNUAL_GROWTH, Form.RATIO) else units.tidy(meaning.unit)


def _tidy(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _polarity(cell: str) -> str:
    text = _tidy(cell).lower()
    for polarity, names in _DIRECTIONS.items():
        if text in names:
            return polarity
    raise OddRow(
        f"direction 为 {cell!r}：应为 up、down 或留空。", f"direction is {cell!r}: up, down or nothing is expected."
    )


def _year(cell: str, column: str) -> int | None:
    """The one year a cell names; None where it names none, as "基期" does."""
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20|21)\d{2}(?!\d)", _tidy(cell))}
    if len(years) > 1:
        raise OddRow(f"{column} 为 {cell!r}：只应有一个年份。", f"{column} is {cell!r}: one year is expected.")
    if not years and re.search(r"\d", _tidy(cell)):
        raise OddRow(
            f"{column} 为 {cell!r}：应为四位数的年份。", f"{column} is {cell!r}: a year with four digits is expected."
        )
    return next(iter(years), None)


def _actual_year(row: Mapping[str, str]) -> tuple[int | None, bool]:
    """The year of the actual figure, and whether it covers only a part of it (2018H1, 2018年上半年, 2018年1-6月)."""
    cell = row["actual_year"]
    year = _year(cell, "actual_year")
    rest = re.sub(r"\d{4}|年|底|末|全|度|\s", "", _tidy(cell))
    return year, year is not None and bool(rest)


def _number(cell: str, column: str, context: Context) -> tuple[Decimal | None, int | None]:
    """The figure of a cell in the row's unit, and the year it carries itself; None for an empty cell."""
    text = _tidy(cell)
    if _BLANK.fullmatch(text):
        return None, None
    if _NOT_ONE_NUMBER.search(re.sub(r"\(.*?\)", "", text)):
        raise OddRow(
            f"{column} 为 {cell!r}：应为一个数，而不是界限或区间。",
            f"{column} is {cell!r}: one figure is expected, not a bound or a range.",
        )
    found = read_baseline(cell, context)
    if found.value is None:
        raise OddRow(f"{column} 为 {cell!r}：读不出数值。", f"{column} is {cell!r}: no figure can be read from it.")
    factor = units.factor(found.unit, context.unit)
    if factor is None:
        raise OddRow(
            f"{column} 为 {cell!r}：单位“{found.unit}”与指标单位“{context.unit}”不能比较。",
            f"{column} is {cell!r}: {found.unit} cannot be compared with the indicator's unit {context.unit}.",
        )
    return found.value * factor, found.year


def _decimals(row: Mapping[str, str], meaning: TargetMeaning, unit: str) -> Iterator[int]:
    """The decimals printed in the row's figures and in those numbers of the wording that are in the same unit."""
    for cell in (row["baseline"], row["actual"]):
        yield from (len(digits) for digits in re.findall(r"\d\.(\d+)", _tidy(cell)))
    if units.tidy(meaning.unit) in ("", units.tidy(unit)) or not unit:
        for edge in (meaning.low, meaning.high):
            exponent = None if edge is None else edge.as_tuple().exponent
            if isinstance(exponent, int):
                yield -exponent
    for part in meaning.parts:
        yield from _decimals({"baseline": "", "actual": ""}, part.meaning, unit)
