"""Finding what a page of collecting is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from collection.models import Submission
from collection.permissions import readable_submissions
from collection.queries import (
    with_names,
)


def the_submission(request: HttpRequest, pk: int) -> Submission:
    """The submission, or 404: to somebody outside its area it does not exist."""
    return get_object_or_404(with_names(readable_submissions(request.user)), pk=pk)
