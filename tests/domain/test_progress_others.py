"""Comparisons with another area, targets that persons judge, and targets of several parts."""

import pytest

from plans.domain.meaning import Direction, Form, Operator, Part, TargetMeaning
from reporting.domain.progress import PersonJudgement
from reporting.domain.statuses import Group, Status
from tests.domain.judging import (
    D,
    at_least,
    at_most,
    judged,
    monotone,
    up,
)

PERCENT = {"unit": "%", "decimals": 1}


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


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.BY_PERSON}))
def test_whatever_a_person_chose_for_one_side_a_reached_other_side_is_enough(status):
    person = PersonJudgement(status=status, name="王芳", on="2024-03-01")
    either = joined("or", TargetMeaning(form=Form.BY_PERSON), at_least("10"))
    assert judged(either, None, {2025: "11"}, 2025, person=person).group == Group.DONE


def test_a_past_step_without_a_figure_of_its_time_is_judged_on_the_first_one_after_it():
    late = judged(steps((2023, "100")), "60", {2024: "99", 2025: "100"}, 2025, **PERCENT)
    assert (late.status, late.figure_year) == (Status.MISSED, 2024)
    assert judged(steps((2023, "100")), "60", {2025: "100"}, 2025, **PERCENT).status == Status.MET


def test_steps_without_any_figure_have_no_data():
    assert judged(steps((2023, "100")), "60", {}, 2024, **PERCENT).status == Status.NO_DATA
    assert judged(steps((2023, "100")), "60", {2020: "60"}, 2024, **PERCENT).status == Status.NO_DATA
