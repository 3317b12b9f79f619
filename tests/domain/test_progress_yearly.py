"""Promises for every year, and promises of a mere direction."""

import pytest

from plans.domain.meaning import Direction, Form
from reporting.domain.progress import Thresholds, is_growth_indicator, judge
from reporting.domain.statuses import Group, Status
from tests.domain.judging import (
    D,
    case,
    down,
    judged,
    monotone,
    up,
)

PERCENT = {"unit": "%", "decimals": 1}


# Promises for every year

STEP = down(Form.ANNUAL_STEP, "0.5", unit="个百分点")
MYOPIA = {"unit": "%", "decimals": 1, "polarity": "down"}


@pytest.mark.parametrize(
    ("figure", "status"),
    [
        ("42.2", Status.ON_TRACK),  # 1.0 of 1.0
        ("42.3", Status.SLIGHTLY_BEHIND),
        ("42.6", Status.SLIGHTLY_BEHIND),  # 0.6 of 1.0
        ("42.7", Status.BEHIND),
        ("43.2", Status.BEHIND),
        ("43.3", Status.REVERSED),
        ("41.7", Status.AHEAD),  # 1.5 of 1.0
        ("30.0", Status.AHEAD),  # a promise for every year is not kept before its last year
    ],
)
def test_an_annual_step_is_held_against_its_line(figure, status):
    found = judged(STEP, "43.2", {2022: figure}, 2022, **MYOPIA)
    assert (found.status, found.flags) == (status, ())


def test_an_annual_step_needs_the_whole_step_even_when_not_binding():
    assert judged(STEP, "43.2", {2023: "41.7"}, 2023, **MYOPIA).status == Status.ON_TRACK
    assert judged(STEP, "43.2", {2023: "41.8"}, 2023, **MYOPIA).status == Status.SLIGHTLY_BEHIND


@pytest.mark.parametrize(("figure", "status"), [("40.7", Status.MET), ("40.8", Status.MISSED)])
def test_an_annual_step_is_met_at_the_end_of_its_line(figure, status):
    found = judged(STEP, "43.2", {2025: figure}, 2025, **MYOPIA)
    assert (found.status, found.target, found.ratio >= 1) == (status, D("40.7"), status == Status.MET)


def test_an_annual_step_lists_the_years_that_kept_it():
    found = judged(STEP, "43.2", {2021: "42.7", 2022: "42.5", 2023: "41.6"}, 2023, **MYOPIA)
    assert found.years_kept == (2, 3)
    assert "逐年达标2/3年" in found.sentence_zh
    assert "至2023年应降低1.5个百分点、实际降低1.6个百分点" in found.sentence_zh
    assert "kept in 2 of 3 years" in found.sentence_en
    assert found.change_share == D("0.64")
    assert found.required == D("41.7")


def test_a_year_whose_predecessor_is_missing_is_not_counted_as_kept_or_broken():
    assert judged(STEP, "43.2", {2022: "42.2", 2023: "41.6"}, 2023, **MYOPIA).years_kept == (1, 1)


def test_an_annual_step_without_a_baseline_is_not_judged():
    assert judged(STEP, None, {2025: "40.7"}, 2025, **MYOPIA).status == Status.NO_BASELINE


def test_an_annual_number_of_new_things_is_held_against_the_mean_of_the_years():
    wording = up(Form.ANNUAL_STEP, "50", unit="名")
    found = judged(wording, None, {2021: "60", 2022: "45"}, 2022, decimals=0, indicator_is_growth=True)
    assert (found.status, found.ratio, found.years_kept) == (Status.ON_TRACK, D("1.06"), (1, 2))


GROWTH = up(Form.ANNUAL_GROWTH, "8.5", unit="%")


