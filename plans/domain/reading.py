"""Reading official wording: `read_wording` for targets, `read_baseline` for baselines.

The way: normalise (one spelling), tokenise (pieces that mean something), split (claims), read each claim, put them
together, then look for reasons to doubt. Every number must be accounted for, or the reading is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plans.domain import lexicon
from plans.domain.assembly import assemble
from plans.domain.baseline import NOTHING, Baseline, read_baseline
from plans.domain.claims import Claim, split
from plans.domain.doubts import by_person, inferred
from plans.domain.limits import cut, endless_number, is_too_long, lists_too_much
from plans.domain.meaning import Certainty, Context, Form, Part, TargetMeaning
from plans.domain.names import same_subject, usual_unit
from plans.domain.normalise import NormalText, normalise
from plans.domain.setting import Setting
from plans.domain.tokeniser import tokenise
from plans.domain.tokens import Kind, Token
from plans.domain.units import RATIO, conflict, is_share, scaled

__all__ = ["Baseline", "read_baseline", "read_wording"]

_ASSIGNED = re.compile(
    r"(?:按|依据|根据|以)?(?:照)?(?:国家|省|市|上级)?(?:.{0,6})(?:另行|待|尚待)(?:确定|下达|制定|明确|测算|发布|研究确定)(?:为准)?|待.{0,6}(?:后确定|下达)"
)
_CHANGES = "|".join(word for words in lexicon.CHANGES.values() for word in words)
# What is written to be applied by people, and not to be reached.
_RULES_FOR_PEOPLE = (
    (
        "scoring_rule",
        re.compile(r"(?:得|扣|加|减|计|给|酌情扣)\d+(?:\.\d+)?分|不得分|满分|得满分|酌情扣分|倒扣|一票否决"),
    ),
    (
        "conditional",
        re.compile(
            r"(?:超过|低于|高于|不足|未达到?|达不到|大于|小于|达到|以[上下内])[^,;。、和]*的(?=[,。;]|$)|如果|^若|,若|凡是|否则|对于|未达标|不再"
        ),
    ),
    (
        "formula",
        re.compile(
            r"[×÷±∑]|\*\d|=.*[/*]|[/*].*=|正负\d|按照?[^,。;]*的[\d.]+[%‰](?:的?比例)?[^,。;]{0,4}(?:配置|配备|安排|计提|提取|设置|核定)"
        ),
    ),
    ("relative_to_other", re.compile("(?:与|同|和)[^,;。]{1,12}(?:同步|相适应|相匹配|相协调|相衔接|挂钩|一致)")),
    ("negated", re.compile(f"(?:不|未|无|非|防止|避免|遏制|杜绝)(?:再|得|会|能|予|以)*(?:{_CHANGES})")),
    ("not_a_target", re.compile("不作要求|不做要求|不要求|不设目标|不考核|暂缓|取消|删除|不纳入")),
)
_HEADING = re.compile("(?:.*年)?(?:目标值?|指标值|要求|规划目标)")
_EACH_ONE = re.compile("(?:每个?|各)(?:县|市|区|乡|镇|村|街道|社区|家|所|院|校|医院|机构|州|省|地市|设区市|科室|单位)+")
_YEAR_ALONE = re.compile(r"(?:19|20)\d{2}")


def read_wording(wording: str, context: Context = Context()) -> TargetMeaning:  # noqa: B008  (Context is frozen)
    """The meaning of a target's official wording. Never raises: what cannot be read is for a person, with the reason."""
    if overlong := next((text for text in (wording, *_texts_of(context)) if is_too_long(text)), ""):
        return replace(by_person("too_long", cut(overlong)), left_over=(wording.strip(),))
    normal = normalise(wording)
    if NOTHING.fullmatch(normal.chars) or _ASSIGNED.fullmatch(normal.chars):
        return _none_yet(normal)
    setting = Setting.of(context)
    refusal = _refused(normal, setting)
    if refusal is not None:
        return replace(refusal, left_over=(wording.strip(),))
    tokens = tokenise(normal.chars, setting.indicator)
    claims = split(tokens)
    meaning = _checked(assemble(claims, setting), claims, normal, setting)
    if meaning.form == Form.BY_PERSON:
        return replace(_verbatim(meaning, normal), left_over=(wording.strip(),))
    used, left_over = _accounts(tokens, claims, normal)
    return replace(_verbatim(meaning, normal), used=used, left_over=left_over)


def _texts_of(context: Context) -> tuple[str, ...]:
    return context.indicator, context.unit, context.baseline


def _none_yet(normal: NormalText) -> TargetMeaning:
    meaning = TargetMeaning(form=Form.NONE_YET, used=(normal.source.strip(),) if normal.source.strip() else ())
    return inferred(meaning, "nothing_or_zero", normal.source.strip()) if normal.chars in ("无", "没有") else meaning


def _refused(normal: NormalText, setting: Setting) -> TargetMeaning | None:
    if endless := endless_number(normal.chars):
        return by_person("too_many_digits", endless)
    if lists_too_much(normal.chars):
        return by_person("too_many_items", cut(normal.source))
    for code, pattern in _RULES_FOR_PEOPLE:
        match = pattern.search(normal.chars)
        if match is not None:
            return by_person(code, normal.verbatim(match.start(), match.end()))
    if _YEAR_ALONE.fullmatch(normal.chars) and (setting.baseline.value is None or setting.baseline.value < 1000):
        return by_person("looks_like_year", normal.source.strip())
    return None


