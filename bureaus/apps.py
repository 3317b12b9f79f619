from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class BureausConfig(AppConfig):
    name = "bureaus"

    def ready(self) -> None:
        """Every connection can tell who acts; every migration ends with the change log's triggers in place."""
        from bureaus import acting, change_log, checks  # noqa: F401  (the checks register themselves)

        connection_created.connect(acting.on_connection, dispatch_uid="acting")
        connection_created.connect(change_log.on_connection, dispatch_uid="change_log")
        pre_migrate.connect(change_log.before_migrating, sender=self, dispatch_uid="change_log")
        post_migrate.connect(change_log.after_migrating, sender=self, dispatch_uid="change_log")
