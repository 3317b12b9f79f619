"""Checks of figures taken together: what cannot be true (逻辑校验, hard) and what is unlikely (经验校验, soft).

`check` is the whole of it. The picture it looks at holds one area's figures of one year, those of the year before, and
the same rates of the areas beside; the rules are data. What each kind of check says is in relations, doubts, outliers.
"""

from collections.abc import Iterable

from indicators.domain.doubts import covers, doubts, verdicts_about
from indicators.domain.findings import HARD, RELATION, Finding, Picture, Rule
from indicators.domain.relations import relation_verdicts, share_verdicts

__all__ = ["Finding", "Picture", "Rule", "check", "verdicts"]


def check(rules: Iterable[Rule], picture: Picture) -> list[Finding]:
    """What is wrong or doubtful about the cells that changed, hard findings first; one finding for one cause."""
    known = sorted(rules, key=lambda rule: (rule.level, rule.id))
    found = [verdict for verdict in share_verdicts(picture) if verdict]
    for rule in known:
        found += [verdict for verdict in relation_verdicts(rule, picture) if verdict]
    found += doubts(known, picture)
    return sorted(found, key=lambda one: (one.severity != HARD, one.item, one.kind, one.items, one.rule or 0))


def verdicts(rule: Rule, picture: Picture) -> list[Finding | None]:
    """What one rule by itself says of each changed figure it can judge: a Finding where it objects, None where not."""
    if rule.kind == RELATION:
        return list(relation_verdicts(rule, picture))
    pks = sorted(picture.measures) if rule.indicator is None else [rule.indicator]
    measures = (picture.measures[pk] for pk in pks if picture.place(picture.measures[pk].cells) is not None)
    covered = (measure for measure in measures if covers(rule, measure, picture))
    return [verdict for measure in covered for verdict in verdicts_about(rule, measure, picture)]
