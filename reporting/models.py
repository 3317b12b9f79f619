"""How far we are: what persons judged where no machine can. (Progress itself is computed, never stored.)"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureaus.models import Area
from plans.models import Target


class Judgement(models.Model):
    """A person's statement about a target in one year: a milestone's state, or the verdict on a wording for a person.

    The latest one of a year counts; earlier ones stay as history.
    """

    class Verdict(models.TextChoices):
        MET = "met", _("met")
        UNDER_WAY = "under_way", _("under way")
        NOT_STARTED = "not_started", _("not started")
        ON_TRACK = "on_track", _("on track")
        BEHIND = "behind", _("behind")
        MISSED = "missed", _("missed")

    target = models.ForeignKey(Target, models.CASCADE, related_name="judgements")
    area = models.ForeignKey(Area, models.PROTECT, related_name="judgements")
    year = models.PositiveSmallIntegerField(_("year"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    evidence = models.CharField(_("evidence"), max_length=1000)
    decided_on = models.DateField(_("date"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True, null=True)  # None: recorded before this was kept
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        ordering: ClassVar = ["target", "year", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="judgement_evidence",
                violation_error_message=_("A judgement needs its evidence."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}: {self.get_verdict_display()}"
