"""Reminding who owes: who may, whom it reaches, once a day, by e-mail where that is set up, and never in vain."""

import smtplib
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from bureaus.models import AuditEvent, User
from collection.actions import close_collection, extend_deadline, remind, remind_units, return_submission, submit
from collection.models import Collection, Reminder, Submission
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
EAST = {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}
WORDS = "请按时填报"


class Refusing(EmailBackend):
    """A mail server that nobody reaches."""

    def open(self) -> None:
        raise ConnectionRefusedError(111, "Connection refused")


class Choosy(EmailBackend):
    """A mail server that takes nothing for one address."""

    def send_messages(self, messages) -> int:
        if messages[0].to == ["bad@example.org"]:
            raise smtplib.SMTPRecipientsRefused({"bad@example.org": (550, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


@pytest.fixture
def mails(settings) -> None:
    settings.MAILS = True


def addresses(**by_username: str) -> None:
    for username, address in by_username.items():
        User.objects.filter(username=username).update(email=address)


def planner(world: World) -> Client:
    client = Client()
    client.force_login(world.user("planner"))
    client.cookies["django_language"] = "en"
    return client


def hand_in(world: World) -> Submission:
    submission = world.submission(world.east)
    fill(world, "east", submission, **EAST)
    return submit(by=world.user("east"), submission=submission)


def test_a_reminder_names_who_asked_whom_and_leaves_its_trace(world: World) -> None:
    reminder = remind(by=world.user("planner"), submission=world.submission(world.east), text=WORDS)
    assert (reminder.by_name, reminder.to_names, reminder.text) == ("用户planner", "用户east、用户east2", WORDS)
    assert AuditEvent.objects.last().verb == "submission.reminded"


@pytest.mark.parametrize("username", ["east", "reviewer", "leader", "sysadmin", "cdc"])
def test_nobody_but_the_planning_office_reminds(world: World, username: str) -> None:
    with pytest.raises(PermissionDenied):
        remind(by=world.user(username), submission=world.submission(world.east), text=WORDS)


def test_only_who_owes_is_reminded(world: World) -> None:
    submission = hand_in(world)
    with pytest.raises(ValidationError) as refused:
        remind(by=None, submission=submission, text=WORDS)
    assert refused.value.code == "state"
    submission = return_submission(by=world.user("reviewer"), submission=submission, reason="核实")
    remind(by=None, submission=submission, text=WORDS)
    close_collection(by=None, collection=Collection.objects.get())
    with pytest.raises(ValidationError):
        remind(by=None, submission=world.submission(world.west), text=WORDS)


def test_nobody_is_reminded_before_the_collection_opens(world: World) -> None:
    Collection.objects.update(opens_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        remind(by=None, submission=world.submission(world.east), text=WORDS)
    assert refused.value.code == "early"


@pytest.mark.parametrize("text", ["", "  \n", "长" * 501])
def test_a_reminder_has_words_and_not_too_many(world: World, text: str) -> None:
    with pytest.raises(ValidationError):
        remind(by=None, submission=world.submission(world.east), text=text)
    assert not Reminder.objects.exists()


def test_all_who_owe_are_reminded_once_a_day(world: World) -> None:
    hand_in(world)
    client, address = planner(world), f"/collections/{Collection.objects.get().pk}/remind/"
    page = client.post(address, {"text": WORDS}, follow=True).content.decode()
    assert "3 units reminded." in page
    page = client.post(address, {"text": WORDS}, follow=True).content.decode()
    assert "Reminded today already." in page
    assert Reminder.objects.count() == 3
    yesterday = timezone.now() - timedelta(days=1)
    Reminder.objects.update(at=yesterday)
    client.post(address, {"text": WORDS})
    assert Reminder.objects.count() == 6


def test_one_unit_may_be_reminded_again(world: World) -> None:
    client, address = planner(world), f"/collections/{Collection.objects.get().pk}/remind/"
    one = world.submission(world.east).pk
    for _time in range(2):
        client.post(address, {"text": WORDS, "one": one})
    assert list(Reminder.objects.values_list("submission", flat=True)) == [one, one]


@pytest.mark.parametrize("one", ["x", "0", "9" * 40, "-1"])
def test_a_unit_of_no_collection_of_mine_does_not_exist(world: World, one: str) -> None:
    address = f"/collections/{Collection.objects.get().pk}/remind/"
    assert planner(world).post(address, {"text": WORDS, "one": one}).status_code == 404


def test_the_desk_shows_the_newest_words_until_the_form_is_submitted(world: World) -> None:
    client = Client()
    client.force_login(world.user("east2"))
    for words in ("第一次", "第二次"):
        remind(by=world.user("planner"), submission=world.submission(world.east), text=words)
    page = client.get("/").content.decode()
    assert "第二次" in page
    assert "第一次" not in page
    return_submission(by=world.user("reviewer"), submission=hand_in(world), reason="核实")
    assert "第二次" not in client.get("/").content.decode()


def test_the_log_lists_every_reminder(world: World) -> None:
    remind(by=world.user("planner"), submission=world.submission(world.east), text=WORDS)
    remind(by=None, submission=world.submission(world.west), text="自动提醒")
    page = planner(world).get(f"/collections/{Collection.objects.get().pk}/reminders/").content.decode()
    for text in (WORDS, "自动提醒", "用户planner", "automatic", "用户east、用户east2"):
        assert text in page


def test_without_a_mail_server_nothing_is_mailed_and_the_page_says_so(world: World) -> None:
    addresses(east="east@example.org")
    chase = remind_units(by=None, submissions=[world.submission(world.east)], text=WORDS)
    assert (chase.mailed, mail.outbox) == (0, [])
    assert "E-mail is not set up" in planner(world).get(f"/collections/{Collection.objects.get().pk}/").content.decode()


def test_clerks_with_an_address_get_an_e_mail(world: World, mails: None) -> None:
    addresses(east="east@example.org", west="west@example.org")
    units = [world.submission(world.east), world.submission(world.west), world.submission(world.zone)]
    chase = remind_units(by=world.user("planner"), submissions=units, text=WORDS)
    assert chase.mailed == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["east@example.org", "west@example.org"]
    assert WORDS in mail.outbox[0].body
    assert dict(Reminder.objects.values_list("submission__area__name", "mailed")) == {"东县": 1, "西县": 1, "高新区": 0}


def test_a_mail_server_that_is_down_undoes_no_reminder_and_is_told(world: World, mails: None, settings, caplog) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    addresses(east="east@example.org")
    page = (
        planner(world)
        .post(f"/collections/{Collection.objects.get().pk}/remind/", {"text": WORDS}, follow=True)
        .content.decode()
    )
    assert "Connection refused" in page
    assert "The mail server does not take reminders" in caplog.text
    assert Reminder.objects.filter(mailed=0).count() == 4


def test_one_address_that_is_refused_keeps_no_other_from_its_e_mail(world: World, mails: None, settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    addresses(east="bad@example.org", east2="good@example.org")
    chase = remind_units(by=None, submissions=[world.submission(world.east)], text=WORDS)
    assert (chase.mailed, len(chase.mail_errors)) == (1, 1)
    assert [message.to for message in mail.outbox] == [["good@example.org"]]


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("zh-hans"):
        call_command("remind", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_reminds_who_is_due_soon_or_late_and_each_once_a_day(world: World) -> None:
    today = timezone.localdate()
    Collection.objects.update(due_on=today + timedelta(days=2))
    extend_deadline(
        by=world.user("planner"),
        submission=world.submission(world.west),
        due_on=today + timedelta(days=30),
        reason="汛情",
    )
    assert "东县" in run("--dry-run")
    assert not Reminder.objects.exists()
    said = run()
    assert "东县" in said
    assert "西县" not in said
    assert Reminder.objects.count() == 3
    assert run() == ""
    assert Reminder.objects.count() == 3


@pytest.mark.parametrize(("days", "expected"), [(8, 0), (9, 4)])
def test_how_soon_is_soon_can_be_said(world: World, days: int, expected: int) -> None:
    run("--days", str(days))
    assert Reminder.objects.count() == expected


def test_the_command_leaves_closed_and_future_collections_alone(world: World) -> None:
    Collection.objects.update(opens_on=timezone.localdate() + timedelta(days=1))
    assert run("--days", "100") == ""
    Collection.objects.update(opens_on=timezone.localdate() - timedelta(days=1))
    close_collection(by=None, collection=Collection.objects.get())
    assert run("--days", "100") == ""
