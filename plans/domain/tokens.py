"""The pieces that wording is made of: numbers, comparisons, verbs, years, names, and plain text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plans.domain.meaning import Direction, Operator


class Kind(StrEnum):
    """What a piece of wording does."""

    NUMBER = "number"  # 72%, 12/10万
    TO = "to"  # 1-2, 10至20
    COMPARE = "compare"  # ≥, 不低于
    SIDE = "side"  # 以上, 及以下
    ABOUT = "about"  # 约, 左右
    VERB = "verb"  # 达到, 控制在
    CHANGE = "change"  # 提高, 下降
    CHANGE_NOUN = "change_noun"  # 增幅, 降幅
    BASE = "base"  # 在2020年基础上, 比2015年, 较上年
    BASE_LEVEL = "base_level"  # 2020年水平
    MULTIPLE = "multiple"  # 2020年的(1.5倍)
    DOUBLE = "double"  # 翻一番
    YEAR = "year"  # 到2025年
    PERIOD = "period"  # “十四五”期间, 3年内
    ANNUAL = "annual"  # 每年, 年均
    CUMULATIVE = "cumulative"  # 累计
    ADVERB = "adverb"  # 持续, 逐步
    STEADY = "steady"  # 保持稳定
    BENCHMARK = "benchmark"  # 全国平均水平
    RANK = "rank"  # 全国前列
    ALL = "all"  # 全覆盖
    DEED = "deed"  # 建成, 完成
    CURBED = "curbed"  # 上升趋势得到遏制
    PER = "per"  # 每千人口(0.55张), 每天(25万人次)
    ODD_PERIOD = "odd_period"  # 每两年
    FROM = "from"  # 从(65%提高到80%)
    EACH = "each"  # 分别
    AMONG = "among"  # 其中
    JOIN = "join"  # 并, 或
    SEPARATOR = "separator"  # 、和
    COMMA = "comma"
    COLON = "colon"
    REMARK = "remark"  # (…)
    HEDGE = "hedge"  # 原则上
    FILLER = "filler"  # 力争, 将
    NAME = "name"  # what is measured: digits in it are no target
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece, `text` = normalised[start:end], with what its kind needs to know.

    `year` is None where a base is only “上年” (word "last") or “现有” (word "base"). `unit` is set for a PER and a NUMBER.
    """

    kind: Kind
    start: int
    end: int
    text: str
    operator: Operator = Operator.NONE
    direction: Direction = Direction.NONE
    value: Decimal | None = None
    unit: str = ""
    rounded: bool = False
    year: int | None = None
    word: str = ""
    area: str = ""
