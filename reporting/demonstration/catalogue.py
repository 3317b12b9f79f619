"""Loads what the demonstration stands on: areas, departments, indicators, both plans, and the published figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from bureaus.actions import add_area, record
from bureaus.models import Area, Department
from indicators.actions import FigureChange, make_official, write_figures
from indicators.checking import keep_rule
from indicators.models import Indicator, IndicatorAlias, Observation
from indicators.policies import RuleDraft
from plans.actions import TableRow, add_plan, add_target
from plans.models import Nature, Plan, Section, Target
from reporting.demonstration.tables import is_yes, table

NATURES = {"约束性": Nature.BINDING, "预期性": Nature.EXPECTED, "倡导性": Nature.ADVOCATED}
PLAN_TABLES = {"healthy-china-2030": "plan-national-2030", "pingxiang-2021-2025": "plan-pingxiang"}


def load_areas() -> dict[str, Area]:
    """The tree of areas.tsv, by Chinese name."""
    areas: dict[str, Area] = {}
    for order, row in enumerate(table("areas")):
        areas[row["name"]] = add_area(
            by=None,
            parent=areas[row["parent"]] if row["parent"] else None,
            name=row["name"],
            name_en=row["name_en"],
            level=row["level"],
            code=row["code"] or None,
            is_zone=is_yes(row["is_zone"]),
            is_public=is_yes(row["is_public"]),
            order=order,
        )
    return areas


def load_departments(areas: dict[str, Area]) -> dict[str, Department]:
    """The departments of departments.tsv, by code."""
    departments = {}
    for row in table("departments"):
        department = Department(area=areas[row["area"]], code=row["code"], name=row["name"], name_en=row["name_en"])
        department.full_clean()
        department.save()
        departments[department.code] = department
    record(by=None, verb="departments.loaded", subject="fixtures/departments.tsv", count=len(departments))
    return departments


def load_indicators() -> dict[str, Indicator]:
    """The catalogue of indicators.tsv, by code. Derived indicators may stand before their parts."""
    rows = table("indicators")
    indicators: dict[str, Indicator] = {}
    for row in sorted(rows, key=lambda row: row["kind"] == Indicator.Kind.DERIVED):
        indicator = Indicator(
            **{
                name: row[name]
                for name in ("code", "kind", "name", "name_en", "unit", "unit_en", "polarity", "roll_up")
            },
            **{name: row[name] for name in ("topic", "topic_en", "definition", "definition_en")},
            decimals=int(row["decimals"]),
            order=int(row["order"]),
            numerator=indicators[row["numerator"]] if row["numerator"] else None,
            denominator=indicators[row["denominator"]] if row["denominator"] else None,
            multiplier=int(row["multiplier"]) if row["multiplier"] else None,
            is_share=is_yes(row["is_share"]),
            is_growth_rate=is_yes(row["is_growth_rate"]),
            counts_events=is_yes(row["counts_events"]),
        )
        indicator.full_clean()
        indicator.save()
        indicators[indicator.code] = indicator
    IndicatorAlias.objects.bulk_create(
        IndicatorAlias(indicator=indicators[row["code"]], name=name)
        for row in rows
        for name in filter(None, row["aliases"].split("|"))
    )
    record(by=None, verb="indicators.loaded", subject="fixtures/indicators.tsv", count=len(indicators))
    return indicators


def load_plans(
    areas: dict[str, Area], departments: dict[str, Department], indicators: dict[str, Indicator]
) -> dict[str, Plan]:
    """The plans of plans.tsv with their tables, by code; a parent plan stands before its children."""
    plans: dict[str, Plan] = {}
    for row in table("plans"):
        plan = add_plan(
            by=None,
            area=areas[row["area"]],
            **{name: row[name] for name in ("code", "title", "title_en", "document_no", "issuer")},
            issued_on=date.fromisoformat(row["issued_on"]),
            base_year=int(row["base_year"]),
            target_year=int(row["target_year"]),
            parent=plans[row["parent"]] if row["parent"] else None,
        )
        _load_targets(plan, table(PLAN_TABLES[plan.code]), departments, indicators)
        plans[plan.code] = plan
    return plans


def load_check_rules(areas: dict[str, Area], indicators: dict[str, Indicator]) -> None:
    """The checks of check-rules.tsv beside the usual ones that came with the plan, all switched on."""
    for row in table("check-rules"):
        draft = RuleDraft(
            **{name: row[name] for name in ("kind", "severity", "operator", "sentence")},
            indicator=indicators[row["indicator"]] if row["indicator"] else None,
            parts=tuple(indicators[code] for code in filter(None, row["parts"].split("|"))),
            limit=Decimal(row["limit"]) if row["limit"] else None,
        )
        keep_rule(by=None, area=areas[row["area"]], draft=draft, is_on=True)


def _load_targets(
    plan: Plan, rows: list[dict[str, str]], departments: dict[str, Department], indicators: dict[str, Indicator]
) -> None:
    sections: dict[str, Section] = {}
    numbered: dict[str, Target] = {}
    for row in rows:
        title = row["section"]
        if title not in sections:
            sections[title] = Section.objects.create(
                plan=plan, order=len(sections) + 1, title=title, title_en=row["section_en"]
            )
        target = add_target(
            by=None,
            row=TableRow(
                section=sections[title],
                indicator=indicators[row["indicator"]],
                department=departments[row["department"]] if row["department"] else None,
                parent=numbered[row["parent"]] if row["parent"] else None,
                nature=NATURES[row["nature"]],
                **{name: row[name] for name in ("number", "name", "baseline", "wording")},
            ),
        )
        if row["number"]:
            numbered[row["number"]] = target


def load_published_figures(areas: dict[str, Area]) -> None:
    """The real figures of national-series.tsv, each with the source it was taken from; official as they stand."""
    names = {indicator.name: indicator for indicator in Indicator.objects.all()}
    names |= {alias.name: alias.indicator for alias in IndicatorAlias.objects.select_related("indicator")}
    issues: dict[tuple[str, int, str], list[FigureChange]] = defaultdict(list)
    for row in table("national-series"):
        change = FigureChange(indicator=names[row["indicator"]], value=Decimal(row["value"]))
        issues[row["area"], int(row["year"]), row["source"]].append(change)
    for (name, year, source), changes in issues.items():
        area = areas[name]
        write_figures(
            by=None,
            area=area,
            year=year,
            changes=changes,
            source=source,
            act="published",
            origin=Observation.Origin.PUBLISHED,
        )
        make_official(by=None, area=area, year=year, indicators=[change.indicator.pk for change in changes])
