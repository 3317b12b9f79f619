"""Who: areas in their tree, departments, people, the roles they hold there, and the trail of what they did."""

import unicodedata
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class NamedInTwoLanguages(models.Model):
    """A Chinese name that is always there and an English one that may be; `str()` gives the reader's."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Area(NamedInTwoLanguages):
    """An administrative division in its tree, or a development zone that has no official code.

    `path` holds the ids from the root down ("/000001/000005/"), so that one indexed prefix finds a whole subtree in one query.
    It is kept by `bureaus.actions.add_area`.
    """

    class Level(models.TextChoices):
        NATION = "nation", _("nation")
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")

    code = models.CharField(
        _("GB/T 2260 code"),
        max_length=6,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("An area code has six digits."))],
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    is_zone = models.BooleanField(_("development zone"), default=False)
    is_public = models.BooleanField(
        _("published figures"),
        default=False,
        help_text=_("Its figures are published, so everyone signed in may read them (for example the nation's)."),
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, editable=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], name="area_code_once", violation_error_message=_("This area code is taken.")
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="area_name_once",
                violation_error_message=_("This area already has a part of that name."),
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=False) | Q(is_zone=True),
                name="area_code_or_zone",
                violation_error_message=_("Only a development zone may lack an area code."),
            ),
        ]

    def contains(self, other: "Area") -> bool:
        """Whether `other` is this area or lies below it in the tree."""
        return other.path.startswith(self.path)


class Department(NamedInTwoLanguages):
    """A part of one area's bureau that owns figures (医政科, 疾控科 …)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="departments")
    code = models.SlugField(max_length=40)

    class Meta:
        ordering: ClassVar = ["area", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "code"],
                name="department_code_once",
                violation_error_message=_("This bureau already has a department of that code."),
            )
        ]


def normal_username(username: str) -> str:
    """One spelling for a login name: full-width, case and outer spaces do not make a second person."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


class UserManager(BaseUserManager):
    """Finds and makes people by their normalised login name."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A saved person; without a password nobody can sign in as them."""
        user = self.model(username=normal_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        """The person of that login name however it was typed; raises User.DoesNotExist."""
        return self.get(username=normal_username(username))


class User(AbstractBaseUser):
    """A person who signs in. What they may do is told by their grants, never by a flag here."""

    username = models.CharField(_("login name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("looked after by"),
        help_text=_("The administrators of this area look after the account."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must choose a password of their own first"), default=False)
    password_set_at = models.DateTimeField(null=True, blank=True)
    last_login = None  # the security events know it; signing in changes no row of a business table

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Hash the password and remember since when it counts; saving is the caller's."""
        super().set_password(raw_password)
        self.password_set_at = timezone.now()

    @property
    def unit_name(self) -> str:
        """The department or area of the person's first grant, by the name all readers know; "" without any. One query."""
        if not hasattr(self, "_unit_name"):
            grant = self.grants.select_related("area", "department").order_by("id").first()
            self._unit_name = (grant.department or grant.area).name if grant else ""
        return self._unit_name


class SignInAttempt(models.Model):
    """One try to sign in that has not succeeded (yet). Counted across all processes; kept no longer than a lock lasts.

    `username` is the normalised name as typed, whether anybody has it or not: a lock must not tell which names exist.
    `origin` is the network address it came from (of IPv6 the /64, which is one connection).
    """

    username = models.CharField(max_length=60)
    origin = models.CharField(max_length=45)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["username", "at"], name="sign_in_by_name"),
            models.Index(fields=["origin", "at"], name="sign_in_by_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.username}"


class Role(models.TextChoices):
    """What a person does here; a grant says where."""

    CLERK = "clerk", _("entry clerk")
    REVIEWER = "reviewer", _("reviewer")
    PLANNER = "planner", _("planning officer")
    OFFICIAL = "official", _("official")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDITOR = "auditor", _("auditor")


FIGURE_ROLES = (Role.CLERK, Role.REVIEWER, Role.PLANNER, Role.OFFICIAL)
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)  # three separate powers (三权分立)


class Grant(models.Model):
    """One role of one person, for an area with all that lies below it, or for one department of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.ForeignKey(Area, models.PROTECT, related_name="grants")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="grants")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "area", "department"],
                name="grant_once",
                violation_error_message=_("This person already holds that role there."),
            ),
            # SQLite counts two NULLs as different, so the grants for a whole area need a rule of their own.
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(department__isnull=True),
                name="grant_once_whole_area",
                violation_error_message=_("This person already holds that role there."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=["system_admin", "security_admin", "auditor"]),
                name="grant_one_admin_power",
                violation_error_message=_("One person holds at most one of the three administrators' powers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.department or self.area}"


class AuditEvent(models.Model):
    """One act of one person, written in the transaction of the act itself. Never changed afterwards.

    Names are copied as text, so that the row still speaks when the person or area is gone. `detail` holds JSON facts of
    the act (old and new values, reasons, counts).
    """

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)
    actor_id_text = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    area_name = models.CharField(max_length=200, blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor_name} {self.verb} {self.subject}"


class ChangeEntry(models.Model):
    """One change of one row of a business table, written by a database trigger in the change's own transaction.

    `chain` is the id of the area whose figures it touches, 0 where it touches none; within a chain `seq` counts from 1
    and `hash` covers everything in the row and the hash before it (see bureaus.change_log). `old` and `new` are the row
    as JSON text, exactly as hashed; names are copied as text. Rows are only ever added.
    """

    chain = models.PositiveBigIntegerField()
    seq = models.PositiveBigIntegerField()
    at = models.CharField(max_length=32)  # UTC, ISO 8601 with microseconds: exactly the text that is hashed
    actor_id_text = models.CharField(max_length=20, blank=True, default="")
    actor_name = models.CharField(max_length=60)
    actor_unit = models.CharField(max_length=200, blank=True, default="")
    ip = models.CharField(max_length=45, blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True, default="")
    via = models.CharField(max_length=100)
    reason = models.TextField(blank=True, default="")
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    act = models.CharField(max_length=10)
    old = models.TextField(blank=True, default="")
    new = models.TextField(blank=True, default="")
    hash_before = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["table", "row"], name="change_entry_row")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="change_entry_once")]

    def __str__(self) -> str:
        return f"{self.at} {self.actor_name} {self.act} {self.table} {self.row}"


class ChainHead(models.Model):
    """The end of each chain of change entries; its row is held while an entry is added, so that no chain forks."""

    chain = models.PositiveBigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.chain}: {self.seq}"


class SecurityEvent(models.Model):
    """Something that concerns security and not figures: sign-ins, refusals, grants, downloads. Rows are only added."""

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=40)
    is_refused = models.BooleanField(default=False)
    username = models.CharField(max_length=60, blank=True, default="")
    actor_name = models.CharField(max_length=60, blank=True, default="")
    ip = models.CharField(max_length=45, blank=True, default="")
    path = models.CharField(max_length=300, blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["username", "kind"], name="security_event_person")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.username} {self.kind}"
