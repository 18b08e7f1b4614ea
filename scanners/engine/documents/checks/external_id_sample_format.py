"""Sample external IDs are random and cannot be guessed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.documents.lines import WANTED, counts_in, ids_of, same, table_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.facts.unknown import Reason, Unknown

check = DocumentCheck(
    id="external_id_sample_format",
    title="Random external IDs",
    question="Are the sample external IDs random?",
    wanted="Attach a few sample external IDs, one per line (.txt or .csv).",
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Generate the external ID on the server: a version 4 UUID, or 128 random bits.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    is_replaceable=True,
)
LEAST_SAMPLES = 3
LEAST_LENGTH = 22  # of 64 letters: 128 bits in base64url
LEAST_SIGNS = 8  # 22 random characters out of 16 hold fewer once in a million ids
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]+")


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """Stores only counts and lengths, never the external IDs."""
    rows = table_of(name, data)
    if rows is None:
        return
    if counts_in(rows):
        yield unknown(name, Unknown(Reason.MALFORMED, "", f"{name} contains counts instead of external IDs. {WANTED}"))
        return
    samples = [one for one in ids_of(rows) or [] if same(one)]
    if len(samples) < LEAST_SAMPLES:
        text = f"{name} contains {counted(len(samples), 'external ID')}. Attach at least {LEAST_SAMPLES}, one per line."
        yield unknown(name, Unknown(Reason.MALFORMED, "", text))
        return
    lengths = sorted({len(one) for one in samples})
    seen: dict[str, Any] = {"samples": len(samples), "shortest": lengths[0], "longest": lengths[-1]}
    problem = _problem(samples)
    if problem:
        yield review(name, f"{name}: {problem}.", **seen)
    else:
        yield passed(
            name,
            f"{name}: {counted(len(samples), 'external ID')}, all of one form, long enough and without a pattern.",
            **seen,
        )


def _problem(samples: Sequence[str]) -> str:
    if len(set(map(same, samples))) != len(samples):
        return "an external ID occurs twice"
    versions = {found.group(1) for one in samples if (found := _UUID.fullmatch(one))}
    if all(_UUID.fullmatch(one) for one in samples):
        return "" if versions == {"4"} else "not all UUIDs are version 4, so they may be derived from a time or a name"
    if len({len(one) for one in samples}) > 1:
        return "the external IDs differ in length"
    if len(samples[0]) < LEAST_LENGTH:
        return f"the external IDs have {len(samples[0])} characters; 128 random bits need at least {LEAST_LENGTH}"
    if not all(_URL_SAFE.fullmatch(one) for one in samples):
        return "the external IDs contain other characters than letters, digits, - and _"
    return _pattern(samples)


def _pattern(samples: Sequence[str]) -> str:
    shared = _shared(samples) + _shared([one[::-1] for one in samples])
    if len(samples[0]) - shared < LEAST_LENGTH:
        return "the external IDs share so much text that the rest is too short"
    if all(len(set(one)) < LEAST_SIGNS for one in samples):
        return "the external IDs use very few different characters"
    return ""


def _shared(texts: Sequence[str]) -> int:
    """The length of the common prefix."""
    first, last = min(texts), max(texts)
    return next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
