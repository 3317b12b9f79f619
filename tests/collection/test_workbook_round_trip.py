"""Generated figures and texts go out in a workbook and come back exactly; what was not touched is not changed."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from collection.actions import TypedCell, save_figures
from collection.forms import read_sheet
from collection.queries import items_of
from indicators.domain.typing import Typed
from indicators.models import Observation
from tests.collection.workbooks import EXPLANATION, NOTE, changed, pk_of, prepared, read
from tests.world import World, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
CODES = ("population", "beds", "physicians", "tcm")
DECIMALS = {"population": 0, "beds": 0, "physicians": 6, "tcm": 6}
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def world() -> World:
    world = make_world()
    for code, decimals in DECIMALS.items():
        world.indicators[code].decimals = decimals
        world.indicators[code].save()
    world.indicators["tcm-share"].is_share = False  # any two figures may stand beside each other here
    world.indicators["tcm-share"].save()
    make_plan(world)
    make_collection(world)
    return world


def figure(code: str) -> st.SearchStrategy:
    """Blank, not applicable, or a number with up to fifteen digits before the point and the indicator's behind it."""
    number = st.decimals(min_value=0, max_value=10**15 - 1, places=DECIMALS[code], allow_nan=False)
    return st.one_of(st.just(""), st.just("-"), st.just(Decimal(0)), number)


ODD_WORDS = ["𠮷野家", "㐂", "é", "e\u0301", "\u202e倒", "a\u200bb", "\u2066x\u2069", "👨\u200d👩\u200d👧", "=1+1", "+1", "-1", "@x", "\t前",
             "一\n二", "_x0041_", "_x005F_", "&lt;", "]]>", "'", "\ufeff开头", "12", "TRUE", "#N/A", "2024-05-01", "\U00030000"]  # fmt: skip
# What the form itself keeps: no control characters, nothing at the ends.
words = st.one_of(
    st.sampled_from(ODD_WORDS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60),
    st.just(""),
).map(str.strip)
answers = st.fixed_dictionaries({code: st.tuples(figure(code), words, words) for code in CODES})


def typed(value: Decimal | str) -> Typed:
    """The figure as the form understands it."""
    return Typed(value=value) if isinstance(value, Decimal) else Typed(not_applicable=value == "-")


def keep(world: World, given_answers: dict) -> None:
    """Write the answers straight into the form."""
    submission = world.submission(world.east)
    versions = dict(Observation.objects.filter(area=world.east).values_list("indicator", "version"))
    cells = {
        pk_of(world, code): TypedCell(
            typed=typed(value), note=note, explanation=why, based_on=versions.get(pk_of(world, code), 0)
        )
        for code, (value, note, why) in given_answers.items()
    }
    saving = save_figures(by=world.user("east"), submission=submission, cells=cells)
    assert not saving.stale
    assert not saving.refused


@QUIET
@given(kept=answers)
@example(kept=dict.fromkeys(CODES, (Decimal("123456789012345"), "_x0041_", "一\r二".replace("\r", "\n"))))
def test_a_workbook_that_nobody_touched_changes_nothing(world, kept):
    keep(world, kept)
    submission = world.submission(world.east)
    items = list(items_of(submission))
    found = read(prepared(submission), submission)
    assert (found.problems, found.strays) == ({}, {})
    assert read_sheet(found.fields, items).cells == {}


@QUIET
@given(kept=answers, new=answers)
def test_what_is_typed_into_the_workbook_is_what_is_read(world, kept, new):
    keep(world, kept)
    submission = world.submission(world.east)

    def answer(sheet, row):
        for code, (value, note, why) in new.items():
            put(sheet[f"F{row(code)}"], as_typed(value))
            put(sheet[f"{NOTE}{row(code)}"], note)
            put(sheet[f"{EXPLANATION}{row(code)}"], why)

    found = read(changed(prepared(submission), answer), submission)
    assert found.problems == {}
    sheet = read_sheet(found.fields, list(items_of(submission)))
    assert sheet.errors == {}
    for code, (value, note, why) in new.items():
        cell = sheet.cells.get(pk_of(world, code))
        if cell is None:
            row = Observation.objects.filter(area=world.east, indicator=world.indicators[code]).first()
            stands = ("-" if row.absence else row.value, row.note, row.explanation) if row else (None, "", "")
            assert stands == (None if value == "" else value, note, why)
        else:
            assert (cell.typed, cell.note, cell.explanation) == (typed(value), note, why)


def as_typed(value: Decimal | str) -> Decimal | str:
    """The number as a program keeps it: as a number up to fifteen digits, else as text."""
    return str(value) if isinstance(value, Decimal) and len(value.as_tuple().digits) > 15 else value


def put(cell, value) -> None:
    """A value as a spreadsheet writes it: text is text whatever it begins with, its own escapes escaped."""
    cell.value = None
    if isinstance(value, str) and value:
        cell.value = value.replace("_x", "_x005F_x")
        cell.data_type = "s"
    elif value != "":
        cell.value = value
