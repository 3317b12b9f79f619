"""The listing tables of the administrators."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.models import Grant, User


class AccountTable(tables.Table):
    """Accounts, one a row, each opening its page."""

    name = tables.Column(verbose_name=_("Full name"), linkify=("account", {"pk": tables.A("pk")}))
    username = tables.Column(verbose_name=_("Login name"))
    area = tables.Column(verbose_name=_("Area"), order_by=("area__path", "name"), default="")
    phone = tables.Column(verbose_name=_("Telephone"), orderable=False, default="")
    state = tables.Column(verbose_name=_("State"), empty_values=(), order_by=("is_active", "must_change_password"))
    last_sign_in = tables.DateTimeColumn(verbose_name=_("Last sign-in"), format="Y-m-d H:i", default="")

    class Meta:
        attrs = {"class": "listing stacked"}  # noqa: RUF012  (django-tables2's own attribute)
        empty_text = _("No account is like that.")

    def render_state(self, record: User) -> str:
        """Whether the person may sign in."""
        return account_state(record)


def account_state(user: User) -> SafeString:
    """The state of an account with its mark."""
    if not user.is_active:
        modifier, words = "returned", gettext("disabled")
    elif user.must_change_password:
        modifier, words = "waiting", gettext("initial password")
    else:
        modifier, words = "done", gettext("may sign in")
    return format_html('<span class="state state--{}">{}</span>', modifier, words)


class PersonTable(tables.Table):
    """People with the rights they hold in my areas."""

    name = tables.Column(verbose_name=_("Full name"), linkify=("person_rights", {"pk": tables.A("pk")}))
    username = tables.Column(verbose_name=_("Login name"))
    grants = tables.Column(verbose_name=_("Rights"), accessor="grants_here", orderable=False, empty_values=())
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "listing stacked"}  # noqa: RUF012  (django-tables2's own attribute)
        empty_text = _("Nobody is like that.")

    def __init__(self, *args, locked: list[str], **kwargs) -> None:
        self.locked = set(locked)
        super().__init__(*args, **kwargs)

    def render_grants(self, value: list[Grant]) -> str:
        """Each right as its role and place."""
        if not value:
            return format_html('<span class="faint">{}</span>', gettext("none here"))
        return format_html_join("", "<div>{}: {}</div>", ((grant.get_role_display(), place(grant)) for grant in value))

    def render_state(self, record: User) -> str:
        """Whether the account is locked or disabled."""
        if record.username in self.locked:
            return format_html('<span class="state state--returned">{}</span>', gettext("locked"))
        return "" if record.is_active else format_html('<span class="state state--open">{}</span>', gettext("disabled"))


def place(grant: Grant) -> str:
    """Where a right is held, for a reader."""
    return f"{grant.area} · {grant.department}" if grant.department_id else str(grant.area)