def _checked(meaning: TargetMeaning, claims: Sequence[Claim], normal: NormalText, setting: Setting) -> TargetMeaning:
    """The meaning with every doubt that the whole wording and its context raise."""
    meaning = _check_units(meaning, setting)
    if meaning.form == Form.BY_PERSON:
        return meaning
    if normal.repairs:
        meaning = inferred(meaning, "number_repaired", normal.repairs[0])
    for claim in claims:
        nearly = next((token for token in claim.all(Kind.ADVERB) if token.text == "基本"), None)
        hedge = claim.first(Kind.HEDGE) or (
            nearly if meaning.form in (Form.BOUND, Form.BENCHMARK, Form.RANGE) else None
        )
        if hedge is not None:
            meaning = inferred(meaning, "hedged", hedge.text)
    return _check_words(meaning, claims, setting)


def _check_units(meaning: TargetMeaning, setting: Setting) -> TargetMeaning:
    """The meaning, for a person where its unit cannot be the indicator's; doubtful where the unit is unusual."""
    if meaning.parts:
        parts = tuple(replace(part, meaning=_check_units(part.meaning, setting)) for part in meaning.parts)
        broken = next((part.meaning for part in parts if part.meaning.form == Form.BY_PERSON), None)
        if broken is not None and meaning.form != Form.BY_KIND:
            return broken
        return _weakened_by(replace(meaning, parts=parts), parts)
    if meaning.form in (Form.BENCHMARK, Form.MILESTONE, Form.CHANGE_PERCENT, Form.ANNUAL_GROWTH) or not meaning.unit:
        return meaning
    for known in (setting.unit, setting.baseline.unit):
        if known and conflict(meaning.unit, known):
            return by_person("unit_conflict", f"{meaning.unit}、{known}")
    for known in (setting.unit, setting.baseline.unit):
        if known and scaled(meaning.unit, known):
            return inferred(meaning, "unit_scaled", f"{meaning.unit}、{known}")
    return _check_usual(meaning, setting)


def _check_usual(meaning: TargetMeaning, setting: Setting) -> TargetMeaning:
    usual = usual_unit(setting.indicator)
    if usual and not setting.unit and is_share(meaning.unit) and meaning.unit != usual:
        return inferred(meaning, "unit_unusual", f"{meaning.unit}、{usual}")
    bounds = [number for number in (meaning.low, meaning.high) if number is not None]
    if meaning.unit == RATIO and bounds and max(bounds) > 10:
        return inferred(meaning, "ratio_unusual", f"1:{max(bounds)}")
    if meaning.unit == "%" and setting.is_share and bounds and (max(bounds) > 100 or min(bounds) < 0):
        return inferred(meaning, "share_out_of_range", f"{max(bounds)}%")
    return meaning


def _weakened_by(meaning: TargetMeaning, parts: Sequence[Part]) -> TargetMeaning:
    for part in parts:
        if part.meaning.certainty != Certainty.CERTAIN:
            meaning = inferred(meaning, part.meaning.reason, part.meaning.detail)
        if part.meaning.certainty == Certainty.PERSON:
            return replace(meaning, certainty=Certainty.PERSON, reason=part.meaning.reason, detail=part.meaning.detail)
    return meaning


def _check_words(meaning: TargetMeaning, claims: Sequence[Claim], setting: Setting) -> TargetMeaning:
    """Words that the grammar does not know are never passed over in silence."""
    for claim in claims:
        if claim.is_aside:
            meaning = inferred(meaning, "aside", "".join(token.text for token in claim.tokens))
            continue
        for token in claim.words["between"] + claim.words["after"]:
            if token.kind == Kind.TEXT and not _is_subject(token, setting):
                meaning = inferred(meaning, "extra_words", token.text)
        label = "".join(token.text for token in claim.label)
        if len(claims) == 1 and label and not _HEADING.fullmatch(label) and not same_subject(label, setting.indicator):
            meaning = inferred(meaning, "other_subject", label)
        before = "".join(token.text for token in claim.words["before"])
        if (each := _EACH_ONE.search(before)) and each.group() not in setting.indicator:
            meaning = inferred(meaning, "for_each", each.group())
        if (
            before
            and setting.indicator
            and meaning.form != Form.BY_KIND
            and not same_subject(before, setting.indicator)
        ):
            meaning = inferred(meaning, "other_subject", before)
    return meaning


def _is_subject(token: Token, setting: Setting) -> bool:
    return bool(setting.indicator) and token.text in setting.indicator


def _accounts(
    tokens: Sequence[Token], claims: Sequence[Claim], normal: NormalText
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pieces of the wording, verbatim, that made the reading, and those that did not."""
    used = [normal.verbatim(token.start, token.end) for token in tokens if token.kind not in (Kind.TEXT, Kind.COMMA)]
    left_over = [normal.verbatim(token.start, token.end) for token in tokens if token.kind == Kind.TEXT]
    return (*used, *normal.marks), tuple(left_over)


def _verbatim(meaning: TargetMeaning, normal: NormalText) -> TargetMeaning:
    """The meaning with its detail as the source prints it, where the detail is a piece of the wording."""
    parts = tuple(
        replace(part, label=_as_printed(part.label, normal), meaning=_verbatim(part.meaning, normal))
        for part in meaning.parts
    )
    return replace(meaning, detail=_as_printed(meaning.detail, normal), parts=parts)


def _as_printed(piece: str, normal: NormalText) -> str:
    place = normal.chars.find(piece) if piece else -1
    return piece if place < 0 else normal.verbatim(place, place + len(piece))
