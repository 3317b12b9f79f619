"""Signing in, as the person at the desk does it."""

import pytest
from playwright.sync_api import Page, expect

from bureaus.models import User
from tests.browser.accessibility import check_accessibility

PASSWORD = "萍乡-2025-规划"


@pytest.fixture
def clerk(transactional_db) -> User:
    """A person who may sign in."""
    return User.objects.create_user("zhang.wei", PASSWORD, name="张伟")


def sign_in_as(page: Page, username: str, password: str) -> None:
    """What the person does on the sign-in page."""
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_the_clerk_is_asked_to_sign_in_and_then_stands_at_the_desk(page, clerk):
    page.goto("/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    check_accessibility(page)

    sign_in_as(page, "Zhang.Wei ", PASSWORD)

    expect(page.get_by_role("banner")).to_contain_text("张伟")
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_a_wrong_password_is_refused_without_saying_which_of_the_two_was_wrong(page, clerk):
    page.goto("/login/")

    sign_in_as(page, "zhang.wei", "wrong")

    expect(page.get_by_role("alert")).to_have_text("登录名或密码不正确。")
    check_accessibility(page)


def test_the_page_speaks_english_when_asked(page, clerk):
    page.goto("/login/")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("Login name")).to_be_visible()
    check_accessibility(page)
