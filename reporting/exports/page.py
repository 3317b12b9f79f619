"""What the sheets of the target table are made from, and their title."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from indicators.exports.cells import line_count, put_text
from indicators.exports.page import span, whole_width
from indicators.exports.styles import CENTRE, FACES, Faces
from reporting.queries import Overview, View


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHead:
    """What an approved survey form says at its upper right, as the bureau typed it. What is empty is left out."""

    number: str = ""  # 表号
    issued_by: str = ""  # 制定机关
    approved_by: str = ""  # 批准机关
    approval_no: str = ""  # 批准文号
    valid_until: date | None = None  # 有效期至

    def lines(self) -> list[str]:
        """Its lines in the usual order."""
        valid = f"{self.valid_until:%Y-%m-%d}" if self.valid_until else ""
        texts = (
            (_("Form number: %(text)s"), self.number),
            (_("Issued by: %(text)s"), self.issued_by),
            (_("Approved by: %(text)s"), self.approved_by),
            (_("Approval number: %(text)s"), self.approval_no),
            (_("Valid until: %(text)s"), valid),
        )
        return [line % {"text": text} for line, text in texts if text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the sheets of one workbook are made from."""

    overview: Overview
    language: str  # "zh" or "en"
    form: FormHead = field(default_factory=FormHead)

    @property
    def faces(self) -> Faces:
        """The fonts of its language."""
        return FACES[self.language]

    def marks(self) -> list[str]:
        """What nobody may overlook: invented, unapproved or past figures, targets that are no longer in force."""
        view = self.overview.view
        marks = (
            (_("demonstration data"), self.overview.is_demo),
            (_("with unapproved figures"), view.include_unapproved),
            (_("judged by the original targets"), view.by_original),
            (as_of_text(view), view.as_of is not None),
        )
        return [words for words, holds in marks if holds]


def as_of_text(view: View) -> str:
    """Up to which day the figures and targets had been recorded; "" for today's."""
    return _("recorded by %(day)s") % {"day": view.as_of.isoformat()} if view.as_of else ""


def put_title(sheet: Worksheet, paper: Paper, text: str, columns: int) -> None:
    """The title over the whole width of the first row, with the mark of invented figures."""
    title = _("%(title)s (demonstration data)") % {"title": text} if paper.overview.is_demo else text
    cell = sheet.cell(1, 1)
    put_text(cell, title)
    cell.font = paper.faces.head(18)
    cell.alignment = CENTRE
    span(sheet, 1, 1, columns)
    sheet.row_dimensions[1].height = 34 * line_count(
        title, int(whole_width(sheet, columns) / 2)
    )  # its letters are near twice as wide
