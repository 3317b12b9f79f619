"""The decision table of progress, row by row, its boundaries, and which figure is judged."""

from decimal import Decimal

import pytest

from plans.domain.meaning import Form, TargetMeaning
from reporting.domain.progress import PersonJudgement, Thresholds, judge
from reporting.domain.statuses import STATUS_GROUP, Group, Status, flag_name, group_name, status_name
from tests.domain.judging import D, about, above, at_least, at_most, bare, below, between, case, judged

# A target of 110 from 100 in five years: after two years E = 0.4, so that a figure of 100 + x has R = x / 4.
RISE = at_least("110")
# And its mirror image.
FALL = at_most("90")

TABLE = [
    # meaning, baseline, figures, year, status, group
    (TargetMeaning(form=Form.BY_PERSON), "100", {2022: "103"}, 2022, Status.BY_PERSON, Group.PENDING),
    (RISE, "100", {2020: "111"}, 2022, Status.NO_DATA, Group.NO_DATA),
    (RISE, "110", {2022: "110"}, 2022, Status.HELD, Group.DONE),
    (RISE, "100", {2022: "110"}, 2022, Status.MET_EARLY, Group.DONE),
    (RISE, None, {2022: "110"}, 2022, Status.MET_EARLY, Group.DONE),
    (RISE, "100", {2025: "110"}, 2025, Status.MET, Group.DONE),
    (RISE, "100", {2026: "110"}, 2026, Status.MET, Group.DONE),
    (RISE, "111", {2022: "109"}, 2022, Status.LOST, Group.BEHIND),
    (RISE, "111", {2025: "109"}, 2025, Status.LOST, Group.BEHIND),
    (RISE, "100", {2025: "109.99"}, 2025, Status.MISSED, Group.MISSED),
    (RISE, None, {2025: "109.99"}, 2025, Status.MISSED, Group.MISSED),
    (RISE, None, {2022: "109"}, 2022, Status.NO_BASELINE, Group.NOT_JUDGED),
    (RISE, "100", {2022: "99.99"}, 2022, Status.REVERSED, Group.BEHIND),
    (RISE, "100", {2022: "106"}, 2022, Status.AHEAD, Group.ON_COURSE),
    (RISE, "100", {2022: "105.99"}, 2022, Status.ON_TRACK, Group.ON_COURSE),
    (RISE, "100", {2022: "103.8"}, 2022, Status.ON_TRACK, Group.ON_COURSE),
    (RISE, "100", {2022: "103.79"}, 2022, Status.SLIGHTLY_BEHIND, Group.BEHIND),
    (RISE, "100", {2022: "102.4"}, 2022, Status.SLIGHTLY_BEHIND, Group.BEHIND),
    (RISE, "100", {2022: "102.39"}, 2022, Status.BEHIND, Group.BEHIND),
    (RISE, "100", {2022: "100"}, 2022, Status.BEHIND, Group.BEHIND),
    (FALL, "90", {2022: "90"}, 2022, Status.HELD, Group.DONE),
    (FALL, "100", {2022: "90"}, 2022, Status.MET_EARLY, Group.DONE),
    (FALL, "100", {2025: "90"}, 2025, Status.MET, Group.DONE),
    (FALL, "89", {2022: "91"}, 2022, Status.LOST, Group.BEHIND),
    (FALL, "100", {2025: "90.01"}, 2025, Status.MISSED, Group.MISSED),
    (FALL, None, {2022: "91"}, 2022, Status.NO_BASELINE, Group.NOT_JUDGED),
    (FALL, "100", {2022: "100.01"}, 2022, Status.REVERSED, Group.BEHIND),
    (FALL, "100", {2022: "94"}, 2022, Status.AHEAD, Group.ON_COURSE),
    (FALL, "100", {2022: "96.2"}, 2022, Status.ON_TRACK, Group.ON_COURSE),
    (FALL, "100", {2022: "96.21"}, 2022, Status.SLIGHTLY_BEHIND, Group.BEHIND),
    (FALL, "100", {2022: "97.6"}, 2022, Status.SLIGHTLY_BEHIND, Group.BEHIND),
    (FALL, "100", {2022: "97.61"}, 2022, Status.BEHIND, Group.BEHIND),
]


