"""What is typed is never lost: without a network, without a sign-in, beside somebody else, in a form that was locked."""

import pytest
from playwright.sync_api import Route, expect

from collection.actions import close_collection
from indicators.models import Observation, ObservationRevision
from tests.browser.entry_form import EntryForm, figures_in, make_form_of_thirty
from tests.world import PASSWORD, World, fill

OFFLINE = "离线：已留在本机，恢复后自动保存"


@pytest.fixture
def world(transactional_db) -> World:
    return make_form_of_thirty()


@pytest.fixture
def form(sign_in, new_context, world: World) -> EntryForm:
    page = new_context().new_page()
    sign_in(page, world.user("east"))
    return EntryForm(page, world).open()


def lose(route: Route) -> None:
    """The request finds no network."""
    route.abort("internetdisconnected")


def forget_lost_requests(complaints: list) -> None:
    """Chromium reports every request that found no network."""
    complaints[:] = [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_five_minutes_without_a_network_lose_nothing(form: EntryForm, complaints: list, world: World) -> None:
    page = form.page
    page.clock.install()
    form.open()
    page.context.set_offline(True)
    form.cell("population").focus()
    form.type("250000", "1800")
    page.clock.run_for(2_000)
    form.expect_state("population", OFFLINE)
    expect(page.get_by_text("网络已断开。请继续填写")).to_be_visible()
    page.clock.fast_forward(300_000)
    form.type("700", "120")
    page.clock.run_for(40_000)
    form.expect_state("tcm", OFFLINE)
    assert figures_in(world) == {}
    page.context.set_offline(False)
    page.clock.run_for(1_000)
    form.expect_all_saved()
    expect(page.get_by_text("网络已恢复，内容均已保存。")).to_be_visible()
    assert figures_in(world) == {"population": 250_000, "beds": 1_800, "physicians": 700, "tcm": 120}
    assert ObservationRevision.objects.count() == 4
    assert page.evaluate("sessionStorage.length") == 0
    forget_lost_requests(complaints)


def test_a_reload_without_a_network_keeps_what_was_typed(form: EntryForm, complaints: list, world: World) -> None:
    page = form.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/cells/", lose)
    form.cell("beds").focus()
    form.type("1800")
    form.note("beds").fill("含新院区")
    form.expect_state("beds", OFFLINE)
    page.reload()
    expect(form.cell("beds")).to_have_value("1800")
    expect(form.note("beds")).to_have_value("含新院区")
    assert figures_in(world) == {}
    page.unroute("**/cells/", lose)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_800}
    forget_lost_requests(complaints)


def test_an_answer_that_was_lost_makes_no_second_change(form: EntryForm, complaints: list, world: World) -> None:
    answers = []

    def lose_the_first(route: Route) -> None:
        answers.append(route.fetch())
        if len(answers) == 1:
            route.abort("internetdisconnected")
        else:
            route.fulfill(response=answers[-1])

    form.page.route("**/cells/", lose_the_first)
    form.cell("beds").focus()
    form.type("1800")
    form.expect_state("beds", OFFLINE)
    form.page.evaluate("window.dispatchEvent(new Event('online'))")
    form.expect_all_saved()
    assert answers[0].json()["cells"] == answers[1].json()["cells"]
    assert ObservationRevision.objects.count() == 1
    forget_lost_requests(complaints)


def test_two_clerks_on_one_cell_see_both_figures_and_lose_nothing(
    form: EntryForm, new_context, sign_in, world: World
) -> None:
    second = new_context().new_page()
    sign_in(second, world.user("east2"))
    other = EntryForm(second, world).open()
    form.cell("beds").focus()
    form.type("1800", "700")
    form.expect_all_saved()
    other.cell("beds").focus()
    other.type("1750", "710")
    other.expect_state("beds", "两人所填不同")
    expect(other.below("beds")).to_contain_text("用户east已将此数改为1\u202f800")
    expect(other.cell("beds")).to_have_value("1750")
    other.below("beds").get_by_role("button", name="用我的：1750").click()
    other.expect_state("beds", "已保存")
    other.below("physicians").get_by_role("button", name="用对方的：700").click()
    other.expect_all_saved()
    assert figures_in(world) == {"beds": 1_750, "physicians": 700}
    assert list(ObservationRevision.objects.order_by("id").values_list("by_name", "value")) == [
        ("用户east", 1_800),
        ("用户east", 700),
        ("用户east2", 1_750),
    ]


def test_escape_takes_the_others_figure_where_two_clerks_met(form: EntryForm, world: World) -> None:
    fill(world, "east2", form.submission, beds=1_777)
    form.cell("beds").focus()
    form.type("1800")
    form.expect_state("beds", "两人所填不同")
    form.cell("beds").focus()
    form.page.keyboard.press("Escape")
    expect(form.cell("beds")).to_have_value("1777")
    form.type("1790")
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_790}


