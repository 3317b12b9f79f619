"""Every address of the application for every kind of person: taken from the resolver, so that a new one needs a row here.

A row says, for each kind of person, what the address answers to GET and to POST when its ids are the east county's.
"""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver

from bureaus.models import Grant, Role
from collection.actions import submit
from indicators.checking import keep_default_rules
from indicators.models import CheckRule, Evidence, Observation
from plans.models import DraftRow, PlanDraft
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
SECRET = "987654321"  # a figure of the east county's that nobody outside it may ever read

PEOPLE = (
    "anonymous", "no role", "sysadmin", "west", "cdc", "east", "planner", "leader", "reviewer", "secadmin", "auditor",
)  # fmt: skip
STRANGERS = ("anonymous", "no role", "sysadmin", "west", "secadmin", "auditor")
# address → (method → answers in the order of PEOPLE; a row of nine: the other two administrators get the sysadmin's)
ANSWERS = {
    "login/": {"GET": (200, 302, 302, 302, 302, 302, 302, 302, 302)},
    "logout/": {"GET": (302, *[405] * 8)},
    "language/": {"GET": (405,) * 9, "POST": (302,) * 9},
    "": {"GET": (302, 200, 302, 200, 200, 200, 200, 302, 200)},
    "password/": {"GET": (302, *[200] * 10), "POST": (401, *[422] * 10)},
    "people/": {"GET": (302, 403, 200, *[403] * 8)},
    "people/add/": {"GET": (302, 403, 200, *[403] * 8), "POST": (401, 403, 422, *[403] * 8)},
    "people/<int:pk>/": {"GET": (302, 403, 200, *[403] * 8), "POST": (401, 403, 422, *[403] * 8)},
    "units/": {"GET": (302, 403, 200, *[403] * 8)},
    "units/<int:pk>/": {"GET": (302, 403, 200, *[403] * 8), "POST": (401, 403, 422, *[403] * 8)},
    "rights/": {"GET": (302, *[403] * 8, 200, 403)},
    "rights/<int:pk>/": {"GET": (302, *[403] * 8, 200, 403), "POST": (401, *[403] * 8, 422, 403)},
    "rights/<int:pk>/hand-over/": {"GET": (302, *[403] * 8, 200, 403), "POST": (401, *[403] * 8, 422, 403)},
    "log/": {"GET": (302, *[403] * 9, 200)},
    "fill/": {"GET": (302, *[200] * 8)},
    "fill/<int:pk>/": {
        "GET": (302, 404, 404, 404, 404, 200, 200, 200, 200),
        "POST": (401, 404, 404, 404, 404, 409, 403, 403, 403),
    },
    "fill/<int:pk>/cells/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 409, 403, 403, 403),
    },
    "fill/<int:pk>/recall/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 302, 403, 403, 403),
    },
    "fill/<int:pk>/workbook.xlsx": {"GET": (302, 404, 404, 404, 404, 200, 200, 200, 200)},
    "fill/<int:pk>/upload/": {
        "GET": (302, 404, 404, 404, 404, 200, 200, 200, 200),
        "POST": (401, 404, 404, 404, 404, 409, 403, 403, 403),
    },
    "fill/<int:pk>/upload/keep/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 409, 403, 403, 403),
    },
    "fill/<int:pk>/upload/marked/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 409, 403, 403, 403),
    },
    "fill/<int:pk>/evidence/<int:indicator>/": {
        "GET": (302, 404, 404, 404, 404, 200, 200, 200, 200),
        "POST": (401, 404, 404, 404, 404, 422, 403, 403, 403),
    },
    "evidence/<int:pk>/": {"GET": (302, 404, 404, 404, 200, 200, 200, 200, 200)},
    "review/": {"GET": (302, *[200] * 8)},
    "review/many/": {"GET": (302, *[405] * 8), "POST": (401, *[302] * 8)},
    "review/<int:pk>/": {"GET": (302, 404, 404, 404, 404, 200, 200, 200, 200)},
    "review/<int:pk>/approve/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 403, 403, 403, 302),
    },
    "review/<int:pk>/return/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, 404, 403, 403, 403, 422),
    },
    "figures/<slug:code>/<int:area>/<int:year>/": {"GET": (302, 404, 404, 404, 200, 200, 200, 200, 200)},
    "plans/": {"GET": (302, 200, 200, 302, 302, 302, 200, 302, 302)},
    "checks/": {
        "GET": (302, *[403] * 5, 200, 403, 403),
        "POST": (401, *[403] * 5, 302, 403, 403),
    },
    "checks/add/": {
        "GET": (302, *[403] * 5, 200, 403, 403),
        "POST": (401, *[403] * 5, 422, 403, 403),
    },
    "checks/<int:pk>/": {
        "GET": (302, *[403] * 5, 200, 403, 403),
        "POST": (401, *[403] * 5, 422, 403, 403),
    },
    "plans/import/": {"GET": (302, 403, 403, 403, 403, 403, 200, 403, 403)},
    "plans/import/<int:pk>/": {
        "GET": (302, *[404] * 5, 200, 404, 404),
        "POST": (401, *[404] * 5, 422, 404, 404),
    },
    "collections/": {"GET": (302, 403, 403, 403, 403, 403, 200, 403, 403)},
    "collections/<int:pk>/": {"GET": (302, *[404] * 5, 200, 404, 404)},
    "collections/<int:pk>/remind/": {
        "GET": (302, *[405] * 8),
        "POST": (401, *[404] * 5, 422, 404, 404),
    },
    "collections/<int:pk>/reminders/": {"GET": (302, *[404] * 5, 200, 404, 404)},
    "collections/<int:pk>/close/": {
        "GET": (302, *[405] * 8),
        "POST": (401, *[404] * 5, 302, 404, 404),
    },
    "collections/<int:pk>/reopen/": {
        "GET": (302, *[405] * 8),
        "POST": (401, *[404] * 5, 302, 404, 404),
    },
    "submissions/<int:pk>/extend/": {
        "GET": (302, *[404] * 5, 200, 404, 404),
        "POST": (401, *[404] * 5, 422, 404, 404),
    },
    "collections/<int:pk>/workbooks.zip": {"GET": (302, *[404] * 5, 200, 404, 404)},
    "collections/<slug:code>/open/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 422, 403, 403),
    },
    "plans/<slug:code>/": {"GET": (302, 404, 404, 404, 200, 200, 200, 200, 200)},
    "plans/<slug:code>/edit/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 302, 403, 403),
    },
    "plans/<slug:code>/edit/head/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 422, 403, 403),
    },
    "plans/<slug:code>/edit/next/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 422, 403, 403),
    },
    "plans/<slug:code>/edit/add/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 422, 403, 403),
    },
    "plans/<slug:code>/edit/targets/<int:pk>/": {
        "GET": (302, 404, 404, 403, 403, 403, 200, 403, 403),
        "POST": (401, 404, 404, 403, 403, 403, 404, 403, 403),
    },
    "plans/<slug:code>/targets.xlsx": {"GET": (302, 404, 404, 404, 200, 200, 200, 200, 200)},
    "plans/<slug:code>/method/": {"GET": (302, 404, 404, 200, 200, 200, 200, 200, 200)},
    "plans/<slug:code>/targets/<int:pk>/judge/": {
        "GET": (302, *[405] * 8),
        "POST": (401, 404, 404, 404, *[403] * 5),
    },
    "plans/<slug:code>/targets/<int:pk>/": {"GET": (302, 404, 404, 404, 200, 200, 200, 200, 200)},
}


