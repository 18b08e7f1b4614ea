"""Access is managed in a central directory: IAM Identity Center or a SAML provider."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.iam import IdentityProviders
from scanners.engine.facts.sso import SsoFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="federation_in_place",
    title="Access managed through a central directory",
    question="Is access managed through a central directory?",
    needs=(IdentityProviders,),
    also=(SsoFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Enable IAM Identity Center and provision its users from your directory (SCIM).",
    console="IAM Identity Center > Settings > Identity source.",
    source="https://docs.aws.amazon.com/singlesignon/latest/userguide/provision-automatically.html",
)


@check.judge
def judge(scope: Scope, providers: IdentityProviders, sso: SsoFacts | Unknown) -> Iterator[Verdict]:
    """PASS for IAM Identity Center and for SAML providers."""
    saml = () if isinstance(providers.saml, Unknown) else providers.saml
    instances = () if isinstance(sso, Unknown) else sso.instances
    for arn in (*(one.arn for one in instances), *(one.arn for one in saml)):
        yield passed(arn, "This identity source is configured for people.")
    gap = next((one for one in (providers.saml, sso) if isinstance(one, Unknown)), None)
    if saml or instances:
        return
    if gap:
        yield unknown(scope.account_arn, gap)
    else:
        yield review(
            scope.account_arn,
            "No IAM Identity Center instance and no SAML provider was found. "
            "Access of people who leave must be removed manually.",
        )
