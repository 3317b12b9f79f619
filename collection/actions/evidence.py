"""Files that stand behind a figure: put beside it, taken away again. A file taken away stays in the history."""

import hashlib
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.acting import action
from bureaus.actions import record
from bureaus.models import User
from collection.actions.steps import locked
from collection.domain.evidence_files import FileRefused, kind_of, safe_name
from collection.models import Submission
from collection.permissions import check_fill
from collection.policies import check_fillable
from collection.queries import evidence_of
from indicators.models import Evidence, Indicator

MOST_FILES = 10  # beside one figure


@action
def add_evidence(*, by: User, submission: Submission, indicator: Indicator, file: UploadedFile) -> Evidence:
    """Keep the file behind the unit's figure, under a name of our own.

    Raises PermissionDenied for others than the unit's clerks; ValidationError when the form is locked, when there are
    too many, when the same file is there already, or with FileRefused as its cause when it is not taken.
    """
    submission = locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    name = safe_name(file.name or "")
    try:
        kind_of(name, file, file.size or 0)
    except FileRefused as refusal:
        raise ValidationError(_refusal_text(refusal), code=refusal.code) from refusal
    digest = _sha256(file)
    present = evidence_of(submission, indicator)
    if len(present) >= MOST_FILES:
        raise ValidationError(_("At most %(most)d files beside one figure.") % {"most": MOST_FILES}, code="many")
    if any(one.sha256 == digest for one in present):
        raise ValidationError(_("This file is there already."), code="twice")
    evidence = Evidence(
        indicator=indicator, area=submission.area, year=submission.collection.year, name=name, size=file.size,
        sha256=digest, by=by, by_name=by.name,
    )  # fmt: skip
    evidence.file.save(f"{uuid4().hex}.{name.rpartition('.')[2].casefold()}", file, save=False)
    try:
        evidence.save()
    except Exception:
        evidence.file.delete(save=False)
        raise
    record(
        by=by, verb="evidence.added", subject=submission, area=submission.area,
        figure=indicator.code, name=name, sha256=digest,
    )  # fmt: skip
    return evidence


@action
def remove_evidence(*, by: User, submission: Submission, evidence: Evidence) -> Evidence:
    """Take the file away from its figure. Raises like `add_evidence`; what is gone already stays gone."""
    submission = locked(submission)
    check_fill(by, submission)
    check_fillable(submission, timezone.localdate())
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.removed_at is None:
        evidence.removed_at = timezone.now()
        evidence.save(update_fields=["removed_at"])
        record(
            by=by, verb="evidence.removed", subject=submission, area=submission.area,
            figure=evidence.indicator.code, name=evidence.name, sha256=evidence.sha256,
        )  # fmt: skip
    return evidence


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _refusal_text(refusal: FileRefused) -> str:
    return {
        "empty": _("This file is empty."),
        "too_large": _("This file is too large: at most %(most)d MB."),
        "kind": _("Files of this kind are not taken. Take one of: %(endings)s."),
        "content": _("What is in this file is not what its ending “%(ending)s” says. Save it anew and try again."),
        "macros": _("This file holds macros. Save it without macros and try again."),
    }[refusal.code] % refusal.facts
