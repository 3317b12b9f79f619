"""A clock for tests of the past: what is recorded while it is set bears its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.utils import timezone


@contextmanager
def recorded_at(moment: datetime) -> Iterator[None]:
    """Everything recorded inside the block is recorded at that moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def local(text: str) -> datetime:
    """A moment of the server's clock, like "2021-01-31 23:59"."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())
