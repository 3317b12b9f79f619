"""What the target table says in words beside its figures."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.presenters import MISSING
from indicators.queries import Figure
from reporting.domain.statuses import flag_name
from reporting.domain.summary import Rate
from reporting.exports.styles import ARROWS, MARKS
from reporting.presenters import FAMILIES, language, sentence
from reporting.queries import Overview, TargetStand


def explanation(stand: TargetStand, years: Sequence[int]) -> str:
    """Why the status is what it is, and on further lines what must be known of single figures."""
    lines = [sentence(stand.progress)]
    words = (flag_name(flag, language()) for flag in stand.progress.flags)
    lines += [word for word in words if word.casefold() not in lines[0].casefold()]
    return "\n".join(line for line in [*lines, *_figure_notes(stand, years)] if line)


def _figure_notes(stand: TargetStand, years: Sequence[int]) -> list[str]:
    told = stand.progress.flags and stand.progress.figure_year  # the flags speak of the year that was judged
    partial = {
        year: f"{figure.have}/{figure.of}"
        for year, figure in stand.figures.items()
        if year in years and figure.is_partial and not (year == told and _has_flag(stand, "partial"))
    }
    preliminary = _years_where(stand, years, lambda figure: figure.is_preliminary)
    if _has_flag(stand, "preliminary"):
        preliminary = [year for year in preliminary if year != told]
    unapproved = _years_where(stand, years, lambda figure: figure.is_unapproved)
    notes = (
        (_("Not all areas reported: %(years)s"), [f"{_year(year)} ({parts})" for year, parts in partial.items()]),
        (_("Preliminary: %(years)s"), [_year(year) for year in preliminary]),
        (_("Not approved yet: %(years)s"), [_year(year) for year in unapproved]),
    )
    return [note % {"years": pgettext("between items", ", ").join(shown)} for note, shown in notes if shown]


def _has_flag(stand: TargetStand, code: str) -> bool:
    return any(flag.split(":")[0] == code for flag in stand.progress.flags)


def _years_where(stand: TargetStand, years: Sequence[int], holds: Callable[[Figure], bool]) -> list[int]:
    return [year for year, figure in stand.figures.items() if year in years and holds(figure)]


def _year(year: int) -> str:
    return pgettext("a year", "%(year)s") % {"year": year}


def summary_line(overview: Overview) -> str:
    """The plan in one line: met, on course, and the binding targets apart; a share never without its two numbers."""
    everything, binding = overview.summary.all, overview.summary.binding
    parts = [
        _("Targets: %(count)d") % {"count": everything.targets},
        _("met %(rate)s of those with a number to reach") % {"rate": _rate(everything.completion)},
        _("met or on course %(rate)s of those judged") % {"rate": _rate(everything.on_course)},
    ]
    if binding.targets:
        facts = {
            "count": binding.targets,
            "met": _rate(binding.completion),
            "on_course": _rate(binding.on_course),
        }
        parts.append(_("binding: %(count)d, met %(met)s, met or on course %(on_course)s") % facts)
    return pgettext("between clauses", "; ").join(parts)


def _rate(rate: Rate) -> str:
    return f"{rate.numerator}/{rate.denominator}" if rate.denominator else MISSING


def legend_lines() -> list[str]:
    """How to read the table."""
    arrows = "".join(ARROWS.values())
    shapes = [f"{arrows if family == 'trend' else MARKS[family].shape} {word}" for family, word in FAMILIES.items()]
    return [
        _("Marks: %(marks)s") % {"marks": "　".join(shapes)},
        _(
            "“—” means that there is no figure; 0 is a figure. Share of planned change = (figure − baseline) ÷ "
            "(target − baseline); it exists only where both are known."
        ),
    ]
