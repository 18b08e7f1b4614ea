"""`python -m tests.scanners.golden`: writes down what the scan says now. Read the difference line by line: it must be
true of the seeds (`ftrportal/devstack/aws/demo`, `troubled.py`) before it is committed."""

from __future__ import annotations

import sys

from tests.scanners.golden.scanning import FOLDER, is_two_sided, outcomes, scan_all

if __name__ == "__main__":
    for account_id, said in scan_all().items():
        (FOLDER / f"{account_id}.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    one_sided = sorted(check_id for check_id, found in outcomes().items() if not is_two_sided(found))
    sys.stdout.write("\n".join(one_sided) + "\n")
