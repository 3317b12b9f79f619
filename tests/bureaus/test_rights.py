"""Rights: given, taken and handed over by the security administrator; three powers that never meet in one hand."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from bureaus.actions import begin_attempt, give_right, hand_over, locked_until, take_right
from bureaus.models import ADMIN_ROLES, FIGURE_ROLES, AuditEvent, Grant, Role, SecurityEvent, User
from tests.bureaus.test_accounts import client_of
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
SECRET = "987654321"


@pytest.fixture
def world() -> World:
    return make_world()


def roles_of(username: str) -> set[str]:
    return set(Grant.objects.filter(user__username=username).values_list("role", flat=True))


def give(client: Client, user: User, role: str, place: str, reason: str = "任命") -> int:
    sent = {"act": "give", "role": role, "place": place, "reason": reason}
    return client.post(f"/rights/{user.pk}/", sent).status_code


def test_a_right_is_given_and_taken_away_with_a_reason(world: World) -> None:
    client, east = client_of(world, "secadmin"), world.people["east"]

    assert give(client, east, "reviewer", f"area-{world.east.pk}", reason="") == 422
    assert give(client, east, "reviewer", f"area-{world.east.pk}") == 302
    assert give(client, east, "reviewer", f"area-{world.east.pk}") == 422  # held already
    assert give(client, east, "clerk", f"department-{world.department.pk}") == 302
    grant = east.grants.get(role="reviewer")
    sent = {"act": "take", "grant": grant.pk, "reason": ""}
    assert client.post(f"/rights/{east.pk}/", sent).status_code == 422
    assert client.post(f"/rights/{east.pk}/", sent | {"reason": "届满"}).status_code == 302

    assert roles_of("east") == {"clerk"}
    assert east.grants.filter(department=world.department).exists()
    assert AuditEvent.objects.get(verb="grant.removed").detail["reason"] == "届满"
    kinds = SecurityEvent.objects.filter(username="secadmin").values_list("kind", flat=True)
    assert list(kinds) == ["grant.added", "grant.refused", "grant.added", "grant.removed"]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_gives_themselves_anything(world: World, role: str) -> None:
    me = world.people["secadmin"]
    assert give(client_of(world, "secadmin"), me, role, f"area-{world.city.pk}") == 422
    with pytest.raises(ValidationError):
        give_right(by=me, user=me, role=role, area=world.city)
    with pytest.raises(ValidationError):
        take_right(by=me, grant=me.grants.get(), reason="x")
    assert roles_of("secadmin") == {"security_admin"}


@pytest.mark.parametrize("administers", [str(role) for role in ADMIN_ROLES])
@pytest.mark.parametrize("username", ["east", "reviewer", "planner", "leader"])
def test_who_holds_figures_gets_no_power(world: World, username: str, administers: str) -> None:
    assert give(client_of(world, "secadmin"), world.people[username], administers, f"area-{world.city.pk}") == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.create(user=world.people[username], role=administers, area=world.west)
    assert not roles_of(username) & {str(role) for role in ADMIN_ROLES}


@pytest.mark.parametrize(
    ("username", "role"),
    [
        (username, role)
        for username, own in (("sysadmin", Role.SYSTEM_ADMIN), ("auditor", Role.AUDITOR))
        for role in Role.values
        if role != own
    ],
)
def test_who_holds_a_power_gets_nothing_else(world: World, username: str, role: str) -> None:
    before = roles_of(username)
    assert give(client_of(world, "secadmin"), world.people[username], role, f"area-{world.city.pk}") == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.create(user=world.people[username], role=role, area=world.east)
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.filter(user=world.people["east"]).update(user=world.people[username])
    assert roles_of(username) == before


def test_a_role_cannot_be_changed_into_a_power_behind_the_forms(world: World) -> None:
    Grant.objects.create(user=world.people["east"], role=Role.REVIEWER, area=world.east)
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.filter(user=world.people["east"], role=Role.REVIEWER).update(role=Role.AUDITOR)
    assert roles_of("east") == {"clerk", "reviewer"}


def test_departments_of_another_area_and_powers_of_a_department_are_refused(world: World) -> None:
    person = User.objects.create_user("new", "x", name="新人", area=world.city)
    for role, area in ((Role.CLERK, world.east), (Role.AUDITOR, world.city), (Role.OFFICIAL, world.city)):
        with pytest.raises(ValidationError):
            give_right(by=None, user=person, role=role, area=area, department=world.department)
    assert not person.grants.exists()


def test_a_disabled_account_gets_no_right(world: World) -> None:
    User.objects.filter(username="east").update(is_active=False)
    assert give(client_of(world, "secadmin"), world.user("east"), "reviewer", f"area-{world.east.pk}") == 422


def test_rights_end_at_the_border_of_the_administrators_area(world: World) -> None:
    admin = User.objects.create_user("eastsec", "x", name="县安全", area=world.east)
    give_right(by=None, user=admin, role=Role.SECURITY_ADMIN, area=world.east)
    client = client_of(world, "eastsec")

    assert client.get(f"/rights/{world.people['west'].pk}/").status_code == 404
    assert give(client, world.people["east"], "reviewer", f"area-{world.city.pk}") == 422
    assert give(client, world.people["east"], "reviewer", f"area-{world.east.pk}") == 302
    Grant.objects.create(user=world.people["east"], role=Role.PLANNER, area=world.city)
    beyond = world.people["east"].grants.get(role=Role.PLANNER)
    sent = {"act": "take", "grant": beyond.pk, "reason": "x"}
    assert client.post(f"/rights/{world.people['east'].pk}/", sent).status_code == 404
    page = client.get("/rights/").content.decode()
    assert "planning officer" not in page.split("<table")[1]
    assert "用户west" not in page


@pytest.mark.parametrize("sent", ["", "x", "-1", "１", "9" * 30, "1 or 1=1"])
def test_a_right_that_is_none_is_not_found(world: World, sent: str) -> None:
    answer = client_of(world, "secadmin").post(
        f"/rights/{world.people['east'].pk}/", {"act": "take", "grant": sent, "reason": "x"}
    )
    assert answer.status_code == 404


# Hand-over


def test_duties_are_handed_over_as_one_act(world: World) -> None:
    make_plan(world)
    make_collection(world)
    Grant.objects.create(user=world.people["east"], role=Role.REVIEWER, area=world.east)
    client, giver, taker = client_of(world, "secadmin"), world.people["east"], world.people["west"]
    page = client.get(f"/rights/{giver.pk}/hand-over/").content.decode()
    assert "forms to fill in <b>1</b>" in page
    chosen = [grant.pk for grant in giver.grants.all()]

    answer = client.post(f"/rights/{giver.pk}/hand-over/", {"grants": chosen, "taker": taker.pk, "reason": "调离"})

    assert answer.status_code == 302
    assert roles_of("east") == set()
    held = {(grant.role, grant.area_id) for grant in taker.grants.all()}
    assert held == {("clerk", world.west.pk), ("clerk", world.east.pk), ("reviewer", world.east.pk)}
    act = AuditEvent.objects.get(verb="grants.handed_over")
    assert act.detail["giver"] == "east"
    assert act.detail["taker"] == "west"
    assert act.detail["reason"] == "调离"
    assert list(act.detail["left_open"].values()) == [1]
    assert client_of(world, "west").get(f"/fill/{world.submission(world.east).pk}/").status_code == 200


def test_a_taker_who_may_not_hold_them_gets_none(world: World) -> None:
    Grant.objects.create(user=world.people["east"], role=Role.REVIEWER, area=world.east)
    giver = world.people["east"]
    with pytest.raises(ValidationError):
        hand_over(
            by=world.people["secadmin"], giver=giver, taker=world.people["auditor"],
            grants=list(giver.grants.all()), reason="x", left_open={},
        )  # fmt: skip
    assert roles_of("east") == {"clerk", "reviewer"}
    assert roles_of("auditor") == {"auditor"}


@pytest.mark.parametrize(("giver", "taker"), [("east", "east"), ("east", "secadmin"), ("secadmin", "west")])
def test_nobody_hands_over_to_themselves_or_in_their_own_cause(world: World, giver: str, taker: str) -> None:
    person = world.people[giver]
    sent = {"grants": [grant.pk for grant in person.grants.all()], "taker": world.people[taker].pk, "reason": "x"}
    answer = client_of(world, "secadmin").post(f"/rights/{person.pk}/hand-over/", sent)
    assert answer.status_code == 422
    assert roles_of("secadmin") == {"security_admin"}
    assert roles_of("east") == {"clerk"}


def test_what_the_taker_holds_already_is_only_taken(world: World) -> None:
    giver, taker = world.people["east"], world.people["east2"]
    hand_over(
        by=world.people["secadmin"], giver=giver, taker=taker, grants=list(giver.grants.all()), reason="x", left_open={}
    )
    assert not giver.grants.exists()
    assert taker.grants.count() == 1


# Locks


def test_a_locked_account_is_listed_and_unlocked(world: World) -> None:
    for _ in range(5):
        begin_attempt("east", "10.0.0.1")
    client, person = client_of(world, "secadmin"), world.people["east"]
    page = client.get("/rights/?locked=on").content.decode()
    assert "用户east<" in page
    assert "用户west<" not in page

    assert client.post(f"/rights/{person.pk}/", {"act": "unlock"}).status_code == 302

    assert locked_until("east") is None
    assert "用户east<" not in client.get("/rights/?locked=on").content.decode()
    assert SecurityEvent.objects.filter(kind="account.unlocked", username="secadmin").count() == 1


# The three powers


ROOMS = {
    "sysadmin": {"/people/", "/people/add/", "/people/{east}/", "/units/", "/units/{area}/"},
    "secadmin": {"/rights/", "/rights/{east}/", "/rights/{east}/hand-over/"},
    "auditor": {"/log/", "/log/?log=acts", "/log/?log=events", "/log/?csv=1"},
}


def test_the_rooms_of_the_three_do_not_overlap_and_nobody_else_enters(world: World) -> None:
    ids = {"east": world.people["east"].pk, "area": world.east.pk}
    doors = {door for rooms in ROOMS.values() for door in rooms}
    for username in (*ROOMS, "east", "reviewer", "planner", "leader", "cdc"):
        client = client_of(world, username)
        opened = {door for door in doors if client.get(door.format(**ids)).status_code == 200}
        assert opened == ROOMS.get(username, set()), username


@pytest.mark.parametrize("username", ROOMS)
def test_an_administrator_goes_straight_to_their_room(world: World, username: str) -> None:
    answer = client_of(world, username).get("/", follow=True)
    assert answer.redirect_chain[-1][0] in ROOMS[username]


@pytest.mark.parametrize("username", ROOMS)
def test_no_administrator_sees_a_figure_anywhere(world: World, username: str) -> None:
    make_plan(world)
    make_collection(world)
    fill(world, "east", world.submission(world.east), population=SECRET, beds=1, physicians=1, tcm=1)
    client = client_of(world, username)
    ids = {"east": world.people["east"].pk, "area": world.east.pk}
    seen, waiting = set(), [door.format(**ids) for door in sorted(ROOMS[username])]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        text = b"".join(answer).decode(errors="replace")
        assert SECRET not in text, path
        found = {link.split('"')[0] for link in text.split('href="')[1:]}
        fresh = {link for link in found if link.startswith("/") and not link.startswith("/static/")}
        waiting += [link.replace("&amp;", "&") for link in fresh - seen if link not in waiting]
    assert seen >= {door.format(**ids) for door in ROOMS[username]}


@pytest.mark.parametrize("role", [str(role) for role in FIGURE_ROLES])
def test_every_figure_role_can_be_given(world: World, role: str) -> None:
    person = User.objects.create_user("new", "x", name="新人", area=world.city)
    assert give(client_of(world, "secadmin"), person, role, f"area-{world.east.pk}") == 302
    assert roles_of("new") == {role}
