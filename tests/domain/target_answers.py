"""Judging readings against a table of answers: right, wrong, and wrong although certain."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

from plans.domain.meaning import Certainty, Context, Form, TargetMeaning
from plans.domain.reading import read_wording
from plans.domain.saying import unit_of_year

DATA = Path(__file__).parents[1] / "data"
_CHANGE = {"relative_to_baseline_points": {Form.CHANGE_POINTS}, "relative_to_baseline_percent": {Form.CHANGE_PERCENT}}
FORMS = {
    "at_least": {Form.BOUND, Form.LEVEL}, "at_most": {Form.BOUND, Form.LEVEL}, "bare_number": {Form.BOUND, Form.LEVEL},
    "equal": {Form.ABOUT, Form.BOUND}, "range": {Form.RANGE}, "ratio": {Form.RATIO}, "benchmark": {Form.BENCHMARK},
    "qualitative_done": {Form.MILESTONE}, "monotone": {Form.MONOTONE}, "growth_rate": {Form.ANNUAL_GROWTH},
    "annual": {Form.ANNUAL_STEP}, "steps": {Form.STEPS}, "by_kind": {Form.BY_KIND}, "compound": {Form.COMPOUND},
    "none": {Form.NONE_YET}, "other": {Form.BY_PERSON, Form.COMPOUND}, **_CHANGE,
}  # fmt: skip
OPERATORS = {
    ">=": "ge",
    "infer>=": "ge",
    "<=": "le",
    "infer<=": "le",
    ">": "gt",
    "<": "lt",
    "~": "eq",
    "=": "eq",
    "infer=": "eq",
    "between": "in",
}


def cases(name: str) -> list[dict[str, str]]:
    """The rows of a table of answers in tests/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def reading_of(case: dict[str, str]) -> TargetMeaning:
    """The reading of one row, in the context that the row gives."""
    year = case.get("target_year") or next(iter(re.findall(r"ty=(\d{4})(?![及\d])", case["note"])), "")
    context = Context(
        indicator=case["indicator"], unit=case["unit"], baseline=case["baseline"], polarity=case.get("polarity", ""),
        target_year=int(year) if year else None, base_year=2020 if "基年取自规划" in case["note"] else None,
    )  # fmt: skip
    return read_wording(case["wording"], context)


def is_right(case: dict[str, str], meaning: TargetMeaning) -> bool:
    """Whether the reading, or one part of a list read in order, is the answer."""
    if _matches(case, meaning):
        return True
    single = case["kind"] not in ("steps", "by_kind", "compound")
    return (
        single
        and meaning.form in (Form.STEPS, Form.BY_KIND)
        and any(_matches(case, part.meaning) for part in meaning.parts)
    )


def _matches(case: dict[str, str], meaning: TargetMeaning) -> bool:
    forms = FORMS[case["kind"]] | ({Form.ANNUAL_STEP} if "/年" in case["operator"] else set())
    if meaning.form not in forms:
        return False
    if meaning.form in (Form.BY_PERSON, Form.COMPOUND, Form.STEPS, Form.BY_KIND, Form.NONE_YET):
        return True
    return _operator_fits(case, meaning) and _numbers_fit(case, meaning) and _base_fits(case, meaning)


def _operator_fits(case: dict[str, str], meaning: TargetMeaning) -> bool:
    wanted = case["operator"]
    if meaning.form in (Form.CHANGE_POINTS, Form.CHANGE_PERCENT, Form.ANNUAL_STEP, Form.ANNUAL_GROWTH):
        return (meaning.direction, meaning.operator) == (("up", "ge") if wanted.startswith("+") else ("down", "le"))
    if meaning.form == Form.MONOTONE:
        return meaning.direction == {"increase": "up", "decrease": "down", "keep": "keep"}[wanted]
    return wanted not in OPERATORS or meaning.operator == OPERATORS[wanted]


def _numbers_fit(case: dict[str, str], meaning: TargetMeaning) -> bool:
    wanted = [Decimal(case[name]) if case[name] else None for name in ("low", "high")]
    if "/年~" in case["operator"]:
        wanted[1] = None  # an approximate step is stored once, with the flag
    return [meaning.low, meaning.high] == wanted and unit_of_year(meaning) == case["unit_read"]


def _base_fits(case: dict[str, str], meaning: TargetMeaning) -> bool:
    wanted = case["base_year"]
    if not wanted.isdigit() or "由五年规划语境推断" in case["note"]:
        return True
    return meaning.base_year == int(wanted)


def judge(name: str) -> tuple[list[str], list[str], int]:
    """(ids read wrongly, ids read wrongly though called certain, number of rows)."""
    rows = cases(name)
    wrong = [(case["id"], reading_of(case)) for case in rows if not is_right(case, reading_of(case))]
    return (
        [key for key, _ in wrong],
        [key for key, meaning in wrong if meaning.certainty == Certainty.CERTAIN],
        len(rows),
    )


def summary(meaning: TargetMeaning) -> tuple[str, str, str | None, str | None, str]:
    """(form, operator, low, high, unit), numbers as text."""
    low, high = (None if number is None else str(number) for number in (meaning.low, meaning.high))
    return meaning.form.value, meaning.operator.value, low, high, meaning.unit
