"""The trail that every act leaves."""

from typing import Any

from bureaus.acting import SYSTEM_NAME
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