@pytest.mark.parametrize(("meaning", "baseline", "figures", "year", "status", "group"), TABLE)
def test_the_first_row_that_matches_decides(meaning, baseline, figures, year, status, group):
    found = judged(meaning, baseline, figures, year)
    assert (found.status, found.group) == (status, group)


@pytest.mark.parametrize(("figure", "status"), [("104", Status.ON_TRACK), ("103.99", Status.SLIGHTLY_BEHIND)])
def test_a_binding_target_needs_the_whole_of_its_pace(figure, status):
    assert judged(RISE, "100", {2022: figure}, 2022, binding=True).status == status


def test_a_ratio_of_exactly_the_bar_is_not_lost_to_division():
    # P = 19/30 and E = 2/3 have no end as decimals, their ratio is exactly 0.95.
    found = judged(at_least("33"), "30", {2022: "31.9"}, 2022, target_year=2023)
    assert found.ratio == D("0.95")
    assert found.status == Status.ON_TRACK


def test_a_plan_sets_its_own_bars():
    strict = Thresholds(ahead=D("1.2"), on_track=D("1.1"), slow=D("0.9"))
    assert judge(case(RISE, "100", {2022: "104.8"}), 2022, strict).status == Status.AHEAD
    assert judge(case(RISE, "100", {2022: "104"}), 2022, strict).status == Status.SLIGHTLY_BEHIND
    assert judge(case(RISE, "100", {2022: "103"}), 2022, strict).status == Status.BEHIND


@pytest.mark.parametrize(
    ("meaning", "figure", "met"),
    [
        (above("77.3"), "77.3", False),
        (above("77.3"), "77.31", True),
        (below("7.5"), "7.5", False),
        (below("7.5"), "7.49", True),
        (at_least("77.3"), "77.3", True),
        (at_most("7.5"), "7.5", True),
    ],
)
def test_equality_is_met_unless_the_wording_is_strict(meaning, figure, met):
    found = judged(meaning, "10" if meaning.high is not None else "70", {2025: figure}, 2025)
    assert found.status == (Status.MET if met else Status.MISSED)


@pytest.mark.parametrize(("figure", "status"), [("7.5", Status.BEHIND), ("7.6", Status.REVERSED)])
def test_a_strict_target_equal_to_its_baseline_plans_no_change_to_divide_by(figure, status):
    found = judged(below("7.5"), "7.5", {2022: figure}, 2022)
    assert (found.status, found.change_share, found.ratio) == (status, None, None)


@pytest.mark.parametrize(("figure", "decimals", "status"), [("14.5", 0, Status.MET), ("14.4", 0, Status.MISSED)])
def test_figures_are_compared_as_they_are_shown(figure, decimals, status):
    assert judged(at_least("15"), "10", {2025: figure}, 2025, decimals=decimals).status == status


def test_a_wording_finer_than_the_indicator_is_compared_at_its_own_precision():
    found = judged(at_least("14.6"), "10", {2025: "14.55"}, 2025, decimals=0)
    assert (found.status, found.figure, found.target, found.decimals) == (Status.MET, D("14.6"), D("14.6"), 1)
    assert judged(at_least("14.6"), "10", {2025: "14.5"}, 2025, decimals=0).status == Status.MISSED


def test_halves_are_rounded_up_away_from_zero():
    assert judged(at_least("3"), "1", {2022: "2.125"}, 2022).figure == D("2.13")
    assert judged(at_least("3"), "-5", {2022: "-2.125"}, 2022).figure == D("-2.13")


