"""An external id that can be guessed, or that follows from a customer's name, protects nobody.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.documents.lines import WANTED, counts_in, ids_of, same, table_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.facts.unknown import Reason, Unknown

check = DocumentCheck(
    id="external_id_sample_format",
    title="Sample external ids look random",
    question="Do sample external ids look random?",
    wanted="Attach a few external ids as they are given out, one to a line (.txt or .csv).",
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Make the id on the server: a UUID of version 4, or 128 random bits.",
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
    """Only counts and lengths are kept; the ids themselves never leave this function."""
    rows = table_of(name, data)
    if rows is None:
        return
    if counts_in(rows):
        yield unknown(name, Unknown(Reason.MALFORMED, "", f"{name} holds counts and not the ids. {WANTED}"))
        return
    samples = [one for one in ids_of(rows) or [] if same(one)]
    if len(samples) < LEAST_SAMPLES:
        text = f"{name} holds {len(samples)} ids; attach at least {LEAST_SAMPLES}, one to a line."
        yield unknown(name, Unknown(Reason.MALFORMED, "", text))
        return
    lengths = sorted({len(one) for one in samples})
    seen: dict[str, Any] = {"samples": len(samples), "shortest": lengths[0], "longest": lengths[-1]}
    problem = _problem(samples)
    if problem:
        yield review(name, f"{name}: {problem}.", **seen)
    else:
        yield passed(name, f"{name}: {len(samples)} ids, all of one form, long enough and without a pattern.", **seen)


def _problem(samples: Sequence[str]) -> str:
    if len(set(map(same, samples))) != len(samples):
        return "an id stands twice"
    versions = {found.group(1) for one in samples if (found := _UUID.fullmatch(one))}
    if all(_UUID.fullmatch(one) for one in samples):
        return "" if versions == {"4"} else "these UUIDs are not of version 4, so they may follow from time or a name"
    if len({len(one) for one in samples}) > 1:
        return "the ids differ in length"
    if len(samples[0]) < LEAST_LENGTH:
        return f"the ids have {len(samples[0])} characters; random ones of 128 bits have at least {LEAST_LENGTH}"
    if not all(_URL_SAFE.fullmatch(one) for one in samples):
        return "the ids hold signs other than letters, digits, - and _"
    return _pattern(samples)


def _pattern(samples: Sequence[str]) -> str:
    shared = _shared(samples) + _shared([one[::-1] for one in samples])
    if len(samples[0]) - shared < LEAST_LENGTH:
        return "the ids share so much text that what differs is too short"
    if all(len(set(one)) < LEAST_SIGNS for one in samples):
        return "the ids use very few different characters"
    return ""


def _shared(texts: Sequence[str]) -> int:
    """How many characters all of them begin with: the first and the last in order differ first."""
    first, last = min(texts), max(texts)
    return next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
