"""The files that stand behind the figures of a form."""

from django.db.models import Count, QuerySet

from bureaus.models import User
from bureaus.permissions import readable_areas
from collection.models import Submission
from indicators.models import Evidence, Indicator


def evidence_of(submission: Submission, indicator: Indicator) -> list[Evidence]:
    """The files beside one figure of the unit, oldest first."""
    return list(_of(submission).filter(indicator=indicator).order_by("id"))


def evidence_counts(submission: Submission) -> dict[int, int]:
    """How many files stand beside each figure of the unit, by indicator id. One query."""
    return dict(_of(submission).order_by().values_list("indicator").annotate(Count("id")))


def readable_evidence(user: User) -> QuerySet[Evidence]:
    """The files that this person may read: those of figures in the areas they read."""
    return Evidence.objects.filter(removed_at__isnull=True, area__in=readable_areas(user))


def _of(submission: Submission) -> QuerySet[Evidence]:
    return Evidence.objects.filter(area=submission.area_id, year=submission.collection.year, removed_at__isnull=True)
