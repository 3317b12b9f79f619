"""What every action on a submission shares: its row held, and the step it took kept."""

from bureaus.models import User
from collection.models import Step, Submission


def locked(submission: Submission) -> Submission:
    """The submission as it is now, its row held until the transaction ends: saving and approving take turns.

    Read once more after the wait: what stands around it (its collection may have been closed) is then as fresh as itself.
    """
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    return Submission.objects.select_related("collection__area", "area__parent", "department", "awaits").get(
        pk=submission.pk
    )


def note_step(submission: Submission, *, by: User, act: str, reason: str = "") -> Step:
    """Keep the step among the submission's, which are only ever added to."""
    return Step.objects.create(
        submission=submission, act=act, by=by, by_name=by.name, by_unit=by.unit_name, reason=reason,
        version=submission.version,
    )  # fmt: skip
