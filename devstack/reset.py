"""`make reset`: stop, and delete what the portal keeps on this machine."""

from __future__ import annotations

import shutil
import sys

from devstack.bootstrap import say
from devstack.postgres import Postgres
from devstack.stop import stop
from devstack.supervisor.layout import DATA, Layout, this_layout


def reset(layout: Layout) -> bool:
    """Delete the data of this folder. False when the portal could not be stopped: nothing is deleted then."""
    if not stop(layout):
        return False
    Postgres(layout.var / "postgres").remove()
    for name in DATA:
        path = layout.var / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    say(f"Deleted database, files, mails, logs and passwords in {layout.var}. `make run` starts afresh.")
    return True


if __name__ == "__main__":
    sys.exit(0 if reset(this_layout()) else 1)
