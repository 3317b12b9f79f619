"""What pages about figures are asked for in their address."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_as_of(asked: str) -> date | None:
    """The day as of which somebody wants to read figures, None where no day is asked for.

    Raises ValidationError with one sentence for what is no day, and for a day to come.
    """
    asked = asked.strip()
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked) if DAY.fullmatch(asked) else None
    except ValueError:
        day = None
    if day is None:
        told = {"asked": asked[:20]}
        raise ValidationError(_("“%(asked)s” is no day. Write it like 2026-01-31.") % told)
    if day > timezone.localdate():
        raise ValidationError(_("%(day)s is still to come; nothing is recorded of it yet.") % {"day": day.isoformat()})
    return day


def as_of_or_why_not(asked: str) -> tuple[date | None, list[str]]:
    """The same for a page that stays whole: the day, or None and what to tell the reader."""
    try:
        return read_as_of(asked), []
    except ValidationError as refusal:
        return None, [*refusal.messages, _("Today's figures are shown.")]
