"""Viewers and origins over HTTPS; what is plain fails only where sensitive data is declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scanners.engine.aws.opt_in import CDN
from scanners.engine.facts.cloudfront import CdnFacts, Distribution
from scanners.engine.scope import DeclaredStore
from tests.scanners.fact_builders import DENIED, HERE, Case, assert_case, case, judge, scope

CHECK = "cdn_viewer_encrypted"
ARN = f"arn:aws:cloudfront::{HERE}:distribution/E1"
SOUND = Distribution(
    ARN, "E1", True, ("redirect-to-https", "https-only"), ("https-only", "s3"), "TLSv1.2_2021", False, True
)


def cdn(**changes: Any) -> CdnFacts:
    return CdnFacts((replace(SOUND, **changes),))


def declared(is_sensitive: bool) -> Any:
    return scope(stores=(DeclaredStore(ARN, is_sensitive=is_sensitive),))


ALLOW_ALL = cdn(viewer_policies=("https-only", "allow-all"))
CASES = {
    "https everywhere": case("pass", cdn()),
    "newer policies": case("pass", cdn(minimum_tls="TLSv1.3_2025")),
    "as the viewer came, all encrypted": case("pass", cdn(origin_protocols=("match-viewer",))),
    "one behaviour allows http": case("review", ALLOW_ALL),
    "with sensitive data": case("fail", ALLOW_ALL, scope=declared(True)),
    "declared harmless": case("not_applicable", ALLOW_ALL, scope=declared(False)),
    "as the viewer came, some plain": case(
        "fail", cdn(viewer_policies=("allow-all",), origin_protocols=("match-viewer",)), scope=declared(True)
    ),
    "plain origin": case("review", cdn(origin_protocols=("s3", "http-only"))),
    "plain origin with sensitive data": case("fail", cdn(origin_protocols=("http-only",)), scope=declared(True)),
    "a policy of tomorrow for viewers": case("review", cdn(viewer_policies=("whatever",))),
    "older TLS": case("review", cdn(minimum_tls="TLSv1.2_2019")),
    "the oldest TLS": case("review", cdn(minimum_tls="TLSv1")),
    "TLS not told": case("review", cdn(minimum_tls="")),
    "default certificate": case("review", cdn(minimum_tls="TLSv1.2_2021", has_default_certificate=True)),
    "origin inside a VPC": case("review", cdn(origin_protocols=("vpc",))),
    "one of each": case("pass review", CdnFacts((SOUND, replace(SOUND, arn=ARN + "2", minimum_tls="TLSv1")))),
    "switched off": case("not_applicable", cdn(is_enabled=False, viewer_policies=("allow-all",))),
    "none": case("not_applicable", CdnFacts(())),
    "denied": case("unknown", CdnFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_without_the_choice_it_says_how_to_switch_it_on() -> None:
    (verdict,) = judge(CHECK, CdnFacts=CDN.not_chosen("cloudfront:ListDistributions"))

    assert verdict.outcome.value == "unknown"
    assert verdict.message.startswith(
        "This optional read is turned off. Open the account under AWS accounts, choose Change"
    )
    assert (verdict.reason, verdict.action) == ("not_chosen", "cloudfront:ListDistributions")
