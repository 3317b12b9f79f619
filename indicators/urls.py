from django.urls import path

from indicators.views import checks, history

urlpatterns = [
    path("figures/<slug:code>/<int:area>/<int:year>/", history.figure_history, name="figure_history"),
    path("checks/", checks.checks, name="checks"),
    path("checks/add/", checks.add_check, name="add_check"),
    path("checks/<int:pk>/", checks.edit_check, name="edit_check"),
]
