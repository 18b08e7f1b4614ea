"""Versioning or copies."""

from __future__ import annotations

import pytest

from scanners.engine.facts.s3 import Versioning
from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts
from tests.scanners.store_builders import NO_BACKUP, WEEKLY, copied, declared

CHECK = "s3_data_protected"
BARE = bucket(versioning=Versioning("", False))

CASES = {
    "versioned": case("pass", s3_facts(bucket()), NO_BACKUP),
    "versioned, AWS Backup refused": case("pass", s3_facts(bucket()), BackupFacts=DENIED),
    "copied": case("pass", s3_facts(BARE), copied("arn:aws:s3:::data")),
    "nothing, not classified": case("review", s3_facts(BARE), NO_BACKUP),
    "suspended": case("review", s3_facts(bucket(versioning=Versioning("Suspended", False))), NO_BACKUP),
    "nothing, primary": case("fail", s3_facts(BARE), NO_BACKUP, scope=declared("arn:aws:s3:::data", role="primary")),
    "nothing but weekly copies, primary": case(
        "review",
        s3_facts(BARE),
        copied("arn:aws:s3:::data", 5, **WEEKLY),
        scope=declared("arn:aws:s3:::data", role="primary"),
    ),
    "nothing but an old copy, primary": case(
        "fail", s3_facts(BARE), copied("arn:aws:s3:::data", 5), scope=declared("arn:aws:s3:::data", role="primary")
    ),
    "nothing, log": case("not_applicable", s3_facts(BARE), NO_BACKUP, scope=declared("arn:aws:s3:::data", role="log")),
    "nothing, AWS Backup refused": case("unknown", s3_facts(BARE), BackupFacts=DENIED),
    "versioning refused": case("unknown", s3_facts(bucket(versioning=DENIED)), NO_BACKUP),
    "versioning refused, copied": case("pass", s3_facts(bucket(versioning=DENIED)), copied("arn:aws:s3:::data")),
    "one of each": case("pass review", s3_facts(BARE, bucket("b")), NO_BACKUP),
    "no buckets": case("not_applicable", s3_facts(), NO_BACKUP),
    "list refused": case("unknown", s3_facts(buckets=DENIED), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
