"""`make check`: everything that judges the source without running the product."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from devstack.bootstrap import say
from devstack.supervisor.layout import ROOT

PYTHON = sys.executable


def example_environment(path: Path = ROOT / ".env.example") -> dict[str, str]:
    """The variables of the example file; a value that must be secret is made here, as a deployment does."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {**pairs, "SECRET_KEY": secrets.token_urlsafe(48)}


def steps() -> list[tuple[str, list[str]]]:
    """Name and command of each judgement."""
    found = [
        ("lint", [PYTHON, "-m", "ruff", "check", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("types", [PYTHON, "-m", "mypy", "ftrportal", "assessments", "scanners"]),
        ("migrations", [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("deployment", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ]
    if _has_compose():
        found.append(("compose", ["docker", "compose", "--env-file", ".env.example", "config", "--quiet"]))
    return found


def main() -> int:
    """Run them all, so that one failure does not hide another."""
    # Nothing that this shell happens to set may make a check pass.
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    environment = {**inherited, **example_environment(), "DJANGO_SETTINGS_MODULE": "ftrportal.settings.base"}
    failed = [name for name, command in steps() if not _passes(name, command, environment)]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _passes(name: str, command: list[str], environment: Mapping[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    say(f"{name:<12} {verdict} ({time.monotonic() - started:.0f} s)")
    if done.returncode != 0:
        say((done.stdout + done.stderr).strip())
    return done.returncode == 0


def _has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    asked = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return asked.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
