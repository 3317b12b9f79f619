"""Saying a meaning back, in Chinese (so that reading it again gives the same meaning) and in English."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from plans.domain.meaning import Direction, Form, Operator, Part, TargetMeaning
from plans.domain.numerals import plain
from plans.domain.reasons import REASONS
from plans.domain.units import LEVEL, english

_BEFORE_ZH = {
    Operator.GE: "不低于",
    Operator.GT: "超过",
    Operator.LE: "不高于",
    Operator.LT: "低于",
    Operator.EQ: "等于",
}
_BEFORE_EN = {
    Operator.GE: "at least ",
    Operator.GT: "more than ",
    Operator.LE: "at most ",
    Operator.LT: "less than ",
    Operator.EQ: "exactly ",
}
_SIDE_ZH = {Operator.GE: "及以上", Operator.LE: "及以下"}


def say(meaning: TargetMeaning, language: str) -> str:
    """The meaning in words; `language` is "zh" or "en". Raises KeyError on another language."""
    return _SAY[language][meaning.form](meaning)


def say_reason(meaning: TargetMeaning, language: str) -> str:
    """Why the reading is not certain, in one sentence; "" where it is."""
    if not meaning.reason:
        return ""
    place = {"zh": 0, "en": 1}[language]
    return REASONS[meaning.reason][place].format(meaning.detail or "…")


def unit_of_year(meaning: TargetMeaning) -> str:
    """The unit, with “/年” where the number is a step of each year: 个百分点/年."""
    return f"{meaning.unit}/年" if meaning.form == Form.ANNUAL_STEP and meaning.unit else meaning.unit


def _number_zh(number: Decimal, meaning: TargetMeaning) -> str:
    if meaning.form == Form.RATIO:
        return f"1:{plain(number)}"
    return f"{plain(number)}{_split_unit(meaning)[1]}"


def _split_unit(meaning: TargetMeaning) -> tuple[str, str]:
    """万人次/天 is said “每天” before and “万人次” behind the number."""
    unit, _, per = meaning.unit.partition("/")
    return (f"每{per}", unit) if unit and per in ("天", "日", "周", "月", "小时") else ("", meaning.unit)


def _number_en(number: Decimal, meaning: TargetMeaning) -> str:
    if meaning.form == Form.RATIO:
        return f"1:{plain(number)}"
    if meaning.unit == LEVEL:
        return f"level {plain(number)}"
    return f"{plain(number)}{english(meaning.unit)}"


def _edge(meaning: TargetMeaning) -> Decimal:
    edge = meaning.low if meaning.low is not None else meaning.high
    if edge is None:
        raise ValueError(f"A meaning of the form {meaning.form} has a number.")
    return edge


def _flags_zh(meaning: TargetMeaning) -> str:
    return ("每年" if meaning.sustained else "") + ("累计" if meaning.cumulative else "") + _split_unit(meaning)[0]


def _bound_zh(meaning: TargetMeaning) -> str:
    if meaning.operator == Operator.IN:
        return _range_zh(meaning)
    number = _number_zh(_edge(meaning), meaning)
    if meaning.approximate and meaning.operator in _SIDE_ZH:
        return f"{_flags_zh(meaning)}{number}左右{_SIDE_ZH[meaning.operator]}"
    about = "约" if meaning.approximate else ""
    if meaning.form == Form.RATIO and meaning.operator == Operator.EQ:
        return f"{about}{number}"
    return f"{_flags_zh(meaning)}{_BEFORE_ZH[meaning.operator]}{about}{number}"


def _range_zh(meaning: TargetMeaning) -> str:
    low, high = _both(meaning)
    if meaning.form == Form.RATIO:
        text = f"1:{plain(low)}至1:{plain(high)}"
    else:
        unit = _split_unit(meaning)[1]
        text = f"{plain(low)}{unit if _stands_twice(unit) else ''}至{plain(high)}{unit}"
    return f"{_flags_zh(meaning)}{text}{'左右' if meaning.approximate else ''}"


def _stands_twice(unit: str) -> bool:
    """A share is written behind both ends of a range, as in 10%至15%; 1至2个 needs its unit once."""
    return unit.startswith(("%", "‰", "‱", "/"))


def _both(meaning: TargetMeaning) -> tuple[Decimal, Decimal]:
    if meaning.low is None or meaning.high is None:
        raise ValueError("A range has two ends.")
    return meaning.low, meaning.high


def _about_zh(meaning: TargetMeaning) -> str:
    return f"{_flags_zh(meaning)}{_number_zh(_edge(meaning), meaning)}左右"


_WAYS_ZH = {
    Form.CHANGE_POINTS: ("提高", "降低"),
    Form.CHANGE_PERCENT: ("增长", "下降"),
    Form.ANNUAL_STEP: ("提高", "降低"),
    Form.ANNUAL_GROWTH: ("增长", "下降"),
}


def _change_zh(meaning: TargetMeaning) -> str:
    size = _edge(meaning)
    rises = meaning.direction == Direction.UP
    if meaning.form == Form.CHANGE_POINTS and size == 0:
        base = f"{meaning.base_year}年" if meaning.base_year is not None else "基期"
        return f"{'不低于' if rises else '不高于'}{base}水平"
    base = f"在{meaning.base_year}年基础上" if meaning.base_year is not None else ""
    pace = {Form.ANNUAL_STEP: "每年", Form.ANNUAL_GROWTH: "年均"}.get(meaning.form, "")
    way = _WAYS_ZH[meaning.form][0 if rises else 1]
    about = "约" if meaning.approximate else "不少于"
    return f"{base}{'累计' if meaning.cumulative else ''}{pace}{way}{about}{plain(size)}{meaning.unit}"


def _monotone_zh(meaning: TargetMeaning) -> str:
    if (
        meaning.direction == Direction.KEEP
        and meaning.base_year is not None
        and not (meaning.sustained or meaning.proportional)
    ):
        return f"保持{meaning.base_year}年水平"
    base = f"较{meaning.base_year}年" if meaning.base_year is not None else ""
    how = ("持续" if meaning.sustained else "") + ("同比例" if meaning.proportional else "")
    return base + how + {Direction.UP: "提高", Direction.DOWN: "下降", Direction.KEEP: "保持稳定"}[meaning.direction]


def _benchmark_zh(meaning: TargetMeaning) -> str:
    where = f"{meaning.benchmark_area}{meaning.benchmark_statistic}"
    if meaning.operator == Operator.NONE or meaning.unit == "位":
        return f"进入{where}"
    if meaning.approximate:
        return f"接近或达到{where}"
    if meaning.operator == Operator.EQ:
        return f"与{where}持平"
    return _BEFORE_ZH[meaning.operator] + where


def _milestone_zh(meaning: TargetMeaning) -> str:
    return "完成" if meaning.low is None else f"{plain(meaning.low)}{meaning.unit}达到规定标准"


def _steps_zh(meaning: TargetMeaning) -> str:
    return ";".join(f"{part.year}年:{say(part.meaning, 'zh')}" for part in meaning.parts)


def _by_kind_zh(meaning: TargetMeaning) -> str:
    if any(part.label for part in meaning.parts):
        return ";".join(f"{part.label}:{say(part.meaning, 'zh')}" for part in meaning.parts)
    return "分别" + "、".join(say(part.meaning, "zh") for part in meaning.parts)


def _compound_zh(meaning: TargetMeaning) -> str:
    return {"and": ",且", "or": ",或"}[meaning.joined_by].join(say(part.meaning, "zh") for part in meaning.parts)


def _bound_en(meaning: TargetMeaning) -> str:
    if meaning.operator == Operator.IN:
        low, high = _both(meaning)
        text = (
            f"1:{plain(low)} to 1:{plain(high)}"
            if meaning.form == Form.RATIO
            else f"{plain(low)} to {_number_en(high, meaning)}"
        )
        return f"{'about ' if meaning.approximate else ''}{text}{_flags_en(meaning)}"
    about = "about " if meaning.approximate else ""
    before = "" if meaning.operator == Operator.EQ and about else _BEFORE_EN[meaning.operator]
    return f"{before}{about}{_number_en(_edge(meaning), meaning)}{_flags_en(meaning)}"


def _flags_en(meaning: TargetMeaning) -> str:
    return (" in total" if meaning.cumulative else "") + (" every year" if meaning.sustained else "")


def _change_en(meaning: TargetMeaning) -> str:
    size = _edge(meaning)
    rises = meaning.direction == Direction.UP
    base = f"the {meaning.base_year}" if meaning.base_year is not None else "the base year's"
    if meaning.form == Form.CHANGE_POINTS and size == 0:
        return f"{'no lower' if rises else 'no higher'} than {base} level"
    verb = {Form.ANNUAL_GROWTH: ("grow", "shrink")}.get(meaning.form, ("rise", "fall"))[0 if rises else 1]
    pace = (
        " each year"
        if meaning.form in (Form.ANNUAL_STEP, Form.ANNUAL_GROWTH)
        else " in total"
        if meaning.cumulative
        else ""
    )
    about = "about" if meaning.approximate else "at least"
    source = f" from {base} level" if meaning.base_year is not None else ""
    return f"{verb} by {about} {_number_en(size, meaning)}{pace}{source}"


def _monotone_en(meaning: TargetMeaning) -> str:
    way = {Direction.UP: "rise", Direction.DOWN: "fall", Direction.KEEP: "hold steady"}[meaning.direction]
    how = (" in proportion" if meaning.proportional else "") + (" every year" if meaning.sustained else "")
    return way + how + (f" from the {meaning.base_year} level" if meaning.base_year is not None else "")


_PLACES_EN = {
    "全国": "national", "国家": "national", "全省": "provincial", "省": "provincial", "我省": "provincial", "省内": "provincial", "全市": "city", "市": "city",
    "我市": "city", "全区": "district", "全县": "county", "世界": "world", "国际": "international", "国内": "national", "发达国家": "developed countries'",
    "中等发达国家": "moderately developed countries'", "东部地区": "eastern region's",
}  # fmt: skip
_STATISTICS_EN = {
    "平均水平": "average", "平均值": "average", "平均数": "average", "均值": "average", "平均": "average", "中位数": "median", "先进水平": "advanced level",
    "领先水平": "leading level", "一流水平": "first-class level", "水平": "level", "前列": "front ranks",
}  # fmt: skip


def _benchmark_en(meaning: TargetMeaning) -> str:
    area = _PLACES_EN.get(meaning.benchmark_area, meaning.benchmark_area)
    if meaning.unit == "位" and meaning.high is not None:
        return f"among the first {plain(meaning.high)} in the {area} ranking".replace("  ", " ")
    where = f"the {area} {_STATISTICS_EN.get(meaning.benchmark_statistic, meaning.benchmark_statistic)}".replace(
        "  ", " "
    )
    if meaning.operator == Operator.NONE:
        return f"in {where}"
    if meaning.approximate:
        return f"near or at {where}"
    words = {
        Operator.GE: "no lower than",
        Operator.GT: "above",
        Operator.LE: "no higher than",
        Operator.LT: "below",
        Operator.EQ: "level with",
    }
    return f"{words[meaning.operator]} {where}"


def _milestone_en(meaning: TargetMeaning) -> str:
    return "done" if meaning.low is None else f"{plain(meaning.low)} items meet the standard"


def _steps_en(meaning: TargetMeaning) -> str:
    return "; ".join(f"by {part.year}: {say(part.meaning, 'en')}" for part in meaning.parts)


def _by_kind_en(meaning: TargetMeaning) -> str:
    return "; ".join(_part_en(place, part) for place, part in enumerate(meaning.parts, start=1))


def _part_en(place: int, part: Part) -> str:
    return f"{part.label or f'({place})'}: {say(part.meaning, 'en')}"


def _compound_en(meaning: TargetMeaning) -> str:
    return f", {meaning.joined_by} ".join(say(part.meaning, "en") for part in meaning.parts)


_Sayings = dict[Form, Callable[[TargetMeaning], str]]
_CHANGES = (Form.CHANGE_POINTS, Form.CHANGE_PERCENT, Form.ANNUAL_STEP, Form.ANNUAL_GROWTH)
_SAY: dict[str, _Sayings] = {
    "zh": {
        **dict.fromkeys((Form.BOUND, Form.LEVEL, Form.RATIO), _bound_zh),
        **dict.fromkeys(_CHANGES, _change_zh),
        Form.ABOUT: _about_zh,
        Form.RANGE: _range_zh,
        Form.MONOTONE: _monotone_zh,
        Form.BENCHMARK: _benchmark_zh,
        Form.MILESTONE: _milestone_zh,
        Form.STEPS: _steps_zh,
        Form.BY_KIND: _by_kind_zh,
        Form.COMPOUND: _compound_zh,
        Form.NONE_YET: lambda meaning: "另行确定",
        Form.BY_PERSON: lambda meaning: "由人工判定",
    },
    "en": {
        **dict.fromkeys((Form.BOUND, Form.LEVEL, Form.RATIO, Form.ABOUT, Form.RANGE), _bound_en),
        **dict.fromkeys(_CHANGES, _change_en),
        Form.MONOTONE: _monotone_en,
        Form.BENCHMARK: _benchmark_en,
        Form.MILESTONE: _milestone_en,
        Form.STEPS: _steps_en,
        Form.BY_KIND: _by_kind_en,
        Form.COMPOUND: _compound_en,
        Form.NONE_YET: lambda meaning: "to be set later",
        Form.BY_PERSON: lambda meaning: "to be judged by a person",
    },
}
