"""Queues one more scan of the connection that `prepare` made."""

from __future__ import annotations

import json
import sys

import django


def main(organization_id: str) -> None:
    """Print the scan's id."""
    django.setup()
    from ftrportal.common.database.tenancy import organization_context
    from scanners.models import Connection
    from scanners.services.scans.runs import start_run

    with organization_context(organization_id):
        run = start_run(connection=Connection.objects.get(), actor=None)
    print(json.dumps({"run": str(run.pk)}))


if __name__ == "__main__":
    main(sys.argv[1])
