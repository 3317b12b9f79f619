"""What was promised: plans, their sections and targets, and every wording a target ever had."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area, Department
from indicators.fields import FigureField
from indicators.models import Indicator, Polarity
from plans.domain.meaning import TargetMeaning


class TitledInTwoLanguages(models.Model):
    """A Chinese title that is always there and an English one that may be; `str()` gives the reader's."""

    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title_en if self.title_en and get_language() == "en" else self.title


THRESHOLD = {"max_digits": 4, "decimal_places": 2}


class Plan(TitledInTwoLanguages):
    """One signed plan of one area. The four thresholds are R = share of the change achieved ÷ share of the time gone."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="plans", verbose_name=_("area"))
    document_no = models.CharField(_("document number"), max_length=100, blank=True, default="")
    issuer = models.CharField(_("issued by"), max_length=200)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year"))
    target_year = models.PositiveSmallIntegerField(_("target year"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("higher plan")
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("plan before it")
    )
    ahead_from = models.DecimalField(_("ahead from"), **THRESHOLD, default=Decimal("1.50"))
    on_track_from = models.DecimalField(_("on track from"), **THRESHOLD, default=Decimal("0.95"))
    binding_on_track_from = models.DecimalField(_("on track from, when binding"), **THRESHOLD, default=Decimal("1.00"))
    slow_from = models.DecimalField(_("slightly behind from"), **THRESHOLD, default=Decimal("0.60"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar = ["-target_year", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(base_year__lt=F("target_year"), base_year__gte=1949, target_year__lte=2200),
                name="plan_years",
                violation_error_message=_("The base year lies before the target year."),
            ),
            models.CheckConstraint(
                condition=Q(
                    slow_from__gt=0,
                    slow_from__lt=F("on_track_from"),
                    on_track_from__lte=F("binding_on_track_from"),
                    binding_on_track_from__lt=F("ahead_from"),
                ),
                name="plan_thresholds",
                violation_error_message=_("The thresholds must rise: slightly behind, on track, binding, ahead."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="plan_not_own_parent",
                violation_error_message=_("A plan is not its own higher plan."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="plan_not_own_follower",
                violation_error_message=_("A plan does not follow itself."),
            ),
        ]

    @property
    def years(self) -> range:
        """The base year, and every year after it up to the target year."""
        return range(self.base_year, self.target_year + 1)

    @property
    def is_issued(self) -> bool:
        """Whether its wordings are official: before it is issued they are a draft, and nobody has promised anything."""
        return self.issued_on is not None


class Section(TitledInTwoLanguages):
    """A field of the plan's table (领域)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="section_order_once",
                violation_error_message=_("Another section stands at this place."),
            )
        ]


class Nature(models.TextChoices):
    """How a target binds (指标性质)."""

    BINDING = "binding", _("binding")
    EXPECTED = "expected", _("expected")
    ADVOCATED = "advocated", _("advocated")


class Target(models.Model):
    """One row of a plan's table. What it promises stands in its revisions: the original first, the one in force last.

    `name` and `baseline_wording` are verbatim; `baseline` is None where the plan prints none ("—" is not 0).
    `baseline_year` is None where it is the plan's base year. `version` counts every change to the row, its wordings
    and its yearly targets, so that a change can name the state it was based on.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    section = models.ForeignKey(Section, models.PROTECT, related_name="targets")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="targets")
    number = models.CharField(_("number"), max_length=20, blank=True, default="")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("indicator as printed"), max_length=200)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature)
    baseline_wording = models.CharField(_("baseline as printed"), max_length=100, blank=True, default="")
    baseline = FigureField(_("baseline"), max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    retired_reason = models.CharField(_("reason"), max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="target_order_once",
                violation_error_message=_("Another target stands at this place."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="target_not_own_part",
                violation_error_message=_("A target cannot be a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True) | Q(baseline_year__range=(1949, 2200)),
                name="target_baseline_year",
                violation_error_message=_("The year is out of range."),
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | ~Q(retired_reason=""),
                name="target_retired_reason",
                violation_error_message=_("A target is retired for a reason: write it down."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def shown_name(self) -> str:
        """The name as printed; to a reader of English the indicator's English one, where it has one."""
        return str(self.indicator) if get_language() == "en" and self.indicator.name_en else self.name


