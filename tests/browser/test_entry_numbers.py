"""The script computes as the server does: derived figures, changes and the reading of typed text, pair by pair."""

import json
import random
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from indicators.domain.derivation import derive
from indicators.domain.typing import Limits, TypingError, read_typed
from indicators.presenters import change_text, grouped_number
from tests.browser.entry_form import EntryForm, make_form_of_thirty

MULTIPLIERS = (1, 100, 1_000, 10_000, 100_000)
KNOWN_HARD = [("1", "8", 1, 2), ("-1", "8", 1, 2), ("1", "3", 100, 1), ("0.125", "1", 1, 2), ("5", "1000", 1, 2)]
TYPED = [
    "", " ", "0", "-0", "-", "—", "N/A", "不适用", "12", "１２", "1,234", "１２，３４５", "1 234", "1\u3000234", "12,34", "1_000",
    "1e5", "NaN", "inf", "12%", "12‰", "12 %", "+5", "-5", "−5", ".5", "5.", "1.2.3", "12①", "٣", "0x10", "\u200b7", "1,234.5",
    "1,234,567", "1234,567", "--", "%", "9" * 15,
]  # fmt: skip


@pytest.fixture
def page_with_scripts(transactional_db, new_context, sign_in) -> Page:
    world = make_form_of_thirty()
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    return EntryForm(page, world).open().page


def in_the_browser(page: Page, expression: str, cases: list) -> list:
    """What the script's own module says for each case; `N` is the module."""
    script = f"""async cases => {{
        const N = await import("/static/js/entry/numbers.js");
        return JSON.parse(cases).map(one => ({expression})(N, ...one));
    }}"""
    return page.evaluate(script, json.dumps(cases))


def pairs(count: int) -> list[tuple[str, str, int, int]]:
    """Numerators, denominators, multipliers and decimals: counts, tenths, ties at the last place, by a fixed seed."""
    chance = random.Random(20240229)
    found = list(KNOWN_HARD)
    while len(found) < count:
        decimals, multiplier = chance.randrange(0, 5), chance.choice(MULTIPLIERS)
        if chance.random() < 0.3:  # a quotient that ends exactly on a half
            below = chance.choice((2, 4, 5, 8, 16, 20, 25, 40, 64, 125, 200, 1_000))
            above = Decimal(chance.randrange(1, 10_000) * 2 + 1) / 2
        else:
            below = chance.randrange(1, 10 ** chance.randrange(1, 13))
            above = Decimal(chance.randrange(-(10**6), 10**12)).scaleb(-chance.randrange(0, 4))
        found.append((f"{above:f}", str(below), multiplier, decimals))
    return found


def test_the_script_derives_as_the_server_does(page_with_scripts: Page) -> None:
    cases = pairs(200)
    said = in_the_browser(
        page_with_scripts, "(N, a, b, m, d) => N.grouped(N.derive(N.read(a, ''), N.read(b, ''), m, d), d)", cases
    )
    computed = [
        derive(Decimal(above), Decimal(below), multiplier, places) for above, below, multiplier, places in cases
    ]
    assert said == [grouped_number(value, case[3]) for value, case in zip(computed, cases, strict=True)]


def test_the_script_tells_changes_as_the_server_does(page_with_scripts: Page) -> None:
    cases = [(below, above, decimals) for above, below, _multiplier, decimals in pairs(200)]
    cases += [("30", "30.5", 0), ("29", "30", 0), ("0", "5", 0), ("5", "0", 0), ("7", "7", 0), ("7.0", "7", 1)]
    said = in_the_browser(page_with_scripts, "(N, a, b, d) => N.change(N.read(a, ''), N.read(b, ''), d)", cases)
    assert said == [change_text(Decimal(before), Decimal(now), decimals) for before, now, decimals in cases]


def test_the_script_reads_what_the_server_reads_and_nothing_else(page_with_scripts: Page) -> None:
    cases = [(text, unit) for text in TYPED for unit in ("", "%", "‰")]
    said = in_the_browser(
        page_with_scripts,
        "(N, text, unit) => { const n = N.read(text, unit); return n && [String(n.digits), n.scale]; }",
        cases,
    )
    for (text, unit), number in zip(cases, said, strict=True):
        try:
            value = read_typed(text, decimals=6, unit=unit, limits=Limits()).value
        except TypingError:
            value = None
        shown = None if number is None else Decimal(number[0]).scaleb(-number[1])
        assert shown == value, (text, unit)
