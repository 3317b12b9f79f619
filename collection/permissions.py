"""Who may fill in, review or read a submission."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bureaus.models import Area, Grant, Role, User
from bureaus.permissions import grants_of, holds_exactly
from collection.models import Collection, CollectionItem, Step, Submission
from indicators.models import ObservationRevision


def readable_submissions(user: User) -> QuerySet[Submission]:
    """The submissions this person may open: their own unit's, and those below their reviewer's or planner's grant."""
    readable = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.CLERK:
            readable |= Q(area=grant.area, department=grant.department)
        elif grant.role in (Role.REVIEWER, Role.PLANNER, Role.OFFICIAL):
            below = Q(area__path__startswith=grant.area.path)
            readable |= below & Q(department=grant.department) if grant.department_id else below
    return Submission.objects.filter(readable)


def can_fill(user: User, submission: Submission) -> bool:
    """Whether the person types this unit's figures. A higher level never does; it returns them."""
    return holds_exactly(user, Role.CLERK, submission.area, submission.department)


def check_fill(user: User, submission: Submission) -> None:
    """Raises PermissionDenied with a sentence unless `can_fill`."""
    if not can_fill(user, submission):
        raise PermissionDenied(
            _("Only the entry clerks of %(unit)s type its figures.") % {"unit": submission.unit_name}
        )


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Everybody who may review these forms, and who is kept from which of them. At most four queries, however many."""

    grants: tuple[tuple[int, int, int | None], ...]  # user, area and department ids
    barred: Mapping[int, Mapping[int, str]]  # submission id → user id → the sentence that says why

    @classmethod
    def of(cls, submissions: Sequence[Submission]) -> "Reviewers":
        """Read them for these submissions, which come with their collections and areas."""
        grants = Grant.objects.filter(role=Role.REVIEWER, user__is_active=True)
        rows = tuple(grants.values_list("user", "area", "department"))
        return cls(rows, _barred(submissions, {user for user, *_ in rows}))

    def levels(self, submission: Submission) -> list[int]:
        """The bureaus (area ids) that look at the form one after the other: from its own up to the one that collects.

        A bureau where nobody may review it is passed over; the one that collects decides and is always the last.
        """
        last = submission.collection.area_id
        upwards = _ids_to_root(submission.area)[::-1]
        between = upwards[: upwards.index(last)]
        return [*(area for area in between if self._at(area, submission)), last]

    def level_now(self, submission: Submission) -> int:
        """The bureau (area id) that has the form now; where nobody is left who may review it there, the next above."""
        last = submission.collection.area_id
        if submission.awaits_id is None:
            return last
        upwards = _ids_to_root(submission.area)[::-1]
        return next(
            (level for level in upwards[upwards.index(submission.awaits_id) :] if self._at(level, submission)), last
        )

    def level_after(self, submission: Submission) -> int | None:
        """The bureau (area id) that has the form after the present one; None when that one is the last."""
        upwards, now = _ids_to_root(submission.area)[::-1], self.level_now(submission)
        above = [level for level in self.levels(submission) if upwards.index(level) > upwards.index(now)]
        return above[0] if above else None

    def is_at_level(self, user: User, submission: Submission) -> bool:
        """Whether the person reviews for the bureau that has the form now."""
        return user.pk in {user for user, _may in self._people(self.level_now(submission), submission)}

    def why_not(self, user: User, submission: Submission) -> str:
        """Why the person is kept from reviewing this form though they are a reviewer; "" when they are not."""
        return self.barred.get(submission.pk, {}).get(user.pk, "")

    def _at(self, area: int, submission: Submission) -> bool:
        return any(may for _user, may in self._people(area, submission))

    def _people(self, area: int, submission: Submission) -> Iterator[tuple[int, bool]]:
        """The reviewers of that bureau in whose field the form lies, and whether nothing keeps them from it."""
        unit, barred = (submission.area_id, submission.department_id), self.barred.get(submission.pk, {})
        for user, at, department in self.grants:
            if at == area and (department is None or (at, department) == unit):
                yield user, user not in barred


def _ids_to_root(area: Area) -> list[int]:
    """The ids of the areas from the root down to this one, itself included."""
    return [int(pk) for pk in area.path.strip("/").split("/")]


def _barred(submissions: Sequence[Submission], reviewers: set[int]) -> dict[int, dict[int, str]]:
    """For each submission (id), the reviewers who had a hand in it before, and in what."""
    barred: dict[int, dict[int, str]] = {one.pk: {} for one in submissions}
    for submission, by in _passed_on([one.pk for one in submissions]):
        barred[submission][by] = _("You passed this form on already, so another reviewer must decide on it now.")
    for submission, by in _typed(submissions, reviewers):
        barred[submission][by] = _("You typed some of these figures yourself, so another reviewer must approve them.")
    for one in submissions:
        if one.submitted_by_id:
            barred[one.pk][one.submitted_by_id] = _("Nobody reviews what they submitted themselves.")
    return barred


def _passed_on(submissions: Sequence[int]) -> set[tuple[int, int]]:
    """Who passed which of these submissions (ids) on since it was last submitted: submission and user ids."""
    passed: dict[int, set[int]] = {}
    steps = Step.objects.filter(submission__in=submissions, act__in=[Step.Act.SUBMITTED, Step.Act.PASSED_ON])
    for submission, act, by in steps.order_by("id").values_list("submission", "act", "by"):
        if act == Step.Act.SUBMITTED:
            passed[submission] = set()
        else:
            passed.setdefault(submission, set()).add(by)
    return {(submission, by) for submission, people in passed.items() for by in people}


def is_passed_on(submission: Submission) -> bool:
    """Whether a reviewer has passed the form on since it was last submitted. One query."""
    return bool(_passed_on([submission.pk]))


def _typed(submissions: Sequence[Submission], reviewers: set[int]) -> Iterator[tuple[int, int]]:
    """Which of these reviewers ever typed a figure of which submission: submission and user ids."""
    revisions = ObservationRevision.objects.filter(
        act="typed",
        by__in=reviewers,
        observation__area__in={one.area_id for one in submissions},
        observation__year__in={one.collection.year for one in submissions},
    ).order_by()
    typed = set(
        revisions.values_list("observation__area", "observation__year", "observation__indicator", "by").distinct()
    )
    if not typed:
        return
    for one, indicators in zip(submissions, asked_of(submissions), strict=True):
        for area, year, indicator, by in typed:
            if (area, year) == (one.area_id, one.collection.year) and indicator in indicators:
                yield one.pk, by


def asked_of(submissions: Sequence[Submission]) -> list[set[int]]:
    """What is asked in each of these forms, as indicator ids. One query."""
    items: dict[tuple[int, int | None, bool], set[int]] = defaultdict(set)
    asked = CollectionItem.objects.filter(collection__in={one.collection_id for one in submissions}).order_by()
    for collection, department, below, indicator in asked.values_list(
        "collection", "department", "asked_below", "indicator"
    ):
        items[collection, department, below].add(indicator)
    return [items[one.collection_id, one.department_id, one.area_id != one.collection.area_id] for one in submissions]


def can_review(user: User, submission: Submission, reviewers: Reviewers | None = None) -> bool:
    """Whether the person reviews for the bureau that has the form now, and had no hand in it before.

    Where many forms are asked about, `reviewers` comes read for all of them.
    """
    reviewers = reviewers or Reviewers.of([submission])
    return reviewers.is_at_level(user, submission) and not reviewers.why_not(user, submission)


def check_review(user: User, submission: Submission) -> Reviewers:
    """Raises PermissionDenied with a sentence unless `can_review`; else gives all who may review the form."""
    reviewers = Reviewers.of([submission])
    why_not = reviewers.why_not(user, submission)
    if why_not:
        raise PermissionDenied(why_not)
    if not reviewers.is_at_level(user, submission):
        raise PermissionDenied(
            _("%(unit)s is reviewed by the reviewers of %(bureau)s now.")
            % {"unit": submission.unit_name, "bureau": Area.objects.get(pk=reviewers.level_now(submission))}
        )
    return reviewers


def planned_collections(user: User) -> QuerySet[Collection]:
    """The collections of the areas for which this person plans, and of those below."""
    planned = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role == Role.PLANNER and grant.department_id is None:
            planned |= Q(area__path__startswith=grant.area.path)
    return Collection.objects.filter(planned)
