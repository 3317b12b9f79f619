"""What happens to every request before a page sees it."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from bureaus.acting import Acting, acting
from bureaus.kept_input import ask_to_sign_in_again

CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")


class RequestIdMiddleware:
    """Gives every request a number of its own: the log and the answer name it, so that a report finds its traces."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex
        request.client_ip = client_ip(request)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request.request_id
        return response


def client_ip(request: HttpRequest) -> str:
    """The address the request came from: what the proxy before us saw, or who is connected to us; "" where unknown.

    A client can write anything into X-Forwarded-For; only its last entry is the proxy's own.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


class ActingMiddleware:
    """What a page changes is the change of the person who asked for it; a page that is only read changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(self._who(request)):
            return self.get_response(request)

    def _who(self, request: HttpRequest) -> Acting | None:
        if request.method in CHANGES_NOTHING or not request.user.is_authenticated:
            return None
        return Acting(
            actor_id=str(request.user.pk),
            actor_name=request.user.name,
            actor_unit=request.user.unit_name,
            via="form",
            ip=request.client_ip,
            request_id=request.request_id,
        )


class ChosenLanguageMiddleware:
    """Speaks Chinese unless the person chose English; the browser's own preference is not a choice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignedInMiddleware(LoginRequiredMiddleware):
    """Every page needs a signed-in person; what was typed before a session ran out is carried through the sign-in."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST":
            return ask_to_sign_in_again(request)
        return super().handle_no_permission(request, view_func)
