"""Forms with a number to reach: bare, approximate, changed from the baseline, ranges, ratios, levels, totals."""

from dataclasses import replace

import pytest

from plans.domain.meaning import Certainty, Form, Operator, TargetMeaning
from reporting.domain.statuses import Group, Status
from tests.domain.judging import (
    D,
    about,
    at_least,
    at_most,
    bare,
    between,
    down,
    judged,
    up,
)

PERCENT = {"unit": "%", "decimals": 1}


# Bare numbers and approximate ones


@pytest.mark.parametrize(
    ("polarity", "figure", "status"),
    [("up", "26", Status.MET), ("up", "24", Status.MISSED), ("down", "24", Status.MET), ("down", "26", Status.MISSED)],
)
def test_a_bare_number_takes_its_side_from_the_polarity_and_says_so(polarity, figure, status):
    found = judged(bare("25"), None, {2025: figure}, 2025, polarity=polarity)
    assert found.status == status
    assert "side_from_polarity" in found.flags
    assert "按指标方向推定" in found.sentence_zh
    assert "inferred from the indicator's polarity" in found.sentence_en


def test_without_polarity_the_way_from_the_baseline_tells_the_side():
    assert judged(bare("25"), "20", {2022: "26"}, 2022, polarity="").status == Status.MET_EARLY
    assert judged(bare("25"), "30", {2022: "26"}, 2022, polarity="").status == Status.AHEAD


def test_without_polarity_and_baseline_a_bare_number_is_for_a_person():
    found = judged(bare("25"), None, {2022: "26"}, 2022, polarity="")
    assert (found.status, found.group, found.flags) == (Status.BY_PERSON, Group.PENDING, ("no_side",))


@pytest.mark.parametrize(
    ("figure", "status", "flags"),
    [
        ("80", Status.MET, ()),
        ("81", Status.MET, ()),
        ("79.5", Status.MET, ("about_met",)),  # P = 9.5/10
        ("79.4", Status.MISSED, ()),
    ],
)
def test_an_approximate_target_is_all_but_reached_from_95_percent_of_the_change(figure, status, flags):
    found = judged(about("80"), "70", {2025: figure}, 2025, **PERCENT)
    assert (found.status, found.flags) == (status, flags)


def test_an_approximate_target_can_be_met_early_and_falls_too():
    found = judged(about("25"), "29.3", {2024: "25.2"}, 2024, polarity="down", **PERCENT)
    assert (found.status, found.flags) == (Status.MET_EARLY, ("about_met",))
    assert "约数目标基本达到，提前1年" in found.sentence_zh


def test_an_approximate_target_without_a_baseline_is_judged_strictly_and_says_so():
    assert judged(about("80"), None, {2025: "79.9"}, 2025, **PERCENT).status == Status.MISSED
    found = judged(about("80"), None, {2025: "79.9"}, 2025, **PERCENT)
    assert found.flags == ("strict_no_baseline",)
    assert "从严判定" in found.sentence_zh


# Change from the baseline


@pytest.mark.parametrize(("figure", "status"), [("1.49", Status.MET), ("1.48", Status.MISSED), ("1.485", Status.MET)])
def test_a_change_in_percent_is_reckoned_from_the_baseline_and_rounded(figure, status):
    found = judged(up(Form.CHANGE_PERCENT, "10", unit="%", base_year=2020), "1.35", {2025: figure}, 2025)
    assert (found.status, found.target) == (status, D("1.49"))
    assert "目标折合1.49" in found.sentence_zh
    assert "较2020年增长10%" in found.sentence_zh


def test_a_change_in_points_is_added_to_the_baseline():
    wording = up(Form.CHANGE_POINTS, "1", unit="岁", base_year=2020, approximate=True)
    found = judged(wording, "77.78", {2023: "78.4"}, 2023, unit="岁")
    assert (found.target, found.status) == (D("78.78"), Status.ON_TRACK)
    percentage = down(Form.CHANGE_POINTS, "6", unit="个百分点", base_year=2020)
    assert judged(percentage, "43.2", {2025: "37.2"}, 2025, polarity="down", **PERCENT).status == Status.MET


@pytest.mark.parametrize("form", [Form.CHANGE_POINTS, Form.CHANGE_PERCENT])
def test_a_change_without_a_baseline_cannot_be_judged_even_when_due(form):
    assert judged(up(form, "10"), None, {2025: "90"}, 2025).status == Status.NO_BASELINE


def test_a_change_from_another_year_needs_that_years_figure():
    wording = down(Form.CHANGE_PERCENT, "10", base_year=2015)
    figures = {2015: "100", 2022: "93"}
    assert judged(wording, "96", figures, 2022, polarity="down").target == D("90.00")
    without = judged(wording, "96", {2022: "93"}, 2022, polarity="down")
    assert (without.status, without.target) == (Status.NO_BASELINE, None)