@pytest.mark.parametrize(
    ("figure", "average", "status"),
    [
        ("117.7", "8.5", Status.ON_TRACK),  # 8.49 % a year is shown, and compared, as 8.5
        ("117.5", "8.4", Status.SLIGHTLY_BEHIND),
        ("130", "14.0", Status.AHEAD),
        ("99", "-0.5", Status.REVERSED),
    ],
)
def test_average_growth_is_compounded_since_the_base_year(figure, average, status):
    found = judged(GROWTH, "100", {2022: figure}, 2022, unit="亿元", decimals=1)
    assert (found.average, found.status) == (D(average), status)


def test_average_growth_is_met_only_when_its_years_are_over():
    assert judged(GROWTH, "100", {2024: "200"}, 2024, unit="亿元").status == Status.AHEAD
    assert judged(GROWTH, "100", {2025: "151"}, 2025, unit="亿元").status == Status.MET
    assert judged(GROWTH, "100", {2025: "149"}, 2025, unit="亿元").status == Status.MISSED
    assert judged(GROWTH, None, {2025: "149"}, 2025, unit="亿元").status == Status.NO_BASELINE
    assert judged(GROWTH, "0", {2025: "149"}, 2025, unit="亿元").flags == ("base_not_positive",)


def test_an_average_fall_is_compounded_too():
    wording = down(Form.ANNUAL_GROWTH, "3", unit="%")
    found = judged(wording, "100", {2022: "94"}, 2022, polarity="down")
    assert (found.average, found.status) == (D("-3.0"), Status.ON_TRACK)
    assert "实际年均降低3.0%" in found.sentence_zh


@pytest.mark.parametrize(
    ("figures", "year", "status"),
    [
        ({2021: "9.0", 2022: "8.0"}, 2022, Status.ON_TRACK),
        ({2021: "8.5", 2022: "8.3"}, 2022, Status.SLIGHTLY_BEHIND),
        ({2021: "9.0", 2025: "8.0"}, 2025, Status.MET),
        ({2021: "-1.0"}, 2021, Status.REVERSED),
    ],
)
def test_an_indicator_that_is_itself_a_growth_rate_is_judged_on_the_mean_of_its_years(figures, year, status):
    found = judged(GROWTH, None, figures, year, indicator_is_growth=True, **PERCENT)
    assert found.status == status
    assert found.average == sum(map(D, figures.values())) / len(figures)


def test_an_approximate_rate_is_enough_at_95_percent():
    wording = up(Form.ANNUAL_GROWTH, "8.5", unit="%", approximate=True)
    found = judged(wording, None, {2025: "8.1"}, 2025, indicator_is_growth=True, **PERCENT)
    assert (found.status, found.flags) == (Status.MET, ("about_met",))
    assert judged(wording, None, {2025: "8.0"}, 2025, indicator_is_growth=True, **PERCENT).status == Status.MISSED


def test_the_name_tells_an_indicator_that_is_a_yearly_change():
    assert is_growth_indicator("健康服务业总规模年均增速")
    assert not is_growth_indicator("健康服务业总规模")


# Trends


@pytest.mark.parametrize(
    ("direction", "figure", "status"),
    [
        (Direction.UP, "101", Status.IMPROVING),  # 0.5 % a year
        (Direction.UP, "100.99", Status.FLAT),
        (Direction.UP, "99.01", Status.FLAT),
        (Direction.UP, "99", Status.WORSENING),
        (Direction.DOWN, "99", Status.IMPROVING),
        (Direction.DOWN, "101", Status.WORSENING),
        (Direction.KEEP, "100.5", Status.FLAT),
        (Direction.KEEP, "105", Status.IMPROVING),
        (Direction.KEEP, "95", Status.WORSENING),
    ],
)
def test_a_trend_is_described_and_never_met(direction, figure, status):
    found = judged(monotone(direction), "100", {2022: figure}, 2022)
    assert (found.status, found.group, found.quantified) == (status, Group.TREND, False)
    assert "不判达标" in found.sentence_zh


