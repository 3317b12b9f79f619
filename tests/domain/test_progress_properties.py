"""What holds for every target, whatever the numbers: mirrored, scaled, shifted."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain.progress import Case, judge
from reporting.domain.statuses import Group, Status

numbers = st.decimals(min_value=-500, max_value=500, places=2)
years = st.integers(min_value=2021, max_value=2027)
figures = st.dictionaries(years, numbers, min_size=1, max_size=5)
baselines = st.none() | numbers
OPPOSITE = {
    Operator.GE: Operator.LE,
    Operator.LE: Operator.GE,
    Operator.GT: Operator.LT,
    Operator.LT: Operator.GT,
    Operator.EQ: Operator.EQ,
    Operator.IN: Operator.IN,
}
TURNED = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.KEEP: Direction.KEEP}
ACTIVE = (Status.AHEAD, Status.ON_TRACK, Status.SLIGHTLY_BEHIND, Status.BEHIND)


@st.composite
def meanings(draw: st.DrawFn) -> TargetMeaning:
    form = draw(st.sampled_from([Form.BOUND, Form.ABOUT, Form.RANGE, Form.CHANGE_POINTS, Form.ANNUAL_STEP]))
    low = draw(numbers)
    match form:
        case Form.BOUND:
            operator = draw(st.sampled_from([Operator.GE, Operator.GT, Operator.LE, Operator.LT, Operator.EQ]))
            return TargetMeaning(form=form, operator=operator, low=low, high=low)
        case Form.ABOUT:
            return TargetMeaning(form=form, operator=Operator.EQ, low=low, high=low, approximate=True)
        case Form.RANGE:
            high = low + draw(st.decimals(min_value=0, max_value=50, places=2))
            return TargetMeaning(form=form, operator=Operator.IN, low=low, high=high)
    size = draw(st.decimals(min_value="0.01", max_value=50, places=2))
    direction = draw(st.sampled_from([Direction.UP, Direction.DOWN]))
    return TargetMeaning(form=form, low=size, direction=direction)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return Case(
        meaning=draw(meanings()),
        unit="分",
        decimals=2,
        polarity=draw(st.sampled_from(["up", "down"])),
        binding=draw(st.booleans()),
        base_year=2020,
        target_year=2025,
        baseline=draw(baselines),
        figures=draw(figures),
    )


def negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def mirrored(given_case: Case) -> Case:
    """The same case looked at upside down: every number negated, better and worse exchanged."""
    meaning = given_case.meaning
    if meaning.direction in TURNED:
        turned = replace(meaning, direction=TURNED[meaning.direction])
    else:
        turned = replace(
            meaning, operator=OPPOSITE[meaning.operator], low=negated(meaning.high), high=negated(meaning.low)
        )
    return replace(
        given_case,
        meaning=turned,
        polarity={"up": "down", "down": "up"}[given_case.polarity],
        baseline=negated(given_case.baseline),
        figures={year: -figure for year, figure in given_case.figures.items()},
    )


@given(cases(), years)
def test_rising_and_falling_targets_are_judged_alike(given_case, year):
    found, mirror = judge(given_case, year), judge(mirrored(given_case), year)
    assert (found.status, found.flags, found.change_share, found.ratio) == (
        mirror.status,
        mirror.flags,
        mirror.change_share,
        mirror.ratio,
    )


@given(cases(), years, st.integers(min_value=2, max_value=1000))
def test_the_measure_used_does_not_matter(given_case, year, scale):
    meaning = given_case.meaning
    larger = replace(
        given_case,
        meaning=replace(
            meaning,
            low=None if meaning.low is None else meaning.low * scale,
            high=None if meaning.high is None else meaning.high * scale,
        ),
        baseline=None if given_case.baseline is None else given_case.baseline * scale,
        figures={y: figure * scale for y, figure in given_case.figures.items()},
    )
    assert judge(larger, year).status == judge(given_case, year).status


@given(cases(), years)
def test_the_numbers_fit_together(given_case, year):
    found = judge(given_case, year)
    if found.status == Status.NO_DATA:
        assert min(given_case.figures) > year
        return
    assert found.figure == given_case.figures[found.figure_year]
    assert found.figure_year == max(y for y in given_case.figures if y <= year)
    if found.ratio is not None and found.change_share is not None:
        assert abs(found.ratio * found.time_share - found.change_share) < Decimal("1e-18") * max(1, abs(found.ratio))
    if found.status in ACTIVE:  # a strict target equal to its baseline has no ratio
        assert found.ratio is None or found.ratio >= 0
    if found.status == Status.REVERSED:
        assert found.ratio is None or found.ratio < 0
    if found.group == Group.MISSED:
        assert found.figure_year >= given_case.target_year


@given(cases(), years)
def test_every_verdict_has_a_whole_sentence_in_both_languages(given_case, year):
    found = judge(given_case, year)
    assert found.sentence_zh.endswith("。")
    assert found.sentence_en.endswith(".")
    for text in (found.sentence_zh, found.sentence_en):
        assert "None" not in text
        assert "，，" not in text
        assert "E+" not in text
    assert "2025年" in found.sentence_zh


@given(numbers, numbers, numbers)
def test_more_of_what_is_wanted_is_never_judged_worse(baseline, figure, more):
    order = [Status.REVERSED, Status.LOST, Status.BEHIND, Status.SLIGHTLY_BEHIND, Status.ON_TRACK, Status.AHEAD]
    order += [Status.MET_EARLY, Status.HELD]
    meaning = TargetMeaning(form=Form.BOUND, operator=Operator.GE, low=Decimal(100))

    def rank(value: Decimal) -> int:
        whole = Case(
            meaning=meaning,
            unit="分",
            decimals=2,
            polarity="up",
            binding=False,
            base_year=2020,
            target_year=2025,
            baseline=baseline,
            figures={2022: value},
        )
        return order.index(judge(whole, 2022).status)

    assert rank(figure + abs(more)) >= rank(figure)