def test_the_numbers_behind_a_verdict():
    found = judged(at_least("3.20"), "2.90", {2021: "3.04", 2022: "3.15"}, 2022)
    assert found.status == Status.AHEAD
    assert (found.figure, found.figure_year, found.baseline, found.target) == (D("3.15"), 2022, D("2.90"), D("3.20"))
    assert round(found.change_share, 4) == D("0.8333")
    assert found.time_share == D("0.4")
    assert round(found.ratio, 4) == D("2.0833")
    assert found.required == D("3.02")
    assert found.gap == D("0.05")
    assert round(found.needed_per_year, 4) == D("0.0167")
    assert found.best_past_pace == D("0.14")


@pytest.mark.parametrize(
    ("meaning", "baseline", "best", "needed"),
    [
        (at_least("20"), "10", "3", "1.5"),
        (at_most("5"), "10", "-1", "-5.25"),
        (between("20", "22"), "10", "3", "1.5"),
        (between("2", "5"), "10", "-1", "-5.25"),
    ],
)
def test_the_pace_needed_stands_beside_the_best_one_towards_the_target(meaning, baseline, best, needed):
    figures = {2021: "9", 2022: "12", 2023: "15.5"} if best == "-1" else {2021: "11", 2022: "14", 2023: "17"}
    found = judged(meaning, baseline, figures, 2023, polarity="")
    assert (found.best_past_pace, found.needed_per_year) == (D(best), D(needed))


def test_a_target_that_is_met_or_due_needs_no_pace():
    assert judged(RISE, "100", {2022: "110"}, 2022).needed_per_year is None
    assert judged(RISE, "100", {2025: "109"}, 2025).needed_per_year is None


def test_the_share_of_the_change_is_not_clipped():
    assert judged(RISE, "100", {2022: "80"}, 2022).change_share == D("-2")
    assert judged(RISE, "100", {2022: "130"}, 2022).change_share == D("3")


@pytest.mark.parametrize(
    ("baseline", "figures", "year"),
    [(None, {2022: "103"}, 2022), ("111", {2022: "109"}, 2022), ("100", {2022: "101"}, 2020)],
)
def test_share_and_ratio_do_not_exist_without_a_change_to_measure(baseline, figures, year):
    found = judged(RISE, baseline, figures, year)
    assert (found.change_share, found.ratio) == (None, None)


def test_a_plan_that_has_not_begun_is_not_due():
    found = judged(RISE, "100", {2019: "120", 2020: "100"}, 2020)
    assert (found.status, found.group) == (Status.NOT_DUE, Group.NOT_JUDGED)


def test_a_total_of_a_higher_area_that_was_not_apportioned_is_not_judged():
    found = judged(RISE, "100", {2022: "105"}, 2022, divisible=False)
    assert (found.status, found.group) == (Status.NOT_APPORTIONED, Group.NOT_JUDGED)


def test_an_old_figure_is_judged_at_its_own_year_and_flagged():
    found = judged(RISE, "100", {2021: "102", 2022: "104", 2026: "110"}, 2024)
    assert (found.figure_year, found.time_share, found.status) == (2022, D("0.4"), Status.ON_TRACK)
    assert found.flags == ("stale:2",)


def test_zero_is_a_figure():
    found = judged(at_most("0"), "3", {2022: "0"}, 2022, polarity="down")
    assert (found.status, found.figure, found.target) == (Status.MET_EARLY, D(0), D(0))


def test_a_baseline_with_its_own_year_starts_the_clock():
    found = judged(at_least("5.3"), "3.6", {2024: "4.6"}, 2024, baseline_year=2014, base_year=2015, target_year=2030)
    assert found.time_share == D("0.625")  # 10 of 16 years, not 9 of 15
    assert found.baseline_year == 2014


def test_figures_of_the_base_year_and_before_are_no_results_of_the_plan():
    figures = {2015: "5.4"}
    found = judged(at_least("5.3"), "3.6", figures, 2024, baseline_year=2014, base_year=2015, target_year=2030)
    assert found.status == Status.NO_DATA


