"""The demonstration's workbooks hold the figures of its overview, cell by cell, in both languages."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bureaus.models import Area
from indicators.models import Absence
from plans.models import Plan
from reporting.demonstration.loading import load_once
from reporting.exports import write_target_table
from reporting.exports.target_sheet import shown_years
from reporting.queries import Overview, TargetStand, View, overview

pytestmark = pytest.mark.django_db
CITY = "pingxiang-2021-2025"


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration loaded once for all tests here, and taken back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_once(date(2026, 3, 2))
        yield
        transaction.set_rollback(True)


def of_city(year: int, *, area: str = "萍乡市", **more: bool) -> Overview:
    plan = Plan.objects.select_related("area").get(code=CITY)
    return overview(View(plan=plan, area=Area.objects.get(name=area), year=year, **more))


def sheets(state: Overview, language: str) -> list[Worksheet]:
    file = BytesIO()
    write_target_table(state, file, language=language)
    return load_workbook(file).worksheets


def expected(stand: TargetStand, years: list[int], last: int) -> list[object]:
    """Baseline and yearly figures as the row should hold them; None where a year is still to come."""
    row: list[object] = [stand.target.baseline_wording or "—" if stand.baseline is None else stand.baseline]
    for year in years:
        figure = stand.figures.get(year)
        if year > last:
            row.append(None)
        elif figure is None:
            row.append("—")
        else:
            row.append(str(Absence(figure.absence).label) if figure.absence else figure.value)
    return row


def exact(value: object) -> object:
    """A number as it is written, everything else as it is."""
    return Decimal(str(value)) if isinstance(value, int | float) else value


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("year", "unapproved"), [(2023, False), (2024, False), (2025, True)])
def test_every_row_holds_the_figures_of_the_overview(demonstration, language, year, unapproved):
    state = of_city(year, include_unapproved=unapproved)
    years, sheet = shown_years(state), sheets(state, language)[0]
    rows = [row for row in sheet.iter_rows(min_row=5) if row[3].value is not None]
    assert len(rows) == len(state.stands) == 24
    for row, stand in zip(rows, state.stands, strict=True):
        assert [exact(cell.value) for cell in row[4:10]] == expected(stand, years, year), stand.target.name
        assert row[10].value == stand.revision.wording
        share = stand.progress.change_share
        assert row[11].value == "—" if share is None else abs(exact(row[11].value) - share) <= Decimal("0.0005")
        assert row[13].value.startswith(getattr(stand.progress, f"sentence_{language}"))


def test_an_areas_own_table_starts_from_its_own_figures(demonstration):
    state = of_city(2024, area="安源区")
    sheet = sheets(state, "zh")[0]
    rows = [row for row in sheet.iter_rows(min_row=5) if row[3].value is not None]
    for row, stand in zip(rows, state.stands, strict=True):
        base = stand.figures.get(2020)
        assert exact(row[4].value) == (base.value if base and base.value is not None else "—")


def test_every_derived_figure_of_the_table_has_its_calculation(demonstration):
    state = of_city(2024)
    calculations = sheets(state, "zh")[1]
    rows = [row for row in calculations.iter_rows(min_row=4, values_only=True) if row[0]]
    found = {(row[0], row[2]): exact(row[9]) for row in rows if str(row[8]).startswith("=ROUND(")}
    assert found == {
        (stand.target.indicator.name, year): figure.value
        for stand in state.stands
        for year, figure in stand.figures.items()
        if stand.target.indicator.kind == "derived" and year <= 2024 and figure.value is not None
    }
    assert len(found) > 50


def test_invented_figures_are_marked_and_published_ones_are_not(demonstration):
    assert "(demonstration data)" in sheets(of_city(2024), "en")[0]["A1"].value
    nation = Plan.objects.select_related("area").get(code="healthy-china-2030")
    state = overview(View(plan=nation, area=nation.area, year=2024))
    table, calculations, explanations = sheets(state, "en")
    assert "demonstration" not in table["A1"].value
    baselines = {row[1].value: row[4] for row in table.iter_rows(min_row=5) if row[3].value is not None}
    assert any("2014" in cell.number_format and exact(cell.value) == Decimal("3.6") for cell in baselines.values())
    assert "No figure" in explanations["A3"].value
    assert "as published" in {row[8] for row in calculations.iter_rows(min_row=4, values_only=True)}
