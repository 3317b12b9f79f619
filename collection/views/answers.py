"""Answers to a script: always JSON, refusals included."""

import functools
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

LONGEST = 2_000_000  # bytes; forty cells with the longest notes have half of it


def answers_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with its refusals as `{"error": sentence}`: 403, 404, 409 (locked meanwhile), 413."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
            return _refusal(413, _("This is more than a form can hold. Save fewer figures at once."))
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return _refusal(403, str(refusal))
        except Http404:
            return _refusal(404, _("This form does not exist, or it is not yours any more."))
        except ValidationError as refusal:
            return _refusal(409, " ".join(refusal.messages))

    return answered


def _refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