def test_a_sustained_trend_lists_the_years_that_broke_it():
    wording = monotone(Direction.DOWN, sustained=True)
    found = judged(wording, "10", {2021: "9.8", 2022: "9.8", 2023: "9.9", 2024: "9"}, 2024, polarity="down", **PERCENT)
    assert (found.status, found.flags) == (Status.IMPROVING, ("broken:2022:2023",))
    assert "2022、2023年未保持" in found.sentence_zh
    assert judged(monotone(Direction.DOWN), "10", {2021: "11", 2022: "9"}, 2022).flags == ()


def test_a_trend_without_a_baseline_starts_from_the_first_figure_and_needs_two():
    assert judged(monotone(Direction.UP), None, {2021: "70", 2022: "72"}, 2022).status == Status.IMPROVING
    assert judged(monotone(Direction.UP), None, {2021: "70"}, 2022).status == Status.NO_BASELINE


def test_a_trend_from_zero_has_no_percentage_but_a_way():
    assert judged(monotone(Direction.UP), "0", {2022: "3"}, 2022).status == Status.IMPROVING
    assert judged(monotone(Direction.DOWN), "0", {2022: "0"}, 2022).status == Status.FLAT


def test_what_counts_as_flat_is_a_setting():
    flat_at_two = Thresholds(flat_per_year=D(2))
    assert judge(case(monotone(Direction.UP), "100", {2022: "103"}), 2022, flat_at_two).status == Status.FLAT


def test_a_step_shows_the_best_year_and_what_is_needed_from_now():
    found = judged(STEP, "43.2", {2021: "42.4", 2022: "42.3"}, 2022, **MYOPIA)
    assert found.best_past_pace == D("-0.8")
    assert round(found.needed_per_year, 4) == D("-0.5333")  # 1.6 in three years


def test_growth_is_not_a_straight_line_and_has_no_share():
    found = judged(GROWTH, "100", {2022: "118"}, 2022, unit="亿元", decimals=1)
    assert (found.change_share, found.target, found.required) == (None, D("150.4"), D("117.7"))


@pytest.mark.parametrize("form", [Form.ANNUAL_STEP, Form.ANNUAL_GROWTH, Form.CHANGE_PERCENT])
def test_a_promise_of_no_change_is_for_a_person(form):
    found = judged(up(form, "0"), "43.2", {2022: "42.3"}, 2022)
    assert (found.status, found.flags) == (Status.BY_PERSON, ("no_number",))


def test_a_level_to_be_kept_lists_the_years_that_moved_whatever_the_gap_between_them():
    wording = monotone(Direction.KEEP, sustained=True)
    found = judged(wording, "100", {2022: "100.8", 2023: "102"}, 2023)  # 0.4 % a year, then 1.2 %
    assert found.flags == ("broken:2023",)


def test_a_trend_that_has_not_moved_says_so():
    found = judged(monotone(Direction.UP), "100", {2022: "100"}, 2022)
    assert (found.status, found.baseline) == (Status.FLAT, D("100.00"))
    assert "较2020年基期100.00与之持平" not in found.sentence_zh
    assert "与2020年基期100.00持平" in found.sentence_zh
    assert "the same as the baseline 100.00 of 2020" in found.sentence_en


def test_a_trend_does_not_start_from_a_baseline_of_an_unknown_year():
    found = judged(monotone(Direction.UP), "50", {2021: "70", 2022: "72"}, 2022, base_year=None)
    assert (found.status, found.baseline) == (Status.IMPROVING, None)
    assert "较2021年70.00提高2.00人" in found.sentence_zh


def test_a_rate_finer_than_the_indicator_is_compared_at_its_own_precision():
    wording = up(Form.ANNUAL_GROWTH, "8.25", unit="%")
    found = judged(wording, None, {2021: "8.24", 2022: "8.25"}, 2022, indicator_is_growth=True, **PERCENT)
    assert (found.decimals, found.average, found.status) == (2, D("8.25"), Status.ON_TRACK)  # 8.245 is shown as 8.25
    assert (found.best_past_pace, found.needed_per_year) == (None, None)
