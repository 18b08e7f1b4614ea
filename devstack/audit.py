"""`make audit`: known vulnerabilities of the packages that production pins, as PyPI lists them."""

from __future__ import annotations

import subprocess
import sys

from devstack.supervisor.layout import ROOT


def main() -> int:
    """pip-audit's own exit status: 1 when a package has a known vulnerability."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        "requirements.txt",
        "--require-hashes",
        "--disable-pip",
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
