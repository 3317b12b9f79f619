"""The three administrators at work, each in their own room, and a new colleague's first day."""

import pytest
from playwright.sync_api import Page, expect

from bureaus.models import Grant, User
from tests.browser.accessibility import check_accessibility
from tests.world import PASSWORD, World, make_collection, make_plan, make_world


@pytest.fixture
def world(transactional_db) -> World:
    """A bureau with a plan and an open collection."""
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


@pytest.fixture
def window(new_context, base_url):
    """A person's own window, in English."""

    def open_window() -> Page:
        context = new_context()
        context.add_cookies([{"name": "django_language", "value": "en", "url": base_url}])
        return context.new_page()

    return open_window


def sign_in_as(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/login/")
    page.get_by_label("Login name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_colleague_arrives_gets_a_right_and_takes_over(world: World, window, complaints: list) -> None:
    system = window()
    sign_in_as(system, "sysadmin")
    check_accessibility(system)
    system.get_by_role("link", name="Add a person").click()
    system.get_by_label("Login name").fill("Li.Na")
    system.get_by_label("Full name").fill("李娜")
    system.get_by_label("Area").select_option("East County")
    check_accessibility(system)
    system.get_by_role("button", name="Add").click()
    initial = system.locator(".password").inner_text()
    check_accessibility(system)

    security = window()
    sign_in_as(security, "secadmin")
    check_accessibility(security)
    security.get_by_role("link", name="用户east", exact=True).click()
    check_accessibility(security)
    security.get_by_role("link", name="Hand over to somebody else").click()
    expect(security.get_by_text("forms to fill in 1")).to_be_visible()
    security.get_by_label("Who takes them").select_option("李娜 (li.na)")
    security.get_by_label("Reason").fill("调离")
    check_accessibility(security)
    security.get_by_role("button", name="Hand over").click()
    expect(security.get_by_text("Handed over.")).to_be_visible()

    colleague = window()
    sign_in_as(colleague, "li.na", initial)
    expect(colleague.get_by_role("heading", name="Change the password")).to_be_visible()
    check_accessibility(colleague)
    colleague.get_by_label("Present password").fill(initial)
    colleague.get_by_label("New password", exact=True).fill("Erster Tag 2025")
    colleague.get_by_label("New password again").fill("Erster Tag 2025")
    colleague.get_by_role("button", name="Change the password").click()
    colleague.get_by_role("link", name="Fill in").click()
    expect(colleague.get_by_role("row", name="East County")).to_be_visible()

    auditor = window()
    sign_in_as(auditor, "auditor")
    check_accessibility(auditor)
    auditor.get_by_role("link", name="Security events").click()
    expect(auditor.get_by_role("row", name="rights handed over")).to_contain_text("用户secadmin")
    check_accessibility(auditor)
    assert Grant.objects.filter(user=User.objects.get(username="li.na")).count() == 1


def test_a_locked_account_says_until_when_and_is_unlocked(world: World, window, complaints: list) -> None:
    visitor = window()
    for _ in range(6):
        sign_in_as(visitor, "west", "wrong")
    expect(visitor.get_by_role("alert")).to_contain_text("You can sign in again from")
    check_accessibility(visitor)
    assert "429" in complaints.pop()

    security = window()
    sign_in_as(security, "secadmin")
    security.get_by_label("only locked accounts").check()
    security.get_by_role("button", name="Search").click()
    security.get_by_role("link", name="用户west").click()
    check_accessibility(security)
    security.get_by_role("button", name="Unlock").click()
    expect(security.get_by_text("The account is unlocked.")).to_be_visible()
    security.get_by_role("button", name="Sign out").click()

    sign_in_as(visitor, "west")
    expect(visitor.get_by_role("banner")).to_contain_text("用户west")


def test_units_are_kept_by_the_system_administrator(world: World, window) -> None:
    page = window()
    sign_in_as(page, "sysadmin")
    page.get_by_role("link", name="Units").click()
    check_accessibility(page)
    page.get_by_role("link", name="Dongshan").click()
    check_accessibility(page)
    page.locator("#id_area-name").fill("南县")
    page.locator("#id_area-code").fill("990123")
    page.get_by_role("button", name="Add the area").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Areas and departments").click()
    expect(page.get_by_role("row", name="南县")).to_contain_text("990123")
