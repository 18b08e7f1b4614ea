"""Where one development stack keeps everything: a single git-ignored folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Deleted by `make reset`; what is missing here (the tests' emulator, installation locks) holds no data of a person.
DATA = ("postgres", "valkey", "aws", "mail", "media", "static", "log", "run", "secrets.json")


@dataclass(frozen=True)
class Layout:
    """The folder `var` and what is in it."""

    var: Path

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def lock(self) -> Path:
        return self.run / "lock"

    @property
    def environment(self) -> Path:
        """What the running processes were told, for `make manage`; holds secrets, so only the owner reads it."""
        return self.run / "environment.json"

    def make(self) -> None:
        """Create the folders. Others may walk through `var`, because root runs PostgreSQL as another account."""
        self.var.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.mail, self.run, self.var / "media"):
            folder.mkdir(mode=0o700, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def this_layout() -> Layout:
    """FTRPORTAL_VAR names another folder, so that two stacks of one checkout can run side by side."""
    return Layout(Path(os.environ.get("FTRPORTAL_VAR") or ROOT / "var").absolute())
