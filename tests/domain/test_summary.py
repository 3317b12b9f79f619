"""A plan's counts and rates."""

from decimal import Decimal

from plans.domain.meaning import Direction, Form, TargetMeaning
from reporting.domain.progress import PersonJudgement
from reporting.domain.statuses import Group, Status
from reporting.domain.summary import Rate, summarise
from tests.domain.judging import at_least, judged, monotone

RISE = at_least("110")
MET = judged(RISE, "100", {2022: "112"}, 2022)
ON_TRACK = judged(RISE, "100", {2022: "104"}, 2022)
BEHIND = judged(RISE, "100", {2022: "101"}, 2022)
MISSED = judged(RISE, "100", {2025: "101"}, 2025)
NO_DATA = judged(RISE, "100", {}, 2022)
NO_BASELINE = judged(RISE, None, {2022: "101"}, 2022)
IMPROVING = judged(monotone(Direction.UP), "100", {2022: "104"}, 2022)
NOT_SET = judged(TargetMeaning(form=Form.NONE_YET), "100", {2022: "104"}, 2022)
PENDING = judged(TargetMeaning(form=Form.BY_PERSON), "100", {2022: "104"}, 2022)
DONE_MILESTONE = judged(
    TargetMeaning(form=Form.MILESTONE),
    None,
    {},
    2022,
    person=PersonJudgement(status=Status.MET, name="王芳", on="2022-05-01"),
)
ALL = [MET, ON_TRACK, BEHIND, MISSED, NO_DATA, NO_BASELINE, IMPROVING, NOT_SET, PENDING, DONE_MILESTONE]


def test_completion_is_met_of_all_targets_with_a_number():
    found = summarise((progress, False, True) for progress in ALL)
    # The trend, the target not set yet and the milestone have no number to reach.
    assert found.all.completion == Rate(numerator=1, denominator=7)


def test_on_course_is_met_or_on_course_of_those_that_could_be_judged():
    found = summarise((progress, False, True) for progress in ALL)
    assert found.all.on_course == Rate(numerator=3, denominator=5)
    assert found.all.on_course.share == Decimal("0.6")


def test_every_status_and_group_is_counted():
    found = summarise((progress, False, True) for progress in ALL).all
    assert found.targets == 10
    assert sum(found.statuses.values()) == sum(found.groups.values()) == 10
    assert set(found.statuses) == set(Status)
    assert set(found.groups) == set(Group)
    assert found.groups[Group.DONE] == 2
    assert found.groups[Group.TREND] == found.groups[Group.PENDING] == found.groups[Group.MISSED] == 1
    assert found.groups[Group.NOT_JUDGED] == 2
    assert found.statuses[Status.AHEAD] == 0


def test_binding_targets_are_counted_apart():
    found = summarise([(MET, True, True), (BEHIND, True, True), (ON_TRACK, False, True)])
    assert (found.binding.targets, found.all.targets) == (2, 3)
    assert found.binding.on_course == Rate(numerator=1, denominator=2)
    assert found.all.on_course == Rate(numerator=2, denominator=3)


def test_rows_among_which_are_not_counted_twice():
    found = summarise([(MET, True, True), (BEHIND, True, False)])
    assert (found.all.targets, found.binding.groups[Group.BEHIND]) == (1, 0)


def test_what_a_person_chose_is_counted_as_chosen():
    person = PersonJudgement(status=Status.ON_TRACK, name="王芳", on="2022-05-01")
    chosen = judged(TargetMeaning(form=Form.BY_PERSON), None, {}, 2022, person=person)
    found = summarise([(chosen, False, True)]).all
    assert (found.statuses[Status.BY_PERSON], found.groups[Group.ON_COURSE]) == (1, 1)
    assert found.on_course == Rate(numerator=1, denominator=1)


def test_a_rate_of_nothing_is_no_rate():
    found = summarise([(NO_DATA, False, True)]).all
    assert found.on_course == Rate(numerator=0, denominator=0)
    assert found.on_course.share is None
    assert summarise([]).binding.completion.share is None
