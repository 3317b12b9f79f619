"""The workbook of a target table: which sheets it has, in which language, and what it says about itself."""

from os import PathLike
from typing import IO

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from indicators.exports.cells import clean_text
from reporting.exports import calculation_sheet, explanation_sheet, target_sheet
from reporting.exports.page import FormHead, Paper, as_of_text
from reporting.presenters import language as readers_language
from reporting.queries import Overview, View

SHEETS = (target_sheet, calculation_sheet, explanation_sheet)
_CODES = {"zh": "zh-hans", "en": "en"}


def file_name(view: View) -> str:
    """What the file is called, with the day as of which it was asked for."""
    what = {"plan": view.plan, "area": view.area, "year": view.year, "as_of": as_of_text(view)}
    if view.as_of:
        return _("%(plan)s %(area)s %(year)s targets %(as_of)s.xlsx") % what
    return _("%(plan)s %(area)s %(year)s targets.xlsx") % what


def target_table_workbook(overview: Overview, *, language: str | None = None, form: FormHead | None = None) -> Workbook:
    """The target table that goes up, with its calculations. `language` is "zh" or "en", else the reader's own."""
    language = language or readers_language()
    with translation.override(_CODES[language]):
        paper = Paper(overview=overview, language=language, form=form or FormHead())
        book = Workbook()
        book.remove(book.active)
        for sheet in SHEETS:
            sheet.add_to(book, paper)
        book.properties.title = clean_text(target_sheet.title_of(overview))
        book.properties.creator = _("Health plan tracker")
        book.properties.language = _CODES[language]
    return book


def write_target_table(
    overview: Overview,
    file: str | PathLike[str] | IO[bytes],
    *,
    language: str | None = None,
    form: FormHead | None = None,
) -> None:
    """Save the target table to a path or an open binary file. Raises OSError where it cannot be written."""
    target_table_workbook(overview, language=language, form=form).save(file)
