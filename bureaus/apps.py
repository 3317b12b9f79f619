from django.apps import AppConfig


class BureausConfig(AppConfig):
    name = "bureaus"
