"""Trend arrows and extrapolation."""

from decimal import Decimal

import pytest

from reporting.domain.outlook import Arrow, TrendPoint, outlook, outlook_sentence, trend

D = Decimal


def points(values: dict[int, str], half_width: str = "1") -> list[TrendPoint]:
    half = D(half_width)
    return [TrendPoint(year=y, value=D(v), interval=(D(v) - half, D(v) + half)) for y, v in values.items()]


FALLING = {2018: "20", 2019: "18", 2020: "16", 2021: "14", 2022: "12"}


def test_a_clear_trend_of_five_years_gets_its_arrow():
    found = trend(points(FALLING))
    assert (found.arrow, round(found.slope, 12)) == (Arrow.FALLING, D("-2"))
    assert trend(points({y: str(40 - int(v)) for y, v in FALLING.items()})).arrow == Arrow.RISING


def test_chi_squared_is_the_squared_slope_over_its_variance():
    found = trend(points(FALLING))
    # Equal weights w = (2 × 1.96 / width)², Σ(x - x̄)² = 10, slope² = 4.
    assert round(found.chi_squared, 4) == round(4 * 10 * D("1.959964") ** 2, 4)


def test_the_bar_of_chi_squared_decides():
    # chi-squared = slope² × 10 × (1.96/half)²; at a half-width of 4.0 it is 9.604, at 4.02 it is 9.508
    assert trend(points(FALLING, "4.0")).arrow == Arrow.FALLING
    assert trend(points(FALLING, "4.02")).arrow == Arrow.NONE


def test_a_year_with_a_wide_interval_weighs_less():
    noisy = points({2018: "10", 2019: "10", 2020: "10", 2021: "10"}, "0.1")
    noisy += [TrendPoint(year=2022, value=D(30), interval=(D(-70), D(130)))]
    assert trend(noisy).arrow == Arrow.NONE


def test_a_slope_that_one_year_makes_gets_no_arrow():
    jump = {2018: "10", 2019: "9.9", 2020: "9.8", 2021: "9.7", 2022: "30"}
    found = trend(points(jump, "0.5"))
    assert found.chi_squared > D("9.5495")
    assert found.arrow == Arrow.NONE


@pytest.mark.parametrize(
    "values",
    [{}, {2022: "1"}, {2019: "1", 2020: "2", 2021: "3", 2022: "4"}, {2015: "1", **{y: "2" for y in range(2019, 2023)}}],
)
def test_fewer_than_five_years_in_a_row_are_too_few(values):
    assert trend(points(values)).arrow == Arrow.TOO_FEW


def test_only_the_last_five_years_count():
    assert trend(points({2010: "0", 2017: "90", **FALLING})).slope == trend(points(FALLING)).slope


def test_unusable_points_are_refused():
    with pytest.raises(ValueError, match="one point a year"):
        trend([*points(FALLING), *points({2022: "11"})])
    with pytest.raises(ValueError, match="the interval of 2018 has no width"):
        trend(points(FALLING, "0"))


def test_half_the_mean_change_is_carried_on():
    found = outlook({2020: D("43.2"), 2021: D("42.6"), 2022: D("42.2")}, 2024)
    # mean change -0.5 a year, two years ahead: 42.2 - 0.25 × 2; mean absolute change 0.5, band ±3.5 × 0.5
    assert (found.value, found.lower, found.upper) == (D("41.70"), D("39.95"), D("43.45"))


@pytest.mark.parametrize(("ahead", "factor"), [(1, "2"), (2, "3.5"), (3, "5")])
def test_the_band_widens_with_the_years_ahead(ahead, factor):
    found = outlook({2020: D(10), 2021: D(14), 2022: D(12)}, 2022 + ahead)
    assert found.value == 12 + D("0.5") * ahead  # mean change (12 - 10) / 2
    assert found.upper - found.value == found.value - found.lower == D(factor) * 3  # mean of |4| and |-2|


def test_a_change_over_a_gap_counts_for_each_of_its_years():
    gap = outlook({2018: D(10), 2020: D(14), 2021: D(15)}, 2022)
    yearly = outlook({2018: D(10), 2019: D(12), 2020: D(14), 2021: D(15)}, 2022)
    assert (gap.value, gap.lower) == (yearly.value, yearly.lower)


@pytest.mark.parametrize(
    ("series", "target_year", "reason"),
    [
        ({2020: "1", 2021: "2"}, 2022, "too_few_points"),
        ({}, 2022, "too_few_points"),
        ({2020: "1", 2021: "2", 2022: "3"}, 2022, "not_ahead"),
        ({2020: "1", 2021: "2", 2022: "3"}, 2020, "not_ahead"),
        ({2020: "1", 2021: "2", 2022: "3"}, 2026, "too_far_ahead"),
    ],
)
def test_what_cannot_be_extrapolated_says_why(series, target_year, reason):
    found = outlook({y: D(v) for y, v in series.items()}, target_year)
    assert (found.value, found.lower, found.upper, found.reason) == (None, None, None, reason)
    assert "不作外推" in outlook_sentence(found, unit="人", decimals=1, language="zh")
    assert "nothing is extrapolated" in outlook_sentence(found, unit="人", decimals=1, language="en")


def test_the_sentence_sets_the_pace_needed_beside_the_best_so_far():
    found = outlook({2020: D("43.2"), 2021: D("42.6"), 2022: D("42.2")}, 2024)
    zh = outlook_sentence(
        found, unit="%", decimals=1, language="zh", needed_per_year=D("-0.75"), best_past_pace=D("-0.6")
    )
    assert zh == "按近年变化外推，2024年约为41.7%，大致在40.0至43.5之间；今后每年需变化-0.75，以往最好的一年为-0.60。"
    en = outlook_sentence(found, unit="%", decimals=1, language="en")
    assert en == ("Extrapolated from the changes of recent years: about 41.7% in 2024, roughly between 40.0 and 43.5.")
