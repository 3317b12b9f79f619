"""Five wrong passwords lock a name for half an hour, whoever asks and from wherever; nobody learns which names exist."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from bureaus.actions import begin_attempt, forget_attempts, locked_until
from bureaus.models import SecurityEvent, SignInAttempt
from bureaus.policies import origin_of
from tests.world import PASSWORD, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def sign_in(username: str, password: str = "wrong", ip: str = "10.0.0.1"):
    client = Client(REMOTE_ADDR=ip)
    client.cookies["django_language"] = "en"
    return client.post("/login/", {"username": username, "password": password})


def earlier(minutes: float) -> None:
    """Let time go by for all tries."""
    for attempt in SignInAttempt.objects.all():
        SignInAttempt.objects.filter(pk=attempt.pk).update(at=attempt.at - timedelta(minutes=minutes))


def test_the_sixth_try_is_not_looked_at(world: World) -> None:
    answers = [sign_in("east", ip=f"10.0.{number}.1").status_code for number in range(5)]
    assert answers == [200] * 5

    answer = sign_in("east", PASSWORD, ip="10.9.9.9")

    assert answer.status_code == 429
    until = timezone.localtime(locked_until("east")).strftime("%Y-%m-%d %H:%M:%S")
    assert f"You can sign in again from {until}" in answer.content.decode()
    assert "sessionid" not in answer.cookies
    kinds = list(SecurityEvent.objects.values_list("kind", "username", "is_refused"))
    assert kinds.count(("sign_in.failed", "east", True)) == 5
    assert kinds.count(("account.locked", "east", True)) == 1
    assert kinds.count(("sign_in.locked", "east", True)) == 1


def test_a_lock_ends_by_itself_and_tries_during_it_do_not_prolong_it(world: World) -> None:
    for _ in range(5):
        sign_in("east")
    until = locked_until("east")
    assert until - timezone.now() <= timedelta(minutes=30)
    for _ in range(20):
        assert sign_in("east", ip="10.0.0.2").status_code == 429
    assert locked_until("east") == until
    earlier(minutes=30.1)
    assert sign_in("east", PASSWORD).status_code == 302


def test_the_right_password_makes_earlier_mistakes_forgotten(world: World) -> None:
    for _ in range(4):
        sign_in("east")
    assert sign_in("east", PASSWORD).status_code == 302
    assert not SignInAttempt.objects.filter(username="east").exists()
    assert [sign_in("east").status_code for _ in range(5)] == [200] * 5


def test_spellings_of_one_name_are_one_name(world: World) -> None:
    for typed in ("east", "EAST", "ｅａｓｔ", " east", "East"):
        assert sign_in(typed).status_code == 200
    assert sign_in("eaSt", PASSWORD).status_code == 429


def test_names_that_exist_and_names_that_do_not_are_answered_alike(world: World) -> None:
    def said(username: str) -> list[tuple[int, str]]:
        answers = [sign_in(username, ip="10.1.0.1") for _ in range(6)]
        hidden = (username, timezone.localtime(locked_until(username)).strftime("%Y-%m-%d %H:%M:%S"))
        texts = []
        for answer in answers:
            text = answer.content.decode()
            for word in hidden:
                text = text.replace(word, "…")
            texts.append((answer.status_code, text[text.index("<main") :].split("csrfmiddlewaretoken")[0]))
        return texts

    assert said("east") == said("nobody")


def test_one_place_may_not_try_many_names(world: World) -> None:
    answers = [sign_in(f"name{number}", ip="10.2.0.1").status_code for number in range(21)]
    assert answers == [200] * 20 + [429]
    assert sign_in("east", PASSWORD, ip="10.2.0.2").status_code == 302
    earlier(minutes=10.1)
    assert sign_in("east", PASSWORD, ip="10.2.0.1").status_code == 302


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_place_is_an_address_or_one_connection(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize("username", ["x\0y", "\ufdfa" * 60, "x" * 5000, "' or 1=1 --", "\n{}", "𠮷"])
def test_strange_names_are_refused_and_never_an_error(world: World, username: str) -> None:
    assert sign_in(username).status_code == 200


def test_only_the_last_half_hour_is_kept(world: World) -> None:
    begin_attempt("nobody", "10.0.0.1")
    earlier(minutes=31)
    begin_attempt("somebody", "10.0.0.1")
    assert list(SignInAttempt.objects.values_list("username", flat=True)) == ["somebody"]
    forget_attempts("somebody")
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_more_than_five_are_looked_at_however_many_ask_at_once() -> None:
    """The limit is one for all threads and processes: the count is in the database, and taken before the look."""

    def attempt(number: int) -> datetime | None:
        try:
            return begin_attempt("east", f"10.3.{number}.1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(64)))

    looked_at = [until for until in answers if until is None]
    assert 1 <= len(looked_at) <= 5
    assert SignInAttempt.objects.filter(username="east").count() == len(looked_at)
