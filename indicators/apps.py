from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """Verifying the history compares each figure with its revisions as well."""
        from bureaus import verifying
        from indicators.verifying import differences_from_revisions

        verifying.further_checks.append(differences_from_revisions)
