from django.apps import AppConfig
from django.db.models.signals import post_save


class ScannersConfig(AppConfig):
    name = "scanners"
    label = "scanners"

    def ready(self) -> None:
        from scanners.services.declarations.company import judge_again_if_declared

        # Organizations know nothing of scans, so scans listen when a company is declared anew.
        post_save.connect(judge_again_if_declared, sender="organizations.Organization", dispatch_uid="scanners.company")
