"""Security events: each written once, after what it tells of, on one line that nobody can break, without secrets."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from bureaus.actions import add_account, begin_attempt, note
from bureaus.models import AuditEvent, SecurityEvent
from bureaus.security import SecurityEventsMiddleware
from tests.bureaus.test_accounts import client_of
from tests.world import PASSWORD, World, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the log "security" is given."""
    told: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    listener = Listener()
    logging.getLogger("security").addHandler(listener)
    yield told
    logging.getLogger("security").removeHandler(listener)


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


def test_a_day_of_security_in_order(world: World, lines: list[str]) -> None:
    make_plan(world)
    make_collection(world)
    visitor = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(5):
        visitor.post("/login/", {"username": "east", "password": "wrong"})
    visitor.post("/login/", {"username": "east", "password": PASSWORD})
    security = Client()
    security.post("/login/", {"username": "secadmin", "password": PASSWORD})
    east = world.people["east"]
    security.post(f"/rights/{east.pk}/", {"act": "unlock"})
    sent = {"act": "give", "role": "reviewer", "place": f"area-{world.east.pk}", "reason": "x"}
    security.post(f"/rights/{east.pk}/", sent)
    grant = east.grants.get(role="reviewer")
    security.post(f"/rights/{east.pk}/", {"act": "take", "grant": grant.pk, "reason": "x"})
    security.post(
        f"/rights/{east.pk}/hand-over/",
        {"grants": [east.grants.get().pk], "taker": world.people["east2"].pk, "reason": "x"},
    )
    security.get("/people/")
    security.post("/logout/")
    system = client_of(world, "sysadmin")
    system.post("/people/add/", {"username": "new", "name": "新", "area": world.east.pk})
    system.post(f"/people/{east.pk}/", {"act": "password"})
    system.post(f"/people/{east.pk}/", {"act": "disable", "reason": "x"})
    planner = client_of(world, "planner")
    planner.get(f"/plans/{world.plan.code}/targets.xlsx")
    planner.post(
        "/password/", {"old_password": PASSWORD, "new_password1": "Neu 2025 规划", "new_password2": "Neu 2025 规划"}
    )
    auditor = client_of(world, "auditor")
    auditor.get("/log/")
    b"".join(auditor.get("/log/?log=events&csv=1"))

    assert kinds() == [
        *["sign_in.failed"] * 5, "account.locked", "sign_in.locked", "sign_in.done", "account.unlocked", "grant.added",
        "grant.removed", "grants.handed_over", "access.denied", "sign_out", "account.added", "password.initial",
        "account.disabled", "file.downloaded", "password.changed", "log.viewed", "log.exported",
    ]  # fmt: skip
    told = [json.loads(line) for line in lines]
    assert [event["kind"] for event in told] == kinds()
    assert all(event["at"].endswith("+00:00") and event["ip"] and event["path"] for event in told)
    assert SecurityEvent.objects.filter(kind="sign_in.failed", ip="192.0.2.7", username="east").count() == 5
    denied = SecurityEvent.objects.get(kind="access.denied")
    assert (denied.username, denied.path, denied.is_refused) == ("secadmin", "/people/", True)
    assert SecurityEvent.objects.get(kind="sign_out").actor_name == "用户secadmin"


def test_a_failed_sign_in_is_told_under_the_name_that_counts(world: World) -> None:
    Client().post("/login/", {"username": " ＥＡＳＴ ", "password": "wrong"})
    assert SecurityEvent.objects.get().username == "east"