def test_a_baseline_of_an_unknown_year_leaves_the_share_but_no_verdict_on_the_pace():
    found = judged(RISE, "100", {2022: "105"}, 2022, base_year=None)
    assert (found.status, found.change_share, found.time_share) == (Status.NO_BASELINE, D("0.5"), None)
    assert "base_year_unknown" in found.flags
    assert judged(RISE, "100", {2022: "110"}, 2022, base_year=None).status == Status.MET_EARLY


FLAGGED = [
    (judged(at_most("12"), "0", {2022: "5"}, 2022, polarity="down"), "worse_than_base"),
    (judged(RISE, "100", {2021: "111", 2022: "105"}, 2022), "fell_back"),
    (judged(RISE, "100", {2021: "111", 2025: "105"}, 2025), "fell_back"),
    (judged(RISE, "100", {2022: "105"}, 2022, preliminary_years=frozenset({2022})), "preliminary"),
    (judged(RISE, "100", {2022: "105"}, 2022, partial={2022: (5, 7)}), "partial:5:7"),
    (judged(RISE, "100", {2022: "105"}, 2022, redefined_years=frozenset({2021})), "denominator_changed"),
    (judged(bare("110"), "100", {2022: "105"}, 2022), "side_from_polarity"),
    (judged(about("110"), None, {2022: "105"}, 2022), "strict_no_baseline"),
]


@pytest.mark.parametrize(("found", "flag"), FLAGGED, ids=[flag for _, flag in FLAGGED])
def test_what_a_reader_must_know_is_flagged_beside_the_status(found, flag):
    assert found.flags == (flag,)


@pytest.mark.parametrize(
    "found",
    [
        judged(at_most("12"), "10", {2022: "5"}, 2022, polarity="down"),
        judged(RISE, "100", {2021: "111", 2022: "112"}, 2022),
        judged(RISE, "111", {2021: "112", 2022: "105"}, 2022),  # 跌破目标 says it already
        judged(RISE, "100", {2021: "104", 2022: "105"}, 2022, preliminary_years=frozenset({2021})),
        judged(RISE, "100", {2022: "105"}, 2022, partial={2022: (7, 7)}),
        judged(RISE, "100", {2022: "105"}, 2022, redefined_years=frozenset({2020, 2023})),
    ],
)
def test_no_flag_without_cause(found):
    assert found.flags == ()


def test_what_a_person_chose_counts_with_name_date_and_reason():
    person = PersonJudgement(status=Status.ON_TRACK, name="李敏", on="2023-02-01", reason="已完成三分之二")
    found = judged(TargetMeaning(form=Form.BY_PERSON), None, {}, 2022, person=person)
    assert (found.status, found.group, found.chosen) == (Status.BY_PERSON, Group.ON_COURSE, Status.ON_TRACK)
    for piece in ("李敏", "2023-02-01", "符合进度", "已完成三分之二"):
        assert piece in found.sentence_zh


