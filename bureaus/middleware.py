"""What happens to every request before a page sees it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from bureaus.kept_input import ask_to_sign_in_again


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
