"""CloudFront distributions use HTTPS for viewers and origins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.cloudfront import S3_ORIGIN, CdnFacts, Distribution
from scanners.engine.scope import Scope

check = Check(
    id="cdn_viewer_encrypted",
    title="HTTPS required by CloudFront distributions",
    question="Do CloudFront distributions use only HTTPS for viewers and origins?",
    needs=(CdnFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Redirect viewers to HTTPS in every behavior, use HTTPS only for origins, choose the latest security policy "
    "and use a custom certificate.",
    cli="aws cloudfront update-distribution --id ... --distribution-config file://...",
    console="CloudFront > Distributions > the distribution > Behaviors, Origins and General > Edit.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https.html",
)

_ENCRYPTED = frozenset({"https-only", "redirect-to-https"})
_TLS12_SINCE_2021 = re.compile(r"TLSv1\.(?:2_20(?:2[1-9]|[3-9]\d)|[3-9]_20\d\d)")


@check.judge
def judge(scope: Scope, facts: CdnFacts) -> Iterator[Verdict]:
    """One verdict per enabled distribution."""
    serving = [one for one in facts.distributions if one.is_enabled]
    for one in serving:
        yield _judge(scope, one)
    if not serving:
        off = len(facts.distributions)
        message = (
            f"{counted(off, 'distribution')}, all disabled." if off else "The account has no CloudFront distributions."
        )
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
            return failed(one.arn, f"{message}, and it is declared to carry sensitive data.", **evidence)
        if is_sensitive is None:
            return review(one.arn, f"{message}. Declare whether it carries sensitive data.", **evidence)
        message = f"{message}, but it is declared to carry no sensitive data."
        return not_applicable(one.arn, "not_sensitive", message, **evidence)
    if questions := _weak(one):
        return review(one.arn, f"Distribution {one.id} {' and '.join(questions)}.", **evidence)
    return passed(one.arn, f"Distribution {one.id} uses HTTPS to viewers and origins.", **evidence)


def _plain(one: Distribution) -> list[str]:
    """Unencrypted connections. An origin with the viewer's protocol is encrypted if all viewers use HTTPS."""
    problems = []
    if not _ENCRYPTED.issuperset(one.viewer_policies):
        problems.append("also serves viewers over HTTP")
    if "http-only" in one.origin_protocols:
        problems.append("connects to an origin over HTTP")
    return problems


def _weak(one: Distribution) -> list[str]:
    questions = []
    if one.has_default_certificate:
        questions.append("uses the default CloudFront certificate, which allows old TLS versions")
    elif not _TLS12_SINCE_2021.fullmatch(one.minimum_tls):
        questions.append(f"allows viewers {one.minimum_tls or 'an unknown TLS version'}")
    if not {S3_ORIGIN, "https-only", "match-viewer"}.issuperset(one.origin_protocols):
        questions.append("has an origin of which CloudFront does not report the protocol")
    return questions
