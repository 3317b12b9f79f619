"""Changes to areas and people, and the trail that every change of the application leaves."""

from typing import Any

from bureaus.acting import SYSTEM_NAME, action
from bureaus.models import Area, AuditEvent, User


def record(*, by: User | None, verb: str, subject: object, area: Area | None = None, **detail: Any) -> AuditEvent:
    """Write one act into the trail. Call it inside the act's own transaction, so that neither can stand alone."""
    return AuditEvent.objects.create(
        verb=verb,
        actor_id_text=str(by.pk) if by else "",
        actor_name=by.name if by else SYSTEM_NAME,
        subject=str(subject)[:300],
        area_name=area.name if area else "",
        detail=detail,
    )


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
