"""What a document says of itself: title, who issued it, document number, date, base and target year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.domain.numerals import chinese_number
from plans.importing.draft import FrontMatter
from plans.importing.passages import periods_of
from plans.importing.source import Block, Paragraph, Table, collapsed

_FIRST_PARAGRAPHS = 40
_MOST_CAPTIONS = 5
_IN_A_TABLE = -1
_KIND = "规划纲要|规划|纲要|行动计划|计划|实施方案|工作方案|方案|实施意见|意见|行动|申报表|目标表|指标体系|任务书|责任书|要点"
_TITLE = re.compile(rf"(?=.{{6,60}}$)[^,，;；:：|]*(?:{_KIND})(?:\s*[(（][^()（）]{{1,20}}[)）])*$")
_OF_THE_TABLE = re.compile(
    rf"(?P<title>[^,，;；:：|]{{4,60}}(?:{_KIND}))(?:的?(?:主要|核心|发展|具体|预期))*(?:指标|目标)(?:体系|一览)?表?$"
)
_QUOTED = re.compile(rf"《([^《》]{{4,60}}(?:{_KIND})(?:[(（][^()（）]{{1,20}}[)）])?)》")
_NOTICE = re.compile(
    rf"^(?P<issuer>[^《》,，。]{{2,60}}?)(?:关于)?(?:印发|发布|批转|转发|公布)(?:了)?[《<〈]?(?P<title>[^《》]{{4,80}}?(?:{_KIND})[^《》]{{0,14}}?)[》>〉]?的(?:通知|批复|公告|函)"
)
_OFFICE = (
    "人民政府办公[厅室]|人民政府|行政公署|卫生健康委员会|卫生健康委|卫生健康局|卫生和计划生育委员会|卫生计生委|卫生局|疾病预防控制局|中医药管理局|发展和改革委员会|发展改革委|"
    "民政[厅局]|医疗保障局|财政[厅局]|国务院办公厅|国务院|党委|市委|省委|县委|委员会|领导小组(?:办公室)?|办公[厅室]"
)
_ISSUER = re.compile(rf"(?:[\u4e00-\u9fff、]{{0,40}}?(?:{_OFFICE})[ \u3000]*)+")
_LABELLED = {
    "issuer": re.compile(
        r"(?:发文机关|发布机构|发文单位|制定机关|发布单位|印发机关)\s*[:：]\s*(?P<value>[\u4e00-\u9fff、]{2,40})"
    ),
    "document_no": re.compile(r"(?:发文字号|文\s*号|文件编号)\s*[:：]\s*(?P<value>[^\s:：]{3,30}?号)"),
    "issued_on": re.compile(
        r"(?:成文日期|发文日期|印发日期|发布日期|发布时间|印发时间)\s*[:：]\s*(?P<value>[\d年月日./-]{8,12})"
    ),
}
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s*[〔\[【(（]\s*(?:19|20)\d\d\s*[〕\]】)）]\s*第?\s*\d{1,4}\s*号")
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    r"(?P<year>[二一][〇○零一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPAN = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)\s*年?")
_GOAL_YEARS = re.compile(r"[到至]\s*20\d\d\s*年(?:[底末]?[、和及]\s*20\d\d\s*年)*")
_BASE_YEAR = re.compile(
    r"(?:在|比|较)\s*(20\d\d)\s*年(?=[^,，。]{0,6}(?:基础|提高|降低|增长|下降|增加|减少))|以\s*(20\d\d)\s*年为(?:基期|基数|基线|基准)"
)
_TITLE_YEAR = re.compile(r"(20\d\d)\s*(?:年度?)?")


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter, and the blocks that it was taken from whole."""

    matter: FrontMatter
    blocks: frozenset[int]


def read_front(blocks: Sequence[Block], table_base: int | None, table_target: int | None, file_name: str = "") -> Front:
    """The front matter. The years that the headings of the table name come before any other."""
    lines = list(_lines(blocks))
    title, title_block = _title(lines)
    title = title or _title_of_file(file_name)
    issuer, issuer_block = _issuer(lines)
    number, number_block = _document_no(lines)
    issued, date_block = _issued(lines, issuer_block)
    base, target = _years(blocks, title, issued, table_base, table_target)
    whole = {title_block, issuer_block, number_block, date_block} - {None, _IN_A_TABLE}
    return Front(
        FrontMatter(
            title=title, issuer=issuer, document_no=number, issued_on=issued, base_year=base, target_year=target
        ),
        frozenset(block for block in whole if block is not None),
    )


Line = tuple[int, str]


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    for number, block in enumerate(blocks[:_FIRST_PARAGRAPHS]):
        if isinstance(block, Table):
            yield from ((_IN_A_TABLE, text) for text in _captions(block))
        elif not block.text.lstrip().startswith("#"):
            yield number, collapsed(block.text)


def _captions(table: Table) -> Iterator[str]:
    """The rows of one text alone that begin a table: its title, in a workbook."""
    for row in table.rows[:_MOST_CAPTIONS]:
        texts = {cell.text for cell in row if cell.text}
        if len(texts) > 1:
            return
        yield from texts