def test_what_an_input_method_shows_on_the_way_is_not_saved(form: EntryForm, world: World) -> None:
    keyboard = form.page.context.new_cdp_session(form.page)
    form.note("beds").focus()
    for shown in ("h", "hes", "heshi"):
        keyboard.send("Input.imeSetComposition", {"text": shown, "selectionStart": 1, "selectionEnd": 1})
        form.page.wait_for_timeout(100)
    form.page.wait_for_timeout(1_300)  # longer than the rest after which a cell saves itself
    assert figures_in(world) == {}
    keyboard.send("Input.insertText", {"text": "核实"})
    form.page.keyboard.press("Enter")
    form.expect_all_saved()
    assert list(ObservationRevision.objects.values_list("note", flat=True)) == ["核实"]


def test_what_comes_back_after_the_network_overwrites_nothing_newer(
    form: EntryForm, complaints: list, world: World
) -> None:
    page = form.page
    page.context.set_offline(True)
    form.cell("beds").focus()
    form.type("1800")
    form.expect_state("beds", OFFLINE)
    fill(world, "east2", form.submission, beds=1_777)
    page.context.set_offline(False)
    form.expect_state("beds", "两人所填不同")
    expect(form.cell("beds")).to_have_value("1800")
    assert figures_in(world) == {"beds": 1_777}
    forget_lost_requests(complaints)


def test_a_sign_in_that_ran_out_is_renewed_in_another_window_and_saving_goes_on(
    form: EntryForm, complaints: list, world: World
) -> None:
    page = form.page
    page.context.clear_cookies(name="sessionid")
    form.cell("beds").focus()
    form.type("1800")
    expect(page.get_by_text("登录已过期。请在新窗口重新登录")).to_be_visible()
    assert "401" in complaints.pop()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="登录").click()
    again = opened.value
    again.get_by_label("登录名").fill("east")
    again.get_by_label("密码").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    expect(again.locator("#entry")).to_be_visible()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    form.expect_all_saved()
    assert figures_in(world) == {"beds": 1_800}
    complaints.clear()


def test_nothing_is_kept_under_the_name_of_somebody_else_who_signed_in(
    form: EntryForm, complaints: list, sign_in, world: World
) -> None:
    form.cell("beds").fill("1800")
    sign_in(form.page, world.user("east2"))
    form.page.keyboard.press("Enter")
    expect(form.page.get_by_text("本浏览器已由他人登录")).to_be_visible()
    expect(form.cell("beds")).to_have_value("1800")
    assert figures_in(world) == {}
    assert "403" in complaints.pop()


def test_a_form_that_was_locked_meanwhile_says_why_and_keeps_the_text_in_sight(
    form: EntryForm, complaints: list, world: World
) -> None:
    form.cell("beds").fill("1800")
    close_collection(by=None, collection=form.submission.collection)
    form.page.keyboard.press("Enter")
    expect(form.page.get_by_text("不能再保存：")).to_contain_text("东山市")
    form.expect_state("beds", "未保存：报表已锁定")
    expect(form.cell("beds")).to_have_value("1800")
    expect(form.cell("beds")).not_to_be_editable()
    assert not Observation.objects.filter(year=2024).exists()
    assert "409" in complaints.pop()


def test_a_sign_in_about_to_end_says_so_two_minutes_before_and_goes_on_at_a_click(form: EntryForm, settings) -> None:
    page = form.page
    page.clock.install()
    form.open()
    page.clock.fast_forward((settings.SESSION_COOKIE_AGE - 179) * 1_000)
    expect(page.get_by_text("两分钟后将因无操作退出登录")).to_be_visible()
    page.get_by_role("button", name="继续使用").click()
    expect(page.get_by_text("两分钟后将因无操作退出登录")).to_be_hidden()


def test_signing_out_leaves_nothing_behind(form: EntryForm, complaints: list) -> None:
    page = form.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/cells/", lose)
    form.cell("beds").focus()
    form.type("1800")
    form.expect_state("beds", OFFLINE)
    assert page.evaluate("sessionStorage.length") == 1
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    forget_lost_requests(complaints)


def test_half_a_figure_is_not_saved_while_one_is_typing_it(form: EntryForm, world: World) -> None:
    form.cell("population").focus()
    form.type("250000")
    for digit in "1800":
        form.page.keyboard.type(digit)
        form.page.wait_for_timeout(120)
    form.page.keyboard.press("Enter")
    form.expect_all_saved()
    assert list(ObservationRevision.objects.filter(observation__indicator__code="beds").values_list("value")) == [
        (1_800,)
    ]
