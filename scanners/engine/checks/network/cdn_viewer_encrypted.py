"""What CloudFront serves over HTTP, or fetches over HTTP, travels in the open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review
from scanners.engine.facts.cloudfront import S3_ORIGIN, CdnFacts, Distribution
from scanners.engine.scope import Scope

check = Check(
    id="cdn_viewer_encrypted",
    title="Distributions are reached over HTTPS",
    question="Do CloudFront distributions serve viewers and reach origins over HTTPS only?",
    needs=(CdnFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Redirect viewers to HTTPS in every behaviour, reach origins by HTTPS only, take the newest security policy "
    "and a certificate of your own.",
    cli="aws cloudfront update-distribution --id ... --distribution-config file://...",
    console="CloudFront > Distributions > the distribution > Behaviors, Origins and General > Edit.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https.html",
)

_ENCRYPTED = frozenset({"https-only", "redirect-to-https"})
_TLS12_SINCE_2021 = re.compile(r"TLSv1\.(?:2_20(?:2[1-9]|[3-9]\d)|[3-9]_20\d\d)")


@check.judge
def judge(scope: Scope, facts: CdnFacts) -> Iterator[Verdict]:
    """Per distribution that is switched on."""
    serving = [one for one in facts.distributions if one.is_enabled]
    for one in serving:
        yield _judge(scope, one)
    if not serving:
        off = len(facts.distributions)
        message = f"All {off} distributions are switched off." if off else "There are no CloudFront distributions."
        yield not_applicable(scope.account_arn, "no_distributions", message)


def _judge(scope: Scope, one: Distribution) -> Verdict:
    evidence: dict[str, Any] = {
        "viewers": sorted(set(one.viewer_policies)),
        "origins": sorted(set(one.origin_protocols)),
        "minimum_tls": one.minimum_tls,
        "has_default_certificate": one.has_default_certificate,
        "has_firewall": one.has_firewall,
    }
    is_sensitive = scope.store(one.arn).is_sensitive
    if problems := _plain(one):
        message = f"Distribution {one.id} {' and '.join(problems)}"
        if is_sensitive:
            return failed(one.arn, f"{message}, and it carries sensitive data.", **evidence)
        if is_sensitive is None:
            return review(one.arn, f"{message}; say whether it carries sensitive data.", **evidence)
        message = f"{message}, but you said that it carries no sensitive data."
        return not_applicable(one.arn, "not_sensitive", message, **evidence)
    if questions := _weak(one):
        return review(one.arn, f"Distribution {one.id} {' and '.join(questions)}.", **evidence)
    return passed(one.arn, f"Distribution {one.id} uses HTTPS to viewers and origins.", **evidence)


def _plain(one: Distribution) -> list[str]:
    """Ways without encryption. An origin that is reached as the viewer came is encrypted where all viewers are."""
    problems = []
    if not _ENCRYPTED.issuperset(one.viewer_policies):
        problems.append("serves viewers over plain HTTP too")
    if "http-only" in one.origin_protocols:
        problems.append("reaches an origin over plain HTTP")
    return problems


def _weak(one: Distribution) -> list[str]:
    questions = []
    if one.has_default_certificate:
        questions.append("uses CloudFront's own certificate, with which old TLS versions stay allowed")
    elif not _TLS12_SINCE_2021.fullmatch(one.minimum_tls):
        questions.append(f"allows viewers {one.minimum_tls or 'a TLS version that is not told'}")
    if not {S3_ORIGIN, "https-only", "match-viewer"}.issuperset(one.origin_protocols):
        questions.append("has an origin whose protocol CloudFront does not tell")
    return questions
