from django.urls import path

from indicators.views import history

urlpatterns = [
    path("figures/<slug:code>/<int:area>/<int:year>/", history.figure_history, name="figure_history"),
]
