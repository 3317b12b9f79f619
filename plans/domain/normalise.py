"""One spelling for official wording: half-width signs, simplified characters, no footnote marks, no stray spaces.

Every character of the result remembers which characters of the source it stands for, so that whatever is said about a
piece of the wording can quote it verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TRADITIONAL = (
    "達張歲萬億過設個於為與較減長總續進顯趨勢幾兩內後發實現國區縣鄉鎮醫護療衛藥婦嬰兒產齡養營體質標準險蓋機構業務診級類維穩並爭確約屆終歷際項間輛臺數據這該專貧員戶車負壓電話聽鐘鍾遠門問題單佔儘優劃計規範層"
    "關節響環場積學職動氣熱濟創辦協團圍師權條壽預術檢測報親齒屬轉輪運連適選還邊錄隊隨難須額風飲館驗鮮點黨無礎擴縮緩復複殘開強當從眾會價備傳傷庫廣應態慣擇擁攝時書樣樓殺漲滿潔煙獲監礙稱種競籌組結給統經綜緊網"
    "綠練織繼聯聲腦臨興舊處號補裝製覺觀訂訓記許評詢試認語誤課調論證識議讀變讓責費資賴購輔農遞遺釋針銀鏈閉階離雜雲靈靜頁順頒領頻顧飛齊歸係貴買賣頭寬視貝導糧飯鄰緻惡憂礦鋪鹽齲聾啟週託癥別將篩併們來對勞勝勵參"
    "嚴圖圓壞夠奮孫寧審寫寶尋島帶幫徑徵愛慮慶懷懸損搶撥擔斷晉暫東極榮檔歡決沒況淨淺溝溫滅濕災煉燈燒獎獨畝畢畫異癒盡碼禦稅築簡簽糾紀紅納紙純細紹綱緣編績繳罰習脅脈脫腸膚膽臟舉艱艙薦藍蘇蟲衝見觸訊討訪詞詳說請"
    "諮謀豐財貢貫賠贈軌軟載輕輸辭遊違遲遼鈉鈣鉛銷鋼錢鍵鑑鑒閱陰隱霧頂頸顏願餘騰驅鬆麗黃吳樂爐獻獵癱竇絕羅腫葉藝蘭虧訴詐謹譽貪賀贊趕軀鄭鈎鎳閒闊雖韓駐騎魚鳥麥"
)
SIMPLIFIED = (
    "达张岁万亿过设个于为与较减长总续进显趋势几两内后发实现国区县乡镇医护疗卫药妇婴儿产龄养营体质标准险盖机构业务诊级类维稳并争确约届终历际项间辆台数据这该专贫员户车负压电话听钟钟远门问题单占尽优划计规范层"
    "关节响环场积学职动气热济创办协团围师权条寿预术检测报亲齿属转轮运连适选还边录队随难须额风饮馆验鲜点党无础扩缩缓复复残开强当从众会价备传伤库广应态惯择拥摄时书样楼杀涨满洁烟获监碍称种竞筹组结给统经综紧网"
    "绿练织继联声脑临兴旧处号补装制觉观订训记许评询试认语误课调论证识议读变让责费资赖购辅农递遗释针银链闭阶离杂云灵静页顺颁领频顾飞齐归系贵买卖头宽视贝导粮饭邻致恶忧矿铺盐龋聋启周托症别将筛并们来对劳胜励参"
    "严图圆坏够奋孙宁审写宝寻岛带帮径征爱虑庆怀悬损抢拨担断晋暂东极荣档欢决没况净浅沟温灭湿灾炼灯烧奖独亩毕画异愈尽码御税筑简签纠纪红纳纸纯细绍纲缘编绩缴罚习胁脉脱肠肤胆脏举艰舱荐蓝苏虫冲见触讯讨访词详说请"
    "咨谋丰财贡贯赔赠轨软载轻输辞游违迟辽钠钙铅销钢钱键鉴鉴阅阴隐雾顶颈颜愿余腾驱松丽黄吴乐炉献猎瘫窦绝罗肿叶艺兰亏诉诈谨誉贪贺赞赶躯郑钩镍闲阔虽韩驻骑鱼鸟麦"
)
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = {
    "　": " ",
    "﹪": "%",
    "∶": ":",
    "꞉": ":",
    "﹕": ":",
    "〜": "~",
    "∼": "~",
    "˜": "~",
    "≧": "≥",
    "⩾": "≥",
    "≮": "≥",
    "≦": "≤",
    "⩽": "≤",
    "≯": "≤",
    "﹥": ">",
    "﹤": "<",
    "〈": "<",
    "〉": ">",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "﹣": "-",
    "–": "—",
    "―": "—",
    "─": "—",
    "‒": "—",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "‘": "“",
    "’": "”",
    "〇": "零",
    "○": "零",
}
_ONE_TO_ONE = {**_FULL_WIDTH, **dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)), **_SIGNS}

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"(?<=[\u4e00-\u9fff])\((?=[a-zü]*[{_TONES}])[a-zü{_TONES}]{{1,7}}\)")
_FOOTNOTE = re.compile(
    r"\[\d{1,2}\]|〔\d{1,2}〕|[\u2460-\u249b\u2776-\u2793]"  # [1] ① ⑴ ⒈ ❶
    r"|(?:[√†‡※★☆✓✔▲△#]+|\*+(?=$|[\s,;。、)]))(?:\(\d{1,2}\)|\d(?!\d))?"
    r"|(?<![米mM\d])[⁰¹²³⁴-⁹]+|(?<=\d)[⁰¹²³⁴-⁹]+"
)
_TEN_TO_THE = {"10⁴": "1万", "10⁵": "10万", "10⁶": "100万"}
_LETTER_FOR_DIGIT = re.compile(
    r"(?<![A-Za-z0-9])(?P<zero>[Oo])(?=\s*\.\s*\d)|(?<=\d)(?P<nought>[Oo]+)(?=[\d%‰.,;、万]|$|[\u4e00-\u9fff])"
    r"|(?<![A-Za-z/])(?P<one>[lI])(?=\d)"
)
_POINT_APART = re.compile(r"(?P<whole>\d*)(?P<before>[ ]*)\.(?P<after>[ ]*)(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")


@dataclass(frozen=True, slots=True)
class NormalText:
    """`chars` is the normalised wording; character i stands for `source[spans[i][0]:spans[i][1]]`.

    `marks` are footnote marks and phonetic glosses that were taken out, `repairs` the pieces whose digits had to be
    guessed at (a letter O for a nought, a gap beside the decimal point), both verbatim.
    """

    source: str
    chars: str
    spans: tuple[tuple[int, int], ...]
    marks: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()

    def verbatim(self, start: int, end: int) -> str:
        """The piece of the source behind `chars[start:end]`, without the marks that were taken out of its middle."""
        pieces: list[str] = []
        done = self.spans[start][0] if start < end else 0
        for begin, stop in self.spans[start:end]:
            gap = self.source[done:begin]
            pieces += [gap if gap.isspace() else "", self.source[max(begin, done) : stop]]
            done = max(done, stop)
        return "".join(pieces).strip()


def normalise(source: str) -> NormalText:
    """The wording in one spelling. Nothing is lost: see `NormalText`."""
    text = _Draft(source)
    text.replace(re.compile("㎡|[mM]²|米²"), lambda match: "平方米")
    text.replace(re.compile("㎞|[kK][mM](?![A-Za-z])"), lambda match: "公里")
    text.replace(re.compile("10[⁴-⁶]"), lambda match: _TEN_TO_THE[match.group()])
    text.marks = [text.verbatim(match) for match in text.find(_FOOTNOTE)]
    text.replace(_FOOTNOTE, lambda match: "")
    text.marks += [text.verbatim(match) for match in text.find(_GLOSS)]
    text.replace(_GLOSS, lambda match: "")
    text.replace(re.compile(r"\s+"), lambda match: " ")
    text.replace(re.compile(r">=|=>"), lambda match: "≥")
    text.replace(re.compile(r"<=|=<"), lambda match: "≤")
    text.replace(_LETTER_FOR_DIGIT, text.repaired(_digits_meant))
    text.replace(_POINT_APART, text.repaired(lambda match: match["whole"] + "."))
    text.replace(re.compile(r"(?<=[\d%‰])\)? (?=\()"), lambda match: match.group().strip())
    text.replace(re.compile(r"(?<!\d) | (?!\d)"), lambda match: "")
    text.replace(_THOUSANDS, text.repaired(lambda match: match.group().replace(",", "")))
    return text.done()


def _digits_meant(match: re.Match[str]) -> str:
    return "1" if match["one"] else "0" * len(match["zero"] or match["nought"])


class _Draft:
    """Text on its way to normal form: characters with the span of the source that each stands for."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.chars = "".join(_ONE_TO_ONE.get(char, char) for char in source)
        self.spans = [(place, place + 1) for place in range(len(source))]
        self.marks: list[str] = []
        self.repairs: list[str] = []

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.chars)

    def verbatim(self, match: re.Match[str]) -> str:
        return self.source[self.spans[match.start()][0] : self.spans[match.end() - 1][1]]

    def replace(self, pattern: re.Pattern[str], becomes: Callable[[re.Match[str]], str]) -> None:
        """Replace every match; each new character stands for the whole piece that it came from."""
        chars: list[str] = []
        spans: list[tuple[int, int]] = []
        done = 0
        for match in pattern.finditer(self.chars):
            new = becomes(match)
            span = (self.spans[match.start()][0], self.spans[match.end() - 1][1])
            chars += [self.chars[done : match.start()], new]
            spans += [*self.spans[done : match.start()], *[span] * len(new)]
            done = match.end()
        self.chars = "".join([*chars, self.chars[done:]])
        self.spans = [*spans, *self.spans[done:]]

    def repaired(self, becomes: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
        """`becomes`, with a note of each piece where the digits meant are a guess."""

        def noted(match: re.Match[str]) -> str:
            new = becomes(match)
            if new != match.group() and not _is_safe(match.group(), self.verbatim(match)):
                self.repairs.append(self.verbatim(match))
            return new

        return noted

    def done(self) -> NormalText:
        return NormalText(self.source, self.chars, tuple(self.spans), tuple(self.marks), tuple(self.repairs))


def _is_safe(piece: str, verbatim: str) -> bool:
    """“0. 5” can only be 0.5 and “1,200” only 1200; “79. 5” may be row 79 and a 5, “80，200” may be two numbers."""
    return re.fullmatch(r"0 *\. *", piece) is not None or ("," in piece and "，" not in verbatim)
