"""Several claims put together into one meaning: dated steps, targets by kind, compounds, a range, or a main target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plans.domain.accounting import account
from plans.domain.amounts import share_units_and_sides
from plans.domain.changes import read_base_level, read_doubling
from plans.domain.claims import Claim
from plans.domain.doubts import by_person, inferred, worst
from plans.domain.labels import labels_of, subject_of
from plans.domain.meaning import Certainty, Form, Operator, Part, TargetMeaning
from plans.domain.promises import read_numbers, two_sided
from plans.domain.remarks import weigh_remark
from plans.domain.setting import Setting
from plans.domain.tokens import Kind
from plans.domain.trends import read_without_numbers
from plans.domain.units import PERCENT

_LOWER = (Operator.GE, Operator.GT)
_UPPER = (Operator.LE, Operator.LT)


def assemble(claims: Sequence[Claim], setting: Setting) -> TargetMeaning:
    """The meaning of a whole wording from its claims."""
    own = [claim for claim in claims if not claim.is_aside]
    if not own:
        return by_person("not_understood", "".join(token.text for claim in claims for token in claim.tokens))
    _share_within_list(own)
    setting = _with_unit_of_others(own, setting)
    readings = [read_claim(claim, setting) for claim in own]
    if len(own) == 1:
        return _dated(readings[0], own[0], setting)
    numbered = [place for place, claim in enumerate(own) if _has_number(claim)]
    told_apart = all(claim.label for claim in own) or _years_of(own) is not None
    if len(numbered) <= 1 and not told_apart and not any(claim.joined_by for claim in own[1:]):
        return _main(own, readings, numbered[0] if numbered else None, setting)
    return _several(own, readings, setting)


def read_claim(claim: Claim, setting: Setting) -> TargetMeaning:
    """The meaning of one claim, with what its remarks add or take away."""
    setting = setting.about(subject_of(claim))
    if claim.has(Kind.DOUBLE) and not claim.amounts:
        meaning = read_doubling(claim, setting)
    elif claim.has(Kind.BASE_LEVEL) and not claim.amounts:
        meaning = read_base_level(claim, setting)
    elif claim.amounts:
        meaning = read_numbers(claim, setting)
    else:
        meaning = read_without_numbers(claim, setting)
    meaning = account(meaning, claim)
    for remark in claim.all(Kind.REMARK):
        if meaning.form != Form.BY_PERSON:
            meaning = weigh_remark(meaning, remark, setting)
    return meaning


def _has_number(claim: Claim) -> bool:
    return bool(claim.amounts) or claim.has(Kind.DOUBLE, Kind.BASE_LEVEL, Kind.ALL)


def _with_unit_of_others(claims: Sequence[Claim], setting: Setting) -> Setting:
    """In “2022年全部、2025年20%” the 20% tells that 全部 is 100%."""
    shares = any(amount.unit == PERCENT for claim in claims for amount in claim.amounts)
    return replace(setting, beside_shares=shares)


def _share_within_list(claims: Sequence[Claim]) -> None:
    """In “三级30%、二级25%以上” the 以上 holds for both; in “三级达到30%、二级25%” the 达到."""
    for before, claim in pairwise(claims):
        if not (before.amounts and claim.amounts):
            continue
        here = claim.amounts[0]
        lead = before.amounts[0].lead
        same_breath = claim.after_separator or (lead is not None and lead.kind == Kind.VERB and not claim.joined_by)
        if here.lead is None and not here.has_side and same_breath and not claim.label and not claim.has(Kind.CHANGE):
            here.lead, here.direct = before.amounts[0].lead, before.amounts[0].direct
    run: list[Claim] = []
    for claim in [*claims, None]:
        if claim is not None and claim.amounts and (not run or claim.after_separator):
            run.append(claim)
            continue
        if len(run) > 1 and len([amount for member in run for amount in member.amounts]) == len(run):
            share_units_and_sides([member.amounts[0] for member in run])
        run = [claim] if claim is not None and claim.amounts else []


def _dated(meaning: TargetMeaning, claim: Claim, setting: Setting) -> TargetMeaning:
    """A promise for the plan's own target year is simply the target; one for another year is a step on the way."""
    years = claim.years
    if meaning.form in (Form.BY_PERSON, Form.STEPS) or not years:
        return meaning
    if any(token.word.startswith("span") for token in claim.all(Kind.YEAR)):
        return inferred(meaning, "span_of_years", claim.first(Kind.YEAR).text)
    if len(years) > 1:
        return by_person("leftover_year", str(years[-1]))
    if years[0] == setting.target_year or meaning.form == Form.BY_KIND:
        return meaning
    part = Part(meaning=meaning, year=years[0])
    return _whole(Form.STEPS, [part])


def _whole(form: Form, parts: Sequence[Part], joined_by: str = "") -> TargetMeaning:
    doubt = worst(*(part.meaning for part in parts))
    return TargetMeaning(
        form=form, parts=tuple(parts), joined_by=joined_by,
        certainty=doubt.certainty, reason=doubt.reason, detail=doubt.detail,
    )  # fmt: skip


