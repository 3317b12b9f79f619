"""How figures are shown, how a refused cell is explained, and what a check found is said."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.domain.findings import DENOMINATOR, HARD, JUMP, MIX_UP, OUTLIER, RELATION, SHARE, SLIP, Finding
from indicators.domain.rounding import round_half_up
from indicators.domain.typing import TypingError
from indicators.models import Absence, CheckRule, Indicator

MISSING = "—"
THIN_SPACE = "\u202f"  # sets thousands apart without being taken for a decimal point anywhere
SMALL_COUNT = 30  # below this a change is told as a difference: a percentage of so few would mislead
SIGNIFICANT = 2  # digits told of what lies in the middle of other areas: never enough to know one of them

Names = Mapping[int, str]


def plain_number(value: Decimal, decimals: int) -> str:
    """The number with its decimals and an ASCII sign, as one would type it."""
    return f"{round_half_up(value, decimals):f}"


def grouped_number(value: Decimal, decimals: int) -> str:
    """The number with its decimals, thousands set apart, a real minus sign."""
    return f"{round_half_up(value, decimals):,f}".replace(",", THIN_SPACE).replace("-", "−")


def figure_text(value: Decimal | None, absence: str, indicator: Indicator) -> str:
    """The figure as shown in a table: a number, the word for its absence, or a dash when there is none."""
    if value is not None:
        return grouped_number(value, indicator.decimals)
    return str(Absence(absence).label) if absence else MISSING


def typed_text(value: Decimal | None, absence: str, indicator: Indicator) -> str:
    """The figure as it stands in an input cell."""
    if value is not None:
        return plain_number(value, indicator.decimals)
    return "-" if absence == Absence.NOT_APPLICABLE else ""


def change_text(before: Decimal | None, now: Decimal | None, decimals: int) -> str:
    """The change against the year before: in percent, or as a difference where the figures are small; "" if unknown."""
    if before is None or now is None:
        return ""
    difference = now - before
    if difference == 0:
        return "0"
    sign = "+" if difference > 0 else "−"
    if decimals == 0 and abs(before) >= SMALL_COUNT:
        percent = (abs(difference) / abs(before) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return f"{sign}{percent}%"
    return f"{sign}{grouped_number(abs(difference), decimals)}"


def typing_error_text(error: TypingError) -> str:
    """One sentence that says what is wrong with the cell and what to type instead."""
    facts = error.facts
    if error.code == "wrong_sign":
        if facts["unit"]:
            return _("This figure is in %(unit)s, not in %(sign)s.") % facts
        return _("This figure takes no %(sign)s sign: type the number itself.") % facts
    if error.code == "too_many_decimals":
        return (
            ngettext("At most %(decimals)d decimal place.", "At most %(decimals)d decimal places.", facts["decimals"])
            % facts
        )
    sentences = {
        "not_a_number": _("“%(text)s” is not a number. Type digits, for example 12796; “-” where it does not apply."),
        "too_long": _("Too long: at most %(most)d digits before the decimal point. Was a figure pasted twice?"),
        "not_whole": _("This is a count: type a whole number."),
        "negative": _("This figure cannot be negative."),
        "too_low": _("This figure cannot be below %(least)s."),
        "too_high": _("This figure cannot be above %(most)s."),
        "note_too_long": _("The note is too long: %(now)d characters, at most %(most)d."),
    }
    return sentences[error.code] % facts


def finding_text(finding: Finding, names: Names) -> str:
    """The sentence of a finding. `names` (by indicator id) go before those that the finding brings itself."""
    known = finding.facts.get("names")
    all_names: dict[int, str] = {**(known if isinstance(known, Mapping) else {}), **names}
    text = SENTENCES[finding.kind](finding, all_names)
    own = str(finding.facts.get("sentence") or "")
    return _("%(sentence)s (%(found)s)") % {"sentence": own, "found": text} if own else text


def _share(finding: Finding, names: Names) -> str:
    part, whole = finding.items
    facts = {
        "part": names[part],
        "part_value": _number(finding.facts["part"]),
        "whole": names[whole],
        "whole_value": _number(finding.facts["whole"]),
    }
    return (
        _("%(part)s (%(part_value)s) is a part of %(whole)s (%(whole_value)s) and cannot be more: correct one of them.")
        % facts
    )


def _relation(finding: Finding, names: Names) -> str:
    left, *parts = finding.items
    told = [_with_value(names[pk], value) for pk, value in zip(parts, finding.facts["parts"], strict=True)]
    right = " + ".join(told)
    if len(parts) > 1:
        right = _("%(parts)s, %(sum)s together") % {"parts": right, "sum": _number(finding.facts["sum"])}
    sentence = {
        ">=": _("%(left)s must be at least %(right)s: %(ask)s."),
        "<=": _("%(left)s must be at most %(right)s: %(ask)s."),
        "=": _("%(left)s must equal %(right)s: %(ask)s."),
    }[str(finding.facts["operator"])]
    ask = (
        _("correct the figure that is wrong")
        if finding.severity == HARD
        else _("check them; if they are right, say why")
    )
    return sentence % {"left": _with_value(names[left], finding.facts["left"]), "right": right, "ask": ask}


def _with_value(name: str, value: object) -> str:
    return _("%(name)s (%(value)s)") % {"name": name, "value": _number(value)}


def _jump(finding: Finding, names: Names) -> str:
    if finding.facts["up"]:
        return _(
            "%(name)s went up by %(percent)s %% from %(before)s last year to %(now)s (limit %(limit)s %%): "
            "check it; if it is right, say why."
        ) % _changed(finding, names)
    return _(
        "%(name)s went down by %(percent)s %% from %(before)s last year to %(now)s (limit %(limit)s %%): "
        "check it; if it is right, say why."
    ) % _changed(finding, names)


def _denominator(finding: Finding, names: Names) -> str:
    facts = _changed(finding, names)
    facts["percent"] = f"{'+' if finding.facts['up'] else '−'}{facts['percent']}"
    return (
        _(
            "%(name)s, on which rates are based, is %(now)s after %(before)s last year (%(percent)s %%): is "
            "it of the same scope, residents and not registered people? If it is right, say why."
        )
        % facts
    )


def _slip(finding: Finding, names: Names) -> str:
    if finding.facts["up"]:
        return _(
            "%(name)s is %(now)s, about %(factor)s times last year's %(before)s: has a decimal point "
            "slipped, a zero too many, or another unit? If it is right, say why."
        ) % _changed(finding, names)
    return _(
        "%(name)s is %(now)s, about 1/%(factor)s of last year's %(before)s: has a decimal point slipped, "
        "a digit been lost, or another unit been used? If it is right, say why."
    ) % _changed(finding, names)


def _mix_up(finding: Finding, names: Names) -> str:
    facts = _changed(finding, names) | {"other": "‰" if finding.facts["unit"] == "%" else "%"}
    facts["unit"] = str(finding.facts["unit"])
    if "middle" in finding.facts:
        facts["middle"] = _about(finding.facts["middle"])
        return (
            _(
                "%(name)s is %(now)s %(unit)s; comparable areas have about %(middle)s %(unit)s: was it typed in "
                "%(other)s? If it is right, say why."
            )
            % facts
        )
    return (
        _(
            "%(name)s is %(now)s %(unit)s after %(before)s %(unit)s last year: was it typed in %(other)s? If "
            "it is right, say why."
        )
        % facts
    )


def _outlier(finding: Finding, names: Names) -> str:
    facts = {
        "name": names[_of(finding)],
        "now": _number(finding.facts["now"]),
        "middle": _about(finding.facts["middle"]),
        "rates": str(finding.facts.get("rates", "")),
        "judged": str(finding.facts.get("judged", "")),
    }
    if "rates" in finding.facts:
        return _base_of_outliers(finding) % facts
    if finding.facts["up"]:
        return (
            _(
                "%(name)s comes to %(now)s, far above comparable areas (about %(middle)s): check what it is made "
                "of; if it is right, say why."
            )
            % facts
        )
    return (
        _(
            "%(name)s comes to %(now)s, far below comparable areas (about %(middle)s): check what it is made "
            "of; if it is right, say why."
        )
        % facts
    )


def _base_of_outliers(finding: Finding) -> str:
    if finding.facts["up"]:
        return _(
            "%(name)s is %(now)s, and %(rates)s of %(judged)s rates based on it come out far above comparable "
            "areas: check it first; if it is right, say why."
        )
    return _(
        "%(name)s is %(now)s, and %(rates)s of %(judged)s rates based on it come out far below comparable "
        "areas: check it first; if it is right, say why."
    )


SENTENCES: Mapping[str, Callable[[Finding, Names], str]] = {
    SHARE: _share,
    RELATION: _relation,
    JUMP: _jump,
    SLIP: _slip,
    MIX_UP: _mix_up,
    DENOMINATOR: _denominator,
    OUTLIER: _outlier,
}


def _changed(finding: Finding, names: Names) -> dict[str, str]:
    facts = {"name": names[_of(finding)]}
    facts |= {key: _number(finding.facts[key]) for key in ("now", "before", "limit") if key in finding.facts}
    if "factor" in finding.facts:
        facts["factor"] = str(finding.facts["factor"])
    percent = finding.facts.get("percent")
    if isinstance(percent, Decimal):
        facts["percent"] = _number(round_half_up(percent, 1))
    return facts


def _of(finding: Finding) -> int:
    """The indicator that is spoken of: a rate may be said at its numerator."""
    of = finding.facts["of"]
    return of if isinstance(of, int) else finding.item


def _number(value: object) -> str:
    """The figure with as many decimals as it has, thousands set apart."""
    if not isinstance(value, Decimal):
        return MISSING
    plain = value.normalize() if value else Decimal(0)
    return f"{plain:,f}".replace(",", THIN_SPACE).replace("-", "−")


def _about(value: object) -> str:
    """The figure to two significant digits."""
    if not isinstance(value, Decimal) or value == 0:
        return _number(value)
    return _number(round_half_up(value, SIGNIFICANT - 1 - value.adjusted()))


def rule_text(rule: CheckRule) -> str:
    """What must hold by a check, in one phrase. Its indicator and parts should be loaded."""
    own = str(rule.indicator) if rule.indicator else ""
    facts = {"name": own, "limit": "" if rule.limit is None else _number(rule.limit)}
    if rule.kind == CheckRule.Kind.RELATION:
        return f"{own} {rule.get_operator_display()} {' + '.join(str(part) for part in rule.parts.all())}"
    if rule.kind == CheckRule.Kind.JUMP:
        facts["name"] = own or _("Every figure that is typed")
        return _("%(name)s: no more than %(limit)s %% above or below last year") % facts
    if rule.kind == CheckRule.Kind.SLIP:
        facts["name"] = own or _("Every figure that is typed")
        return _("%(name)s: not 10, 100 or 1000 times last year, nor that part of it (slipped point, %% for ‰)") % facts
    if rule.kind == CheckRule.Kind.DENOMINATOR:
        facts["name"] = own or _("Populations on which rates are based")
        return (
            _("%(name)s: no more than %(limit)s %% above or below last year (residents, not registered people)") % facts
        )
    facts["name"] = own or _("Every rate")
    return _("%(name)s: not far from comparable areas (within %(limit)s times their usual spread)") % facts
