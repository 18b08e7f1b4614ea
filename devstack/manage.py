"""`make manage ARGS=...`: a Django command with the settings of the stack that is running."""

from __future__ import annotations

import json
import os
import sys

from devstack.supervisor.layout import ROOT, this_layout
from devstack.supervisor.lock import holder


def main() -> None:
    """Become manage.py."""
    layout = this_layout()
    if not holder(layout.lock) or not layout.environment.exists():
        sys.exit("The portal is not running here. Start it with: make run")
    environment = {**os.environ, **json.loads(layout.environment.read_text(encoding="utf-8"))}
    os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *sys.argv[1:]], environment)  # noqa: S606


if __name__ == "__main__":
    main()
