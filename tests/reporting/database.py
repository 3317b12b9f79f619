"""What a database holds, to see whether something changed it."""

from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent


def contents() -> dict[str, list]:
    """Every row of every table of the house."""
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    models = [model for app in ours for model in app.get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}
