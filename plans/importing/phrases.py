"""The phrases around a number in running text: what leads to it, what follows it, and where it is no target at all.

All patterns work on normalised text (half-width signs, no spaces inside Chinese). The words are those of the target language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plans.domain import lexicon


def any_of(*words: str | Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    flat = {word for given in words for word in ([given] if isinstance(given, str) else given)}
    return "|".join(sorted(map(re.escape, flat), key=len, reverse=True))


_YEAR = r"(?:到|至)?20\d\d年(?:底|末)?(?:前|时|,)?"
_PERIOD = "“?十[一二三四五六七]五”?(?:规划)?(?:时期|期间|期末|末)?(?:内|,)?"
_FILL = (
    rf"(?:{_YEAR}|{_PERIOD}|(?:[一二三四五\d]年)?累计|每[一二三]?年(?:至少|平均)?|平均每年|年均|"
    + any_of(
        lexicon.FILLERS,
        lexicon.ADVERBS,
        lexicon.HEDGED,
        "要 应 须 需 将 均 都 也 再 可 并 分别 各自 平均 逐年 每年 年均 全年 累计 合计 共 总共 长期 总体 至少 应当 务求 着力 计划 预计 并且 最终 一般".split(),
    )
    + ")"
)
_TO = any_of(
    lexicon.REACH, lexicon.RAISE_TO, lexicon.LOWER_TO, lexicon.HOLD_BELOW, lexicon.KEEP_AT, lexicon.BETTER_THAN, lexicon.BE,
    "达 为 升到 提到 增到 降到 扩到 处于 位于 总数达 总量达 总数达到 总量达到 规模达到 满足".split(),
)  # fmt: skip
_CHANGE = any_of(*lexicon.CHANGES.values(), *lexicon.CHANGE_NOUNS.values())
_COMPARE = any_of(*lexicon.COMPARATORS.values())
_ABOUT = any_of(lexicon.ABOUT_BEFORE)
_BASE = r"(?:在|比|较|与)[^,;:。、]{0,14}?(?:基础上?|相比|水平上?|年|上年|同期|期末)(?:的?基础上)?"
_FROM = r"(?:从|由)(?=[^,;:。、]{0,12}\d)[^,;:。、]{1,20}?"
_WHOLE = r"(?:[^,;:。、\d]{1,25}的)?"  # 本地区医疗机构诊疗总量的(20%)
_DEED_WORDS = any_of(
    set(lexicon.DEEDS) - set("达标 合格 符合 通过 实现 基本实现 全面实现 争取 消除 基本消除 全面消除 杜绝".split()),
    (
        "新增 确定 选派 选聘 招录 定向培养 组织 创设 发展 壮大 吸引 孵化 扩建 迁建 改建 续建 开工建设 投用 有 建 设 "
        "设有 配齐 购置 举行 签约 规范化培训 储备 形成 命名 创建成 打造成 "
    ).split(),
)

# What leads to a number, right up to it.
LEAD = re.compile(
    rf"(?:{_BASE}|{_FROM})?{_FILL}*(?:(?:{_TO}|{_CHANGE})(?:了)?{_FILL}*{_WHOLE}(?:{_COMPARE})?|(?:{_COMPARE}){_WHOLE})(?:{_ABOUT})?$"
)
DEED = re.compile(
    rf"{_FILL}*(?:(?:{_COMPARE}){_FILL}*)?(?:(?:{_DEED_WORDS})(?:了)?){{1,3}}{_FILL}*(?:{_COMPARE})?(?:{_ABOUT})?$"
)
# A deed with what is made between it and the number: 新招聘人员(50名).
DEED_WITH_OBJECT = re.compile(
    rf"^(?P<fill>{_FILL}*)(?P<deed>(?:(?:{_DEED_WORDS})(?:了)?){{1,3}})(?P<object>[^,;:。\d]{{2,40}}?)(?:{_ABOUT})?$"
)
FILL_BEHIND = re.compile(rf"{_FILL}+$")
# What follows a number and belongs to it.
TAIL = re.compile(
    r"(?:\([^()]{0,20}\))?(?:及以上|及以下|或以上|或以下|以上|以下|以内|之内|左右|上下|及)*(?:水平)?(?:\([^()]{0,30}\))?"
)
SIDE = re.compile(rf"(?:及以上|及以下|或以上|或以下|以上|以下|以内|之内|左右)+|{_COMPARE}")
NEXT_VALUE = re.compile(rf"(?:[、和及与]|以及|,)(?:{_COMPARE})?$")
EACH = "分别"

# A promise without a number, at the end of a clause.
TREND = re.compile(
    rf"(?:实现|保持|得到)?(?:{_BASE})?(?:{_FILL}|较|趋势)*(?:{any_of(*lexicon.CHANGES.values(), lexicon.STEADY)})"
    rf"(?:并?(?:{_FILL})*(?:{any_of(*lexicon.CHANGES.values(), lexicon.STEADY)}))*(?:\([^()]{{0,10}}\))?$"
)
BENCHMARK = re.compile(
    rf"{_FILL}*(?:{_TO}|{_COMPARE}|高于|优于|好于|接近|接近或达到|达到或超过|达到或优于)*(?:{lexicon.AREAS})(?:同期)?(?:{lexicon.STATISTICS})(?:及?以上|及?以下|左右)?$"
)
HAS_WORDS = re.compile(
    rf"(?:率|比例|比重|占比|寿命|人数|满意度|素养水平|指标)[^,;。]{{0,12}}(?:{any_of(*lexicon.CHANGES.values(), lexicon.STEADY)}|水平)"
)
DONE = re.compile(rf"^{_FILL}*(?:{any_of(lexicon.DEEDS)})")

# Names
MEASURE = re.compile(
    r"(?:率|比例|比重|占比|比|寿命|人数|户数|数量|总数|数|水平|指数|指数值|值|总量|诊疗量|量|额|总额|规模|经费|费用|收入|支出|床位|面积|时间|住院日|半径|增速|增幅|降幅"
    r"|满意度|素养|程度|强度|次数|班次|覆盖面|医师|医生|护士|药师|人员|医院|机构|中心|学科|专科|基地|托位|人才|级别|分级|等级)(?:\([^()]{0,8}\))?$"
)
INSTITUTION = re.compile("(?:医院|机构|卫生院|中心|单位|地区|城市|县|区|市)$")
OF_WHOM = re.compile("[^,;:。]{1,20}?(?:地区|医院|机构|卫生院|卫生室|中心|城市)的?(?=[\u4e00-\u9fff]{3,})")
DENOMINATOR = re.compile(
    "(?:全[市省国县区])?(?:每|平均每)?(?:千|万|十万|百万)名?(?:常住)?人口?(?:拥有|医疗卫生机构)?(?=.{2})"
)
SHARE_OR_RATE = re.compile(r"(?:率|比例|比重|占比|寿命|人数|满意度|素养水平|指标)(?:\([^()]{0,8}\))?$")
HEAD = re.compile(
    r"(?:服务|患者|规范)*(?:[覆知参满报检管控治筛接签达合完死发患申设建就使普增](?:盖|晓|与|意|告|测|理|制|疗|查|种|约|标|格|成|亡|病|报|置|档|诊|用|及|长))?"
    r"(?:率|比例|占比|比重|度|人数|数|水平|指数)$"
)
VERB_FIRST = "提高|提升|降低|扩大|保持|稳定|巩固|增加|控制|推进|维持"
_LEADING = any_of(
    "力争 并力争 力求 争取 努力 确保 有望 务必 必须 应当 计划 预计 要 应 须 将 把 让 使 并 和 及 与 以及 同时 其中".split(),
    "逐步 不断 进一步 持续 稳步 均 都 也 分别 逐年 大力 积极 着力 推动 促进 保障 实现 各地 当年 今年 目标 每年 原则上".split(),
)
STRIPPED = re.compile(
    rf"^(?:{_YEAR}|{_PERIOD}|使得|(?:{_LEADING})(?!用|率)|[、,:;—-]+|[①-⑳]|\(?\d{{1,2}}[.、)](?!\d)|[一二三四五六七八九]是|(?:{VERB_FIRST})(?=.{{2,}}(?:率|比例|占比|比重|水平|寿命|数)$))+"
)
REPORTED = re.compile(r".*(?:提出|要求|规定|确保|力争|争取|使(?!用)得?|即|围绕|达成)(?=[^,]{3,})")
ATTRIBUTE = re.compile(r"(?:.*(?:级|类|型|线))(?=[\u4e00-\u9fff]{2,}$)|(?P<alone>.*(?:级|类|型|线))$")
SCORED = re.compile("得分|满分|总分|分值|等次|扣分|加分|评分")
TRANSFORMED = re.compile(
    "达到|达(?=[^到])|建成|晋升|创建|创成|完成|通过|进入|成为|实现|开展|设立|设置|建有|配备|参加|纳入|接受|拥有|建立|具备|覆盖|落实|实行|推行|提供|建设"
)

# Where a number is no target
NAME_LIKE = re.compile(r"(?:[A-Za-z第][-—]?)$")
NAME_BEHIND = re.compile(r"[A-Za-z]|型|号|楼|路|热线|急救|呼救|版|届|轮|次会议")
CONDITION = re.compile(
    rf"(?:{any_of('超过 超 大于 多于 高于 低于 小于 少于 不足 未满 不满 不到 达到 满 为 在'.split())})$"
)
COUNTED_LIST = re.compile(r"(?:等|这|上述|以下|前述|该|上面|另外|其他|各|全部|共分为?|分为|包括|围绕|立足|聚焦)$")
WHOSE = re.compile(r"(?:以[上下])?的(?!目标|水平|要求|标准|规模)[\u4e00-\u9fff]")
AGE_OR_TIME = frozenset("岁 周岁 个月 月 天 日 周 小时 分钟 秒 年 公里 千米 米 mmHg".split())

# How a sentence stands in time
PAST = re.compile(
    r"目前|当前|现有|截至|截止|去年|[上前]年(?!.{0,3}(?:提高|降低|增长|下降|水平|基础))|已(?!婚)|以来|同比|排全|排名?第|荣获|获得|授予|成效|取得|连续\d+年|"
    r"[与和同比较]20\d\d年(?:底)?相?比?,?[^,]{0,30}?从|[与和同]20\d\d年相比|比20\d\d年[^,。]{0,12}了|得到(?:了|有效)|了(?=约?\d)"
)
FUTURE = re.compile(
    r"(?:到|至)20\d\d年|力争|争取|力求|确保|目标|今后|未来|今年|要(?:达到|求|打造|实现)|将(?:达到|实现|建成)|努力|计划|不低于|不少于|不高于|不超过|≥|≤"
)
DESCRIPTIVE = re.compile(
    "发展环境|发展基础|现状|回顾|成就|成效|形势|背景|机遇|挑战|问题|依据|起草|总结|基本情况|工作进展|发展基础|取得|短板|总体评价"
)
