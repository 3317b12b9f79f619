"""What the administrators' pages read: accounts, people with their rights, units, and the three logs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from bureaus.models import Area, AuditEvent, ChangeEntry, Department, Grant, Role, SecurityEvent, SignInAttempt, User
from bureaus.permissions import administered_areas, administered_people, is_over_all
from bureaus.policies import NAME_WINDOW, TRIES_PER_NAME

# What other apps know to lie open with a person: each asked for (in words, how many). Filled when the apps are ready.
OPEN_WORK: list[Callable[[User], list[tuple[str, int]]]] = []


def open_work_of(user: User) -> list[tuple[str, int]]:
    """What waits for this person now, in words and numbers; nothing where nothing waits."""
    return [(words, count) for ask in OPEN_WORK for words, count in ask(user) if count]


def _named(people: QuerySet[User], q: str) -> QuerySet[User]:
    return people.filter(Q(name__icontains=q) | Q(username__icontains=q.strip().casefold())) if q else people


def found_accounts(
    accounts: QuerySet[User], *, q: str = "", area: Area | None = None, state: str = ""
) -> QuerySet[User]:
    """Those accounts that a search asks for, by unit and name."""
    found = _named(accounts, q)
    if area is not None:
        found = found.filter(area__path__startswith=area.path)
    if state == "disabled":
        found = found.filter(is_active=False)
    elif state:
        found = found.filter(is_active=True, must_change_password=state == "waiting")
    return found.select_related("area").order_by("area__path", "name", "pk")


def with_last_sign_in(accounts: QuerySet[User]) -> QuerySet[User]:
    """The accounts with `last_sign_in`, as the security events tell it."""
    events = SecurityEvent.objects.filter(kind="sign_in.done", username=OuterRef("username"))
    return accounts.annotate(last_sign_in=Subquery(events.order_by("-id").values("at")[:1]))


def grants_in(areas: QuerySet[Area]) -> QuerySet[Grant]:
    """The rights held in these areas, from the top of the tree down."""
    grants = Grant.objects.filter(area__in=areas).select_related("area", "department", "user")
    return grants.order_by("area__path", "department_id", "role")


def locked_names() -> list[str]:
    """The login names that are locked at this moment, whether anybody has them or not."""
    tries = SignInAttempt.objects.filter(at__gte=timezone.now() - NAME_WINDOW).values("username")
    full = tries.annotate(tries=Count("pk")).filter(tries__gte=TRIES_PER_NAME)
    return list(full.order_by("username").values_list("username", flat=True))


def found_people(
    people: QuerySet[User],
    *,
    areas: QuerySet[Area],
    locked: bool = False,
    q: str = "",
    area: Area | None = None,
    role: str = "",
) -> QuerySet[User]:
    """Those people that a search asks for, each with `grants_here`: the rights held in `areas`."""
    found, grants = _named(people, q), grants_in(areas)
    if area is not None or role:
        asked = Grant.objects.filter(user=OuterRef("pk"), area__in=areas)
        asked = asked.filter(area__path__startswith=area.path) if area is not None else asked
        found = found.filter(Exists(asked.filter(role=role) if role else asked))
    if locked:
        found = found.filter(username__in=locked_names())
    return found.prefetch_related(Prefetch("grants", grants, to_attr="grants_here")).order_by("name", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An area in the tree of those I administer: `depth` 0 is my own."""

    area: Area
    depth: int
    departments: list[Department]


def area_rows(areas: QuerySet[Area]) -> list[AreaRow]:
    """The tree from the top down, each area with its departments. Two queries."""
    found = list(areas.order_by("path").prefetch_related("departments"))
    top = min((area.path.count("/") for area in found), default=0)
    return [
        AreaRow(area=area, depth=area.path.count("/") - top, departments=list(area.departments.all())) for area in found
    ]


# The logs


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries of a log an auditor asks for; None and "" ask for all."""

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    area: Area | None = None
    kind: str = ""
    table: str = ""


def changes_for(auditor: User, asked: Asked) -> QuerySet[ChangeEntry]:
    """The change log of the auditor's areas, newest first. What belongs to no area is for who is over all."""
    entries = ChangeEntry.objects.order_by("-id")
    if asked.area is not None:
        entries = entries.filter(chain__in=_below(asked.area))
    elif not is_over_all(auditor, Role.AUDITOR):
        entries = entries.filter(chain__in=administered_areas(auditor, Role.AUDITOR).values("pk"))
    if asked.since:
        entries = entries.filter(at__gte=asked.since.astimezone(UTC).isoformat(timespec="microseconds"))
    if asked.until:
        entries = entries.filter(at__lt=asked.until.astimezone(UTC).isoformat(timespec="microseconds"))
    if asked.who:
        entries = entries.filter(actor_name__icontains=asked.who)
    if asked.kind:
        entries = entries.filter(act=asked.kind)
    return entries.filter(table=asked.table) if asked.table else entries


def acts_for(auditor: User, asked: Asked) -> QuerySet[AuditEvent]:
    """The trail of acts in the auditor's areas, newest first.

    An act keeps the name of its area and not its id, so a name that an area elsewhere also has is left out.
    """
    events = AuditEvent.objects.order_by("-id")
    if asked.area is not None:
        events = events.filter(area_name__in=Area.objects.filter(pk__in=_below(asked.area)).values("name"))
    if not is_over_all(auditor, Role.AUDITOR):
        mine = administered_areas(auditor, Role.AUDITOR)
        elsewhere = Area.objects.exclude(pk__in=mine.values("pk")).values("name")
        events = events.filter(area_name__in=mine.values("name")).exclude(area_name__in=elsewhere)
    return _within(events, asked, Q(actor_name__icontains=asked.who), Q(verb=asked.kind))


def events_for(auditor: User, asked: Asked) -> QuerySet[SecurityEvent]:
    """The security events of the people of the auditor's areas, newest first; of strangers for who is over all."""
    events = SecurityEvent.objects.order_by("-id")
    people = administered_people(auditor, Role.AUDITOR)
    if asked.area is not None:
        in_area = Q(area__in=_below(asked.area)) | Q(grants__area__in=_below(asked.area))
        events = events.filter(username__in=people.filter(in_area).values("username"))
    elif not is_over_all(auditor, Role.AUDITOR):
        events = events.filter(username__in=people.values("username"))
    who = Q(actor_name__icontains=asked.who) | Q(username__icontains=asked.who)
    return _within(events, asked, who, Q(kind=asked.kind))


def _below(area: Area) -> QuerySet[Area]:
    return Area.objects.filter(path__startswith=area.path).values("pk")


def _within(events: QuerySet, asked: Asked, who: Q, kind: Q) -> QuerySet:
    conditions: Iterable[Q] = (
        Q(at__gte=asked.since) if asked.since else Q(),
        Q(at__lt=asked.until) if asked.until else Q(),
        who if asked.who else Q(),
        kind if asked.kind else Q(),
    )
    return events.filter(*conditions)