def _title(lines: Sequence[Line]) -> tuple[str, int | None]:
    """The line that is the title; or, where it is only named, the title in the notice that makes it known."""
    named = [match[1] for _, text in lines for match in _QUOTED.finditer(text)]
    notices = [match["title"] for _, text in lines if (match := _NOTICE.match(text))]
    alone = [(text, block) for block, text in lines if _TITLE.fullmatch(text)]
    for text, block in alone:
        if text in named or text in notices:
            return text, block
    if notices:
        return notices[0], None
    if alone and alone[0][1] <= _FIRST_PARAGRAPHS // 4:
        return alone[0]
    tables = [match["title"] for _, text in lines if (match := _OF_THE_TABLE.match(text))]
    if tables:
        return tables[0], None
    introduced = [
        match[1]
        for _, text in lines[:5]
        for match in _QUOTED.finditer(text)
        if re.match("已经?|业经", text[match.end() :])
    ]
    return (introduced[0], None) if introduced else ("", None)


def _title_of_file(name: str) -> str:
    """The title that a file's name is: 萍乡市“十四五”卫生健康发展规划.docx, or that of the notice it names."""
    stem = re.sub(r"\.\w{2,5}$", "", re.split(r"[/\\]", name)[-1]).strip()
    notice = _NOTICE.match(stem)
    return notice["title"] if notice else stem if _TITLE.fullmatch(stem) else ""


def _issuer(lines: Sequence[Line]) -> tuple[str, int | None]:
    """Who signed: the office that stands alone on a line, before the date; or who makes the plan known."""
    labelled = _labelled(lines, "issuer")
    if labelled:
        return labelled, None
    alone = [(block, text) for block, text in lines if _ISSUER.fullmatch(text) and len(text) <= 60]
    for place, (block, text) in enumerate(lines):
        follows = lines[place + 1][1] if place + 1 < len(lines) else ""
        if (block, text) in alone and _date_of(follows) is not None:
            return text, block
    notices = [
        match["issuer"] for _, text in lines if (match := _NOTICE.match(text)) and re.search(_OFFICE, match["issuer"])
    ]
    if notices:
        return notices[0], None
    return (alone[0][1], alone[0][0]) if alone else ("", None)


def _document_no(lines: Sequence[Line]) -> tuple[str, int | None]:
    labelled = _labelled(lines, "document_no")
    if labelled:
        return labelled, None
    return next(((text, block) for block, text in lines if _NUMBER.fullmatch(text)), ("", None))


def _issued(lines: Sequence[Line], issuer_block: int | None) -> tuple[date | None, int | None]:
    """The date below the office that signed; else the first that stands alone on a line."""
    labelled = _date_of(_labelled(lines, "issued_on"))
    if labelled:
        return labelled, None
    dates = [(found, block) for block, text in lines if len(text) <= 20 and (found := _date_of(text)) is not None]
    signed = [(found, block) for found, block in dates if issuer_block is not None and block > issuer_block]
    return next(iter([*signed, *dates]), (None, None))


def _labelled(lines: Sequence[Line], name: str) -> str:
    return next((match["value"] for _, text in lines if (match := _LABELLED[name].search(text))), "")


def _date_of(text: str) -> date | None:
    """The date that a text is, in figures or in Chinese numerals."""
    match = _DATE.fullmatch(text.strip("()（） "))
    if match:
        parts = (int(match["year"]), int(match["month"]), int(match["day"]))
    else:
        spelled = _CHINESE_DATE.fullmatch(text.strip("()（） "))
        if spelled is None:
            return None
        month, day = chinese_number(spelled["month"]), chinese_number(spelled["day"])
        parts = (int(spelled["year"].translate(_DIGITS)), int(month or 0), int(day or 0))
    try:
        return date(*parts)
    except ValueError:
        return None


def _years(
    blocks: Sequence[Block], title: str, issued: date | None, table_base: int | None, table_target: int | None
) -> tuple[int | None, int | None]:
    """Base and target year: of the table's headings, the title's period, the text's own goals; None where nothing says it."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph) and not block.text.lstrip().startswith("#")]
    base, target = table_base, table_target
    span = _SPAN.search(title)
    periods = periods_of(title)
    if target is None and span:
        target, base = int(span[2]), base or int(span[1]) - 1
    if target is None and periods:
        target = periods[-1]
        base = base or target - 5
    if target is None:
        goals = (match.group() for text in texts for match in _GOAL_YEARS.finditer(text))
        target = _most_common(int(year) for goal in goals for year in re.findall(r"20\d\d", goal))
    if target is None:
        target = _year_of_the_head(texts[:5], issued)
    if base is None:
        named = _most_common(int(one or two) for text in texts for one, two in _BASE_YEAR.findall(text))
        base = named if named and target and named < target else None
    if base is None and target in [end for text in texts for end in periods_of(text)]:
        base = target - 5 if target else None
    return base, target


def _year_of_the_head(texts: Sequence[str], issued: date | None) -> int | None:
    """The year of a yearly document: “(2024年度)” near the top, that is no date."""
    for text in texts:
        match = re.search(r"(20\d\d)\s*年度", text)
        if match:
            return int(match[1])
    return None


def _most_common(years: Iterator[int]) -> int | None:
    counted: dict[int, int] = {}
    for year in years:
        counted[year] = counted.get(year, 0) + 1
    return max(counted, key=lambda year: (counted[year], -year)) if counted else None