def test_a_baseline_printed_for_another_year_stands_in_for_the_plans_base_year_and_is_flagged():
    wording = down(Form.CHANGE_PERCENT, "30", base_year=2015)
    dates = {"base_year": 2015, "baseline_year": 2013, "target_year": 2030, "polarity": "down"}
    found = judged(wording, "19.1", {2021: "15.4"}, 2021, **dates, **PERCENT)
    assert (found.target, found.flags) == (D("13.4"), ("baseline_year_differs:2013:2015",))
    with_figure = judged(wording, "19.1", {2015: "18.5", 2021: "15.4"}, 2021, **dates, **PERCENT)
    assert (with_figure.target, with_figure.flags) == (D("13.0"), ())


# Ranges, ratios, levels, units


@pytest.mark.parametrize(
    ("baseline", "figure", "status"),
    [
        ("6", "6", Status.BEHIND),
        ("6", "4", Status.ON_TRACK),  # 2 of the 4 to the nearer edge: P = 0.5 at E = 0.4
        ("6", "2", Status.MET_EARLY),
        ("6", "7", Status.REVERSED),
        ("0", "0.5", Status.ON_TRACK),
        ("1.5", "2", Status.HELD),
        ("1.5", "2.01", Status.LOST),
        (None, "3", Status.NO_BASELINE),
        (None, "1", Status.MET_EARLY),
    ],
)
def test_a_range_is_met_inside_and_outside_the_gap_to_the_nearer_edge_counts(baseline, figure, status):
    assert judged(between("1", "2"), baseline, {2022: figure}, 2022, polarity="").status == status


def test_a_range_names_both_edges():
    found = judged(between("1", "2"), "6", {2022: "4"}, 2022, unit="个", decimals=0)
    assert "2025年目标1–2" in found.sentence_zh
    assert "与目标的差距较基期已缩小50.0%" in found.sentence_zh
    assert (found.target, found.gap) == (D(2), D(-2))


def test_a_ratio_is_judged_and_shown_as_its_quotient():
    wording = TargetMeaning(form=Form.RATIO, operator=Operator.GE, low=D("1.25"), unit="1:x")
    found = judged(wording, "1.10", {2022: "1.19"}, 2022, unit="")
    assert found.status == Status.AHEAD
    assert found.sentence_zh.startswith("2022年为1:1.19，2020年基期1:1.10、2025年目标≥1:1.25")


def test_a_level_is_an_ordinal_bound():
    wording = TargetMeaning(form=Form.LEVEL, operator=Operator.GE, low=D(5), unit="级")
    assert judged(wording, "3", {2022: "4"}, 2022, unit="级", decimals=0).status == Status.ON_TRACK
    assert judged(wording, "3", {2022: "5"}, 2022, unit="级", decimals=0).status == Status.MET_EARLY


@pytest.mark.parametrize(
    ("meaning", "unit", "target"),
    [
        (at_least("142", unit="万人"), "人", "1420000"),
        (at_least("286", unit="万"), "人", "2860000"),
        (at_most("5", unit="‰"), "%", "0.5"),
        (at_most("6", unit="/10万"), "‰", "0.06"),
        (at_most("12", unit="/10万"), "1/10万", "12"),
        (at_least("1.2", unit="万亿元"), "亿元", "12000"),
        (at_least("3", unit="名"), "人", "3"),
        (at_least("0.55", unit="张"), "张/千人", "0.55"),
        (at_least("79"), "岁", "79"),
    ],
)
def test_the_wordings_unit_is_scaled_to_the_indicators(meaning, unit, target):
    assert judged(meaning, None, {2022: "1"}, 2022, unit=unit, decimals=0).target == D(target)


@pytest.mark.parametrize(
    ("written", "unit"), [("%", "人"), ("‰", "岁"), ("张", "人"), ("人次", "人"), ("%", "元"), ("%", "万")]
)
def test_units_that_do_not_compare_are_for_a_person(written, unit):
    found = judged(at_most("5", unit=written), "9", {2022: "7"}, 2022, unit=unit)
    assert (found.status, found.flags) == (Status.BY_PERSON, (f"unit_mismatch:{written}:{unit}",))
    assert f"目标单位“{written}”与指标单位“{unit}”不一致" in found.sentence_zh


# Cumulative targets


def test_cumulative_cuts_are_compounded():
    wording = down(Form.CHANGE_PERCENT, "18", unit="%", cumulative=True)
    found = judged(wording, None, {2022: "7"}, 2022, polarity="down", **PERCENT)
    expected = (1 - D("0.07")).ln() / (1 - D("0.18")).ln()
    assert abs(found.change_share - expected) < D("1e-20")
    assert found.status == Status.SLIGHTLY_BEHIND
    assert "至2022年累计降低7.0%" in found.sentence_zh
    assert "按复合口径已完成规划降幅的36.6%" in found.sentence_zh
    assert judged(wording, None, {2025: "18"}, 2025, polarity="down", **PERCENT).status == Status.MET
    assert judged(wording, "0", {2022: "-1"}, 2022, polarity="down", **PERCENT).status == Status.REVERSED


