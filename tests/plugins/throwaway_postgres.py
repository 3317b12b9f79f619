"""Runs the tests on a PostgreSQL of their own, made in a temporary folder and removed at the end.

Load it with `python -m pytest -p tests.plugins.throwaway_postgres`: a plugin named so is imported before pytest-django
reads the settings, which is the last moment to set DATABASE_URL. Under xdist only the controller starts a server; the
workers inherit its address and make one database each.
"""

import os
import secrets

import pytest

from tests.postgres import NotStarted, start

if "PYTEST_XDIST_WORKER" not in os.environ:
    try:
        os.environ["DATABASE_URL"] = start()
    except NotStarted as reason:
        raise pytest.UsageError(str(reason)) from reason
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