def _main(
    claims: Sequence[Claim], readings: Sequence[TargetMeaning], numbered: int | None, setting: Setting
) -> TargetMeaning:
    """The one claim with a number among claims without, set side by side with a comma: the others are remarks on it."""
    if numbered is None:
        return _without_numbers(claims, readings, setting)
    others = [claim for place, claim in enumerate(claims) if place != numbered]
    meaning = _dated(readings[numbered], claims[numbered], setting)
    return inferred(meaning, "beside_the_number", "".join(token.text for token in others[0].tokens))


def _without_numbers(claims: Sequence[Claim], readings: Sequence[TargetMeaning], setting: Setting) -> TargetMeaning:
    """Trends that say the same stand for one; deeds in a row are one deed; all else is for a person."""
    clear = [reading for reading in readings if reading.form != Form.BY_PERSON]
    if not clear:
        return readings[0]
    if len({reading.form for reading in clear}) > 1:
        return by_person("several_promises", claims[1].tokens[0].text)
    merged = _merged_trends(clear) if clear[0].form == Form.MONOTONE else clear[0]
    if merged is None or clear[0].form == Form.BENCHMARK:
        return by_person("several_promises", claims[1].tokens[0].text)
    return inferred(
        _dated(merged, claims[0], setting), "several_clauses", "".join(token.text for token in claims[1].tokens)
    )


def _merged_trends(trends: Sequence[TargetMeaning]) -> TargetMeaning | None:
    """“明显下降并持续下降” is one falling trend, sustained; None when the trends differ in direction."""
    if len({trend.direction for trend in trends}) > 1 or any(trend.form != Form.MONOTONE for trend in trends):
        return None
    doubt = worst(*trends)
    return replace(
        doubt, sustained=any(trend.sustained for trend in trends), proportional=any(trend.proportional for trend in trends),
        base_year=next((trend.base_year for trend in trends if trend.base_year is not None), None),
    )  # fmt: skip


def _several(claims: Sequence[Claim], readings: Sequence[TargetMeaning], setting: Setting) -> TargetMeaning:
    broken = next((reading for reading in readings if reading.form == Form.BY_PERSON), None)
    if broken is not None:
        return broken
    joins = {claim.joined_by for claim in claims[1:]}
    years = _years_of(claims)
    if years is not None:
        return _whole(
            Form.STEPS, [Part(meaning=reading, year=year) for reading, year in zip(readings, years, strict=True)]
        )
    if "or" not in joins and _is_one_deed(claims, readings):
        return worst(*readings)
    labels = labels_of(claims)
    if all(labels) and len(set(labels)) == len(labels) and "or" not in joins:
        return _by_kind(claims, readings, labels, setting)
    return _compound(claims, readings, setting, joins)


def _is_one_deed(claims: Sequence[Claim], readings: Sequence[TargetMeaning]) -> bool:
    """“建立并不断完善” is one thing to be done."""
    told_apart = any(claim.label or claim.years for claim in claims)
    return not told_apart and all(reading.form == Form.MILESTONE and reading.low is None for reading in readings)


def _years_of(claims: Sequence[Claim]) -> list[int] | None:
    """One year for each claim, rising; None when the claims are not dated one by one."""
    dates = [claim.years for claim in claims]
    if any(len(years) != 1 for years in dates):
        return None
    years = [date[0] for date in dates]
    return years if len(set(years)) == len(years) else None


def _by_kind(
    claims: Sequence[Claim], readings: Sequence[TargetMeaning], labels: Sequence[str], setting: Setting
) -> TargetMeaning:
    parts = [
        Part(meaning=_without_remark(reading, label), label=label)
        for reading, label in zip(readings, labels, strict=True)
    ]
    meaning = _whole(Form.BY_KIND, parts)
    loose = [claim for claim, reading in zip(claims, readings, strict=True) if reading.form != Form.STEPS]
    years = [year for claim in loose for year in claim.years]
    if years and set(years) != {setting.target_year}:
        meaning = inferred(meaning, "leftover_year", str(years[0]))
    return meaning


def _without_remark(meaning: TargetMeaning, label: str) -> TargetMeaning:
    """In “≥60%(三级)、≥50%(二级)” the remark is the label and no reason for doubt."""
    if meaning.reason != "remark" or meaning.detail.strip("()") != label:
        return meaning
    return replace(meaning, certainty=Certainty.CERTAIN, reason="", detail="")


def _compound(
    claims: Sequence[Claim], readings: Sequence[TargetMeaning], setting: Setting, joins: set[str]
) -> TargetMeaning:
    if all(reading.form == Form.MONOTONE for reading in readings) and "or" not in joins:
        merged = _merged_trends(readings)
        if merged is not None:
            return merged
    if len(readings) == 2 and "or" not in joins:
        merged = two_sided(*readings)
        if merged is not None:
            return _dated(merged, claims[0], setting)
    said = joins - {""}
    if len(said) != 1:
        return by_person("several_promises", "".join(token.text for token in claims[1].tokens))
    meaning = _whole(Form.COMPOUND, [Part(meaning=reading) for reading in readings], joined_by=next(iter(said)))
    years = [year for claim in claims for year in claim.years]
    return (
        inferred(meaning, "leftover_year", str(years[0])) if years and set(years) != {setting.target_year} else meaning
    )
