"""Judges the latest scan of every connected account again, after checks have changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from scanners.services.scans.reevaluation import rejudge_latest


class Command(BaseCommand):
    help = "Judge the stored facts of each account's latest scan with today's checks. AWS is not asked."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Judged again: {rejudge_latest()}")
