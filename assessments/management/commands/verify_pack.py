"""Says of a ZIP pack whether this installation made it so; ends with 1 when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.reports.zip.signing import NoSigningKeyError
from assessments.reports.zip.verification import verify


class Command(BaseCommand):
    help = "Verify a ZIP pack: unchanged, or which file differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                verdict = verify(file)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except NoSigningKeyError:
            raise CommandError("Set SIGNING_KEY to the key that signed the pack.") from None
        if verdict.is_unchanged:
            self.stdout.write(verdict.reason)
            return
        words = ("differing", "missing", "added", "repeated")
        names = [f"  {word}: {name}" for word in words for name in getattr(verdict, word)]
        raise CommandError("\n".join([verdict.reason, *names]))
