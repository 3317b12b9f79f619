"""The verdicts a target can get, the groups they are counted in, and the words people read for them."""

from __future__ import annotations

from enum import StrEnum

ZH = "zh"
EN = "en"


class Status(StrEnum):
    """The verdict on one target for one area in one year."""

    BY_PERSON = "by_person"
    NO_DATA = "no_data"
    INCOMPLETE = "incomplete"
    HELD = "held"
    MET_EARLY = "met_early"
    MET = "met"
    LOST = "lost"
    MISSED = "missed"
    NO_BASELINE = "no_baseline"
    REVERSED = "reversed"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    IMPROVING = "improving"
    FLAT = "flat"
    WORSENING = "worsening"
    NO_BENCHMARK = "no_benchmark"
    NOT_DUE = "not_due"
    NOT_APPORTIONED = "not_apportioned"
    NO_TARGET = "no_target"


class Group(StrEnum):
    """What a status is counted as when a whole plan is summed up."""

    DONE = "done"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    MISSED = "missed"
    NOT_JUDGED = "not_judged"
    NO_DATA = "no_data"
    PENDING = "pending"
    TREND = "trend"


STATUS_GROUP: dict[Status, Group] = {
    Status.BY_PERSON: Group.PENDING,  # until a person has decided; then the group of what the person chose
    Status.NO_DATA: Group.NO_DATA,
    Status.INCOMPLETE: Group.NOT_JUDGED,
    Status.HELD: Group.DONE,
    Status.MET_EARLY: Group.DONE,
    Status.MET: Group.DONE,
    Status.LOST: Group.BEHIND,
    Status.MISSED: Group.MISSED,
    Status.NO_BASELINE: Group.NOT_JUDGED,
    Status.REVERSED: Group.BEHIND,
    Status.AHEAD: Group.ON_COURSE,
    Status.ON_TRACK: Group.ON_COURSE,
    Status.SLIGHTLY_BEHIND: Group.BEHIND,
    Status.BEHIND: Group.BEHIND,
    Status.UNDER_WAY: Group.NOT_JUDGED,
    Status.NOT_STARTED: Group.NOT_JUDGED,
    Status.IMPROVING: Group.TREND,
    Status.FLAT: Group.TREND,
    Status.WORSENING: Group.TREND,
    Status.NO_BENCHMARK: Group.NOT_JUDGED,
    Status.NOT_DUE: Group.NOT_JUDGED,
    Status.NOT_APPORTIONED: Group.NOT_JUDGED,
    Status.NO_TARGET: Group.NOT_JUDGED,
}

_STATUS_NAMES: dict[Status, tuple[str, str]] = {
    Status.BY_PERSON: ("人工判定", "judged by a person"),
    Status.NO_DATA: ("缺数据", "no data"),
    Status.INCOMPLETE: ("数据不全不判", "not judged: areas missing"),
    Status.HELD: ("保持达标", "target held"),
    Status.MET_EARLY: ("提前达标", "met early"),
    Status.MET: ("已达标", "met"),
    Status.LOST: ("跌破目标", "target lost"),
    Status.MISSED: ("未完成", "missed"),
    Status.NO_BASELINE: ("缺基期不判", "not judged: no baseline"),
    Status.REVERSED: ("逆向变化", "moving the wrong way"),
    Status.AHEAD: ("快于进度", "ahead of schedule"),
    Status.ON_TRACK: ("符合进度", "on schedule"),
    Status.SLIGHTLY_BEHIND: ("略慢于进度", "slightly behind schedule"),
    Status.BEHIND: ("明显滞后", "far behind schedule"),
    Status.UNDER_WAY: ("推进中", "under way"),
    Status.NOT_STARTED: ("未启动", "not started"),
    Status.IMPROVING: ("改善", "improving"),
    Status.FLAT: ("基本持平", "flat"),
    Status.WORSENING: ("变差", "worsening"),
    Status.NO_BENCHMARK: ("缺对照不判", "not judged: no figure to compare with"),
    Status.NOT_DUE: ("未到期", "not yet due"),
    Status.NOT_APPORTIONED: ("未分解不判", "not judged: total not apportioned"),
    Status.NO_TARGET: ("未定目标不判", "not judged: no target set yet"),
}

