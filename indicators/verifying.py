"""Whether each figure is what its last revision says: the figures' own history, verified beside the change log."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from indicators.models import FigureState, Observation, ObservationRevision

AT_ONCE = 2000  # rows that are held in memory
FIELDS = [field.name for field in FigureState._meta.get_fields()]


def differences_from_revisions() -> Iterator[str]:
    """A sentence for every figure that is not as its last revision says, or has no revision of its version."""
    last = ObservationRevision.objects.filter(version=F("observation__version"))
    compared = last.order_by("pk").values_list("observation_id", *FIELDS, *(f"observation__{name}" for name in FIELDS))
    for pk, *values in compared.iterator(chunk_size=AT_ONCE):
        said, stands = values[: len(FIELDS)], values[len(FIELDS) :]
        if said != stands:
            names = ", ".join(name for name, one, other in zip(FIELDS, said, stands, strict=True) if one != other)
            yield _("Figure %(pk)s: is not as its last revision says (%(columns)s)") % {"pk": pk, "columns": names}
    for pk in (
        Observation.objects.exclude(pk__in=last.values("observation")).order_by("pk").values_list("pk", flat=True)
    ):
        yield _("Figure %(pk)s: no revision tells of its last version") % {"pk": pk}
    newer = ObservationRevision.objects.filter(version__gt=F("observation__version")).values_list(
        "observation_id", flat=True
    )
    for pk in newer.order_by("observation_id").distinct():
        yield _("Figure %(pk)s: a revision tells of a version after its last") % {"pk": pk}
