"""The entry point for a web server: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Imports every view, else the first request would: a mistake shows at the start, and nobody's first page waits for it.
_patterns = get_resolver().url_patterns
