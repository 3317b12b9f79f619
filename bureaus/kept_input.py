"""Text typed into a form whose sign-in had run out is carried through the sign-in page and given back unsaved."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from bureaus.forms import SignInForm

LONGEST = 200_000  # characters of one form; a year's entry form has about 4 000
SESSION_KEY = "kept_input"


def ask_to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page, holding what was posted; 401, so that a script that saves a cell knows as well."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"error": _("Your sign-in has run out. Sign in again: what you typed is kept.")}, status=401
        )
    is_secret = any("password" in name for name in request.POST)  # never into a page or a session
    kept = "" if is_secret else request.POST.urlencode()
    context = {
        "form": SignInForm(request),
        "next": request.path,
        "kept": kept if len(kept) <= LONGEST else "",
        "has_run_out": True,
    }
    return render(request, "registration/login.html", context, status=401)


def keep(request: HttpRequest, *, path: str, text: str) -> None:
    """Remember posted fields for the page at `path` until it is opened next in this session."""
    if text and len(text) <= LONGEST:
        request.session[SESSION_KEY] = json.dumps({"path": path, "text": text})


def give_back(request: HttpRequest) -> QueryDict | None:
    """The fields kept for this page, once; None when there are none."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    kept = json.loads(kept)
    if kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(kept["text"])
