"""What every page says about the figures of this installation."""

from django.http import HttpRequest

from collection.models import Collection


def demonstration(request: HttpRequest) -> dict:
    """Whether figures invented for the demonstration are in here; asked only for somebody who is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"installation_is_demo": Collection.objects.filter(is_demo=True).exists()}
