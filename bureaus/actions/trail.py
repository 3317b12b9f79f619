"""The trail that every act leaves, and the security events that stand beside it."""

import json
import logging
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from bureaus.acting import SYSTEM_NAME
from bureaus.models import Area, AuditEvent, SecurityEvent, User

security_log = logging.getLogger("security")  # one JSON line an event; where it goes is told by the settings
_log = logging.getLogger(__name__)


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


def write_security_event(event: SecurityEvent) -> None:
    """One line to the log "security" and one row, outside any transaction of what it tells about.

    The line is ASCII, so that no sign of a name or path can begin another line or colour a terminal. An event that the
    database refuses does not undo what has happened: it stands in the line, and the refusal is an error in the log.
    """
    told = {
        "kind": event.kind, "refused": event.is_refused, "username": event.username, "name": event.actor_name,
        "ip": event.ip, "path": event.path, "request": event.request_id, **event.detail,
    }  # fmt: skip
    security_log.info(json.dumps({"at": timezone.now().isoformat(), **told}))
    try:
        event.save(force_insert=True)
    except DatabaseError:
        _log.exception("A security event could not be stored: %s", event.kind)
