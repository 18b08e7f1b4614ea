"""The process that reads one document: bytes on standard input, verdicts as JSON on standard output.

`bounded.py` runs it as `-m scanners.engine.documents.child` and limits it. No Django, no environment.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from scanners.engine.checks.verdicts import Verdict
from scanners.engine.documents.bounded import LIMIT_SIGNS, Limits
from scanners.engine.documents.registry import document_checks


def main() -> None:
    """Answer one job: a JSON line, then the file's bytes."""
    job = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**job["limits"])
    document_checks()  # imported before the limits count
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    except (ValueError, OSError):
        sys.stderr.write("this system does not limit memory\n")
    try:
        answer = {"verdicts": _verdicts(job, sys.stdin.buffer.read())}
    except MemoryError:
        sys.stderr.write(LIMIT_SIGNS[0])
        sys.exit(1)
    sys.stdout.write(json.dumps(answer))


def _verdicts(job: dict[str, Any], data: bytes) -> dict[str, list[dict[str, Any]]]:
    checks = document_checks()
    accounts = frozenset(job["accounts"])
    return {
        one: [_plain(verdict) for verdict in checks[one].run(job["name"], data, accounts)]
        for one in job["check_ids"]
        if one in checks
    }


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "resource": verdict.resource,
        "outcome": verdict.outcome.value,
        "message": verdict.message,
        "evidence": dict(verdict.evidence),
        "reason": verdict.reason,
    }


if __name__ == "__main__":
    main()
