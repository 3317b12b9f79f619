"""Each form of promise and its own rule."""

import pytest

from plans.domain.meaning import Direction, Form, Operator, Part, TargetMeaning
from reporting.domain.progress import PersonJudgement, Thresholds, is_growth_indicator, judge
from reporting.domain.statuses import Group, Status
from tests.domain.judging import (
    D,
    about,
    at_least,
    at_most,
    bare,
    between,
    case,
    down,
    judged,
    monotone,
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
    assert judged(STEP, "43.2", {2022: figure}, 2022, **MYOPIA).status == status


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


@pytest.mark.parametrize(("written", "unit"), [("%", "人"), ("‰", "岁"), ("张", "人"), ("人次", "人"), ("%", "元")])
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


# Relative to another area

NATION = TargetMeaning(form=Form.BENCHMARK, operator=Operator.GE, benchmark_area="全国", benchmark_statistic="平均水平")


@pytest.mark.parametrize(
    ("baseline", "figure", "benchmark", "year", "status"),
    [
        ("2.6", "3.2", {2020: "2.9", 2022: "3.2"}, 2022, Status.MET_EARLY),
        ("3.0", "3.2", {2020: "2.9", 2022: "3.2"}, 2022, Status.HELD),
        ("3.0", "3.1", {2020: "2.9", 2022: "3.2"}, 2022, Status.LOST),
        ("2.6", "3.1", {2020: "2.9", 2022: "3.2"}, 2022, Status.AHEAD),
        ("2.6", "2.9", {2020: "2.9", 2022: "3.2"}, 2022, Status.BEHIND),
        ("2.6", "2.8", {2020: "2.9", 2022: "3.2"}, 2022, Status.REVERSED),  # risen, but the gap is wider
        ("2.6", "3.2", {2025: "3.2"}, 2025, Status.MET),
        ("2.6", "3.1", {2025: "3.2"}, 2025, Status.MISSED),
        ("2.6", "3.1", {2022: "3.2"}, 2022, Status.NO_BASELINE),
        ("2.6", "3.1", {2020: "2.9", 2021: "3.2"}, 2022, Status.NO_BENCHMARK),
    ],
)
def test_a_comparison_takes_the_other_areas_figure_of_the_same_year(baseline, figure, benchmark, year, status):
    levels = {y: D(level) for y, level in benchmark.items()}
    assert judged(NATION, baseline, {year: figure}, year, benchmark=levels).status == status


def test_a_comparison_tells_the_gap_then_and_now():
    found = judged(NATION, "2.60", {2022: "3.00"}, 2022, benchmark={2020: D("2.90"), 2022: D("3.15")})
    assert "2020年基期2.60（当年全国平均水平2.90）" in found.sentence_zh
    assert "不低于全国平均水平（2022年全国平均水平3.15）" in found.sentence_zh
    assert "与目标的差距较基期已缩小50.0%" in found.sentence_zh
    assert "at least the average of the nation" in found.sentence_en


# Milestones and persons

MILESTONE = TargetMeaning(form=Form.MILESTONE)


@pytest.mark.parametrize(
    ("entered", "year", "status", "group"),
    [
        (Status.MET, 2023, Status.MET_EARLY, Group.DONE),
        (Status.MET, 2025, Status.MET, Group.DONE),
        (Status.UNDER_WAY, 2024, Status.UNDER_WAY, Group.NOT_JUDGED),
        (Status.NOT_STARTED, 2024, Status.NOT_STARTED, Group.NOT_JUDGED),
        (Status.UNDER_WAY, 2025, Status.MISSED, Group.MISSED),
        (Status.NOT_STARTED, 2025, Status.MISSED, Group.MISSED),
    ],
)
def test_a_milestone_is_what_a_person_entered_and_missed_when_overdue(entered, year, status, group):
    person = PersonJudgement(status=entered, name="王芳", on="2024-03-01", reason="命名文件")
    found = judged(MILESTONE, None, {}, year, person=person)
    assert (found.status, found.group, found.quantified) == (status, group, False)
    assert "王芳于2024-03-01判定为" in found.sentence_zh


def test_a_milestone_nobody_entered_awaits_a_person():
    found = judged(MILESTONE, None, {}, 2023)
    assert (found.status, found.group) == (Status.BY_PERSON, Group.PENDING)
    assert judged(MILESTONE, None, {}, 2020).status == Status.NOT_DUE


def test_a_target_not_set_yet_is_not_judged():
    found = judged(TargetMeaning(form=Form.NONE_YET), "5", {2022: "6"}, 2022)
    assert (found.group, found.quantified) == (Group.NOT_JUDGED, False)


def test_targets_by_kind_are_never_averaged():
    parts = tuple(Part(label=kind, meaning=at_least(n, unit="%")) for kind, n in (("三级", "30"), ("二级", "25")))
    wording = TargetMeaning(form=Form.BY_KIND, parts=parts)
    assert judged(wording, "20", {2022: "28"}, 2022, **PERCENT).status == Status.BY_PERSON


# Several parts


def steps(*dated: tuple[int, str]) -> TargetMeaning:
    parts = tuple(Part(year=year, meaning=at_least(number, unit="%")) for year, number in dated)
    return TargetMeaning(form=Form.STEPS, parts=parts)


def test_each_step_is_judged_in_its_own_year_and_the_last_counts():
    found = judged(steps((2022, "80"), (2025, "100")), "60", {2022: "78", 2023: "90"}, 2023, **PERCENT)
    assert [part.status for part in found.parts] == [Status.MISSED, Status.ON_TRACK]
    assert (found.status, found.target_year) == (Status.ON_TRACK, 2025)
    assert "以最后一步为准" in found.sentence_zh


def test_a_step_whose_year_is_over_is_not_saved_by_a_later_figure():
    found = judged(steps((2023, "100")), "60", {2023: "90", 2024: "100"}, 2024, **PERCENT)
    assert (found.status, found.figure_year) == (Status.MISSED, 2023)


def test_a_step_still_to_come_is_judged_on_its_own_calendar():
    found = judged(steps((2022, "80"), (2025, "100")), "60", {2021: "70"}, 2021, **PERCENT)
    assert [part.time_share for part in found.parts] == [D("0.5"), D("0.2")]


def joined(by: str, *parts: TargetMeaning) -> TargetMeaning:
    return TargetMeaning(form=Form.COMPOUND, joined_by=by, parts=tuple(Part(meaning=part) for part in parts))


@pytest.mark.parametrize(
    ("by", "figure", "status"),
    [
        ("or", "5.6", Status.MET_EARLY),
        ("or", "5.9", Status.IMPROVING),
        ("and", "5.9", Status.SLIGHTLY_BEHIND),
        ("or", "6.1", Status.REVERSED),
        ("and", "6.1", Status.REVERSED),
    ],
)
def test_of_two_promises_the_worst_counts_or_the_best(by, figure, status):
    wording = joined(by, at_most("5.6", unit="‰"), monotone(Direction.DOWN, sustained=True))
    found = judged(wording, "6.0", {2022: figure}, 2022, unit="‰", decimals=1, polarity="down")
    assert (found.status, len(found.parts)) == (status, 2)


def test_an_unknown_part_is_worse_than_a_good_one_and_better_than_a_bad_one():
    unknown = up(Form.CHANGE_POINTS, "5")  # has no baseline to start from
    assert judged(joined("and", at_least("10"), unknown), None, {2025: "11"}, 2025).status == Status.NO_BASELINE
    assert judged(joined("or", at_least("10"), unknown), None, {2025: "11"}, 2025).status == Status.MET
    assert judged(joined("and", at_least("10"), unknown), None, {2025: "9"}, 2025).status == Status.MISSED
    assert judged(joined("or", at_least("10"), unknown), None, {2025: "9"}, 2025).status == Status.NO_BASELINE


@pytest.mark.parametrize("status", set(Status) - {Status.BY_PERSON})
def test_whatever_a_person_chose_for_one_side_a_reached_other_side_is_enough(status):
    person = PersonJudgement(status=status, name="王芳", on="2024-03-01")
    either = joined("or", TargetMeaning(form=Form.BY_PERSON), at_least("10"))
    assert judged(either, None, {2025: "11"}, 2025, person=person).group == Group.DONE