SENTENCES = [
    (
        judged(at_least("3.20"), "2.90", {2022: "3.15"}, 2022),
        "2022年为3.15人，2020年基期2.90、2025年目标≥3.20，已完成规划增幅的83.3%，时间过去40.0%，快于进度。",
    ),
    (
        judged(bare("79.0"), "76.34", {2024: "79.0"}, 2024, unit="岁", decimals=1, base_year=2015, target_year=2030),
        "2024年为79.0岁，已达到2030年目标79.0岁（按指标方向推定），提前6年。",
    ),
    (
        judged(
            at_most("12.0"), "20.1", {2024: "16.0"}, 2024, unit="/10万", decimals=1, polarity="down", base_year=2015
        ),
        "2024年为16.0/10万，2015年基期20.1、2025年目标≤12.0，已完成规划降幅的50.6%，时间过去90.0%，"
        "按均衡进度应为12.8，明显滞后。",
    ),
    (
        judged(at_most("12"), "0", {2022: "5.2"}, 2022, unit="1/10万", decimals=1, polarity="down"),
        "2022年为5.2/10万，2020年基期0.0、2025年目标≤12.0，基期即已达标，继续保持达标，但较基期上升5.2/10万，较基期变差。",
    ),
    (
        judged(at_least("72"), None, {2022: "65.5"}, 2022, unit="%", decimals=1),
        "2022年为65.5%，2025年目标≥72.0，尚未达到，没有基期值，无法计算进度，缺基期不判。",
    ),
    (
        judged(at_least("72"), "70", {2022: "68"}, 2022, unit="%", decimals=1),
        "2022年为68.0%，2020年基期70.0、2025年目标≥72.0，不升反降，较基期下降2.0个百分点，时间过去40.0%，逆向变化。",
    ),
    (
        judged(at_least("72"), "70", {2025: "71.5"}, 2025, unit="%", decimals=1),
        "2025年为71.5%，2020年基期70.0、2025年目标≥72.0，仅完成规划增幅的75.0%，目标年已到，距目标尚差0.5个百分点，未完成。",
    ),
    (
        judged(at_least("72"), "75", {2022: "71.5"}, 2022, unit="%", decimals=1),
        "2022年为71.5%，2020年基期75.0、2025年目标≥72.0，基期已达标而现未达到，相差0.5个百分点，跌破目标。",
    ),
    (
        judged(at_least("72"), "70", {}, 2022, unit="%", decimals=1),
        "截至2022年没有2020年之后的数据，2025年目标≥72%，无法判定，缺数据。",
    ),
    (
        judged(at_least("72"), "70", {2022: "72"}, 2022, unit="%", decimals=1, preliminary_years=frozenset({2022})),
        "2022年为72.0%（初步数），已达到2025年目标≥72.0%，提前3年。",
    ),
]


@pytest.mark.parametrize(("found", "sentence"), SENTENCES, ids=[found.status for found, _ in SENTENCES])
def test_the_chinese_sentence_names_rule_figures_and_arithmetic(found, sentence):
    assert found.sentence_zh == sentence


def test_the_english_sentence_says_the_same():
    assert judged(at_least("3.20"), "2.90", {2022: "3.15"}, 2022).sentence_en == (
        "3.15 persons in 2022; baseline 2.90 in 2020, target ≥3.20 by 2025: 83.3% of the planned rise achieved "
        "with 40.0% of the time gone – ahead of schedule."
    )


def test_the_pace_expected_is_never_shown_equal_to_a_figure_that_is_behind_it():
    found = judged(at_least("3.3"), "3.0", {2022: "3.1"}, 2022, decimals=1)
    assert (found.status, found.required) == (Status.SLIGHTLY_BEHIND, D("3.12"))
    assert "2022年为3.1人" in found.sentence_zh
    assert "按均衡进度应为3.12" in found.sentence_zh


def test_every_status_group_and_flag_has_a_name_in_both_languages():
    assert set(STATUS_GROUP) == set(Status)
    for language in ("zh", "en"):
        assert len({status_name(status, language) for status in Status}) == len(Status)
        assert len({group_name(group, language) for group in Group}) == len(Group)
    assert flag_name("stale:2", "zh") == "数据滞后2年"
    assert flag_name("partial:5:7", "zh") == "5/7个地区已报"
    assert flag_name("broken:2021:2023", "zh") == "2021、2023年未保持"
    assert flag_name("broken:2021:2023", "en") == "not kept in 2021, 2023"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        status_name(Status.MET, "fr")


def test_figures_are_exact_decimals():
    found = judged(RISE, "100", {2022: "104"}, 2022)
    assert all(isinstance(value, Decimal) for value in (found.figure, found.change_share, found.required, found.gap))
