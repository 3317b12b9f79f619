"""Intervals of counted figures, against published vectors and against what must hold."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.reliability import holds, is_unstable, poisson_rate, pooled_rate, wilson

D = Decimal
with (Path(__file__).parent.parent / "data" / "interval-cases.tsv").open(encoding="utf-8") as file:
    PUBLISHED = list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['method']} {row['x']}/{row['n']}×{row['multiplier']}")
def test_the_published_intervals_are_reproduced(row):
    x, n, multiplier = int(row["x"]), int(row["n"]), int(row["multiplier"])
    if row["function"] == "phe_proportion":
        lower, upper = (limit * multiplier for limit in wilson(x, n))
    else:
        lower, upper = poisson_rate(x, n, multiplier)
    assert abs(lower - D(row["expected_lower"])) < D("1e-7")
    assert abs(upper - D(row["expected_upper"])) < D("1e-7")


def test_no_deaths_in_5000_births_is_compatible_with_73_8_per_100000():
    lower, upper = poisson_rate(0, 5000, 100_000)
    assert lower == 0
    assert round(upper, 1) == D("73.8")
    assert abs(upper - -D("0.025").ln() / 5000 * 100_000) < D("1e-20")  # where exp(-mean) is 2.5 %


def test_exact_limits_are_where_a_tail_of_the_poisson_distribution_is_2_5_percent():
    lower, upper = poisson_rate(2, 1)
    assert abs((1 + upper + upper**2 / 2) * (-upper).exp() - D("0.025")) < D("1e-20")  # P(X <= 2)
    assert abs((1 + lower) * (-lower).exp() - D("0.975")) < D("1e-20")  # P(X <= 1)


def test_a_proportion_of_none_or_all_stays_within_0_and_1():
    assert wilson(0, 30)[0] == 0
    assert wilson(30, 30)[1] == 1
    assert 0 < wilson(0, 30)[1] < 1


@given(st.integers(0, 300), st.integers(1, 10_000))
def test_an_interval_holds_its_own_figure(x, n):
    lower, upper = poisson_rate(x, n, 1000)
    assert lower <= D(x) / n * 1000 <= upper
    if x <= n:
        assert holds(wilson(x, n), D(x) / n)


@given(st.integers(0, 60))
def test_limits_rise_with_the_events(x):
    assert all(more > fewer for more, fewer in zip(poisson_rate(x + 1, 1), poisson_rate(x, 1), strict=True))


@given(st.integers(0, 200), st.integers(1, 500))
def test_a_proportion_and_its_complement_mirror_each_other(x, rest):
    lower, upper = wilson(x, x + rest)
    other_lower, other_upper = wilson(rest, x + rest)
    assert abs(lower - (1 - other_upper)) < D("1e-20")
    assert abs(upper - (1 - other_lower)) < D("1e-20")


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (wilson, (5, 0), "population has to be greater than 0"),
        (wilson, (5, -1), "population has to be greater than 0"),
        (wilson, (-1, 10), "whole number from 0 up"),
        (wilson, (11, 10), "more events than there are cases"),
        (wilson, (True, 10), "has to be a number"),
        (wilson, (D("2.5"), 10), "whole number from 0 up"),
        (poisson_rate, (D("NaN"), 10), "has to be a finite number"),
        (poisson_rate, (1, D("Infinity")), "has to be a finite number"),
        (poisson_rate, (-1, 10), "whole number from 0 up"),
        (poisson_rate, (1, 0), "population has to be greater than 0"),
        (poisson_rate, ("1", 10), "has to be a number"),
        (pooled_rate, ([1, 2], [10]), "one population for every year"),
        (pooled_rate, ([], []), "at least one year"),
    ],
)
def test_bad_input_is_refused_with_a_reason(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


def test_rare_events_are_pooled_over_years_by_their_sums():
    # Rates of 0, 40 and 10 per 100 000 a year; their mean of 16.7 would forget how many births each stands for.
    assert round(pooled_rate([0, 2, 1], [5000, 5000, 10_000], 100_000), 6) == 15


def test_fewer_than_20_events_are_unstable():
    assert is_unstable(19)
    assert is_unstable(0)
    assert not is_unstable(20)
