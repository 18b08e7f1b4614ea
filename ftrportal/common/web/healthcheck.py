"""For the container's health check: asks the web process beside it. Run as a script; standard library only."""

from __future__ import annotations

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_healthy(port: int) -> bool:
    """Whether /healthz answers 200, asked under the portal's public name, as no other is allowed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(os.environ.get("PORTAL_URL", "")).netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(int(os.environ.get("HEALTHCHECK_PORT", "8000"))) else 1)
