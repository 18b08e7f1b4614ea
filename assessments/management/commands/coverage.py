"""Prints what scans cover: requirement, checks, calls, permissions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from assessments.selectors.coverage import coverage_table
from assessments.selectors.coverage_text import coverage_markdown

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "coverage.md"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/coverage.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = coverage_markdown(coverage_table())
        if options["write"]:
            DOCUMENT.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