def addresses(resolver=None, before: str = "") -> list[str]:
    """Every pattern that the resolver knows, joined to its full form."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        full = before + str(pattern.pattern)
        found += addresses(pattern, full) if hasattr(pattern, "url_patterns") else [full]
    return found


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    make_plan(world)
    keep_default_rules(by=None, area=world.city)
    make_collection(world)
    submission = world.submission(world.east)
    fill(world, "east", submission, population=SECRET, beds=1, physicians=1, tcm=1)
    submit(by=world.user("east"), submission=submission)
    file = ContentFile(SECRET.encode(), name="x.txt")
    population = world.indicators["population"]
    Evidence.objects.create(indicator=population, area=world.east, year=2024, file=file, name="x.txt", size=9)
    draft = PlanDraft.objects.create(area=world.city, source_name="规划.docx", by=world.user("planner"))
    DraftRow.objects.create(draft=draft, order=1, name="床位数", wording="≥8")
    return world


def client_of(world: World, person: str) -> Client:
    client = Client(raise_request_exception=True)
    if person == "no role":
        Grant.objects.filter(user__username="zone").delete()
        person = "zone"
    if person != "anonymous":
        client.force_login(world.user(person))
    return client


def concrete(world: World, address: str) -> str:
    target = world.plan.targets.get(order=1)
    draft = PlanDraft.objects.get()
    ids = {
        "figures/<slug:code>": "figures/population",
        "<int:indicator>": str(world.indicators["population"].pk),
        "evidence/<int:pk>": f"evidence/{Evidence.objects.get().pk}",
        "<int:area>": str(world.east.pk),
        "<int:year>": "2024",
        "<slug:code>": world.plan.code,
        "targets/<int:pk>": f"targets/{target.pk}",
        "import/<int:pk>": f"import/{draft.pk}",
        "people/<int:pk>": f"people/{world.people['east'].pk}",
        "rights/<int:pk>": f"rights/{world.people['east'].pk}",
        "units/<int:pk>": f"units/{world.east.pk}",
        "collections/<int:pk>": f"collections/{world.plan.collections.get().pk}",
        "checks/<int:pk>": f"checks/{CheckRule.objects.first().pk}",
    }
    for pattern, value in ids.items():
        address = address.replace(pattern, value)
    query = f"?area={world.east.pk}&unapproved=1&year=2024" if address.startswith("plans/dongshan") else ""
    return "/" + address.replace("<int:pk>", str(world.submission(world.east).pk)) + query


def answer_for(person: str, answers: tuple[int, ...]) -> int:
    """What the row says for this person."""
    place = PEOPLE.index(person)
    return answers[place] if place < len(answers) else answers[PEOPLE.index("sysadmin")]


def test_every_address_has_its_row() -> None:
    assert sorted(addresses()) == sorted(ANSWERS)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("address", ANSWERS)
def test_everybody_gets_what_the_row_says_and_strangers_read_nothing(world: World, address: str, person: str) -> None:
    client, path = client_of(world, person), concrete(world, address)
    for method, answers in ANSWERS[address].items():
        answer = client.generic(method, path)
        assert answer.status_code == answer_for(person, answers), f"{method} {path} as {person}"
        if person in STRANGERS:
            assert SECRET not in b"".join(answer).decode(errors="replace")
    assert Observation.objects.get(area=world.east, indicator__code="population").value == int(SECRET)


def test_reading_changes_nothing(world: World) -> None:
    before = list(Observation.objects.values())
    for address in ANSWERS:
        client_of(world, "reviewer").get(concrete(world, address))
    assert list(Observation.objects.values()) == before
    assert world.submission(world.east).state == "submitted"


def test_a_role_taken_away_ends_at_the_next_click(world: World) -> None:
    client = client_of(world, "reviewer")
    path = f"/review/{world.submission(world.east).pk}/"
    assert client.get(path).status_code == 200
    Grant.objects.filter(user__username="reviewer", role=Role.REVIEWER).delete()
    assert client.get(path).status_code == 404
