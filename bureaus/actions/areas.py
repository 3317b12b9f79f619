"""Changes to the tree of areas and to the departments in it."""

from typing import Any

from bureaus.acting import action
from bureaus.actions.trail import record
from bureaus.models import Area, Department, User


@action
def add_area(*, by: User | None, parent: Area | None, name: str, level: str, **fields: Any) -> Area:
    """A new area in its place in the tree. Raises ValidationError with a sentence when the tree's rules forbid it."""
    area = Area(parent=parent, name=name, level=level, path=f"new-{name}", **fields)
    area.full_clean(exclude=["path"])
    area.save()
    area.path = f"{parent.path if parent else '/'}{area.pk:06d}/"  # padded: sorted as text it is in order of entry
    area.save(update_fields=["path"])
    record(by=by, verb="area.added", subject=area, area=area, code=area.code)
    return area


@action
def rename_area(*, by: User | None, area: Area, name: str, name_en: str) -> Area:
    """Another name for an area, everywhere from now on. Raises ValidationError when a sister has that name."""
    before, area.name, area.name_en = area.name, name, name_en
    area.full_clean()
    area.save(update_fields=["name", "name_en"])
    record(by=by, verb="area.renamed", subject=area, area=area, before=before)
    return area


@action
def add_department(*, by: User | None, area: Area, code: str, name: str, name_en: str = "") -> Department:
    """A new department of an area's bureau. Raises ValidationError when its code is taken there."""
    department = Department(area=area, code=code, name=name, name_en=name_en)
    department.full_clean()
    department.save()
    record(by=by, verb="department.added", subject=department, area=area, code=code)
    return department


@action
def rename_department(*, by: User | None, department: Department, name: str, name_en: str) -> Department:
    """Another name for a department; its code stays."""
    before, department.name, department.name_en = department.name, name, name_en
    department.full_clean()
    department.save(update_fields=["name", "name_en"])
    record(by=by, verb="department.renamed", subject=department, area=department.area, before=before)
    return department
