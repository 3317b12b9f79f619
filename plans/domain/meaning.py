"""What a target's official wording means: the frozen result of reading it.

A meaning is plain data. `plans.domain.reading` makes it from wording, `plans.domain.saying` says it back in Chinese
and English, `reporting.domain.progress` judges by it, and `to_json`/`from_json` carry it to and from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """The kinds of promise a wording can make; each has its own rule of judgement."""

    BOUND = "bound"  # ≥72%, ≤12/10万, a bare number
    ABOUT = "about"  # 27%左右
    RANGE = "range"  # 1-2个
    CHANGE_POINTS = "change_points"  # 在2020年基础上提高1岁
    CHANGE_PERCENT = "change_percent"  # 在2020年基础上增长10%左右
    ANNUAL_STEP = "annual_step"  # 每年降低0.5个百分点以上
    ANNUAL_GROWTH = "annual_growth"  # 年均增长8.5%左右
    MONOTONE = "monotone"  # 持续下降, 同比例提高
    BENCHMARK = "benchmark"  # 不低于全国平均水平
    MILESTONE = "milestone"  # 完成, 建成
    LEVEL = "level"  # 5级及以上
    RATIO = "ratio"  # 1:1.25, kept as its quotient 1.25
    STEPS = "steps"  # 2022年全部、2025年20%
    BY_KIND = "by_kind"  # 三级30%、二级25%
    COMPOUND = "compound"  # ≤5.6‰或持续降低
    NONE_YET = "none_yet"  # —, 另行确定
    BY_PERSON = "by_person"  # no machine reading


class Operator(StrEnum):
    """How the figure is compared with `low`/`high`; NONE where the form compares otherwise."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    IN = "in"
    NONE = ""


class Certainty(StrEnum):
    """How far a reading may be trusted; wrong-but-certain is the one unforgivable result."""

    CERTAIN = "certain"
    INFERRED = "inferred"
    PERSON = "person"


class Direction(StrEnum):
    """Which way a change, step or trend is promised to go."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One dated step, one kind of institution, or one side of a compound."""

    meaning: TargetMeaning
    label: str = ""  # the kind or indicator named in the wording, verbatim; "" in steps and compounds
    year: int | None = None  # the step's own year; None elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMeaning:
    """The machine reading of one target's wording.

    `low`/`high` are in `unit` as the wording prints it. By form:

    - bound: GE/GT use `low`, LE/LT use `high`, EQ has both equal.
    - about: EQ, `low == high` the number named. range: IN, both edges. level: like bound, unit 级.
    - change_points / change_percent / annual_step / annual_growth: `low` is the *positive* size of the promised change,
      `direction` its way; operator GE when upward, LE when downward. change_percent and annual_growth are in percent.
    - ratio: the quotient (1:1.25 → 1.25), unit "1:x", operator as in bound, EQ when about, IN for a range.
    - monotone: `direction`; `sustained` when every year must keep it (持续), `proportional` for 同比例.
    - benchmark: operator towards `benchmark_statistic` (平均水平 …) of `benchmark_area` (全国, 全省 …).
    - steps, by_kind, compound: `parts` in order; a compound also has `joined_by` "and" or "or".
    - milestone, none_yet, by_person: no numbers; only where so many items of a list are to meet a standard (三项达标),
      a milestone keeps their number in `low` with its `unit`.
    - annual_step: `unit` is that of the step (个百分点); “a year” is the form's. `sustained` on a bound: to be kept every year.
    """

    form: Form
    operator: Operator = Operator.NONE
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    direction: Direction = Direction.NONE
    base_year: int | None = None
    approximate: bool = False  # 左右, 约
    sustained: bool = False
    proportional: bool = False
    cumulative: bool = False  # 累计: a total over the years, not a level at the end
    benchmark_area: str = ""
    benchmark_statistic: str = ""
    parts: tuple[Part, ...] = ()
    joined_by: str = ""
    certainty: Certainty = Certainty.CERTAIN
    reason: str = ""  # code of why it is not certain; said by plans.domain.saying
    detail: str = ""  # the piece of wording the reason speaks of, verbatim
    used: tuple[str, ...] = ()  # pieces of the wording that made the reading
    left_over: tuple[str, ...] = ()  # pieces that did not

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types; decimals are strings, defaults are left out."""
        out: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "form" and value == field.default:
                continue
            if isinstance(value, Decimal):
                value = str(value)
            elif field.name == "parts":
                value = [{"label": p.label, "year": p.year, "meaning": p.meaning.to_json()} for p in value]
            elif isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, StrEnum):
                value = value.value
            out[field.name] = value
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TargetMeaning:
        """The meaning that `to_json` wrote. Raises KeyError or ValueError on anything else."""
        given = dict(data)
        given["form"] = Form(given["form"])
        for name, kind in (("operator", Operator), ("direction", Direction), ("certainty", Certainty)):
            if name in given:
                given[name] = kind(given[name])
        for name in ("low", "high"):
            if given.get(name) is not None:
                given[name] = Decimal(given[name])
        for name in ("used", "left_over"):
            given[name] = tuple(given.get(name, ()))
        given["parts"] = tuple(
            Part(label=p["label"], year=p["year"], meaning=cls.from_json(p["meaning"])) for p in given.get("parts", ())
        )
        return cls(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known around a wording when it is read. Every field may be empty."""

    indicator: str = ""
    unit: str = ""
    polarity: str = ""  # "up" higher is better, "down" lower is better, "" none or unknown
    baseline: str = ""  # the baseline as the plan prints it, verbatim
    base_year: int | None = None
    target_year: int | None = None