_GROUP_NAMES: dict[Group, tuple[str, str]] = {
    Group.DONE: ("完成", "done"),
    Group.ON_COURSE: ("达到进度", "on course"),
    Group.BEHIND: ("滞后", "behind"),
    Group.MISSED: ("未完成", "missed"),
    Group.NOT_JUDGED: ("不判", "not judged"),
    Group.NO_DATA: ("无数据", "no data"),
    Group.PENDING: ("待判定", "awaiting a person"),
    Group.TREND: ("趋势", "trend"),
}

# A flag is a code, or a code and its values joined by ":", as in "stale:2" and "partial:5:7".
_FLAG_NAMES: dict[str, tuple[str, str]] = {
    "about_met": ("约数目标基本达到", "an approximate target, all but reached"),
    "base_not_positive": ("基期值不为正，无法计算增速", "the baseline is not positive: no growth can be calculated"),
    "base_year_unknown": ("基期年份不明", "the year of the baseline is not known"),
    "baseline_year_differs": ("基期为{0}年，目标对比{1}年", "baseline of {0}, target compares with {1}"),
    "broken": ("{all}年未保持", "not kept in {all}"),
    "by_kind": ("分类目标，逐类判定", "one target per kind of institution"),
    "denominator_changed": ("分母口径变化", "the definition of the denominator changed"),
    "exactly": ("按等于判定", "taken as exactly this number"),
    "fell_back": ("曾达标后回落", "had been met, then fell back"),
    "impossible": ("数值超出可能范围", "a number that cannot be"),
    "no_number": ("目标未读出数值", "no number could be read from the target"),
    "no_side": ("指标方向不明", "it is not known which way is better"),
    "partial": ("{0}/{1}个地区已报", "{0} of {1} areas reported"),
    "preliminary": ("初步数", "preliminary figure"),
    "rate_sign": ("增速类指标的下降目标，符号不明", "a falling target of a growth rate: its sign is not certain"),
    "low_end_of_range": ("按区间下限推定", "taken as at least the low end of the range"),
    "side_from_baseline": ("按基期与目标的高低推定", "side inferred from the baseline"),
    "side_from_name": ("按指标名称推定", "side inferred from the indicator's name"),
    "side_from_polarity": ("按指标方向推定", "side inferred from the indicator's polarity"),
    "stale": ("数据滞后{0}年", "figure {0} year(s) old"),
    "strict_no_baseline": ("缺基期，约数目标从严判定", "approximate target judged strictly: no baseline"),
    "unit_mismatch": ("目标单位“{0}”与指标单位“{1}”不一致", "target in {0}, indicator in {1}"),
    "worse_than_base": ("较基期变差", "worse than the baseline"),
    "year_incomplete": (
        "{0}年只有{1}/{2}个地区已报，合计不完整",
        "only {1} of {2} areas have reported for {0}, so that the sum is incomplete",
    ),
    "years_missing": ("缺{all}年数据", "no figure for {all}"),
}


def status_name(status: Status, language: str) -> str:
    """The status as people read it, in "zh" or "en"."""
    return _pick(_STATUS_NAMES[status], language)


def group_name(group: Group, language: str) -> str:
    """The group as people read it, in "zh" or "en"."""
    return _pick(_GROUP_NAMES[group], language)


def flag_name(flag: str, language: str) -> str:
    """A flag such as "stale:2" as people read it, in "zh" or "en". Raises KeyError for an unknown code."""
    code, *values = flag.split(":")
    joined = ("、" if language == ZH else ", ").join(values)
    return _pick(_FLAG_NAMES[code], language).format(*values, all=joined)


def _pick(pair: tuple[str, str], language: str) -> str:
    if language not in (ZH, EN):
        raise ValueError(f"unknown language {language!r}: {ZH!r} or {EN!r} is expected")
    return pair[0] if language == ZH else pair[1]
