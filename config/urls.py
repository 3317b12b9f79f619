"""Every address of the application, one line an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("bureaus.urls")),
    path("", include("collection.urls")),
    path("", include("plans.urls")),
    path("", include("reporting.urls")),
    path("", include("indicators.urls")),
]
