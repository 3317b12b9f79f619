"""Finding a printed indicator in the catalogue, and what to propose for one that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from plans.domain.names import Side, names_a_share, side_of_name, usual_unit
from plans.domain.normalise import normalise


class MatchKind(StrEnum):
    """How a name was found in the catalogue."""

    EXACT = "exact"  # the catalogue's own name
    ALIAS = "alias"  # one of its other names
    NORMALISED = "normalised"  # the same but for spelling, brackets, 其中, 全市 …
    PROPOSED = "proposed"  # not found: a new indicator, with unit and polarity proposed


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An indicator of the catalogue. `polarity` is "up", "down" or ""."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    polarity: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator meant by a name. `code` is "" for a proposal, whose `unit` and `polarity` are then guesses from the name."""

    kind: MatchKind
    code: str = ""
    unit: str = ""
    polarity: str = ""


_ASIDE = re.compile(
    r"^[\s#*—-]*(?:其中|全国|全省|全市|全县|全区|全州|我国|我省|我市|我县|我区|本市|本县|本区|辖区内?|城乡居民|居民)[:,]?"
)
_UNIT = re.compile(
    r"\((?:%|‰|张|人|名|岁|个|家|所|件|份|万人|亿元|万元|元|天|[^()]{0,4}/\d{0,2}[十百千万]*[^()]{0,4})\)$"
)
_FORMULA = re.compile(r"=.*")
_SIGNS = re.compile(r"[\s\"“”'·,、。:()《》\-—]|的|拥有|常住|医疗卫生机构(?=床位|中医)|卫生机构(?=床位|中医)")
_SAME = (
    (re.compile("平均(?=预期寿命|期望寿命)|人均(?=预期寿命|期望寿命)"), ""),
    (re.compile("期望寿命"), "预期寿命"),
    (re.compile("(?<=[万千])名?人口?(?=\\D)"), "人口"),
    (re.compile("^(?=[千万]人口)"), "每"),
    (re.compile("及以上|或以上"), "以上"),
    (re.compile("及以下|或以下"), "以下"),
    (re.compile("比重|占比|比率|所占比例"), "比例"),
    (re.compile("概率"), "率"),
    (re.compile("全科医师"), "全科医生"),
    (re.compile("(?:人数|数量|总数|数)$"), ""),
)
_NUMERALS = str.maketrans("零一二三四五六七八九", "0123456789")


def match(name: str, catalogue: Iterable[CatalogueEntry]) -> Match:
    """The entry of the catalogue that a printed name means, or a proposal. A name that fits two entries fits none."""
    entries = list(catalogue)
    for kind, spelled in ((MatchKind.EXACT, _as_printed), (MatchKind.ALIAS, _as_printed), (MatchKind.NORMALISED, key)):
        wanted = spelled(name)
        found = [entry for entry in entries if wanted and wanted in map(spelled, _names(entry, kind))]
        if len(found) == 1:
            return Match(kind, found[0].code, found[0].unit, found[0].polarity)
    return propose(name)


def propose(name: str) -> Match:
    """A new indicator: its unit and polarity as far as the name tells them."""
    plain = normalise(name).chars
    side = side_of_name(plain)
    unit = usual_unit(plain) or ("%" if names_a_share(plain) else "")
    return Match(MatchKind.PROPOSED, unit=unit, polarity=side.value if side in (Side.AT_LEAST, Side.AT_MOST) else "")


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What two spellings of one indicator's name have in common."""
    text = _FORMULA.sub("", normalise(name).chars)
    text = _UNIT.sub("", text)
    while (shorter := _ASIDE.sub("", text)) != text and shorter:
        text = shorter
    text = _SIGNS.sub("", text)
    for pattern, same in _SAME:
        text = pattern.sub(same, text)
    return text.translate(_NUMERALS)


def _as_printed(name: str) -> str:
    return re.sub(r"\s", "", name)


def _names(entry: CatalogueEntry, kind: MatchKind) -> Sequence[str]:
    return {MatchKind.EXACT: (entry.name,), MatchKind.ALIAS: entry.aliases}.get(kind, (entry.name, *entry.aliases))
