"""The columns of the fill sheet, what stands over them, and which rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from collection.queries import DerivedRow, EntryRow, EntrySheet

NUMBER, NAME, UNIT = range(1, 4)
HEAD_ROWS = 4  # title, unit and days, how to fill in, headings
WIDTHS = {"number": 6, "name": 36, "unit": 10, "past": 13, "figure": 16, "note": 26, "explanation": 34}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns behind the unit stand: one a past year, then the figure, its note, its explanation."""

    past_years: list[int]

    @property
    def figure(self) -> int:
        """This year's figure, to be typed."""
        return UNIT + len(self.past_years) + 1

    @property
    def note(self) -> int:
        """The note, to be typed."""
        return self.figure + 1

    @property
    def explanation(self) -> int:
        """Why a doubted figure is right, to be typed."""
        return self.figure + 2

    @property
    def last(self) -> int:
        """The last column of the table."""
        return self.explanation

    def widths(self) -> list[float]:
        """The width of each column in digits."""
        past = [WIDTHS["past"]] * len(self.past_years)
        before = [WIDTHS[name] for name in ("number", "name", "unit")]
        return [*before, *past, *(WIDTHS[name] for name in ("figure", "note", "explanation"))]

    def headings(self, year: int) -> list[str]:
        """The words over each column."""
        return [
            _("No."),
            _("Indicator"),
            pgettext("of measure", "Unit"),
            *(_("%(year)d figure") % {"year": past} for past in self.past_years),
            _("%(year)d figure (fill in)") % {"year": year},
            _("Note (fill in)"),
            _("Explanation (fill in where a check asks)"),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the sheet: a topic, an input row with its number, or a computed row."""

    row: int
    topic: str = ""
    number: int = 0
    entry: EntryRow | None = None
    derived: DerivedRow | None = None


def lines(sheet: EntrySheet) -> Iterator[Line]:
    """The rows below the headings: topics, input rows, and computed rows below the row of their numerator."""
    row, topic = HEAD_ROWS, ""
    for number, entry in enumerate(sheet.rows, 1):
        heading = entry.item.indicator.shown_topic
        if heading and heading != topic:
            row += 1
            yield Line(row=row, topic=heading)
        topic, row = heading, row + 1
        yield Line(row=row, number=number, entry=entry)
        for derived in entry.derived:
            row += 1
            yield Line(row=row, derived=derived)


def computed_name(derived: DerivedRow) -> str:
    """How a computed row is named, so that nobody takes it for one to fill in."""
    return f"= {derived.indicator}"
