"""`python -m tests.scanners.golden [--align] [account ...]`: where scans and truth differ, line by line.

It never writes what a scan said. `--align` only sorts and aligns the files that people wrote.
"""

from __future__ import annotations

import sys

from devstack.simulated_aws.running import running_server
from tests.scanners.golden.accounts import ACCOUNTS
from tests.scanners.golden.scanning import scan_all
from tests.scanners.golden.truth import FOLDER, written


def _align() -> None:
    for path in sorted(FOLDER.glob("*.txt")):
        path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")


def _compare(names: list[str]) -> int:
    chosen = [one for one in ACCOUNTS if not names or one.name in names]
    with running_server(demo=True) as aws:
        found = {name: one.differences for name, one in scan_all(aws, chosen).items()}
        cost = aws.processor_seconds()
    for name, lines in found.items():
        sys.stdout.write("\n".join([f"{name}: {len(lines)} differences", *lines]) + "\n")
    sys.stdout.write(f"simulator: {cost:.1f} s of processor time\n")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--align" in arguments:
        _align()
    else:
        sys.exit(_compare(arguments))
