"""Run once per installation, and again to change a password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ftrportal import env
from ftrportal.common.database.roles import create_roles


class Command(BaseCommand):
    help = (
        "Create the owner role (migrates), the application role (serves) and the database. "
        "Reads DATABASE_ADMIN_URL, DATABASE_OWNER_URL and DATABASE_URL."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        create_roles(env.secret("DATABASE_ADMIN_URL"), env.secret("DATABASE_OWNER_URL"), env.secret("DATABASE_URL"))
        self.stdout.write("Both database roles and the database are ready.")
