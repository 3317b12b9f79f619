from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "collection"

    def ready(self) -> None:
        """A hand-over of duties counts the forms that lie open with a person."""
        from bureaus.queries import OPEN_WORK
        from collection.queries.open_work import open_work

        OPEN_WORK.append(open_work)
