"""What kind of text a cell holds, told from the text alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from plans.domain.units import UNIT

_NATURE = re.compile(r"(?:约束|预期|倡导|指导|引导|基础|限制|控制)性?(?:指标)?")
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:[.\-]\d{1,2}){0,2}|[①-⑳㈠-㈩])\)?[.、)]?")
_WHOLE = re.compile(r"\(?(\d{1,3})\)?[.、)]?")
_VALUE = re.compile(
    r"(?:[≥≤<>≧≦≯≮=~约近+\-]|不低于|不高于|不少于|不超过|低于|高于|超过|达到?)*\d[\d.,:]*(?:[-—~至]\d[\d.,:]*)?"
    rf"(?:{UNIT.pattern})?(?:左右|(?:及|或)?以[上下内])?(?:\(.{{0,12}}\)|\[\d+\])*",
    UNIT.flags,
)
_NOTHING = re.compile(r"[-—–/…一\\.]{1,4}|无|空|暂无|待定|缺")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_UNIT = re.compile(r"[^\d\s]{1,6}|[^\d]{0,4}/\d*[十百千万]*[^\d]{0,4}|1?/?\d*[十百千]?万(?:人口?)?|-|—")
_NOTE = re.compile(
    r"(?:注|备注|说明|计算方法|指标解释|指标说明|资料来源|数据来源|附注|注释)\d*[.、:\s]|[*※#]|\[\d+\]|[①-⑳]"
)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


@lru_cache(maxsize=4096)
def is_nature(text: str) -> bool:
    """Whether it is 约束性, 预期性 …"""
    return _NATURE.fullmatch(_plain(text)) is not None


@lru_cache(maxsize=4096)
def is_number(text: str) -> bool:
    """Whether it can be the number of a row: 11, 3., (2), 1.1, ①."""
    return _NUMBER.fullmatch(_plain(text)) is not None or _NUMBER.fullmatch(text.strip()) is not None


def whole_number(text: str) -> int | None:
    """The number of a row where it is a whole one."""
    match = _WHOLE.fullmatch(_plain(text))
    return int(match[1]) if match else None


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether it is hardly more than a number, or says that there is none: 77.78, ≤12/10万, 27%左右, —."""
    plain = _plain(text)
    return _VALUE.fullmatch(plain) is not None or _NOTHING.fullmatch(plain) is not None


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether it can be a unit of measure: 张, 岁, %, 1/10万."""
    return _UNIT.fullmatch(_plain(text)) is not None and not is_nature(text)


def is_note(text: str) -> bool:
    """Whether it is a remark below a table: 注：…, 资料来源：…, * …"""
    return _NOTE.match(unicodedata.normalize("NFKC", text).strip()) is not None


def has_chinese(text: str, least: int = 2) -> bool:
    """Whether at least so many Chinese characters are in it."""
    return len(_CHINESE.findall(text)) >= least
