"""`manage.py demo` fills an empty database whole or not at all, and no other."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bureaus.models import Area, User
from reporting.demonstration import loading
from reporting.demonstration.loading import NotEmpty, load_once
from tests.reporting.database import contents

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_an_interrupted_run_leaves_nothing(monkeypatch):
    def interrupted(*args):
        assert Area.objects.exists()
        raise KeyboardInterrupt

    before = contents()
    monkeypatch.setattr(loading, "load_years", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load_once(TODAY)
    assert contents() == before


def test_invented_figures_never_enter_an_installation_of_its_own():
    User.objects.create_user("somebody", "a-password-for-tests", name="某人")
    before = contents()
    with pytest.raises(NotEmpty):
        load_once(TODAY)
    with pytest.raises(CommandError, match="空数据库"):
        call_command("demo")
    assert contents() == before