class TargetRevision(models.Model):
    """One wording of a target, verbatim, with its reading. Number 1 is the plan's own; later ones adjust it.

    Where a person corrected the reading, `clear_wording` holds the words in which they put the same promise; the
    reading is then that of these words.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    wording = models.CharField(_("wording"), max_length=500, blank=True, default="")
    meaning_json = models.JSONField(_("reading"))
    read_by_person = models.BooleanField(_("reading corrected by a person"), default=False)
    clear_wording = models.CharField(_("in clearer words"), max_length=500, blank=True, default="")
    document_no = models.CharField(_("document number"), max_length=100, blank=True, default="")
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["target", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "number"],
                name="target_revision_once",
                violation_error_message=_("This revision exists already."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="target_revision_reason",
                violation_error_message=_("An adjusted target needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(read_by_person=False, clear_wording="") | (Q(read_by_person=True) & ~Q(clear_wording="")),
                name="target_revision_clear_wording",
                violation_error_message=_("A reading corrected by a person stands in that person's words."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def meaning(self) -> TargetMeaning:
        """The reading as the frozen dataclass that judging takes."""
        return TargetMeaning.from_json(self.meaning_json)


class YearlyTarget(models.Model):
    """What a plan promises of a target for one year on the way (分年度目标): verbatim, with its reading."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="yearly")
    year = models.PositiveSmallIntegerField(_("year"))
    wording = models.CharField(_("wording"), max_length=500)
    meaning_json = models.JSONField(_("reading"))

    class Meta:
        ordering: ClassVar = ["target", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "year"],
                name="yearly_target_once",
                violation_error_message=_("This year has its target already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2200)),
                name="yearly_target_year",
                violation_error_message=_("The year is out of range."),
            ),
            models.CheckConstraint(
                condition=~Q(wording=""),
                name="yearly_target_wording",
                violation_error_message=_("A yearly target has a wording."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.wording}"

    @property
    def meaning(self) -> TargetMeaning:
        """The reading as the frozen dataclass that judging takes."""
        return TargetMeaning.from_json(self.meaning_json)


class PlanDraft(models.Model):
    """A plan read from its document and not yet accepted: what was read, beside the source it was read from.

    `blocks` holds the source as a list of {"id", "text", "kind"}; `unplaced` the pieces with digits that found no row, each with
    its reason. Once accepted, `plan` names the plan that it made or revised.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="drafts")
    source_name = models.CharField(_("file"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    issuer = models.CharField(_("issued by"), max_length=200, blank=True, default="")
    document_no = models.CharField(_("document number"), max_length=100, blank=True, default="")
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)
    blocks = models.JSONField(default=list)
    unplaced = models.JSONField(default=list)
    notice = models.CharField(max_length=1000, blank=True, default="")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.title or self.source_name


class DraftRow(models.Model):
    """One row read from a document: verbatim, with the catalogue's indicator that it was matched to, if any."""

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        ACCEPTED = "accepted", _("accepted")
        DROPPED = "dropped", _("left out")

    draft = models.ForeignKey(PlanDraft, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField()
    section = models.CharField(_("section"), max_length=200, blank=True, default="")
    number = models.CharField(_("number"), max_length=20, blank=True, default="")
    part_of = models.CharField(_("part of"), max_length=200, blank=True, default="")
    name = models.CharField(_("indicator as printed"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    baseline = models.CharField(_("baseline as printed"), max_length=100, blank=True, default="")
    wording = models.CharField(_("wording"), max_length=500, blank=True, default="")
    # The promise in clearer words where the printed wording promises something for several kinds at once.
    clear_wording = models.CharField(_("in clearer words"), max_length=500, blank=True, default="")
    nature = models.CharField(_("nature"), max_length=10, choices=Nature, default=Nature.EXPECTED)
    polarity = models.CharField(_("polarity"), max_length=4, choices=Polarity, blank=True, default="")
    indicator = models.ForeignKey(Indicator, models.SET_NULL, null=True, blank=True, related_name="+")
    match = models.CharField(max_length=20, blank=True, default="")
    source_text = models.TextField(blank=True, default="")
    block = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        ordering: ClassVar = ["draft", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "order"],
                name="draft_row_once",
                violation_error_message=_("Another row stands at this place."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()
