"""One's own password: what it must be, when it must be changed, and what ends with the old one. The life of a session."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from bureaus.actions import add_account, choose_password
from bureaus.models import AuditEvent, SecurityEvent, User
from tests.bureaus.test_accounts import client_of
from tests.world import PASSWORD, World, make_world

pytestmark = pytest.mark.django_db
GOOD = "Ping Xiang 2025 规划"


@pytest.fixture
def world() -> World:
    return make_world()


def change(client: Client, old: str = PASSWORD, new: str = GOOD, again: str | None = None, **more: str):
    sent = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post("/password/", sent | more)


def as_if_signed_in(client: Client, hours_ago: float) -> None:
    """Move the session's beginning, and its last renewal, into the past."""
    session = client.session
    session["signed_in_at"] = session["seen_at"] = int((timezone.now() - timedelta(hours=hours_ago)).timestamp())
    session.save()


@pytest.mark.parametrize("password", [GOOD, "Abcdefgh1x", "小写abc和DEF汉字", "aB3" * 21 + "x", "x Y 3 " * 12])
def test_good_passwords(password: str) -> None:
    validate_password(password, User(username="east", name="某"))


@pytest.mark.parametrize(
    "password",
    ["Abcdef12x", "abcdefghijkl", "abcdefgh1234", "ABCDEFGH1234", "1234567890123", "Password123", "East-12345-x",
     "x-ｅａｓｔ-12345-X", "密码密码密码密码密码密码", "          "],
)  # fmt: skip
def test_poor_passwords(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="east", name="某"))


def test_a_new_password_counts_whole(world: World) -> None:
    long = "长 Passphrase 3 " * 5
    assert len(long) == 75
    assert change(client_of(world, "east"), new=long).status_code == 302
    assert Client().login(username="east", password=long)
    assert not Client().login(username="east", password=long[:-1])
    assert not Client().login(username="east", password=long.strip())


def test_a_change_ends_the_other_sessions_and_not_this_one(world: World) -> None:
    here, elsewhere = client_of(world, "east"), client_of(world, "east")
    key = here.session.session_key

    assert change(here).status_code == 302

    assert here.get("/fill/").status_code == 200
    assert here.session.session_key != key
    assert elsewhere.get("/fill/").status_code == 302
    assert AuditEvent.objects.filter(verb="password.changed", actor_name="用户east").count() == 1
    assert SecurityEvent.objects.filter(kind="password.changed", username="east").count() == 1
    assert not world.user("east").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("wrong", GOOD, GOOD), (PASSWORD, GOOD, "other"), (PASSWORD, "short", "short"), (PASSWORD, PASSWORD, PASSWORD)],
)
def test_what_is_wrong_changes_nothing(world: World, old: str, new: str, again: str) -> None:
    assert change(client_of(world, "east"), old, new, again).status_code == 422
    assert world.user("east").check_password(PASSWORD)


def test_two_hundred_signs_are_enough(world: World) -> None:
    assert change(client_of(world, "east"), new="aB3 " * 51).status_code == 422


def test_a_password_typed_after_the_session_ended_is_kept_nowhere(world: World) -> None:
    client = client_of(world, "east")
    Session.objects.all().delete()
    answer = change(client)
    assert answer.status_code == 401
    assert PASSWORD not in answer.content.decode()
    assert answer.context["kept"] == ""


# Initial and old passwords


