"""Signing in and out, one's own password, and choosing the language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bureaus.actions import choose_password, locked_until, note
from bureaus.forms import PasswordForm, SignInForm
from bureaus.kept_input import keep


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    """The sign-in page. Text kept from a form whose session ran out goes on into the new session."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        keep(self.request, path=self.get_success_url(), text=self.request.POST.get("kept", ""))
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response = super().form_invalid(form)
        name = form.typed_name() if hasattr(form, "cleaned_data") else ""
        if form.locked_until:
            response.status_code = 429
            note(self.request, "sign_in.locked", is_refused=True, username=name)
        elif form.has_error("__all__", "run_out"):
            note(self.request, "sign_in.run_out", is_refused=True, username=name)
        elif name and locked_until(name):
            note(self.request, "account.locked", is_refused=True, username=name)
        return response

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"kept": self.request.POST.get("kept", "")}


class SignOut(auth_views.LogoutView):
    """Ends the session and lets the browser forget what it has kept of our pages."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _safe(request: HttpRequest, page: str) -> str:
    """The page to go on to, "/" in place of one that is not ours."""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else "/"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; the person's other sessions end."""
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = choose_password(by=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        note(request, "password.changed")
        messages.success(request, _("Your password is changed. Where you were signed in elsewhere, you are no longer."))
        return redirect(_safe(request, request.POST.get("next", "/")))
    context = {"form": form, "next": request.GET.get("next") or request.POST.get("next", "/")}
    return render(request, "registration/password.html", context, status=422 if form.errors else 200)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page it was chosen on."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS
        )
    return response