def test_every_refusal_of_reading_and_writing_is_one_event(world: World) -> None:
    make_plan(world)
    make_collection(world)
    pk = world.submission(world.east).pk
    east, west = client_of(world, "east"), client_of(world, "west")
    refused = [
        west.get("/collections/"),
        west.post(f"/fill/{pk}/"),
        east.post(f"/review/{pk}/approve/"),
        client_of(world, "sysadmin").post("/rights/1/"),
        Client().post(f"/fill/{pk}/"),
        Client(enforce_csrf_checks=True).post("/login/", {"username": "east"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 404, 403, 403, 401, 403]
    assert kinds() == ["access.denied"] * 6
    assert [event.detail["status"] for event in SecurityEvent.objects.order_by("id")] == [403, 404, 403, 403, 401, 403]
    # reading what does not exist for one, and a form sent with a mistake, are no refusals
    west.get(f"/fill/{pk}/")
    client_of(world, "sysadmin").post("/people/add/", {})
    assert kinds() == ["access.denied"] * 6


def test_a_refusal_stays_when_the_transaction_it_stood_in_is_rolled_back(world: World) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic():
                add_account(by=None, username="ghost", name="鬼", area=world.city)
                note(request, "grant.refused", is_refused=True)
                raise PermissionDenied
        except PermissionDenied:
            return HttpResponse(status=403)

    request = RequestFactory().post("/rights/")
    request.user = world.user("secadmin")
    SecurityEventsMiddleware(page)(request)

    assert kinds() == ["grant.refused"]
    assert not AuditEvent.objects.filter(verb="account.added").exists()


@pytest.mark.parametrize(
    "name", ['a\n{"kind": "sign_in.done"}', "a\r\nb", "\x1b[31mred", "a\u2028b", "a\u0085b", "𠮷" * 30, "x" * 10_000]
)
def test_a_line_stays_one_line(world: World, lines: list[str], name: str) -> None:
    Client().post("/login/", {"username": name, "password": "x"})
    Client().post(f"/fill/{name[:50]}/", {}, headers={"user-agent": name[:50].encode("ascii", "replace").decode()})
    assert lines
    for line in lines:
        assert line.isascii()
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        assert len(line) < 4000
        assert json.loads(line)["kind"] != "sign_in.done"


def test_no_secret_stands_in_any_log(world: World, lines: list[str], caplog: pytest.LogCaptureFixture) -> None:
    secrets = ["Geheim-2025-规划", "Falsch-2025-规划"]
    client = Client()
    client.post("/login/", {"username": "east", "password": secrets[1]})
    client.post("/login/", {"username": "east", "password": PASSWORD})
    client.post("/password/", {"old_password": secrets[1], "new_password1": secrets[0], "new_password2": secrets[0]})
    client.post("/password/", {"old_password": PASSWORD, "new_password1": secrets[0], "new_password2": secrets[0]})
    _, initial = add_account(by=None, username="new", name="新", area=world.city)
    system = client_of(world, "sysadmin")
    system.post(f"/people/{world.people['west'].pk}/", {"act": "password"})
    stored = [str(event.detail) + event.path for event in SecurityEvent.objects.all()]
    stored += [f"{event.subject} {event.detail}" for event in AuditEvent.objects.all()]
    everything = "\n".join([*lines, *stored, caplog.text])
    hashes = [user.password for user in (world.user("east"), world.user("west"))]
    for secret in (*secrets, PASSWORD, initial, client.cookies["sessionid"].value, *hashes):
        assert secret not in everything
        assert json.dumps(secret).strip('"') not in everything


def test_events_are_only_ever_added(world: World) -> None:
    client_of(world, "west").get("/collections/")
    with pytest.raises(DatabaseError), transaction.atomic():
        SecurityEvent.objects.update(kind="sign_in.done")
    with pytest.raises(DatabaseError), transaction.atomic():
        SecurityEvent.objects.all().delete()
    assert kinds() == ["access.denied"]


def test_an_event_that_cannot_be_stored_is_told_and_stops_nobody(
    world: World, lines: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: SecurityEvent, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(SecurityEvent, "save", full)
    assert client_of(world, "west").get("/collections/").status_code == 403
    assert json.loads(lines[-1])["kind"] == "access.denied"
    assert "could not be stored: access.denied" in caplog.text


def test_trying_leaves_no_trace_of_the_password_anywhere(world: World) -> None:
    begin_attempt("east", "10.0.0.1")
    Client().post("/login/?password=Falsch-1", {"username": "east", "password": "Falsch-1"})
    assert all("Falsch" not in event.path + str(event.detail) for event in SecurityEvent.objects.all())
