from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "ftrportal.organizations"
    label = "organizations"
