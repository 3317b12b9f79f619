"""A status as a mark, and the geometry of the target bar."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reporting.domain.case import Progress
from reporting.domain.statuses import Group, Status, status_name
from reporting.queries import TargetStand

# A family is what shares one mark and one colour, and what the page can be filtered by.
FAMILIES = {
    "done": gettext_lazy("met"),
    "ahead": gettext_lazy("ahead"),
    "on-course": gettext_lazy("on schedule"),
    "slow": gettext_lazy("slightly behind"),
    "behind": gettext_lazy("behind, missed or lost"),
    "trend": gettext_lazy("trend only"),
    "none": gettext_lazy("not judged or no figure"),
}
_FAMILY_OF_STATUS = {
    Status.AHEAD: "ahead",
    Status.SLIGHTLY_BEHIND: "slow",
    Status.IMPROVING: "trend",
    Status.FLAT: "trend",
    Status.WORSENING: "trend",
}
_FAMILY_OF_GROUP = {
    Group.DONE: "done",
    Group.ON_COURSE: "on-course",
    Group.BEHIND: "behind",
    Group.MISSED: "behind",
}
_TREND_ARROWS = {Status.IMPROVING: "up", Status.FLAT: "flat", Status.WORSENING: "down"}


def language() -> str:
    """The reader's language as the domain names it."""
    return "en" if get_language() == "en" else "zh"


def shown_status(progress: Progress) -> Status:
    """The verdict people see: what a person chose where the status is left to a person."""
    return progress.chosen or progress.status


def family_of(progress: Progress) -> str:
    """The family of marks a verdict belongs to."""
    status = shown_status(progress)
    return _FAMILY_OF_STATUS.get(status) or _FAMILY_OF_GROUP.get(progress.group, "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMark:
    """A status as colour, shape and word together."""

    family: str
    arrow: str
    word: str


def status_mark(progress: Progress) -> StatusMark:
    """The mark of a verdict; a verdict a person gave says so."""
    status = shown_status(progress)
    word = status_name(status, language())
    if progress.chosen and progress.chosen not in (Status.MET, Status.UNDER_WAY, Status.NOT_STARTED):
        word = _("%(verdict)s (judged by a person)") % {"verdict": word}
    return StatusMark(family=family_of(progress), arrow=_TREND_ARROWS.get(status, ""), word=word)


def sentence(progress: Progress) -> str:
    """Why the status is what it is, in the reader's language."""
    return progress.sentence_en if language() == "en" else progress.sentence_zh


BAR_WIDTH, BAR_START, BAR_TARGET, BAR_END = 168, 10, 122, 160


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBar:
    """The target bar in the units of its drawing: baseline left, target at 122, better always to the right.

    None where there is nothing to draw at that place. `beyond` tells on which side the figure ran off the drawing.
    """

    family: str
    dot: float | None
    start: float | None
    expected: float | None
    has_target: bool
    beyond: str
    text: str


def target_bar(stand: TargetStand) -> TargetBar:
    """Where baseline, figure, target and today's expected place stand on the bar."""
    progress = stand.progress
    dot, beyond = _dot(progress, stand.target.indicator.polarity)
    has_scale = progress.change_share is not None
    expected = None
    if has_scale and progress.time_share is not None:
        expected = BAR_START + float(min(progress.time_share, Decimal(1))) * (BAR_TARGET - BAR_START)
    return TargetBar(
        family=family_of(progress),
        dot=dot,
        start=BAR_START if has_scale else None,
        expected=expected,
        has_target=progress.target is not None,
        beyond=beyond,
        text=f"{stand.target.shown_name}: {sentence(progress)}",
    )


def _dot(progress: Progress, polarity: str) -> tuple[float | None, str]:
    if progress.figure is None or progress.target is None:
        return None, ""
    if progress.change_share is not None:
        at = BAR_START + float(progress.change_share) * (BAR_TARGET - BAR_START)
    else:  # no baseline to measure from: only the side of the target and the rough distance can be told
        scale = max(abs(progress.target), abs(progress.figure), Decimal(1))
        distance = float((progress.figure - progress.target) / scale) * (-1 if polarity == "down" else 1)
        at = BAR_TARGET + distance * (BAR_END - BAR_TARGET)
    if at > BAR_END:
        return BAR_END, "right"
    if at < 4:
        return 4, "left"
    return round(at, 1), ""
