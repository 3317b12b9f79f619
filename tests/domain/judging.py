"""Short ways to write down cases and wordings for the tests of judging."""

from decimal import Decimal
from typing import Any

from plans.domain.meaning import Direction, Form, Operator, TargetMeaning
from reporting.domain.progress import Case, Progress, judge

D = Decimal


def at_least(number: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=Form.BOUND, operator=Operator.GE, low=D(number), **more)


def at_most(number: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=Form.BOUND, operator=Operator.LE, high=D(number), **more)


def above(number: str) -> TargetMeaning:
    return TargetMeaning(form=Form.BOUND, operator=Operator.GT, low=D(number))


def below(number: str) -> TargetMeaning:
    return TargetMeaning(form=Form.BOUND, operator=Operator.LT, high=D(number))


def bare(number: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=Form.BOUND, operator=Operator.EQ, low=D(number), high=D(number), **more)


def about(number: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=Form.ABOUT, operator=Operator.EQ, low=D(number), high=D(number), approximate=True, **more)


def between(low: str, high: str) -> TargetMeaning:
    return TargetMeaning(form=Form.RANGE, operator=Operator.IN, low=D(low), high=D(high))


def up(form: Form, size: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=form, operator=Operator.GE, low=D(size), direction=Direction.UP, **more)


def down(form: Form, size: str, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=form, operator=Operator.LE, low=D(size), direction=Direction.DOWN, **more)


def monotone(direction: Direction, **more: Any) -> TargetMeaning:
    return TargetMeaning(form=Form.MONOTONE, direction=direction, **more)


def case(meaning: TargetMeaning, baseline: str | None, figures: dict[int, str], **more: Any) -> Case:
    """A case of a 2020–2025 plan in 人 with two decimals, higher is better, unless `more` says otherwise."""
    fields: dict[str, Any] = {
        "unit": "人",
        "decimals": 2,
        "polarity": "up",
        "binding": False,
        "base_year": 2020,
        "target_year": 2025,
    }
    return Case(
        meaning=meaning,
        baseline=None if baseline is None else D(baseline),
        figures={year: D(figure) for year, figure in figures.items()},
        **(fields | more),
    )


def judged(meaning: TargetMeaning, baseline: str | None, figures: dict[int, str], year: int, **more: Any) -> Progress:
    """The verdict on such a case in `year`."""
    return judge(case(meaning, baseline, figures, **more), year)
