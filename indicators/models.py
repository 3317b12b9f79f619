"""What is measured: the catalogue of indicators, and the figures with every revision they went through."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area, NamedInTwoLanguages
from indicators.domain.typing import Limits
from indicators.fields import FigureField


class Polarity(models.TextChoices):
    """Which way is better. It is data: a name never tells it."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    NONE = "", _("neither")


class Indicator(NamedInTwoLanguages):
    """One thing that is measured once a year for an area.

    A base item is counted and typed once; a derived indicator is numerator ÷ denominator × multiplier, computed whenever it
    is shown (only a rate published without its parts is stored as it stands);
    a reported one (a survey result, a published index) is typed as it stands.
    """

    class Kind(models.TextChoices):
        BASE = "base", _("base item")
        DERIVED = "derived", _("derived indicator")
        REPORTED = "reported", _("reported as it stands")

    class RollUp(models.TextChoices):
        SUM = "sum", _("sum over the areas below")
        RATIO = "ratio", _("ratio of the sums")
        OWN = "own", _("entered at each level for itself")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    topic = models.CharField(_("topic"), max_length=100, blank=True, default="")
    topic_en = models.CharField(_("English topic"), max_length=100, blank=True, default="")
    order = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    unit_en = models.CharField(_("English unit"), max_length=40, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    polarity = models.CharField(_("polarity"), max_length=4, choices=Polarity, blank=True, default="")
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    numerator = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="numerator_of")
    denominator = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="denominator_of")
    multiplier = models.PositiveIntegerField(_("multiplier"), null=True, blank=True)
    is_share = models.BooleanField(
        _("share"), default=False, help_text=_("The numerator is a part of the denominator and cannot exceed it.")
    )
    is_growth_rate = models.BooleanField(_("growth rate"), default=False)
    counts_events = models.BooleanField(
        _("counts chance events"),
        default=False,
        help_text=_(
            "Deaths or found cases, which vary by chance from year to year; such rates are shown with an interval."
        ),
    )
    roll_up = models.CharField(_("roll-up"), max_length=10, choices=RollUp)
    definition = models.TextField(_("definition"), blank=True, default="")
    definition_en = models.TextField(_("English definition"), blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(
                        kind="derived",
                        roll_up="ratio",
                        numerator__isnull=False,
                        denominator__isnull=False,
                        multiplier__gte=1,
                    )
                    & ~Q(numerator=F("denominator"))
                )
                | (
                    ~Q(kind="derived")
                    & Q(numerator__isnull=True, denominator__isnull=True, multiplier__isnull=True, is_share=False)
                    & ~Q(roll_up="ratio")
                ),
                name="indicator_derived_whole",
                violation_error_message=_(
                    "A derived indicator has a numerator, another denominator and a multiplier; no other kind has them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=6),
                name="indicator_decimals",
                violation_error_message=_("At most six decimals."),
            ),
        ]

    @property
    def shown_unit(self) -> str:
        """The unit in the reader's language."""
        return self.unit_en if self.unit_en and get_language() == "en" else self.unit

    @property
    def shown_topic(self) -> str:
        """The topic in the reader's language."""
        return self.topic_en if self.topic_en and get_language() == "en" else self.topic

    @property
    def shown_definition(self) -> str:
        """The definition in the reader's language."""
        return self.definition_en if self.definition_en and get_language() == "en" else self.definition

    @property
    def limits(self) -> Limits:
        """What a typed figure can be: nothing but a rate of change is negative, and a share ends at 100 % or 1000 ‰."""
        if self.is_growth_rate:
            return Limits()
        most = {"%": Decimal(100), "‰": Decimal(1000)}.get(self.unit)
        return Limits(least=Decimal(0), most=most)


