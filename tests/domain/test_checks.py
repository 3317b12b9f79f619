"""Checks as plain Python: what contradicts, what is only doubtful, and what must never be said."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.checks import Finding, Picture, Rule, check, verdicts
from indicators.domain.findings import Measure
from indicators.domain.outliers import median, middle_of

POPULATION, BEDS, PHYSICIANS, TCM, BIRTHS, UNDER_FIVE, INFANTS, SMOKING, COST, GROWTH = range(1, 11)
BEDS_RATE, TCM_SHARE, UNDER_FIVE_RATE, INFANT_RATE = range(21, 25)
BASES = (POPULATION, BEDS, PHYSICIANS, TCM, BIRTHS, UNDER_FIVE, INFANTS)


def derived(pk: int, numerator: int, denominator: int, multiplier: int, **more: object) -> Measure:
    return Measure(
        id=pk, kind="derived", decimals=2, numerator=numerator, denominator=denominator, multiplier=multiplier, **more
    )


MEASURES = {
    one.id: one
    for one in (
        *(Measure(id=pk, unit="人") for pk in BASES),
        Measure(id=SMOKING, kind="reported", unit="%", decimals=1),
        Measure(id=COST, kind="base", unit="万元", decimals=2),
        Measure(id=GROWTH, kind="reported", unit="%", decimals=1, is_growth_rate=True),
        derived(BEDS_RATE, BEDS, POPULATION, 1000),
        derived(TCM_SHARE, TCM, PHYSICIANS, 100, is_share=True),
        derived(UNDER_FIVE_RATE, UNDER_FIVE, BIRTHS, 1000, counts_events=True),
        derived(INFANT_RATE, INFANTS, BIRTHS, 1000, counts_events=True),
    )
}
JUMP = Rule(id=1, kind="jump", limit=Decimal(30))
SLIP = Rule(id=2, kind="slip")
DENOMINATOR = Rule(id=3, kind="denominator", limit=Decimal(5))
OUTLIER = Rule(id=4, kind="outlier", limit=Decimal("3.5"))
DEFAULTS = (JUMP, SLIP, DENOMINATOR, OUTLIER)


def relation(left: int, operator: str, *parts: int, **more: object) -> Rule:
    return Rule(id=9, kind="relation", severity="hard", indicator=left, operator=operator, parts=parts, **more)


Given = Mapping[int, str | int | None]


def figures(given_figures: Given) -> dict[int, Decimal | None]:
    return {pk: None if value is None else Decimal(value) for pk, value in given_figures.items()}


def found(
    *rules: Rule,
    now: Given,
    before: Given | None = None,
    beside: Mapping[int, tuple[str, ...]] | None = None,
    changed: tuple[int, ...] | None = None,
) -> list[Finding]:
    rates = {pk: tuple(sorted(map(Decimal, values))) for pk, values in (beside or {}).items()}
    cells = frozenset(now if changed is None else changed)
    picture = Picture(measures=MEASURES, now=figures(now), before=figures(before or {}), beside=rates, changed=cells)
    return check(rules, picture)


def told(*rules: Rule, **picture: object) -> list[tuple[str, int]]:
    return [(one.kind, one.item) for one in found(*rules, **picture)]


# Hard: shares and relations


def test_a_part_above_its_whole_contradicts_and_an_equal_one_does_not() -> None:
    assert told(now={PHYSICIANS: 100, TCM: 101}) == [("share", TCM)]
    assert told(now={PHYSICIANS: 100, TCM: 100}) == []
    assert told(now={PHYSICIANS: 0, TCM: 0}) == []
    assert told(now={PHYSICIANS: None, TCM: 101}) == [], "missing is never 0"


def test_a_contradiction_is_said_at_what_was_changed_and_only_then() -> None:
    now = {PHYSICIANS: 100, TCM: 101, BEDS: 5}
    assert told(now=now, changed=(TCM, PHYSICIANS)) == [("share", TCM)]
    assert told(now=now, changed=(PHYSICIANS,)) == [("share", PHYSICIANS)]
    assert told(now=now, changed=(BEDS,)) == [], "another's old contradiction keeps nobody from typing"


@pytest.mark.parametrize(
    ("operator", "left", "parts", "is_broken"),
    [
        (">=", 10, (4, 6), False),
        (">=", 9, (4, 6), True),
        (">=", 9, (4, None), False),
        (">=", 3, (4, None), True),  # nothing that is missing could mend it
        (">=", None, (4, 6), False),
        (">=", 3, (None, None), False),
        ("<=", 10, (4, 6), False),
        ("<=", 11, (4, 6), True),
        ("<=", 11, (4, None), False),  # what is missing could be 7
        ("=", 10, (4, 6), False),
        ("=", 11, (4, 6), True),
        ("=", 9, (4, 6), True),
        ("=", 11, (4, None), False),
        ("=", 3, (4, None), True),
        ("=", 0, (0, None), False),
    ],
)
def test_a_relation_with_a_missing_part_is_judged_only_where_nothing_could_mend_it(
    operator: str, left: int | None, parts: tuple[int | None, ...], is_broken: bool
) -> None:
    now = {PHYSICIANS: left, TCM: parts[0], BEDS: parts[1]}
    rule = relation(PHYSICIANS, operator, TCM, BEDS)
    assert [one.kind for one in found(rule, now=now) if one.kind == "relation"] == ["relation"] * is_broken


def test_nothing_is_said_at_a_cell_that_is_blank() -> None:
    now = {TCM: None, BEDS: 4, PHYSICIANS: 3}
    assert told(relation(PHYSICIANS, ">=", TCM, BEDS), now=now, changed=(TCM, BEDS)) == [("relation", BEDS)]


def test_a_relation_of_computed_rates_is_compared_as_they_are_shown_and_said_at_a_cell() -> None:
    rule = relation(UNDER_FIVE_RATE, ">=", INFANT_RATE)
    now = {BIRTHS: 10_000, UNDER_FIVE: 50, INFANTS: 51}
    (one,) = found(rule, now=now)
    assert (one.item, one.facts["left"], one.facts["sum"]) == (UNDER_FIVE, Decimal("5.00"), Decimal("5.10"))
    assert told(rule, now=now, changed=(INFANTS,)) == [("relation", INFANTS)]
    assert told(rule, now=now, changed=(BIRTHS,)) == [], "the births under both move neither above the other"
    assert told(rule, now={BIRTHS: 10_000_000, UNDER_FIVE: 50_000, INFANTS: 50_004}) == [], "5.00 and 5.00 ‰ as shown"


def test_rounding_alone_contradicts_no_sum_of_computed_figures() -> None:
    whole, third = Measure(id=30, decimals=0), {pk: derived(pk, pk - 10, POPULATION, 100) for pk in (41, 42, 43)}
    measures = {POPULATION: MEASURES[POPULATION], 30: whole, **third}
    now = {POPULATION: Decimal(3), 30: Decimal(100), 31: Decimal(1), 32: Decimal(1), 33: Decimal(1)}
    rule = relation(30, "=", 41, 42, 43)
    picture = Picture(measures=measures, now=now, changed=frozenset(now))
    assert check([rule], picture) == [], "33.33 + 33.33 + 33.33 = 99.99"
    assert check([rule], Picture(measures=measures, now=now | {30: Decimal(101)}, changed=frozenset(now)))


def test_a_soft_relation_asks_and_a_hard_one_forbids() -> None:
    rule = relation(PHYSICIANS, ">=", BEDS)
    soft = Rule(id=9, kind="relation", severity="soft", indicator=PHYSICIANS, operator=">=", parts=(BEDS,))
    now = {PHYSICIANS: 1, BEDS: 2}
    assert [one.severity for one in found(rule, now=now)] == ["hard"]
    assert [one.severity for one in found(soft, now=now)] == ["soft"]


# Soft: against the year before


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("1000", "1300", None),
        ("1000", "1301", "jump"),
        ("1000", "699", "jump"),
        ("1000", "0", "jump"),
        ("0", "1000", None),
        (None, "1000", None),
        ("29", "90", None),  # fewer than 30
        ("30", "90", "jump"),
        ("120", "1230", "slip"),
        ("1230", "120", "slip"),
        ("120", "12300", "slip"),
        ("120", "123000", "slip"),
        ("123000", "12", "slip"),  # 万 and single units
        ("120", "600", "jump"),
        ("2", "20", None),
    ],
)
def test_a_count_against_last_year(before: str | None, now: str, kind: str | None) -> None:
    assert told(JUMP, SLIP, now={BEDS: now}, before={BEDS: before}) == ([(kind, BEDS)] if kind else [])


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("25.0", "2.5", "mix_up"),
        ("1.2", "12.3", "mix_up"),
        ("27.5", "0.3", "slip"),
        ("25.0", "33.0", "jump"),
        ("25.0", "32.5", None),
        ("0.1", "0.2", None),  # rounding may have made it
        ("0.1", "0.4", "jump"),
    ],
)
def test_a_reported_rate_against_last_year(before: str, now: str, kind: str | None) -> None:
    assert told(JUMP, SLIP, now={SMOKING: now}, before={SMOKING: before}) == ([(kind, SMOKING)] if kind else [])


def test_a_point_slipped_in_money_is_a_slip() -> None:
    (one,) = found(SLIP, JUMP, now={COST: "12.30"}, before={COST: "1.20"})
    assert (one.kind, one.facts["factor"], one.facts["up"]) == ("slip", 10, True)


def test_a_rate_of_change_may_change_as_it_likes() -> None:
    assert told(JUMP, now={GROWTH: "12.0"}, before={GROWTH: "8.1"}) == []
    assert told(JUMP, SLIP, now={GROWTH: "-8.1"}, before={GROWTH: "8.1"}) == []


def test_deaths_vary_by_chance() -> None:
    assert told(JUMP, now={UNDER_FIVE: 50}, before={UNDER_FIVE: 36}) == []
    assert told(JUMP, now={UNDER_FIVE: 80}, before={UNDER_FIVE: 36}) == [("jump", UNDER_FIVE)]


def test_only_a_population_on_which_things_are_counted_per_head_is_held_still() -> None:
    assert told(DENOMINATOR, now={POPULATION: 105_001}, before={POPULATION: 100_000}) == [("denominator", POPULATION)]
    assert told(DENOMINATOR, now={POPULATION: 95_000}, before={POPULATION: 100_000}) == []
    assert told(DENOMINATOR, now={PHYSICIANS: 700}, before={PHYSICIANS: 600}) == [], "the whole of a share"
    assert told(DENOMINATOR, now={BIRTHS: 8_000}, before={BIRTHS: 10_000}) == [], "births fall by themselves"
    births = Rule(id=8, kind="denominator", limit=Decimal(5), indicator=BIRTHS)
    assert told(births, now={BIRTHS: 8_000}, before={BIRTHS: 10_000}) == [("denominator", BIRTHS)]


def test_one_cause_is_said_once() -> None:
    everywhere = {BEDS_RATE: ("5.1", "5.2", "5.3", "5.4", "5.5", "5.6")}
    before = {BEDS: 500, POPULATION: 100_000}
    assert told(*DEFAULTS, now={BEDS: 5_300, POPULATION: 100_000}, before=before, beside=everywhere) == [("slip", BEDS)]
    assert told(*DEFAULTS, now={BEDS: 500, POPULATION: 60_000}, before=before, beside=everywhere) == [
        ("denominator", POPULATION)
    ]
    assert told(*DEFAULTS, now={BEDS: 900, POPULATION: 100_000}, before=before, beside=everywhere) == [("jump", BEDS)]


# Which rule holds


def test_the_rule_that_names_the_indicator_goes_before_that_for_all() -> None:
    wider = Rule(id=5, kind="jump", limit=Decimal(80), indicator=BEDS)
    narrower = Rule(id=6, kind="jump", limit=Decimal(10), indicator=PHYSICIANS)
    picture = {"now": {BEDS: 150, PHYSICIANS: 115}, "before": {BEDS: 100, PHYSICIANS: 100}}
    assert told(JUMP, wider, narrower, **picture) == [("jump", PHYSICIANS)]


def test_a_bureau_below_tightens_but_never_loosens() -> None:
    picture = {"now": {BEDS: 140}, "before": {BEDS: 100}}
    looser = Rule(id=5, kind="jump", limit=Decimal(80), indicator=BEDS, level=2)
    tighter = Rule(id=6, kind="jump", limit=Decimal(10), level=2)
    assert told(JUMP, looser, **picture) == [("jump", BEDS)]
    (one,) = found(JUMP, tighter, **picture)
    assert one.rule == tighter.id


# Against the areas beside

BESIDE = ("5.10", "5.30", "5.50", "5.70", "5.90", "6.10")


def test_a_rate_far_from_the_areas_beside_is_doubted() -> None:
    now = {BEDS: 900, POPULATION: 100_000}
    (one,) = found(OUTLIER, now=now, beside={BEDS_RATE: BESIDE})
    assert (one.kind, one.item, one.items, one.facts["now"]) == (
        "outlier",
        BEDS,
        (BEDS, POPULATION),
        Decimal("9.00"),
    )
    assert told(OUTLIER, now=now, beside={BEDS_RATE: BESIDE}, changed=(POPULATION,)) == [("outlier", POPULATION)]
    assert told(OUTLIER, now=now, beside={BEDS_RATE: BESIDE[:4]}) == [], "four areas tell nothing"
    assert told(OUTLIER, now={BEDS: 600, POPULATION: 100_000}, beside={BEDS_RATE: BESIDE}) == []


def test_a_rate_that_was_so_last_year_is_no_news() -> None:
    now, beside = {BEDS: 900, POPULATION: 100_000}, {BEDS_RATE: BESIDE}
    assert told(OUTLIER, now=now, before={BEDS: 880, POPULATION: 100_000}, beside=beside) == []
    assert told(OUTLIER, now=now, before={BEDS: 600, POPULATION: 100_000}, beside=beside) == [("outlier", BEDS)]


def test_one_wrong_base_under_many_rates_is_said_once_and_at_the_base() -> None:
    numerators = (BEDS, PHYSICIANS, TCM, COST)
    rates = {50 + pk: derived(50 + pk, pk, POPULATION, 1000) for pk in numerators}
    beside = {pk: tuple(Decimal(rate) for rate in BESIDE) for pk in rates}
    now = figures({POPULATION: 10_000, **dict.fromkeys(numerators, 560)})
    whole = {"measures": MEASURES | rates, "beside": beside}
    (one,) = check(DEFAULTS, Picture(now=now, changed=frozenset(now), **whole))
    assert (one.kind, one.item, one.facts["rates"], one.facts["judged"]) == ("outlier", POPULATION, 4, 4)
    two = now | {BEDS: Decimal(56), COST: Decimal(56)}
    said = [one.item for one in check(DEFAULTS, Picture(now=two, changed=frozenset(now), **whole))]
    assert said == [PHYSICIANS, TCM], "two of four are out by themselves"


def test_a_small_difference_is_not_far_however_alike_the_others_are() -> None:
    alike = {SMOKING: ("23.0", "23.0", "23.1", "23.1", "23.2", "23.2")}
    assert told(OUTLIER, now={SMOKING: "25.0"}, beside=alike) == []
    assert told(OUTLIER, now={SMOKING: "29.0"}, beside=alike) == [("outlier", SMOKING)]
    nearly_all = {SMOKING: ("98.0", "98.2", "98.4", "98.6", "98.8", "99.0")}
    assert told(OUTLIER, now={SMOKING: "88.0"}, beside=nearly_all) == [("outlier", SMOKING)]


def test_counts_are_never_compared_between_areas() -> None:
    named = Rule(id=5, kind="outlier", limit=Decimal("3.5"), indicator=BEDS)
    assert told(OUTLIER, named, now={BEDS: 90_000}, beside={BEDS: ("1", "2", "3", "4", "5", "6")}) == []


def test_the_rate_of_few_deaths_is_chance() -> None:
    beside = {UNDER_FIVE_RATE: ("4.00", "4.10", "4.20", "4.30", "4.40", "4.50")}
    assert told(OUTLIER, now={UNDER_FIVE: 19, BIRTHS: 1_000}, beside=beside) == []
    assert told(OUTLIER, now={UNDER_FIVE: 20, BIRTHS: 1_000}, beside=beside) == [("outlier", UNDER_FIVE)]


def test_a_sign_mixed_up_is_found_by_the_areas_beside_where_last_year_is_unknown() -> None:
    beside = {SMOKING: ("21.0", "22.0", "23.0", "24.0", "25.0", "26.0")}
    assert told(*DEFAULTS, now={SMOKING: "2.4"}, beside=beside) == [("mix_up", SMOKING)]
    assert told(SLIP, now={SMOKING: "2.4"}, before={SMOKING: "2.5"}, beside=beside) == [], "it was so last year"


@settings(deadline=None)
@given(st.lists(st.decimals(0, 100, places=1), min_size=5, max_size=12))
def test_what_is_told_of_other_areas_is_made_of_three_at_least(rates: list[Decimal]) -> None:
    middle = middle_of(tuple(rates))
    ordered = sorted(rates)
    assert middle is not None
    assert ordered[1] <= middle <= ordered[-2]
    assert middle_of(tuple(rates[:4])) is None
    assert median(tuple(rates)) == median(tuple(reversed(rates)))


# What must hold of any figures

counts = st.none() | st.integers(0, 10**6)
forms = st.fixed_dictionaries(dict.fromkeys(BASES, counts))
relations = st.builds(
    lambda sides, operator: relation(sides[0], operator, *sides[1:]),
    st.lists(st.sampled_from(BASES), min_size=2, max_size=4, unique=True),
    st.sampled_from((">=", "<=", "=")),
)


@settings(deadline=None)
@given(now=forms, rule=relations, by=st.integers(1, 1000))
def test_scaling_all_figures_creates_no_contradiction(now: dict, rule: Rule, by: int) -> None:
    scaled = {pk: None if value is None else value * by for pk, value in now.items()}
    assert told(rule, now=scaled) == told(rule, now=now)


@settings(deadline=None)
@given(now=forms, before=forms, rule=relations, unrelated=st.decimals(0, 10**6, places=2))
def test_an_unrelated_figure_changes_nothing(now: dict, before: dict, rule: Rule, unrelated: Decimal) -> None:
    with_it = found(rule, *DEFAULTS, now=now | {COST: unrelated}, before=before)
    assert with_it == found(rule, *DEFAULTS, now=now, before=before)


@settings(deadline=None)
@given(now=forms, before=forms, rule=relations, data=st.data())
def test_no_order_of_figures_or_rules_matters(now: dict, before: dict, rule: Rule, data: st.DataObject) -> None:
    rules = data.draw(st.permutations((rule, *DEFAULTS)))
    shuffled = dict(data.draw(st.permutations(list(now.items()))))
    assert found(*rules, now=shuffled, before=before) == found(rule, *DEFAULTS, now=now, before=before)


@settings(deadline=None)
@given(now=forms, rule=relations, cells=st.sets(st.sampled_from(BASES)))
def test_what_is_said_is_said_at_a_changed_cell_that_is_involved(now: dict, rule: Rule, cells: set[int]) -> None:
    for one in found(rule, *DEFAULTS, now=now, changed=tuple(cells)):
        assert one.item in cells
        assert one.item in one.items


@settings(deadline=None)
@given(
    whole=st.integers(0, 10**6), parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=3), lost=st.integers(0, 2)
)
def test_what_is_judged_with_a_part_missing_stays_so_when_it_comes(whole: int, parts: list[int], lost: int) -> None:
    cells = (BEDS, BIRTHS, INFANTS)[: len(parts)]
    complete = {POPULATION: whole, **dict(zip(cells, parts, strict=True))}
    without = complete | {cells[lost % len(cells)]: None}
    for operator in (">=", "<=", "="):
        rule = relation(POPULATION, operator, *cells)
        assert not told(rule, now=without) or told(rule, now=complete)


def test_a_rule_by_itself_tells_how_many_figures_it_judged() -> None:
    picture = Picture(
        measures=MEASURES,
        now=figures({BEDS: 200, PHYSICIANS: 100, TCM: 10}),
        before=figures({BEDS: 100, PHYSICIANS: 100, TCM: 5}),
        changed=frozenset({BEDS, PHYSICIANS, TCM}),
    )
    assert [one and one.item for one in verdicts(JUMP, picture)] == [BEDS, None]
