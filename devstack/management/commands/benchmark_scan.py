"""Measures one scan of a simulated account of a given size; uses servers of its own, never the running portal's."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from devstack.benchmark.command import add_arguments, run
from devstack.benchmark.stand import StandFailed


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(run(Namespace(**options)))
        except StandFailed as failed:
            raise CommandError(str(failed)) from failed