def test_a_cumulative_cut_of_a_level_is_compounded_from_its_baseline():
    wording = down(Form.CHANGE_PERCENT, "18", unit="%", cumulative=True)
    found = judged(wording, "200", {2022: "186"}, 2022, unit="克", polarity="down")
    assert found.target == D("164.00")
    assert round(found.required, 2) == D("184.74")  # 200 × 0.82 ^ 0.4
    assert abs(found.change_share - (1 - D("0.07")).ln() / (1 - D("0.18")).ln()) < D("1e-20")


def test_cumulative_counts_are_summed_over_the_years():
    wording = at_least("1500", unit="亿元", cumulative=True)
    found = judged(wording, None, {2021: "200", 2022: "400", 2023: "360"}, 2023, unit="亿元", decimals=0)
    assert (found.figure, found.change_share, found.status) == (D(960), D("0.64"), Status.ON_TRACK)
    assert found.sentence_zh.startswith("2021—2023年累计960亿元，2025年目标累计≥1500，已完成目标的64.0%")


def test_a_missing_year_of_a_cumulative_count_is_not_zero():
    wording = at_least("1500", unit="亿元", cumulative=True)
    gap = judged(wording, None, {2021: "600", 2023: "600"}, 2023, unit="亿元", decimals=0)
    assert (gap.figure, gap.figure_year) == (D(600), 2021)
    assert gap.flags == ("stale:2", "years_missing:2022")
    first = judged(wording, None, {2022: "600"}, 2022, unit="亿元", decimals=0)
    assert (first.status, first.flags) == (Status.NO_DATA, ("years_missing:2021",))
    enough = judged(wording, None, {2022: "1600"}, 2022, unit="亿元", decimals=0)
    assert enough.status == Status.MET_EARLY


def test_figures_that_are_totals_already_are_not_summed_again():
    wording = at_least("1500", unit="亿元", cumulative=True)
    figures = {2021: "200", 2022: "600"}
    assert judged(wording, None, figures, 2022, unit="亿元", decimals=0, figures_accumulate=True).figure == D(600)


# What a reading inferred is judged so, and said


def test_a_count_given_as_a_range_asks_for_its_low_end():
    wording = replace(between("1", "2"), certainty=Certainty.INFERRED, reason="count_range")
    found = judged(wording, "0", {2022: "3"}, 2022, unit="个", decimals=0)
    assert (found.status, found.flags) == (Status.MET_EARLY, ("low_end_of_range",))


def test_a_side_that_was_only_assumed_is_not_taken_for_granted():
    wording = replace(at_least("40"), certainty=Certainty.INFERRED, reason="side_assumed")
    assert judged(wording, "43", {2022: "41"}, 2022, polarity="").status == Status.AHEAD  # it is to fall
    assert judged(wording, None, {2022: "41"}, 2022, polarity="").status == Status.BY_PERSON
    assert judged(wording, None, {2022: "41"}, 2022, polarity="up").status == Status.MET_EARLY


def test_a_ratio_without_a_side_is_approximate():
    wording = TargetMeaning(form=Form.RATIO, operator=Operator.EQ, low=D("1.25"), high=D("1.25"), unit="1:x")
    found = judged(wording, "1.00", {2025: "1.24"}, 2025, unit="")
    assert (found.status, found.flags) == (Status.MET, ("about_met",))


def test_a_rate_of_provision_is_met_exactly():
    wording = replace(bare("0.55", unit="张"), reason="provision_rate")
    assert judged(wording, "0.40", {2025: "0.55"}, 2025, unit="张").status == Status.MET
    assert judged(wording, "0.40", {2025: "0.60"}, 2025, unit="张").status == Status.MISSED
    assert "目标=0.55（按等于判定）" in judged(wording, "0.40", {2025: "0.60"}, 2025, unit="张").sentence_zh


def test_a_level_to_be_kept_every_year_lists_the_years_that_missed_it():
    found = judged(at_least("90", sustained=True), "88", {2021: "91", 2022: "89", 2023: "92"}, 2023, **PERCENT)
    assert (found.status, found.flags) == (Status.MET_EARLY, ("broken:2022",))
    assert "2022年未保持" in found.sentence_zh


def test_inside_a_range_no_figure_is_worse_than_another():
    found = judged(between("1", "5"), "3", {2022: "4.9"}, 2022, polarity="")
    assert (found.status, found.flags, found.best_past_pace) == (Status.HELD, (), None)
