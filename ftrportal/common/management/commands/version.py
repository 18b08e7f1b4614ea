"""Prints the portal's version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ftrportal.version import VERSION


class Command(BaseCommand):
    help = "Print the portal's version."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(VERSION)
