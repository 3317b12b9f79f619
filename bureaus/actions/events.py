"""Security events: noted while a request is answered, written when its transactions have ended.

So a roll-back takes no refusal with it, and nothing is told as done that was undone.
"""

import json
import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from bureaus.models import SecurityEvent, User

_lines = logging.getLogger("security")  # one JSON line an event; where they go is told by the settings
_log = logging.getLogger(__name__)


def note(request: HttpRequest, kind: str, *, user: User | None = None, is_refused: bool = False, **detail: Any) -> None:
    """Remember an event of this request. `user`: who did it, where that is not who is signed in; `detail`: JSON facts."""
    if user is None and request.user.is_authenticated:
        user = request.user
    event = SecurityEvent(
        kind=kind,
        is_refused=is_refused,
        username=(user.username if user else str(detail.pop("username", "")))[:60],
        actor_name=user.name if user else "",
        ip=address_of(request),
        path=request.path[:300].replace("\0", ""),
        request_id=getattr(request, "request_id", ""),
        detail=detail,
    )
    noted(request).append(event)


def address_of(request: HttpRequest) -> str:
    """Where the request came from; what a proxy told of it was read before, if a proxy is there."""
    return getattr(request, "client_ip", "") or request.META.get("REMOTE_ADDR", "")[:45]


def noted(request: HttpRequest) -> list[SecurityEvent]:
    """What has been noted of this request and is not written yet."""
    if not hasattr(request, "_security_events"):
        request._security_events = []
    return request._security_events


def write_noted(request: HttpRequest) -> None:
    """Write what was noted: a line to the log "security" and a row each. Call it outside any transaction.

    A line is ASCII, so that no sign of a name or path can begin another line or colour a terminal. An event that the
    database refuses does not undo what has happened: it stands in the line, and the refusal is an error in the log.
    """
    while noted(request):
        event = noted(request).pop(0)
        told = {
            "at": timezone.now().isoformat(), "kind": event.kind, "refused": event.is_refused,
            "username": event.username, "name": event.actor_name, "ip": event.ip, "path": event.path,
            "request": event.request_id, "detail": event.detail,
        }  # fmt: skip
        _lines.info(json.dumps(told))
        try:
            event.save(force_insert=True)
        except DatabaseError:
            _log.exception("A security event could not be stored: %s", event.kind)
