"""The ledger of who owes what, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from bureaus.models import User
from collection.actions import asked_indicators, units_of
from collection.models import Collection, Reminder, Submission
from collection.presenters.review import doubts_text, late_text, urgent_text
from collection.presenters.submissions import STATE_MODIFIER
from collection.queries import LedgerRow, clerks_of, days_left
from plans.models import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One unit as the ledger shows it."""

    submission: Submission
    state_modifier: str
    filled: int
    asked: int
    deadline: date
    is_late: bool
    left: str  # days left or late, while the form is still with the unit; how late it came afterwards
    doubts: str
    clerks: list[User]
    reminder: Reminder | None
    owes: bool


def ledger_lines(rows: list[LedgerRow], today: date) -> list[LedgerLine]:
    """The ledger's rows in words."""
    return [_line(row, today) for row in rows]


def _line(row: LedgerRow, today: date) -> LedgerLine:
    one, left = row.submission, days_left(row.submission, today)
    late = late_text(one) if not row.owes else ""
    return LedgerLine(
        submission=one,
        state_modifier=STATE_MODIFIER[one.state],
        filled=row.filled,
        asked=row.asked,
        deadline=one.deadline,
        is_late=left < 0 if row.owes else bool(late),
        left=urgent_text(left) if row.owes else late,
        doubts=doubts_text(row.doubts) if row.doubts else "",
        clerks=row.clerks,
        reminder=row.reminder,
        owes=row.owes,
    )


@dataclass(frozen=True, slots=True)
class StateFilter:
    """One link above the ledger: a state, its word and how many units stand there."""

    value: str
    name: str
    count: int


def state_filters(rows: list[LedgerRow]) -> list[StateFilter]:
    """The links by state, all units first."""
    states = [row.submission.state for row in rows]
    links = [StateFilter("", _("all units"), len(rows))]
    return links + [StateFilter(state, str(state.label), states.count(state)) for state in Submission.State]


def reminder_words(collection: Collection, today: date, deadline: date | None = None) -> str:
    """The words that a reminder begins with; the planner may change them. In Chinese: that is what clerks read."""
    day = deadline or collection.due_on
    facts = {"collection": collection.title, "day": day}
    with override("zh-hans"):
        if day < today:
            return _("“%(collection)s” was due on %(day)s. Please fill in and submit without delay.") % facts
        return _("“%(collection)s” is due on %(day)s. Please fill in and submit in time.") % facts


@dataclass(frozen=True, slots=True)
class AskedUnits:
    """Whom a collection of a plan would ask."""

    areas: int
    departments: int
    indicators: int
    without_clerk: list[str]  # the names of units that nobody fills in for


def asked_units(plan: Plan) -> AskedUnits:
    """Whom a new collection of the plan would ask for how many figures."""
    asked = asked_indicators(plan)
    units = units_of(plan, asked)
    clerks = clerks_of((area.pk, department.pk if department else None) for area, department in units)
    below = [area for area, _department in units if area.pk != plan.area_id]
    return AskedUnits(
        areas=len(below),
        departments=len(units) - len(below),
        indicators=len(asked),
        without_clerk=[
            str(department or area)
            for area, department in units
            if not clerks[area.pk, department.pk if department else None]
        ],
    )