def test_who_was_given_a_password_reaches_only_the_page_that_changes_it(world: World) -> None:
    _, password = add_account(by=None, username="new", name="新人", area=world.east)
    client = Client()
    assert client.post("/login/", {"username": "new", "password": password}).status_code == 302

    for address in ("/", "/fill/", "/plans/?year=2024", "/people/"):
        assert client.get(address).headers["Location"].startswith("/password/?next=%2F")
    assert client.post("/fill/1/").headers["Location"] == "/password/?next=%2Ffill%2F1%2F"
    answer = client.post("/fill/1/", headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert client.get("/password/").status_code == 200

    assert change(client, old=password, next="/fill/").headers["Location"] == "/fill/"
    assert client.get("/fill/").status_code == 200
    assert not User.objects.get(username="new").must_change_password


def test_an_initial_password_is_dead_after_seven_days(world: World) -> None:
    user, password = add_account(by=None, username="new", name="新人", area=world.east)
    given = user.password_set_at
    sent = {"username": "new", "password": password}
    User.objects.update(password_set_at=given - timedelta(days=7, minutes=1))

    answer = Client().post("/login/", sent, headers={"cookie": "django_language=en"})
    assert "was not used within seven days" in answer.content.decode()
    wrong = Client().post("/login/", sent | {"password": "wrong"}, headers={"cookie": "django_language=en"})
    assert "seven days" not in wrong.content.decode()

    User.objects.update(password_set_at=given - timedelta(days=6, hours=23))
    assert Client().post("/login/", sent).status_code == 302


@pytest.mark.parametrize(("days", "old", "must"), [(90, 91, True), (90, 89, False), (0, 4000, False), (10, 11, True)])
def test_an_old_password_is_changed_at_the_next_sign_in(
    world: World, settings: object, days: int, old: int, must: bool
) -> None:
    settings.PASSWORD_DAYS = days
    User.objects.update(password_set_at=timezone.now() - timedelta(days=old))
    answer = client_of(world, "east").get("/fill/")
    assert answer.status_code == (302 if must else 200)


def test_nobody_is_interrupted_while_they_are_signed_in(world: World, settings: object) -> None:
    settings.PASSWORD_DAYS = 90
    client = client_of(world, "east")
    as_if_signed_in(client, hours_ago=2)
    User.objects.update(password_set_at=timezone.now() - timedelta(days=90, hours=1))
    assert client.get("/fill/").status_code == 200


def test_the_password_page_goes_on_only_to_our_own_pages(world: World) -> None:
    for number, page in enumerate(("//evil.example", "https:evil", "/\\evil", "javascript:alert(1)")):
        user = User.objects.create_user(f"n{number}", PASSWORD, name="某")
        client = Client()
        client.force_login(user)
        assert change(client, next=page).headers["Location"] == "/"


def test_choosing_sets_the_day(world: World) -> None:
    User.objects.update(password_set_at=None)
    user = choose_password(by=world.user("east"), password=GOOD)
    assert timezone.now() - user.password_set_at < timedelta(minutes=1)


# The life of a session


def test_a_session_ends_after_twelve_hours_however_busy_it_is(world: World) -> None:
    client = client_of(world, "east")
    as_if_signed_in(client, hours_ago=11.9)
    assert client.get("/fill/").status_code == 200
    as_if_signed_in(client, hours_ago=12.1)

    answer = client.post("/fill/1/", {"typed": "12345"})

    assert answer.status_code == 401
    assert "typed=12345" in answer.content.decode()  # what was typed goes on into the next session
    assert client.get("/fill/").status_code == 302
    assert SecurityEvent.objects.filter(kind="session.ended", username="east").count() == 1


def test_an_idle_session_ends(world: World, settings: object) -> None:
    settings.SESSION_COOKIE_AGE = 1800
    client = client_of(world, "east")
    client.get("/fill/")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/fill/").status_code == 302


def test_a_session_is_renewed_at_most_once_a_minute(world: World) -> None:
    client = client_of(world, "east")
    client.get("/password/")
    first = client.session.get_expiry_date()
    answer = client.get("/password/")
    assert "sessionid" not in answer.cookies
    as_if_signed_in(client, hours_ago=0.02)
    assert "sessionid" in client.get("/password/").cookies
    assert client.session.get_expiry_date() >= first


def test_sign_in_gives_a_new_session_and_sign_out_ends_it(world: World) -> None:
    client = Client()
    client.get("/login/")
    client.post("/login/", {"username": "east", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    answer = client.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = key
    assert client.get("/fill/").status_code == 302


def test_no_page_of_a_signed_in_person_is_kept_by_a_browser(world: World) -> None:
    client = client_of(world, "planner")
    for address in ("/", "/fill/", "/collections/", "/password/", "/people/", "/nowhere/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
    assert "no-store" in Client().get("/login/").headers["Cache-Control"]
