"""Hard checks (逻辑校验): what cannot be true of figures taken together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ShareRule:
    """The numerator is a part of the denominator (ids of base items), so it cannot exceed it."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A broken rule: the item at which to say so, and the two figures that contradict each other."""

    item: int
    rule: ShareRule
    numerator: Decimal
    denominator: Decimal


def contradictions(
    rules: Iterable[ShareRule], figures: Mapping[int, Decimal | None], changed: frozenset[int]
) -> list[Contradiction]:
    """The rules that `figures` break by what `changed`. It is said at the numerator where that changed, else below it."""
    found = []
    for rule in rules:
        part, whole = figures.get(rule.numerator), figures.get(rule.denominator)
        touched = changed & {rule.numerator, rule.denominator}
        if part is None or whole is None or not touched or part <= whole:
            continue
        item = rule.numerator if rule.numerator in touched else rule.denominator
        found.append(Contradiction(item, rule, part, whole))
    return found
