"""ACLs are old; advisory."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts

CHECK = "s3_acls_disabled"

CASES = {
    "disabled": case("pass", s3_facts(bucket())),
    "live": case("review", s3_facts(bucket(ownership="ObjectWriter"))),
    "old bucket": case("review", s3_facts(bucket(ownership=None))),
    "not asked, ignored anyway": case("not_applicable", s3_facts(bucket(ownership=DENIED))),
    "refused": case("unknown", s3_facts(bucket(ownership=DENIED, block=None), account_block=None)),
    "one of each": case("pass review", s3_facts(bucket(), bucket("b", ownership=None))),
    "no buckets": case("not_applicable", s3_facts()),
    "list refused": case("unknown", s3_facts(buckets=DENIED)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
