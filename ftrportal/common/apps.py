from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "ftrportal.common"
    label = "common"

    def ready(self) -> None:
        from ftrportal import celery, checks  # noqa: F401 - the app that `jobs.queue` sends with; the system checks
        from ftrportal.common.database.runtime_role import grant_after_migrate
        from ftrportal.common.web.field_messages import replace_field_messages

        replace_field_messages()
        post_migrate.connect(grant_after_migrate, dispatch_uid="grant_runtime_role")