class IndicatorAlias(models.Model):
    """Another name under which documents speak of an indicator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="aliases")
    name = models.CharField(_("alias"), max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Stage(models.TextChoices):
    """How final a figure is (口径阶段)."""

    PRELIMINARY = "preliminary", _("preliminary")
    ANNUAL = "annual", _("annual")
    VERIFIED = "verified", _("verified")


class Absence(models.TextChoices):
    """Why there is no number; with a number, NONE. A blank cell is NONE without a number."""

    NONE = "", ""
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_PUBLISHED = "not_published", _("not yet published")


FIGURE = {"max_digits": 24, "decimal_places": 6, "null": True, "blank": True}


class FigureState(models.Model):
    """What a figure is at one moment, in the current row and in each of its revisions alike.

    `value` is what was last typed or summed; `official_value` is what was last approved and is what judging reads.
    Exactly one of a value, an absence, or nothing (blank) holds on each side.
    """

    value = FigureField(_("figure"), **FIGURE)
    absence = models.CharField(max_length=20, choices=Absence, blank=True, default="")
    official_value = FigureField(_("approved figure"), **FIGURE)
    official_absence = models.CharField(max_length=20, choices=Absence, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.ANNUAL)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    note = models.CharField(_("note"), max_length=1000, blank=True, default="")
    explanation = models.CharField(_("explanation of what a check doubts"), max_length=1000, blank=True, default="")
    # For a sum over the areas below: how many of them had an approved figure, of how many to which it applies, and to
    # how many more it does not apply.
    coverage_have = models.PositiveIntegerField(null=True, blank=True)
    coverage_of = models.PositiveIntegerField(null=True, blank=True)
    coverage_exempt = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_official(self) -> bool:
        """Whether what stands here now is what was approved."""
        return self.value == self.official_value and self.absence == self.official_absence


def _state_constraints(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(value__isnull=True) | Q(absence=""),
            name=f"{name}_value_or_absence",
            violation_error_message=_("A figure cannot be there and be absent."),
        ),
        models.CheckConstraint(
            condition=Q(official_value__isnull=True) | Q(official_absence=""),
            name=f"{name}_official_or_absence",
            violation_error_message=_("An approved figure cannot be there and be absent."),
        ),
        models.CheckConstraint(
            condition=Q(coverage_have__isnull=True, coverage_of__isnull=True) | Q(coverage_have__lte=F("coverage_of")),
            name=f"{name}_coverage",
            violation_error_message=_("More areas cannot have reported than there are."),
        ),
    ]


class Observation(FigureState):
    """One figure: indicator × area × year, as it stands now. Its past is in its revisions."""

    class Origin(models.TextChoices):
        ENTERED = "entered", _("entered")
        ROLLED_UP = "rolled_up", _("summed from the areas below")
        PUBLISHED = "published", _("taken from a publication")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ENTERED)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        ordering: ClassVar = ["indicator", "area", "year"]
        indexes: ClassVar = [models.Index(fields=["area", "year"], name="observation_area_year")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "area", "year"],
                name="observation_once",
                violation_error_message=_("This figure exists already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2200)),
                name="observation_year",
                violation_error_message=_("The year is out of range."),
            ),
            *_state_constraints("observation"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.area} · {self.year}"


class ObservationRevision(FigureState):
    """What an observation was from one moment on. Rows are only ever added; the database refuses anything else."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)
    act = models.CharField(max_length=20)
    via = models.CharField(max_length=100, blank=True, default="")  # form, paste, workbook:<sha256>, command:<name>
    reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["observation", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["observation", "version"],
                name="revision_once",
                violation_error_message=_("This revision exists already."),
            ),
            *_state_constraints("revision"),
        ]

    def __str__(self) -> str:
        return f"{self.observation} v{self.version}"


class CheckRule(models.Model):
    """One check that a planning officer keeps: what must hold of figures (hard) or what is asked about (soft).

    It holds for `area` and everything below it. What the parts mean is told by `kind`:
    relation: `indicator` `operator` the sum of `parts`, all of one area and year (01 ≥ 02+03);
    jump: `indicator` (all, where none is named) changed by more than `limit` percent against the year before;
    slip: it is about 10, 100 or 1000 times the year before, or that part of it (a slipped point, % for ‰);
    denominator: `indicator`, on which rates are based, changed by more than `limit` percent (常住 for 户籍);
    outlier: it lies more than `limit` robust deviations from the median of the areas beside.
    """

    class Severity(models.TextChoices):
        HARD = "hard", _("must be corrected")
        SOFT = "soft", _("asks for an explanation")

    class Kind(models.TextChoices):
        RELATION = "relation", _("relation of figures")
        JUMP = "jump", _("jump against last year")
        SLIP = "slip", _("slip by a factor of ten")
        DENOMINATOR = "denominator", _("change of a denominator")
        OUTLIER = "outlier", _("outlier among areas")

    class Operator(models.TextChoices):
        AT_LEAST = ">=", "≥"
        AT_MOST = "<=", "≤"
        EQUAL = "=", "="

    area = models.ForeignKey(Area, models.PROTECT, related_name="check_rules")
    severity = models.CharField(_("severity"), max_length=4, choices=Severity)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="check_rules")
    operator = models.CharField(_("relation"), max_length=2, choices=Operator, blank=True, default="")
    parts = models.ManyToManyField(Indicator, blank=True, related_name="+")
    limit = models.DecimalField(_("limit"), max_digits=9, decimal_places=2, null=True, blank=True)
    sentence = models.CharField(_("what to tell"), max_length=300, blank=True, default="")
    is_on = models.BooleanField(_("switched on"), default=False)
    was_on = models.BooleanField(default=False)  # it has asked somebody something, so its row stays
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["area", "kind", "indicator", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="relation", indicator__isnull=False) & ~Q(operator="")
                | ~Q(kind="relation") & Q(operator="", severity="soft"),
                name="check_rule_whole",
                violation_error_message=_("A relation names its indicator; every other check asks and never forbids."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["relation", "slip"], limit__isnull=True)
                | Q(kind__in=["jump", "denominator", "outlier"], limit__gt=0),
                name="check_rule_limit",
                violation_error_message=_("This check needs a limit above 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.indicator or _('all indicators')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Remember that it was on."""
        self.was_on = self.was_on or self.is_on
        super().save(*args, **kwargs)


class Evidence(models.Model):
    """A file that stands behind one figure. It is stored under a name of our own and only ever offered as a download.

    Taking it away leaves the row (`removed_at`), so that history can still say what was there.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="evidence")
    area = models.ForeignKey(Area, models.PROTECT, related_name="evidence")
    year = models.PositiveSmallIntegerField(_("year"))
    file = models.FileField(upload_to="evidence/%Y", max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "year"], name="evidence_area_year")]

    def __str__(self) -> str:
        return self.name
