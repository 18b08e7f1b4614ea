"""Never a failure by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import (
    BLOCKED,
    DENIED,
    Case,
    account_facts,
    assert_case,
    bucket,
    case,
    s3_facts,
    scope,
)

CHECK = "s3_account_block_public_access"

CASES = {
    "on": case("pass", s3_facts()),
    "partly": case("review", s3_facts(account_block=replace(BLOCKED, ignore_public_acls=False))),
    "not configured": case("review", s3_facts(account_block=None)),
    "off, with a bucket that is public on purpose": case(
        "not_applicable",
        s3_facts(bucket("site", block=None, policy_is_public=True), account_block=None),
        scope=scope(reviewed_public_buckets=("site",)),
    ),
    "off, with a bucket that may be public on purpose": case(
        "not_applicable",
        s3_facts(bucket("site", block=None, policy_is_public=DENIED), account_block=None),
        scope=scope(reviewed_public_buckets=("site",)),
    ),
    "off, with a record of a bucket that is closed by now": case(
        "review", s3_facts(bucket("site"), account_block=None), scope=scope(reviewed_public_buckets=("site",))
    ),
    "off, with a record of a bucket that is not there": case(
        "review", s3_facts(account_block=None), scope=scope(reviewed_public_buckets=("site",))
    ),
    "on, in spite of a record": case("pass", s3_facts(bucket("site")), scope=scope(reviewed_public_buckets=("site",))),
    "refused": case("unknown", s3_facts(account_block=DENIED)),
    "denied": case("unknown", S3Facts=DENIED),
    "suspended account": case("not_applicable", s3_facts(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
