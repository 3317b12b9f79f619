"""Counts summed over areas of which some are missing: a floor proves what it proves, and nothing else."""

import pytest

from plans.domain.meaning import Direction, Form, Part, TargetMeaning
from reporting.domain.progress import judge
from reporting.domain.statuses import Group, Status
from reporting.domain.summary import summarise
from tests.domain.judging import at_least, at_most, between, case, judged, monotone, up

HALF = {2023: (3, 7)}
RISE, FALL = at_least("200"), at_most("100")


def of(meaning, baseline, figures, year=2023, **more):
    return judged(
        meaning, baseline, figures, year, **({"unit": "张", "decimals": 0, "is_sum": True, "partial": HALF} | more)
    )


def test_a_sum_with_areas_missing_gets_no_verdict_worse_than_the_last_whole_year():
    found = of(RISE, "100", {2022: "150", 2023: "70"})
    assert (found.status, found.figure_year, found.figure) == (Status.ON_TRACK, 2022, 150)
    assert found.flags == ("stale:1", "year_incomplete:2023:3:7")
    assert found.sentence_zh.startswith("2023年只有3/7个地区已报，合计不完整，按2022年判定：2022年为150张，")
    assert found.sentence_en.startswith("Only 3 of 7 areas have reported for 2023, so that the sum is incomplete; ")


def test_without_any_whole_year_it_is_not_judged():
    found = of(RISE, "100", {2022: "50", 2023: "70"}, partial={2022: (2, 7), 2023: (3, 7)})
    assert (found.status, found.group, found.figure) == (Status.INCOMPLETE, Group.NOT_JUDGED, 70)
    assert found.sentence_zh == (
        "2023年为70张（3/7个地区已报），2025年目标≥200张，没有地区齐全的年份，合计数只是下限，不足以判定，数据不全不判。"
    )
    assert "3 of 7 areas" in found.sentence_en
    assert found.change_share is None


@pytest.mark.parametrize(
    ("baseline", "figure", "year", "status"),
    [("100", "210", 2023, Status.MET_EARLY), ("100", "210", 2025, Status.MET), ("201", "210", 2023, Status.HELD)],
)
def test_a_floor_that_reaches_a_rising_target_is_enough(baseline, figure, year, status):
    found = of(RISE, baseline, {year: figure}, year, partial={year: (3, 7)})
    assert (found.status, found.flags) == (status, ("partial:3:7",))


@pytest.mark.parametrize(
    ("baseline", "year", "status"),
    [("150", 2025, Status.MISSED), ("90", 2023, Status.LOST), ("110", 2023, Status.REVERSED)],
)
def test_a_floor_above_a_ceiling_has_broken_it(baseline, year, status):
    assert of(FALL, baseline, {year: "120"}, year, partial={year: (3, 7)}).status == status


@pytest.mark.parametrize(("baseline", "figure"), [("150", "90"), ("150", "110"), ("95", "90")])
def test_a_floor_below_a_ceiling_proves_nothing(baseline, figure):
    assert of(FALL, baseline, {2023: figure}).status == Status.INCOMPLETE


@pytest.mark.parametrize(("figure", "status"), [("5", "incomplete"), ("15", "incomplete"), ("25", "missed")])
def test_a_range_is_left_for_good_only_above_it(figure, status):
    assert of(between("10", "20"), "1", {2025: figure}, 2025, partial={2025: (3, 7)}).status == status


def test_a_rate_keeps_its_verdict_with_the_flag():
    found = of(RISE, "100", {2023: "70"}, is_sum=False)
    assert (found.status, found.flags) == (Status.REVERSED, ("partial:3:7",))


def test_whole_coverage_changes_nothing():
    figures = {2021: "120", 2023: "140"}
    assert of(RISE, "100", figures, partial={2023: (7, 7)}) == of(RISE, "100", figures, is_sum=False, partial={})


def test_an_earlier_floor_makes_no_pace():
    found = of(RISE, "100", {2022: "10", 2023: "160"}, partial={2022: (1, 7)})
    assert (found.status, found.best_past_pace) == (Status.ON_TRACK, 20)
    assert found.flags == ()


def test_a_total_over_the_years_is_a_floor_from_the_first_year_with_areas_missing():
    total = at_least("100", cumulative=True)
    figures = {2021: "20", 2022: "5", 2023: "25"}
    short = of(total, None, figures, partial={2022: (1, 7)})
    assert (short.figure, short.figure_year) == (20, 2021)
    assert "year_incomplete:2022:1:7" in short.flags
    assert of(total, None, figures | {2023: "80"}, partial={2022: (1, 7)}).status == Status.MET_EARLY


def test_trends_growth_and_steps_follow_the_same_rule():
    assert of(monotone(Direction.UP), "100", {2023: "120"}).status == Status.IMPROVING
    assert of(monotone(Direction.UP), "100", {2023: "70"}).status == Status.INCOMPLETE
    assert of(monotone(Direction.KEEP), "100", {2023: "70"}, polarity="").status == Status.INCOMPLETE
    assert of(up(Form.ANNUAL_GROWTH, "8"), "100", {2023: "70"}).status == Status.INCOMPLETE
    assert of(up(Form.CHANGE_POINTS, "50"), "100", {2023: "70"}).status == Status.INCOMPLETE
    steps = TargetMeaning(
        form=Form.STEPS, parts=(Part(meaning=at_least("50"), year=2023), Part(meaning=RISE, year=2025))
    )
    found = of(steps, "100", {2023: "70"})
    assert [part.status for part in found.parts] == [Status.HELD, Status.INCOMPLETE]


def test_what_does_not_rest_on_the_figure_stays_as_it_is():
    assert of(TargetMeaning(form=Form.NONE_YET), "100", {2023: "70"}).status == Status.NO_TARGET
    assert of(TargetMeaning(form=Form.BY_PERSON), "100", {2023: "70"}).status == Status.BY_PERSON
    assert of(RISE, "100", {2023: "70"}, divisible=False).status == Status.NOT_APPORTIONED
    assert judge(case(RISE, "100", {}, is_sum=True), 2023).status == Status.NO_DATA


def test_the_summary_counts_what_was_judged_with_areas_missing():
    met = of(RISE, "100", {2023: "210"})
    rate = of(RISE, "100", {2023: "70"}, is_sum=False)
    last_whole = of(RISE, "100", {2022: "150", 2023: "70"})
    unjudged = of(RISE, "100", {2023: "70"})
    found = summarise([(met, True, True), (rate, False, True), (last_whole, False, True), (unjudged, False, True)])
    assert (found.all.partial, found.binding.partial) == (2, 1)
    assert found.all.on_course.denominator == 3
    assert summarise([(met, True, False)]).all.partial == 0
