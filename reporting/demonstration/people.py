"""The people of the demonstration: posts instead of names, one password for all, known to everybody."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from bureaus.actions import record
from bureaus.models import Area, Department, Grant, User
from reporting.demonstration.tables import table

PASSWORD = "Yanshi-2025"  # 演示 = demonstration; printed by the command, so it is no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One login of the demonstration as the command prints it."""

    login: str
    name: str
    name_en: str
    phone: str  # made of zeros: nobody answers


def people() -> list[Person]:
    """Everybody of demo-people.tsv once, in its order, however many roles they hold."""
    rows = {row["login"]: row for row in table("demo-people")}
    return [
        Person(login=row["login"], name=row["name"], name_en=row["name_en"], phone=row["phone"])
        for row in rows.values()
    ]


def load_people(areas: dict[str, Area], departments: dict[str, Department]) -> dict[str, User]:
    """The users of demo-people.tsv with their grants, by login name."""
    hashed = make_password(PASSWORD)  # hashed once: it is meant to be slow, and the password is the same for all
    homes = {row["login"]: areas[row["area"]] for row in table("demo-people")}
    users: dict[str, User] = {}
    for person in people():
        user = User.objects.create_user(person.login, name=person.name, phone=person.phone, area=homes[person.login])
        user.password = hashed
        user.save(update_fields=["password"])
        users[person.login] = user
    for row in table("demo-people"):
        grant = Grant(
            user=users[row["login"]],
            role=row["role"],
            area=areas[row["area"]],
            department=departments[row["department"]] if row["department"] else None,
        )
        grant.full_clean()
        grant.save()
        record(by=None, verb="grant.added", subject=grant, area=grant.area, role=grant.role)
    return users
