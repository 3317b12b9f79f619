"""The system administrator's accounts and units: who may sign in, and nothing else."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from bureaus.actions import add_account, add_area, give_right
from bureaus.models import Area, AuditEvent, Department, Grant, Role, SecurityEvent, User
from bureaus.policies import why_not_area_below
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
SAME_NAMES = ["zhang", "Zhang", "ZHANG", "ｚｈａｎｇ", " zhang ", "zhang\u3000"]


@pytest.fixture
def world() -> World:
    return make_world()


def client_of(world: World, username: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(world.user(username))
    return client


def added(client: Client, area: Area, username: str = "zhang", **more: str) -> str:
    """Add a person on the page and read the initial password there."""
    answer = client.post("/people/add/", {"username": username, "name": "张三", "area": area.pk, **more})
    assert answer.status_code == 200, answer.content.decode()
    return re.search(r'class="password">([^<]+)<', answer.content.decode()).group(1)


def test_a_person_is_added_and_signs_in_with_the_initial_password(world: World) -> None:
    password = added(client_of(world, "sysadmin"), world.east, phone="0799-1", email="z@example.cn")

    user = User.objects.get(username="zhang")
    assert (user.name, user.area, user.phone, user.email) == ("张三", world.east, "0799-1", "z@example.cn")
    assert user.must_change_password
    assert user.check_password(password)
    assert Client().login(username="ｚｈａｎｇ", password=password)
    assert not user.grants.exists()
    assert AuditEvent.objects.filter(verb="account.added", actor_name="用户sysadmin", area_name="东县").count() == 1


def test_initial_passwords_differ_and_hold_all_classes(world: World) -> None:
    passwords = [
        add_account(by=None, username=f"person{number}", name="某", area=world.city)[1] for number in range(100)
    ]
    assert len(set(passwords)) == 100
    for password in passwords:
        assert re.search("[a-z]", password)
        assert re.search("[A-Z]", password)
        assert re.search("[2-9]", password)
        assert not set(password) & set("0O1lIio")


@pytest.mark.parametrize("again", SAME_NAMES)
def test_one_login_name_is_one_person_however_it_is_written(world: World, again: str) -> None:
    client = client_of(world, "sysadmin")
    added(client, world.city, "Zhang")

    answer = client.post("/people/add/", {"username": again, "name": "李四", "area": world.city.pk})

    assert answer.status_code == 422
    assert "Somebody has this login name already." in answer.content.decode()
    with pytest.raises(ValidationError):
        add_account(by=None, username=again, name="李四", area=world.city)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(again, "x", name="李四")
    assert User.objects.filter(username="zhang").count() == 1


@pytest.mark.parametrize("username", ["zhang san", "zhang\u200bsan", "a" * 61, "", "张\nsan"])
def test_a_login_name_is_one_printable_word(world: World, username: str) -> None:
    answer = client_of(world, "sysadmin").post(
        "/people/add/", {"username": username, "name": "张三", "area": world.city.pk}
    )
    assert answer.status_code == 422


def test_a_disabled_person_is_signed_out_at_the_next_click_and_may_come_back(world: World) -> None:
    theirs, client = client_of(world, "east"), client_of(world, "sysadmin")
    path = f"/people/{world.people['east'].pk}/"
    assert theirs.get("/fill/").status_code == 200

    assert client.post(path, {"act": "disable", "reason": ""}).status_code == 422
    assert client.post(path, {"act": "disable", "reason": "调离"}).status_code == 302

    assert theirs.get("/fill/").headers["Location"].startswith("/login/")
    assert not Client().login(username="east", password="a-password-for-tests")
    assert AuditEvent.objects.get(verb="account.disabled").detail["reason"] == "调离"
    assert client.post(path, {"act": "enable", "reason": "回来"}).status_code == 302
    assert Client().login(username="east", password="a-password-for-tests")


def test_a_new_initial_password_ends_the_old_one_and_every_session(world: World) -> None:
    theirs = client_of(world, "east")
    answer = client_of(world, "sysadmin").post(f"/people/{world.people['east'].pk}/", {"act": "password"})

    password = re.search(r'class="password">([^<]+)<', answer.content.decode()).group(1)
    assert theirs.get("/fill/").status_code == 302
    assert not world.user("east").check_password("a-password-for-tests")
    assert world.user("east").check_password(password)
    assert world.user("east").must_change_password


@pytest.mark.parametrize("username", ["sysadmin", "secadmin", "auditor"])
def test_nobody_gets_at_an_administrators_password(world: World, username: str) -> None:
    before = world.user(username).password
    answer = client_of(world, "sysadmin").post(f"/people/{world.people[username].pk}/", {"act": "password"})
    assert answer.status_code == 422
    assert world.user(username).password == before


def test_nobody_disables_their_own_account(world: World) -> None:
    path = f"/people/{world.people['sysadmin'].pk}/"
    assert client_of(world, "sysadmin").post(path, {"act": "disable", "reason": "x"}).status_code == 422
    assert world.user("sysadmin").is_active


def test_fields_that_no_form_names_are_not_changed(world: World) -> None:
    client, person = client_of(world, "sysadmin"), world.people["east"]
    forged = {"is_active": "", "username": "hacked", "password": "x", "role": "security_admin", "grants": "1"}
    sent = {"act": "edit", "name": "新名", "area": world.east.pk, "phone": "1", "email": "", **forged}

    assert client.post(f"/people/{person.pk}/", sent).status_code == 302

    after = world.user("east")
    assert (after.name, after.username, after.is_active, after.password) == ("新名", "east", True, person.password)
    assert [grant.role for grant in after.grants.all()] == [Role.CLERK]


@pytest.fixture
def county_admin(world: World) -> Client:
    user, _ = add_account(by=None, username="eastadmin", name="县管理员", area=world.east)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    give_right(by=None, user=user, role=Role.SYSTEM_ADMIN, area=world.east)
    return client_of(world, "eastadmin")


def test_a_county_looks_after_its_own_people_only(world: World, county_admin: Client) -> None:
    page = county_admin.get("/people/").content.decode()

    assert "用户east<" in page
    assert "用户west<" not in page
    assert "用户planner<" not in page
    assert county_admin.get(f"/people/{world.people['west'].pk}/").status_code == 404
    assert county_admin.get(f"/units/{world.west.pk}/").status_code == 404
    sent = {"username": "li", "name": "李", "area": world.west.pk}
    assert county_admin.post("/people/add/", sent).status_code == 422


def test_who_holds_a_right_beyond_the_county_is_out_of_its_reach(world: World, county_admin: Client) -> None:
    Grant.objects.create(user=world.people["east"], role=Role.PLANNER, area=world.city)
    assert county_admin.get(f"/people/{world.people['east'].pk}/").status_code == 404


def test_accounts_are_found_by_name_unit_and_state(world: World) -> None:
    client = client_of(world, "sysadmin")
    added(client, world.west, "zhang")

    def listed(query: str) -> set[str]:
        page = client.get(f"/people/?{query}").content.decode()
        return {user.username for user in User.objects.all() if f'href="/people/{user.pk}/"' in page}

    assert listed("q=ZHANG") == {"zhang"}
    assert listed("q=张三") == {"zhang"}
    assert listed(f"area={world.west.pk}") == {"zhang", "west"}
    assert listed("state=waiting") == {"zhang"}
    assert listed("q=nobody") == set()
    assert "No account is like that." in client.get("/people/?q=nobody").content.decode()
    assert client.get("/people/?sort=password&area=999999&state=__all__").status_code == 200


def test_the_last_sign_in_is_shown(world: World) -> None:
    Client().post("/login/", {"username": "east", "password": "a-password-for-tests"})
    assert SecurityEvent.objects.filter(kind="sign_in.done", username="east").count() == 1
    assert (
        "never signed in"
        not in client_of(world, "sysadmin").get(f"/people/{world.people['east'].pk}/").content.decode()
    )
    assert "never signed in" in client_of(world, "sysadmin").get(f"/people/{world.people['west'].pk}/").content.decode()


# Units


def test_departments_and_areas_are_added_and_renamed(world: World) -> None:
    client, path = client_of(world, "sysadmin"), f"/units/{world.city.pk}/"
    sent = {"act": "department", "department-name": "医政科", "department-name_en": "", "department-code": "medical"}
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 422  # the code is taken
    sent = {"act": "area", "area-name": "南县", "area-name_en": "", "area-level": "county", "area-code": "990123"}
    assert client.post(path, sent).status_code == 302
    department = Department.objects.get(code="medical")
    key = f"department-{department.pk}"
    assert client.post(path, {"act": key, f"{key}-name": "医政医管科", f"{key}-name_en": ""}).status_code == 302
    south = Area.objects.get(code="990123")
    sent = {"act": "rename", "rename-name": "南山县", "rename-name_en": "Nanshan"}
    assert client.post(f"/units/{south.pk}/", sent).status_code == 302

    assert south.parent == world.city
    assert Area.objects.get(code="990123").name == "南山县"
    assert Department.objects.get(code="medical").name == "医政医管科"
    assert "南山县" in client.get("/units/").content.decode() or "Nanshan" in client.get("/units/").content.decode()
    assert AuditEvent.objects.get(verb="area.renamed").detail == {"before": "南县"}


def test_a_sister_area_cannot_take_the_name(world: World) -> None:
    client = client_of(world, "sysadmin")
    sent = {"act": "rename", "rename-name": "西县", "rename-name_en": ""}
    assert client.post(f"/units/{world.east.pk}/", sent).status_code == 422
    assert Area.objects.get(pk=world.east.pk).name == "东县"


@pytest.mark.parametrize(
    ("level", "code", "refused"),
    [
        ("county", "990123", False),
        ("county", "", False),
        ("county", "990100", True),
        ("county", "991123", True),
        ("county", "99012", True),
        ("county", "９９０１２３", True),
        ("county", "99012a", True),
        ("city", "990200", True),
        ("nation", "990123", True),
    ],
)
def test_codes_follow_the_tree(world: World, level: str, code: str, refused: bool) -> None:
    assert bool(why_not_area_below(world.city, level=level, code=code)) is refused


def test_codes_of_provinces_and_of_counties_directly_below_them() -> None:
    nation = add_area(by=None, parent=None, name="某国", level="nation", code="000000")
    assert not why_not_area_below(nation, level="province", code="420000")
    assert why_not_area_below(nation, level="province", code="420100")
    province = add_area(by=None, parent=nation, name="某省", level="province", code="420000")
    assert not why_not_area_below(province, level="county", code="429004")
    assert not why_not_area_below(province, level="city", code="421000")
    assert why_not_area_below(province, level="city", code="360300")
    assert not why_not_area_below(
        add_area(by=None, parent=province, name="某市", level="city", code="421000"), level="county", code="421010"
    )
