"""How figures come in: one year's call for figures, what it asks of whom, and everybody's answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area, Department
from indicators.models import Indicator
from plans.models import Plan, TitledInTwoLanguages


class Collection(TitledInTwoLanguages):
    """One year's call for figures (填报任务) by an area's bureau, to its departments and the bureaus below it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="collections")
    area = models.ForeignKey(Area, models.PROTECT, related_name="collections")
    year = models.PositiveSmallIntegerField(_("year"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        ordering: ClassVar = ["-year", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "area", "year"],
                name="collection_once",
                violation_error_message=_("This year is collected already."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")),
                name="collection_days",
                violation_error_message=_("The deadline lies after the opening day."),
            ),
        ]


class CollectionItem(models.Model):
    """One figure that a collection asks for: of every area below, of one department, or of the own bureau as a whole."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="collection_items")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="collection_items")
    asked_below = models.BooleanField(_("asked of the areas below"), default=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["collection", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "indicator"],
                name="collection_item_once",
                violation_error_message=_("The collection asks for this figure already."),
            ),
            models.CheckConstraint(
                condition=Q(asked_below=False) | Q(department__isnull=True),
                name="collection_item_below_or_department",
                violation_error_message=_("A figure is asked of the areas below or of a department, not of both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class Submission(models.Model):
    """One bureau's or department's answer to a collection (报表), and where it stands.

    The figures themselves are observations of `area` in the collection's year; approving makes them official.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to fill in")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="submissions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="submissions")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="submissions")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    # Whose reviewers have it now: first those of the bureau above, last those of the bureau that collects.
    awaits = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="submissions_awaited")
    due_on = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.CharField(_("reason of the extension"), max_length=500, blank=True, default="")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="submissions_made"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="submissions_reviewed"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=1000, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["collection", "area", "department"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "area", "department"],
                name="submission_once",
                violation_error_message=_("This submission exists already."),
            ),
            models.UniqueConstraint(
                fields=["collection", "area"],
                condition=Q(department__isnull=True),
                name="submission_once_whole_area",
                violation_error_message=_("This submission exists already."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
                name="submission_four_eyes",
                violation_error_message=_("Nobody reviews what they submitted themselves."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="submission_return_reason",
                violation_error_message=_("A return needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(extension_reason=""),
                name="submission_extension_reason",
                violation_error_message=_("An extension needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", awaits__isnull=False) | ~Q(state="submitted") & Q(awaits__isnull=True),
                name="submission_awaits",
                violation_error_message=_("A submitted form waits for one bureau's reviewers, no other does."),
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submission_submitted_by",
                violation_error_message=_("A submission names who submitted it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} · {self.unit_name}"

    @property
    def unit_name(self) -> str:
        """Who answers: the department where there is one, else the area's bureau."""
        return str(self.department or self.area)

    @property
    def deadline(self):
        """The last day: this unit's extension where it has one, else the collection's."""
        return self.due_on or self.collection.due_on


class Step(models.Model):
    """One step of a submission: who did what with it, when and why. Rows are only ever added."""

    class Act(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        RECALLED = "recalled", _("taken back")
        PASSED_ON = "passed_on", _("passed on")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        EXTENDED = "extended", _("given more time")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    by_unit = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.get_act_display()} · {self.at:%F}"


class ReturnedFigure(models.Model):
    """One figure of a returned form and what is wrong with it. It stands until the form is submitted again."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="returned_figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    figure_version = models.PositiveIntegerField()  # the figure as it was looked at; 0 where there was none
    reason = models.CharField(_("reason of the return"), max_length=1000)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="returned_figure_reason",
                violation_error_message=_("A return needs a reason."),
            ),
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                condition=Q(answered_at__isnull=True),
                name="returned_figure_once",
                violation_error_message=_("This figure is returned already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.indicator}"


class Reminder(models.Model):
    """One reminder to a unit that owes its form (催报): who asked whom, when, in what words, and whether it was mailed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reminders")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)
    to_names = models.CharField(max_length=500)
    text = models.CharField(_("words of the reminder"), max_length=500)
    mailed = models.PositiveSmallIntegerField(default=0)  # e-mails that the mail server took

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.at:%F}"
