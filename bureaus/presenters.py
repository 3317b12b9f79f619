"""The logs in words. No figure is among them: of a change the fields that differ are named, not what stood in them."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.models import AuditEvent, ChangeEntry, Role, SecurityEvent

CHANGES = {"insert": _("added"), "update": _("changed"), "delete": _("deleted"), "baseline": _("stood before the log")}
TABLES = {
    "bureaus_area": _("areas"),
    "bureaus_department": _("departments"),
    "bureaus_grant": _("rights"),
    "bureaus_user": _("accounts"),
    "collection_collection": _("collections"),
    "collection_collectionitem": _("figures asked for"),
    "collection_reminder": _("reminders"),
    "collection_returnedfigure": _("returned figures"),
    "collection_step": _("steps of forms"),
    "collection_submission": _("forms of the units"),
    "indicators_checkrule": _("check rules"),
    "indicators_evidence": _("evidence"),
    "indicators_explanation": _("explanations"),
    "indicators_indicator": _("indicators"),
    "indicators_indicatoralias": _("other names of indicators"),
    "indicators_observation": _("figures"),
    "plans_plan": _("plans"),
    "plans_section": _("sections of plans"),
    "plans_target": _("targets"),
    "plans_targetrevision": _("wordings of targets"),
    "plans_yearlytarget": _("yearly targets"),
    "reporting_judgement": _("verdicts by people"),
}
EVENTS = {
    "sign_in.done": _("signed in"),
    "sign_in.failed": _("wrong password or login name"),
    "sign_in.locked": _("tried to sign in during a lock"),
    "sign_in.run_out": _("tried an initial password that had run out"),
    "account.locked": _("account locked after too many tries"),
    "account.unlocked": _("account unlocked"),
    "sign_out": _("signed out"),
    "session.ended": _("signed in for too long, signed out"),
    "password.changed": _("password changed"),
    "password.initial": _("initial password given"),
    "account.added": _("account added"),
    "account.changed": _("account changed"),
    "account.disabled": _("account disabled"),
    "account.enabled": _("account enabled"),
    "grant.added": _("right given"),
    "grant.removed": _("right taken away"),
    "grant.refused": _("right refused by a rule"),
    "grants.handed_over": _("rights handed over"),
    "access.denied": _("refused"),
    "file.downloaded": _("file downloaded"),
    "log.viewed": _("log viewed"),
    "log.exported": _("log exported"),
}
VERBS = {
    "account.added": _("account added"),
    "account.changed": _("account changed"),
    "account.disabled": _("account disabled"),
    "account.enabled": _("account enabled"),
    "account.initial_password": _("initial password given"),
    "account.unlocked": _("account unlocked"),
    "area.added": _("area added"),
    "area.renamed": _("area renamed"),
    "check_rule.added": _("check rule added"),
    "check_rule.changed": _("check rule changed"),
    "check_rule.removed": _("check rule removed"),
    "collection.closed": _("collection closed"),
    "collection.opened": _("collection opened"),
    "collection.reopened": _("collection reopened"),
    "demonstration.loaded": _("demonstration loaded"),
    "department.added": _("department added"),
    "department.renamed": _("department renamed"),
    "departments.loaded": _("departments loaded"),
    "figures.typed": _("figures typed"),
    "grant.added": _("right given"),
    "grant.removed": _("right taken away"),
    "grants.handed_over": _("rights handed over"),
    "indicators.loaded": _("indicators loaded"),
    "password.changed": _("password changed"),
    "plan.accepted": _("plan taken over from a document"),
    "plan.added": _("plan added"),
    "plan.continued": _("next plan started"),
    "plan.edited": _("plan edited"),
    "plan.read": _("plan read from a document"),
    "section.added": _("section added"),
    "submission.approved": _("form approved"),
    "submission.extended": _("more time given"),
    "submission.passed_on": _("form passed on to the next level"),
    "submission.recalled": _("form recalled"),
    "submission.returned": _("form returned"),
    "submission.submitted": _("form submitted"),
    "target.added": _("target added"),
    "target.edited": _("target edited"),
    "target.judged": _("verdict given by a person"),
    "target.moved": _("target moved"),
    "target.read": _("reading of a target corrected"),
    "target.restored": _("target restored"),
    "target.retired": _("target retired"),
    "target.revised": _("target revised"),
    "target.typed": _("wording of a target corrected"),
    "target.yearly": _("yearly targets set"),
}
WAYS = {
    "form": _("form"), "paste": _("pasted"), "workbook": _("workbook"), "command": _("command"),
    "migration": _("migration"),
}  # fmt: skip
FIELDS = {
    "area_id": _("area"), "code": _("code"), "coverage_have": _("coverage"), "coverage_of": _("coverage"),
    "department_id": _("department"), "due_on": _("deadline"), "email": _("e-mail"), "explanation": _("explanation"),
    "is_active": _("may sign in"), "must_change_password": _("initial password"), "name": _("name"),
    "name_en": _("English name"), "note": _("note"), "official_value": _("official figure"),
    "password_set_at": _("day of the password"), "phone": _("telephone"), "reviewed_at": _("day of the review"),
    "reviewed_by_id": _("reviewer"), "role": _("role"), "source": _("source"), "state": _("state"),
    "submitted_at": _("day of submission"), "submitted_by_id": _("submitted by"), "user_id": _("account"),
    "username": _("login name"), "value": _("figure"), "version": _("version"),
}  # fmt: skip
# Acts and tables that concern people and never figures: of these the reasons and facts are told as well.
OF_PEOPLE = ("account.", "area.", "department.", "grant", "password.")
TABLES_OF_PEOPLE = ("bureaus_area", "bureaus_department", "bureaus_grant", "bureaus_user")

CHANGE_HEADS = (
    _("Time"), _("Who"), _("What"), _("Table"), _("Row"), _("Area"), _("Fields"), _("By what way"), _("Reason"),
)  # fmt: skip
ACT_HEADS = (_("Time"), _("Who"), _("What"), _("Subject"), _("Area"), _("Facts"))
EVENT_HEADS = (_("Time"), _("Who"), _("What"), _("Result"), _("Address"), _("Page"), _("Facts"))


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def changed_fields(old: str, new: str) -> list[str]:
    """The names of the columns in which two states of a row, as JSON texts, differ; all of a row that came or went."""
    before, after = (json.loads(text) if text else {} for text in (old, new))
    return [name for name in {**before, **after} if name not in before or before[name] != after.get(name)]


def change_cells(entry: ChangeEntry, areas: Mapping[int, str]) -> tuple[str, ...]:
    """One change as the cells under CHANGE_HEADS. `areas`: names by id."""
    tells = entry.table in TABLES_OF_PEOPLE
    given = gettext("given") if entry.reason else ""
    fields = changed_fields(entry.old, entry.new) if entry.act == "update" else []
    return (
        _moment(datetime.fromisoformat(entry.at)),
        f"{entry.actor_name} · {entry.actor_unit}" if entry.actor_unit else entry.actor_name,
        str(CHANGES.get(entry.act, entry.act)),
        str(TABLES.get(entry.table, entry.table)),
        entry.row,
        areas.get(entry.chain, ""),
        gettext(", ").join(dict.fromkeys(str(FIELDS.get(field, field)) for field in fields)),
        _way(entry.via),
        entry.reason if tells else given,
    )


def _way(via: str) -> str:
    """The way of a change; of a workbook the beginning of its check sum, of a command its name."""
    kind, _colon, which = via.partition(":")
    return f"{WAYS.get(kind, kind)} {which[:12]}".strip()


def act_cells(event: AuditEvent, areas: Mapping[int, str]) -> tuple[str, ...]:
    """One act as the cells under ACT_HEADS."""
    return (
        _moment(event.at),
        event.actor_name,
        str(VERBS.get(event.verb, event.verb)),
        event.subject,
        event.area_name,
        _facts(event.detail) if event.verb.startswith(OF_PEOPLE) else "",
    )


def event_cells(event: SecurityEvent, areas: Mapping[int, str]) -> tuple[str, ...]:
    """One security event as the cells under EVENT_HEADS."""
    return (
        _moment(event.at),
        f"{event.actor_name} ({event.username})" if event.actor_name else event.username,
        str(EVENTS.get(event.kind, event.kind)),
        gettext("refused") if event.is_refused else gettext("done"),
        event.ip,
        event.path,
        _facts(event.detail),
    )


FACTS = {
    "account": _("account"), "area": _("area"), "before": _("before"), "code": _("code"), "giver": _("giver"),
    "grants": _("rights"), "hours": _("hours"), "left_open": _("left open"), "method": _("method"),
    "query": _("asked for"), "reason": _("reason"), "rights": _("rights"), "role": _("role"), "rows": _("rows"),
    "status": _("answer"), "taker": _("taker"), "username": _("login name"), "log": _("log"),
}  # fmt: skip


# what a fact may be, where it is a code
WORDS = {
    **dict(Role.choices), "changes": _("Changes of data"), "acts": _("Acts"), "events": _("Security events"),
}  # fmt: skip


def _facts(detail: Mapping) -> str:
    return gettext("; ").join(f"{FACTS.get(key, key)}: {_fact(value)}" for key, value in detail.items() if value != "")


def _fact(value: object) -> str:
    if isinstance(value, list):
        return gettext(", ").join(_fact(part) for part in value)
    if isinstance(value, dict):
        return gettext(", ").join(f"{key} {_fact(part)}" for key, part in value.items())
    return str(WORDS.get(value, value)) if isinstance(value, str) else str(value)
