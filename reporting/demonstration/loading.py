"""Loads the whole demonstration into an empty database, in one transaction: it is there whole or not at all."""

from datetime import date

from django.db import transaction

from bureaus.actions import record
from bureaus.models import Area, AuditEvent, User
from indicators.models import Indicator
from plans.models import Plan
from reporting.demonstration.catalogue import (
    load_areas,
    load_check_rules,
    load_departments,
    load_indicators,
    load_plans,
    load_published_figures,
)
from reporting.demonstration.generator import generate
from reporting.demonstration.people import load_people
from reporting.demonstration.tables import courses, parts, table
from reporting.demonstration.years import load_years
from reporting.models import Judgement

PLAN = "pingxiang-2021-2025"
LOADED = "demonstration.loaded"  # the verb in the audit trail, from which nothing is ever taken away


OWN = ((User, "用户", "users"), (Area, "地区", "areas"), (Indicator, "指标", "indicators"), (Plan, "规划", "plans"))


class NotEmpty(Exception):
    """The database holds an installation's own data (named in Chinese and English); invented ones must not join them."""

    def __init__(self, found_zh: str, found_en: str) -> None:
        super().__init__(found_en)
        self.found_zh, self.found_en = found_zh, found_en


def is_loaded() -> bool:
    """Whether this database holds the demonstration."""
    return AuditEvent.objects.filter(verb=LOADED).exists()


def load_once(today: date) -> bool:
    """Load the demonstration unless it is there already; tells whether it was loaded now.

    Raises NotEmpty when the database holds anything else.
    """
    with transaction.atomic():  # on SQLite the second of two at once waits here, and then finds the first one's work
        if is_loaded():
            return False
        for model, found_zh, found_en in OWN:
            if model.objects.exists():
                raise NotEmpty(found_zh, found_en)
        _load(today)
    return True


def _load(today: date) -> None:
    areas = load_areas()
    departments = load_departments(areas)
    indicators = load_indicators()
    plan = load_plans(areas, departments, indicators)[PLAN]
    load_check_rules(areas, indicators)
    load_published_figures(areas)
    users = load_people(areas, departments)
    load_years(plan, generate(courses(), parts()), today)
    _load_judgements(plan, users)
    record(by=None, verb=LOADED, subject=plan, area=plan.area)


def _load_judgements(plan: Plan, users: dict[str, User]) -> None:
    targets = {target.number: target for target in plan.targets.all()}
    for row in table("demo-judgements"):
        judge = users[row["login"]]
        judgement = Judgement(
            target=targets[row["target"]],
            area=plan.area,
            year=int(row["year"]),
            verdict=row["verdict"],
            evidence=row["evidence"],
            decided_on=date.fromisoformat(row["decided_on"]),
            by=judge,
            by_name=judge.name,
            is_demo=True,
        )
        judgement.full_clean()
        judgement.save()
        record(by=judge, verb="target.judged", subject=judgement, area=plan.area, evidence=judgement.evidence)
