"""What the columns of a table hold, told by their headings: section, number, indicator, unit, baseline, target, nature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a column holds."""

    SECTION = "section"
    NUMBER = "number"
    NAME = "name"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    NATURE = "nature"
    YEAR = "year"  # a heading that is only a year: baseline or target, the years together tell which
    ACTUAL = "actual"  # figures reached, a baseline where no other is printed
    OTHER = "other"  # 责任单位, 备注, 评分规则 …


@dataclass(frozen=True, slots=True)
class Heading:
    """What one column heading says; `year` is None where it names none, `unit` is "" unless it names one in brackets."""

    role: Role
    year: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A column of indicator names and the column of their targets."""

    name: int
    target: int
    target_year: int | None
    baseline: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what; None where the table has no such column."""

    headings: tuple[Heading, ...]
    pairs: tuple[Pair, ...]
    sections: tuple[int, ...]
    number: int | None
    unit: int | None
    baseline: int | None
    nature: int | None
    base_year: int | None

    @property
    def target_year(self) -> int | None:
        """The latest year that a target's heading names."""
        return max((pair.target_year for pair in self.pairs if pair.target_year), default=None)


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:年度?)?(?:底|末|初)?(?:[-—~至](?:20\d{2})年?)?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NOISE = re.compile(r"[\s:*·、,。\"“”'‘’]+|\[\d+\]|[①-⑳]")
_LEVELS = "[一二三四1234]级"
_KINDS = "(?:主要|核心|具体|重点|关键|考核|评价|监测|规划|发展|绩效|统计|约束性|预期性|分项|任务|工作|健康|评估)*"

# Tried in order; each must fit the whole heading, without its year, brackets and spaces.
_ROLES: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, "序号?|编号|指标(?:序号|编号|代码)|行次|№|no"),
    (Role.NATURE, "(?:指标|目标|任务)?(?:属性|性质)|约束性[/或和]?预期性|(?:指标|目标)类型"),
    (Role.UNIT, "(?:计量|指标|计算|数据)?单位"),
    (
        Role.OTHER,
        ".*(?:责任|牵头|负责|配合|参与|主管|实施|填报|承担).*|.*(?:部门|科室|处室|单位)|备注|说明|.*(?:来源|依据|权重|分值|得分|评分|规则|扣分|标准分|打分|进度|进展"
        "|自评|偏差|原因|措施|口径|解释|释义|定义|公式|计算方法|频次|周期|考核方式|方式|时限|时间|增幅|增速|变化|增长).*|评价指标值|(?:目标)?完成率",
    ),
    (Role.BASELINE, ".*(?:基期|基数|基线|现状|现值|基础|基准|初始|起始|当前|目前|上年|前值).*"),
    (Role.NAME, f"(?:{_LEVELS})?{_KINDS}(?:指标|指标项目|项目)(?:名称|内容|体系|项)?|(?:指标|目标|项目|任务|内容)?名称|考核内容|工作内容|内容|indicator"),
    (Role.SECTION, "(?:主要|重点|指标|目标|项目|任务|工作)?(?:领域|类别|分类|维度|方面|板块|大类|类型|门类|模块)|类"),
    (Role.ACTUAL, "(?:年度|目标|指标|全年)?(?:实际|实绩|(?:实际)?(?:完成|达到|实现|执行)(?:值|数|情况|水平))(?:完成)?(?:值|数|情况|水平)?"),
    (
        Role.TARGET,
        "(?:规划|年度|预期|期望|总体|终期|中期|远期|近期|发展|工作|绩效|主要|计划)*目标(?:值|数|要求|任务|水平|内容|标准|指标值)?"
        "|(?:年度|规划|目标|评价|考核|预期|期望|计划|要求|标准)*(?:指标|标准|规划|预期|期望|计划|考核|要求)(?:值|数|目标)|(?:目标|标准|指标|考核|工作)要求|规划目标",
    ),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLES)
_LONGEST_HEADING = 24


@lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading | None:
    """What a column heading says; None when the text is no heading that is known."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.strip() or len(plain) > _LONGEST_HEADING:
        return None
    years = [int(match[1]) for match in _YEAR.finditer(plain)]
    inside = _NOISE.sub("", "".join(_BRACKETS.findall(_YEAR.sub("", plain))))
    bare = _NOISE.sub("", _BRACKETS.sub("", _YEAR.sub("", plain)))
    year = years[-1] if years else None
    if not bare:
        role = _role(inside) if inside else None
        return Heading(role or Role.YEAR, year) if year else None
    role = _role(bare)
    if role is None or re.search(r"\d", bare):
        return None
    return Heading(role, year, inside if role not in (Role.NAME, Role.SECTION) else "")


def _role(bare: str) -> Role | None:
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(bare)), None)


def columns_of(headings: Sequence[Heading]) -> Columns | None:
    """How the columns work together; None when they are not those of a table of targets.

    A heading is counted as the indicators' where no better one follows before the target: of 一级指标, 二级指标 and 三级指标
    the last names the indicator, the others are sections. A table may hold two pairs: 目标名称 with 目标值 and 评价指标 with 标准值.
    """
    names = _places(headings, Role.NAME)
    targets = _targets(headings)
    if not names or not targets:
        return None
    last = max((headings[place].year or 0 for place in targets), default=0)
    targets = [place for place in targets if (headings[place].year or last) == last]
    baselines = _baselines(headings, targets)
    pairs: dict[int, Pair] = {}
    for target in targets:
        before = [name for name in names if name < target]
        name = before[-1] if before else names[0]
        near = [place for place in baselines if place > name]
        pairs.setdefault(name, Pair(name, target, headings[target].year, near[0] if near else None))
    sections = [*_places(headings, Role.SECTION), *(name for name in names if name not in pairs)]
    baseline = baselines[0] if baselines else None
    return Columns(
        headings=tuple(headings),
        pairs=tuple(pairs.values()),
        sections=tuple(sorted(place for place in sections if place < max(pairs))),
        number=_first(headings, Role.NUMBER),
        unit=_first(headings, Role.UNIT),
        baseline=baseline,
        nature=_first(headings, Role.NATURE),
        base_year=headings[baseline].year if baseline is not None else None,
    )


def _places(headings: Sequence[Heading], *roles: Role) -> list[int]:
    return [place for place, heading in enumerate(headings) if heading.role in roles]


def _first(headings: Sequence[Heading], role: Role) -> int | None:
    return next(iter(_places(headings, role)), None)


def _targets(headings: Sequence[Heading]) -> list[int]:
    """The columns of targets; without any that says so, the latest of the columns that are only a year."""
    targets = _places(headings, Role.TARGET)
    years = _places(headings, Role.YEAR)
    if targets or not years:
        return targets
    return [max(years, key=lambda place: headings[place].year or 0)]


def _baselines(headings: Sequence[Heading], targets: Sequence[int]) -> list[int]:
    """The columns of baselines, the likeliest first: those that say so, bare years, figures reached; the latest year first."""
    last = max((headings[place].year or 0 for place in targets), default=0)
    for role in (Role.BASELINE, Role.YEAR, Role.ACTUAL):
        found = [
            place
            for place in _places(headings, role)
            if place not in targets
            and (role == Role.BASELINE or headings[place].year is not None)
            and not (last and (headings[place].year or 0) >= last)
        ]
        if found:
            pick = min if role == Role.YEAR else max
            best = pick(found, key=lambda place: headings[place].year or 0)
            return [best, *(place for place in found if place != best)]
    return []
