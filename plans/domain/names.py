"""What an indicator's name tells: the digits in it that are no target, and which way is better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NAMES_NUMBER_AGAIN = 2  # characters besides the digits that a piece must share with the indicator's name


class Side(StrEnum):
    """Which figures keep a promise that names only a number."""

    AT_LEAST = "up"
    AT_MOST = "down"
    EXACTLY = "exactly"


# Each cue names what is counted or measured. The cue that ends last in a name decides, for the head of a Chinese noun
# stands last: 吸烟率 is better low, 吸烟危害知晓率 better high.
_BETTER_LOW = (
    "死亡率|病死率|死亡人数|死亡数|发病率|患病率|感染率|发生率|发生数|复发率|流行率|吸烟率|吸烟|饮酒率|近视率|近视|肥胖率|肥胖|超重率?|贫血率|生长迟缓率?|"
    "低体重率?|低出生体重|早产率?|剖宫产率|自付|个人卫生支出|个人现金支出|药占比|药品收入占|药品费用占|耗材占|消耗的?卫生材料|住院日|等候时间|等待时间|候诊时间|反应时间|"
    "响应时间|半径|费用增长率?|费用增幅|医疗费用|次均费用|负担|漏报率?|漏诊率?|误诊率?|流失率|失访率?|投诉率?|投诉量|事故|不良事件|差错率?|缺陷率|缺陷发生|耐药率?|"
    "使用强度|再入院率|再住院率|浓度|悬浮|污染|能耗|伤残|致残率|溺水|自杀|龋患率?|患龋率|龋齿|钠?盐摄入量|食盐摄入|油摄入|糖摄入|摄入量|重症率|抑郁|焦虑|"
    "失能率?|缺乏率?|空置率|闲置率|违法率?|超标率|流产|意外伤害|伤害|暴露率|传播率|差距|差异|增长速度|引产|逾期率|欠费|负债率|赤字|亏损|残疾|慢性病过早死亡"
)
_BETTER_HIGH = (
    "覆盖率?|管理率|管理人数|接种率|知晓率|满意度|满意率|床位数?|托位数?|医师数?|医生数?|护士数?|药师数?|人员数?|预期寿命|期望寿命|素养|服务率|签约率|检查率|筛查率|"
    "治疗率|控制率|治愈率|报告率|登记率|建档率|建档数|达标率|合格率|完成率|诊断率|干预率|设置率|配备率|就诊率|诊疗量|参保率|随访率|检出率|检测率|喂养率|入托率|"
    "锻炼|健身|养老|机构数|医院数|示范|专科|学科|平台|面积|绿地|规模|产业|产值|收入占医疗|技术服务性收入|薪酬|人员支出|手术占比|手术比例|护理型|院内|"
    "使用率|利用率|响应率|接听|出车率|及时率|规范率|共享率|互认|消除率|阻断率|随访|救治|普及率|开展率|增长率|增速|服务能力|幸福|健康水平|符合率|指数|"
    "营养筛查|申报率|录入率|电子病历|中医馆|注册护士|比例达标|保障率|到位|建设数?|培训|毕业生|占比提升|下降率|降幅|减少量|下降幅度|健康管理数?|管理数"
)
_EXACT = (
    "预算完成率|预算执行率|预算支出率|资金到位率|实际支出率|资金使用率|专款专用率|支出完成率|"
    "公立医院床位数?"  # the size of public hospitals is planned: more is not better (国办发〔2015〕14号)
)
_CUES = tuple(
    (side, re.compile(words))
    for side, words in ((Side.AT_MOST, _BETTER_LOW), (Side.AT_LEAST, _BETTER_HIGH), (Side.EXACTLY, _EXACT))
)
# Rates of a population that everyone counts in the same unit.
_USUAL_UNITS = (
    (re.compile("(?:婴儿|新生儿|5岁以下儿童|围产儿)死亡率$"), "‰"),
    (re.compile("(?:自然增长率|人口出生率|出生率)$"), "‰"),
    (re.compile("孕产妇死亡率$"), "/10万"),
)
_SHARE_NAME = re.compile(r"(?:率|比例|比重|占比|比率|覆盖面|满意度|素养水平|构成比|百分比|覆盖)(?:\(%\))?$")
_RATE_OF_MANY = re.compile("(?<!过早)死亡率|发病率|患病率|出生率|自然增长率")
_GROWTH_NAME = re.compile("年均增速|年均增长|年均增幅|年增长率|年均复合增长|年均递增")


def side_of_name(name: str) -> Side | None:
    """Which way is better, as far as the name of the indicator tells; None when it tells nothing."""
    best: tuple[int, int] | None = None
    side = None
    for candidate, cue in _CUES:
        for match in cue.finditer(name):
            rank = (match.end(), match.end() - match.start())
            if best is None or rank > best:
                best, side = rank, candidate
    return side


def usual_unit(name: str) -> str:
    """The unit that the indicator of this name is always given in; "" where there is no such custom."""
    return next((unit for pattern, unit in _USUAL_UNITS if pattern.search(name)), "")


def names_a_share(name: str) -> bool:
    """Whether the name is that of a share in per cent: …率, …比例, …占比; but not of a death or disease rate."""
    return _SHARE_NAME.search(name) is not None and _RATE_OF_MANY.search(name) is None


def names_a_growth(name: str) -> bool:
    """Whether the indicator is itself a yearly growth: 健康服务业总规模年均增速."""
    return _GROWTH_NAME.search(name) is not None


def name_spans(text: str, indicator: str) -> Iterator[tuple[int, int]]:
    """The pieces of `text` that repeat the indicator's name: the whole name, or a piece of it with digits in it."""
    if len(indicator) >= 3 and (text.startswith(indicator) or (_DIGITS.search(indicator) and indicator in text)):
        begin = text.index(indicator)
        if begin + len(indicator) < len(text):
            yield begin, begin + len(indicator)
            return
    if len(_DIGITS.findall(text)) < 2:
        return
    done = 0
    for match in _DIGITS.finditer(text):
        begin, end = _shared_piece(text, match.start(), match.end(), indicator)
        if end < len(text) and begin >= done and end - begin - len(match.group()) >= _NAMES_NUMBER_AGAIN:
            yield begin, end
            done = end


def _shared_piece(text: str, start: int, end: int, indicator: str) -> tuple[int, int]:
    """The longest piece around text[start:end] that the indicator's name contains as well."""
    best = (start, start)
    for match in _DIGITS.finditer(indicator):
        if match.group() != text[start:end]:
            continue
        before = 0
        while before < min(start, match.start()) and text[start - before - 1] == indicator[match.start() - before - 1]:
            before += 1
        after = 0
        while (
            after < min(len(text) - end, len(indicator) - match.end())
            and text[end + after] == indicator[match.end() + after]
        ):
            after += 1
        if end + after - (start - before) > best[1] - best[0]:
            best = (start - before, end + after)
    return best


def same_subject(words: str, indicator: str) -> bool:
    """Whether the words before a number speak of this indicator: most of their pairs of characters are in its name."""
    plain_words, plain_name = _letters(words), _letters(indicator)
    if not plain_words or not plain_name:
        return False
    if plain_words in plain_name or plain_name in plain_words:
        return True
    pairs = {plain_words[i : i + 2] for i in range(len(plain_words) - 1)}
    shared = sum(pair in plain_name for pair in pairs)
    return bool(pairs) and shared * 2 >= len(pairs)


def _letters(text: str) -> str:
    return re.sub(r"[^\w]|全[省市国区县]|我[省市区县]|的", "", text)
