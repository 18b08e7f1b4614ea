"""Where results go and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts.athena import AthenaFacts, ResultSettings, WorkGroup
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import half, here

CHECK = "athena_results_encrypted"


def group(name="own", **settings):
    return WorkGroup(f"arn:{name}", name, replace(ResultSettings("", False, False, False), **settings))


def groups(*some):
    return here(AthenaFacts(some))


CASES = {
    "option": case("pass", groups(group(encryption="SSE_S3"))),
    "managed": case("pass", groups(group(is_managed=True))),
    "one bucket, enforced": case("pass", groups(group(has_location=True, is_enforced=True))),
    "one bucket, clients choose": case("review", groups(group(has_location=True))),
    "nothing said": case("review", groups(group())),
    "untouched primary": case("not_applicable", groups(group("primary", is_enforced=True))),
    "changed primary": case("review", groups(group("primary", has_location=True))),
    "settings refused": case("unknown", groups(WorkGroup("arn:primary", "primary", DENIED))),
    "one of each": case("pass review", groups(group(encryption="SSE_KMS"), group("b"))),
    "nothing": case("not_applicable", groups()),
    "refused": case("unknown", AthenaFacts=DENIED),
    "one region refused": case("unknown", half(AthenaFacts(()))),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
