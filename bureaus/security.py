"""What concerns security in every request: its events, the life of a session, and passwords that must be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.actions import note, noted, write_noted
from bureaus.models import User, normal_username
from bureaus.policies import must_choose_password

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"  # in the session: seconds since 1970
RENEWED_EVERY = 60  # seconds: a session whose end is put off with every request would be a write with every request
CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")
REFUSALS = (401, 403, 404, 429)  # of what would have changed something; of reading only 403, since 404 tells nothing
OPEN_TO_ALL = ("password", "logout", "choose_language")  # where one may go before the password is one's own

Respond = Callable[[HttpRequest], HttpResponse]


class SecurityEventsMiddleware:
    """Writes the events of a request when it has been answered; refusals and files that leave are noted here."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refused = response.status_code == 403 or (
            request.method not in CHANGES_NOTHING and response.status_code in REFUSALS
        )
        if refused and not noted(request):
            note(request, "access.denied", is_refused=True, method=request.method, status=response.status_code)
        leaves = response.headers.get("Content-Disposition", "").startswith("attachment")
        if leaves and not noted(request):
            note(request, "file.downloaded", query=request.META.get("QUERY_STRING", "")[:300])
        write_noted(request)
        return response


class SessionLifeMiddleware:
    """A session ends after idle time (the session's own age) and at the latest `SESSION_HOURS` after signing in.

    What a signed-in person is shown is kept by no browser and no proxy.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        if was_signed_in:
            _live_on(request)
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _live_on(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    since = request.session.setdefault(SIGNED_IN_AT, now)
    if now - since > settings.SESSION_HOURS * 3600:
        note(request, "session.ended", hours=settings.SESSION_HOURS)
        logout(request)
    elif now - request.session.get(SEEN_AT, 0) >= RENEWED_EVERY:
        request.session[SEEN_AT] = now


class OwnPasswordMiddleware:
    """Who must choose a password of their own finds no other page until it is done."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """The page of the password in place of any other, while it must be changed."""
        if not request.user.is_authenticated:
            return None
        lasts = timedelta(days=settings.PASSWORD_DAYS) if settings.PASSWORD_DAYS else None
        since = datetime.fromtimestamp(request.session[SIGNED_IN_AT], tz=timezone.get_current_timezone())
        request.must_choose_password = must_choose_password(request.user, signed_in_at=since, lasts=lasts)
        if not request.must_choose_password or request.resolver_match.url_name in OPEN_TO_ALL:
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": _("Choose a password of your own first.")}, status=403)
        back = request.get_full_path() if request.method in CHANGES_NOTHING else request.path
        return redirect(f"{reverse('password')}?{urlencode({'next': back})}")


@receiver(user_logged_in, dispatch_uid="security")
def _signed_in(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(timezone.now().timestamp())
    note(request, "sign_in.done", user=user)


@receiver(user_login_failed, dispatch_uid="security")
def _refused(sender: object, credentials: dict, request: HttpRequest | None = None, **kwargs: object) -> None:
    if request is not None:
        note(request, "sign_in.failed", is_refused=True, username=normal_username(credentials.get("username") or ""))


@receiver(user_logged_out, dispatch_uid="security")
def _signed_out(sender: type, request: HttpRequest, user: User | None, **kwargs: object) -> None:
    if user is not None:
        note(request, "sign_out", user=user)
