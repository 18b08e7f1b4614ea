from django.apps import AppConfig


class DevstackConfig(AppConfig):
    name = "ftrportal.devstack"
    label = "devstack"
