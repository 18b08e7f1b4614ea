from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ftrportal.audit"
    label = "audit"
