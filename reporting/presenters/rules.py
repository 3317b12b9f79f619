"""The decision table of a plan in words, with the plan's own thresholds."""

from django.utils.translation import gettext as _

from plans.models import Plan
from reporting.domain.case import Progress
from reporting.domain.statuses import STATUS_GROUP, Status, group_name
from reporting.presenters.marks import StatusMark, language, status_mark


def decision_rows(plan: Plan) -> list[tuple[StatusMark, str, str]]:
    """Every row of the decision table in its order: the mark, when it applies, what it is counted as."""
    bars = {
        "ahead": plan.ahead_from.normalize(),
        "on": plan.on_track_from.normalize(),
        "binding": plan.binding_on_track_from.normalize(),
        "slow": plan.slow_from.normalize(),
    }
    rules = [
        (
            Status.BY_PERSON,
            _("the wording has no machine reading; what a person decides counts, with name and evidence"),
        ),
        (Status.NO_DATA, _("no figure after the base year")),
        (Status.INCOMPLETE, _("a count summed over areas of which some are missing in every year")),
        (Status.HELD, _("reached, and already reached at the baseline")),
        (Status.MET_EARLY, _("reached before the target year")),
        (Status.MET, _("reached in the target year")),
        (Status.LOST, _("reached at the baseline, not reached now")),
        (Status.MISSED, _("not reached in the target year")),
        (Status.NO_BASELINE, _("not reached, and there is no baseline to measure from")),
        (Status.REVERSED, _("R below 0: the figure moves away from the target")),
        (Status.AHEAD, _("R at least %(ahead)s") % bars),
        (Status.ON_TRACK, _("R at least %(on)s, for a binding target at least %(binding)s") % bars),
        (Status.SLIGHTLY_BEHIND, _("R at least %(slow)s") % bars),
        (Status.BEHIND, _("R below %(slow)s") % bars),
        (Status.UNDER_WAY, _("a milestone that a person states to be under way")),
        (Status.NOT_STARTED, _("a milestone that a person states not to have been started")),
        (Status.IMPROVING, _("a trend target: the figure moves the promised way by 0.5 % a year or more")),
        (Status.FLAT, _("a trend target: less than 0.5 % a year either way")),
        (Status.WORSENING, _("a trend target: the figure moves the other way")),
        (Status.NO_BENCHMARK, _("compared with another area whose figure of that year is not known")),
        (Status.NOT_APPORTIONED, _("a total promised for the whole area, seen for a part of it")),
        (Status.NOT_DUE, _("judged for the base year or before it")),
    ]
    return [(_mark(status), when, group_name(STATUS_GROUP[status], language())) for status, when in rules]


def _mark(status: Status) -> StatusMark:
    return status_mark(Progress(status=status, group=STATUS_GROUP[status]))
