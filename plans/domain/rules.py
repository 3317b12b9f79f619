"""Which words make which tokens: one table of patterns, tried in order at every place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.domain import lexicon
from plans.domain.meaning import Direction, Operator
from plans.domain.numerals import DIGITS, NUMERAL
from plans.domain.tokens import Kind, Token

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that makes a token of one kind; `facts` reads from the match what else the token knows."""

    kind: Kind
    pattern: re.Pattern[str]
    facts: Callable[[re.Match[str]], Facts] = field(default=lambda match: {})

    def token_at(self, text: str, place: int) -> Token | None:
        """The token that this rule finds in `text` at `place`."""
        match = self.pattern.match(text, place)
        if match is None or match.end() == place:
            return None
        return Token(kind=self.kind, start=place, end=match.end(), text=match.group(), **self.facts(match))


def _words(kind: Kind, words: Iterable[str], not_before: str = "", **facts: Any) -> Rule:
    ordered = sorted(map(re.escape, words), key=len, reverse=True)
    return Rule(kind, re.compile(f"(?:{'|'.join(ordered)}){not_before}"), lambda match: facts)


def _by_word(kind: Kind, table: Mapping[Any, Iterable[str]], key: str, not_before: str = "") -> Rule:
    """One rule for words of several meanings: the longest word wins, whatever its meaning."""
    meaning = {word: value for value, words in table.items() for word in words}
    ordered = sorted(map(re.escape, meaning), key=len, reverse=True)
    return Rule(kind, re.compile(f"({'|'.join(ordered)}){not_before}"), lambda match: {key: meaning[match[1]]})


_YEAR = r"(?:(?:19|20)\d{2}|二零[零一二三四五六七八九]{2})"
_PLAN = "“?十[一二三四五六]五”?(?:时期|期间|规划)?(?:末期|期末|末)?"
_BASE = (
    rf"(?:(?P<year>{_YEAR})年(?:年?[底末]|度)?|(?P<plan>{_PLAN})|(?P<last>上一?年度?|去年|前一年|上年末)"
    r"|(?P<base>基期年?|基年|原来|现状|现有|原有|目前|规划基期|基准年|此))"
)
_SAME = "(?:同期|实际|实绩|年)?的?(?:水平|数值|基数|规模|总量)?的?"
_NUMBER_AHEAD = rf"(?:-?[\d.]|{NUMERAL}|百分之)"
_PEOPLE = (
    "老年|老人|人口|人群|儿童|婴|幼儿|妇女|女性|男性|女孩|居民|青少年|学生|成人|孩子|常住|户籍|适龄|育龄|失能|孕|职工|患者|高血压|糖尿病|慢性|"
    "纯母乳|诊断率|干预率|城乡|在校|少年|年龄|组|独居|高龄|职业人群|学龄|中小学|劳动者|及以上|以上老|以上人|以下儿"
)
_HOSPITALS = "甲等|乙等|公立|综合|中医|专科|妇幼|医院|医疗|手术|各类|传染|精神|康复|机构|标准|水平|预防|响应|指标|中心|定点|要求|[^\\d,;。、≥≤达为]{0,12}医院"
_LETTER_UNITS = "(?!mg|ml|kg|km|mmHg|mmol|μg|[gGhLm](?![A-Za-z]))"


def year_of(text: str) -> int:
    """2025 from “2025” or “二零二五”."""
    return int(text) if text.isdigit() else int("".join(str(DIGITS[char]) for char in text))


def plan_end(text: str) -> int:
    """The last year of a five-year plan: “十三五” → 2020, “十四五” → 2025."""
    number = 10 + DIGITS[text.strip("“")[1]]
    return 1955 + 5 * number


def _base_facts(match: re.Match[str]) -> Facts:
    if match["year"]:
        return {"year": year_of(match["year"]), "word": "year"}
    if match["plan"]:
        return {"year": plan_end(match["plan"]), "word": "year"}
    return {"word": "last" if match["last"] else "base"}


def _year_facts(match: re.Match[str]) -> Facts:
    last = match["to"] or match["year"]
    return {"year": year_of(last), "word": f"span {year_of(match['year'])}" if match["to"] else ""}


def _period_facts(match: re.Match[str]) -> Facts:
    return {"year": plan_end(match["plan"])} if "末" in match.group() else {}


def _area_facts(match: re.Match[str]) -> Facts:
    return {"area": match["area"] or "", "word": match["statistic"]}


_PER = {"天": "/天", "日": "/日", "月": "/月", "小时": "/小时", "周": "/周", "人": "/人", "次": "/次"}
_PER_PEOPLE = {"1000": "千", "10000": "万", "100000": "10万", "十万": "10万"}


def _per_facts(match: re.Match[str]) -> Facts:
    if match["time"]:
        return {"unit": _PER[match["time"]]}
    return {"unit": f"/{_PER_PEOPLE.get(match['many'], match['many'])}人"}


def _doubling_facts(match: re.Match[str]) -> Facts:
    times = match["times"]
    number = 1 if not times else int(times) if times.isdigit() else DIGITS[times]
    return {"year": None, "word": str((2**number - 1) * 100)}


def _rule(kind: Kind, pattern: str, facts: Callable[[re.Match[str]], Facts] = lambda match: {}) -> Rule:
    return Rule(kind, re.compile(pattern), facts)


_BASES = [
    _rule(Kind.BASE, rf"(?:在|以)?{_BASE}{_SAME}(?:基础之?上|为基数|为基期|为基准)", _base_facts),
    _rule(Kind.BASE, rf"(?:比|较之?|相比|相较于?|对比){_BASE}(?:同期|实际|水平|基期)*(?:相比)?", _base_facts),
    _rule(Kind.BASE, rf"(?:与|同|和){_BASE}(?:同期|水平)*(?:相比较?|比较?)(?!率)", _base_facts),
    _rule(Kind.BASE, rf"\((?:比|较之?|与|以|相比){_BASE}(?:相比|为基期|为基数|基础上)?\)", _base_facts),
    _rule(Kind.BASE, "同比(?!例)", lambda match: {"word": "last"}),
    _rule(Kind.BASE_LEVEL, rf"{_BASE}的?(?:实际|基期|同期)*水平", _base_facts),
    _rule(Kind.MULTIPLE, rf"{_BASE}(?:水平)?的(?=(?:\d|{NUMERAL})+(?:\.\d+)?(?:倍|%))", _base_facts),
    _rule(Kind.FROM, rf"(?:从|由)(?:目前|现在|现有|现状|基期)?的?(?:{_YEAR}年[底末]?)?的?(?={_NUMBER_AHEAD})"),
]
_TIMES = [
    _rule(
        Kind.YEAR,
        rf"(?:到|至|截至|截止到?|自|从|于|在|今年|力争)?(?P<year>{_YEAR})(?:年?[-—~至到](?P<to>{_YEAR}))?"
        r"(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?[底末]|之?前|以前|内|度|期间|全年|起|中)*|:(?!\d+:)|(?=[、和及与,](?:到|至)?20\d\d年))",
        _year_facts,
    ),
    _rule(Kind.PERIOD, rf"(?:到|至|在)?(?P<plan>{_PLAN})(?:期间|时期)?", _period_facts),
    _rule(Kind.ODD_PERIOD, "每隔?(?:[两二三四五]|[2-9])年|每半年|每季度?"),
    _rule(
        Kind.PERIOD,
        rf"(?:未来|近|用|通过)?(?:\d{{1,2}}|{NUMERAL})个?年(?:以?内|来|时间|的?努力|间|以来|(?=累计|共))|规划期内?",
    ),
    _rule(Kind.PERIOD, r"\d{1,2}月(?:\d{1,2}日|底|末|份)(?:之?前|以前)?"),
    _rule(Kind.ANNUAL, r"一年(?=[一二两三四五\d]+次)"),
    _rule(
        Kind.ANNUAL,
        "平均每年|每一?年度?|年平均|年均(?=[增递下降提减新复培招完开压≥≤不约达在保控变\\d])|(?<![\\d期基半每])年(?=增长|递增|递减|下降|提高|增加|降低|培训|招聘|招收|引进|新增|培养|完成|开展|服务|遴选)|逐年(?=.{2,4}\\d)",
    ),
    _rule(Kind.CUMULATIVE, "累计|累积(?!率)|总计|合计|(?<!公)共(?=\\d|培训|培养|新增|完成)"),
    _rule(
        Kind.PER,
        r"每(?:(?P<many>百|千|万|十万|10万|百万|1000|10000|100000)(?:名|个|位)?(?:常住|户籍|服务|老年|在校)?(?:人口|老年人|老人|活产儿?|学生|儿童|职工|人)"
        r"|(?P<time>天|日|月|小时|周|人|次))(?=(?:约|近|不低于|不少于|不超过|至少|≥|≤|达到?|配置|拥有|设置|超过|低于|不高于|等于|左右)*-?\d(?!\d*(?:周?岁|个?月)(?:以|及|内)))",
        _per_facts,
    ),
]
_NAMES = [
    _rule(Kind.NAME, r"[〔\[(]\d{4}[〕\])]\d+号|《[^》]*》|(?:附件|专栏|图|表|注)\d+|\d+号(?:文|令)?|每个?村?一"),
    _rule(Kind.NAME, r"第[\d零一二三四五六七八九十百]+(?:次|批|届|期|轮|号|条|章|阶段|人民医院|医院|代|版)"),
    _rule(Kind.NAME, r"[“\"][^“”\"]*\d[^“”\"]*[\u4e00-\u9fff]{2}[^“”\"]*[”\"]"),
    _rule(
        Kind.NAME,
        rf"(?:\d+|{NUMERAL})(?:[-—~至到]\d+)?(?:周?岁|个?月龄|个?月|孕?周)(?:及?以?[上下内])?的?(?={_PEOPLE})",
    ),
    _rule(Kind.NAME, rf"[一二三四五六七八九1-9](?:、[一二三四1-4])*级(?:及|或)?(?:以[上下])?(?={_HOSPITALS})"),
    _rule(Kind.NAME, "[一二三四五]级(?=[、和及与][一二三四五]级)"),
    _rule(Kind.NAME, rf"[一二三四五]级(?=约|达|不[低高少超]|为|≥|≤|>|<|:|{_NUMBER_AHEAD})"),
    _rule(
        Kind.NAME,
        rf"[A-Za-z][A-Za-z0-9]*[-.]?\d+(?:\.\d+)?[A-Za-z0-9]*|\d+(?:\.\d+)?{_LETTER_UNITS}[A-Za-z]+[A-Za-z0-9]*",
    ),
    _rule(Kind.NAME, r"\d+(?:型|价|号|联)(?=[\u4e00-\u9fff])|\d+(?:\+[\dXN]+)+"),
    _rule(Kind.NAME, "(?:120|119|110|122|12345|12320|12356)(?=急救|呼救|电话|指挥|热线|院前|调度|平台|联动)"),
]
_RANK_VERB = "(?:(?:上升|提升|前移)[到至]|位居|进入|位列|居于?|排名|跻身|处于|稳居|保持在?|走在|列|达到|迈入)"
_PLACE = rf"(?:\d+|{NUMERAL})"
_COMPARED_AREAS = [
    _rule(
        Kind.RANK,
        rf"(?:提升|上升|前移|前进|提高)了?{_PLACE}个?(?:位次|名次|位)",
        lambda match: {"word": match.group()},
    ),
    _rule(
        Kind.RANK,
        rf"(?<![目之以年月底])(?P<rank>前{_PLACE}(?:名|位|强|%)|第{_PLACE}(?:名|位))",
        lambda match: {"word": match["rank"]},
    ),
    _rule(
        Kind.RANK,
        rf"(?:{_RANK_VERB}(?P<area>{lexicon.AREAS})?|(?P<also>{lexicon.AREAS}))(?:同类\S{{0,3}}?)?(?P<rank>{lexicon.RANKED})(?!腺)",
        lambda match: {"area": match["area"] or match["also"] or "", "word": match["rank"]},
    ),
    _rule(
        Kind.BENCHMARK,
        rf"(?P<area>{lexicon.AREAS})(?:同期|同类\S{{0,4}}?|同等|同级|人群|城市)*的?(?P<statistic>{lexicon.STATISTICS})(?:以上)?(?!以)",
        lambda match: _area_facts(match) | ({"operator": Operator.GE} if match.group().endswith("以上") else {}),
    ),
    _rule(Kind.BENCHMARK, "(?P<area>)(?P<statistic>先进水平|领先水平|一流水平|平均水平)", _area_facts),
]
_NOT_IN_NAMES = "(?!率|者|数|性|量|度|期(?!间)|系数|机制|能力|点|型|类|工程|行动|病例|人员|患者|趋势|速度|幅度)"
_VERBS = [
    _rule(
        Kind.DOUBLE,
        "翻(?P<times>[一二两三1-3])?番|倍增(?P<none>)",
        lambda match: _doubling_facts(match) if "番" in match.group() else {"word": "100"},
    ),
    _by_word(Kind.COMPARE, lexicon.COMPARATORS, "operator"),
    _rule(Kind.COMPARE, rf"超(?={_NUMBER_AHEAD}|半)|过(?=半|[五六七八九]成)", lambda match: {"operator": Operator.GT}),
    _words(Kind.VERB, lexicon.RAISE_TO, word="raise", operator=Operator.GE),
    _words(Kind.VERB, lexicon.LOWER_TO, word="lower", operator=Operator.LE),
    _words(Kind.VERB, lexicon.HOLD_BELOW, word="hold", operator=Operator.LE),
    _words(Kind.VERB, lexicon.REACH, word="reach", operator=Operator.GE),
    _rule(
        Kind.VERB,
        rf"达(?={_NUMBER_AHEAD}|约|近|不|≥|{lexicon.AREAS})",
        lambda match: {"word": "reach", "operator": Operator.GE},
    ),
    _words(Kind.VERB, lexicon.BETTER_THAN, word="better"),
    _rule(Kind.VERB, rf"(?:接近或达到|达到或接近|接近或超过|接近)(?={lexicon.AREAS})", lambda match: {"word": "near"}),
    _rule(Kind.CURBED, lexicon.CURBED),
    _words(Kind.STEADY, lexicon.STEADY, rf"(?!率|性|在|于|达|地|控制|提|增|上|下|降|改|向|{_NUMBER_AHEAD})"),
    _words(
        Kind.VERB,
        lexicon.KEEP_AT,
        rf"(?={_NUMBER_AHEAD}|约|不低|不高|不超|不少|≥|≤|{lexicon.AREAS}|{_YEAR}|基期|现有|上年)",
        word="keep",
    ),
    _words(Kind.VERB, lexicon.BE, word="be"),
    _rule(
        Kind.VERB, rf"(?:[为是在]|实现)(?={_NUMBER_AHEAD}|约|近|≥|≤|不低|不高|不超|不少)", lambda match: {"word": "be"}
    ),
    _rule(Kind.VERB, rf"[到至](?={_NUMBER_AHEAD})(?!{_YEAR}年)", lambda match: {"word": "to"}),
    _by_word(Kind.CHANGE_NOUN, lexicon.CHANGE_NOUNS, "direction"),
    _rule(Kind.CHANGE, "新增(?:建设|建成|创建|培养|设立|认定|培育|配备)", lambda match: {"direction": Direction.UP}),
    _by_word(Kind.CHANGE, lexicon.CHANGES, "direction", _NOT_IN_NAMES),
    _words(Kind.ALL, lexicon.ALL),
]
_REST = [
    _rule(Kind.TEXT, "[人户次日]均(?!衡|等|质)"),
    _rule(Kind.YEAR, rf"\((?P<year>{_YEAR})年?[底末]?(?P<to>)\)", _year_facts),
    _rule(Kind.REMARK, r"\([^()]*(?:\([^()]*\)[^()]*)*\)"),
    _rule(Kind.AMONG, "其中[:,]?"),
    _rule(Kind.EACH, "分别|依次|各自"),
    _rule(
        Kind.JOIN,
        "并且|或者|同时|且|或|但(?=不|低于|小于|高于)|并(?![发症])",
        lambda match: {"word": "or" if "或" in match.group() else "and"},
    ),
    _words(Kind.HEDGE, lexicon.HEDGED),
    _rule(Kind.TEXT, "基本(?=公共卫生|医保|医疗|药物|药品|养老|技能|知识|能力|情况|标准|要求|水平)"),
    _words(Kind.ADVERB, lexicon.ADVERBS, "(?!率|性|期)"),
    _words(Kind.FILLER, lexicon.FILLERS),
    _words(Kind.DEED, lexicon.DEEDS, "(?!率|者(?!保护)|数|度|机制)"),
    _words(Kind.ABOUT, lexicon.ABOUT_BEFORE, rf"(?={_NUMBER_AHEAD})", word="before"),
    _rule(Kind.SEPARATOR, "以及|[、和与及]"),
    _rule(Kind.COMMA, r"[,;。!]\s*"),
    _rule(Kind.COLON, ":"),
]
RULES = [*_BASES, *_TIMES, *_COMPARED_AREAS, *_NAMES, *_VERBS, *_REST]


def _side(pattern: str, operator: Operator) -> Rule:
    return _rule(Kind.SIDE, pattern, lambda match: {"operator": operator})


_INCLUDING = r"(?:\(含\)|含)?(?:及其?|或|和|\(含\))?"
RULES_AFTER_NUMBER = [
    _rule(Kind.TO, rf"(?:[-—~]+|至|到)(?={_NUMBER_AHEAD})"),
    _side(r"(?:以上|之上)\(不含[^()]*\)", Operator.GT),
    _side(r"(?:以下|之下|以内)\(不含[^()]*\)", Operator.LT),
    _side(rf"{_INCLUDING}(?:以上|之上)(?:\(含(?:本数)?\))?", Operator.GE),
    _side(rf"{_INCLUDING}(?:以下|之下|以内|之内)(?:\(含(?:本数)?\))?", Operator.LE),
    _side(r"(?<=[天日时钟秒里米年月])内(?![医科涵镜部])", Operator.LE),
    _words(Kind.ABOUT, lexicon.ABOUT_AFTER),
    _rule(Kind.FILLER, "之间|不等"),
]
DIRECTION_OF_VERB = {"raise": Direction.UP, "lower": Direction.DOWN}
