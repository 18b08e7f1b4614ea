"""MFA is enforced at the identity provider of people, which is declared because no API shows it."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.identity._roles import is_ci_provider
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IdentityProviders
from scanners.engine.facts.sso import SsoFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="federation_mfa_attested",
    title="MFA enforced at the identity provider",
    question="If people sign in through IAM Identity Center or an identity provider, is MFA enforced there?",
    needs=(IdentityProviders,),
    also=(SsoFacts, AuthorizationDetails),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Require MFA in IAM Identity Center or the identity provider, and attach evidence.",
    console="IAM Identity Center > Settings > Authentication > Multi-factor authentication.",
    source="https://docs.aws.amazon.com/singlesignon/latest/userguide/enable-mfa.html",
)


@check.judge
def judge(
    scope: Scope, providers: IdentityProviders, sso: SsoFacts | Unknown, details: AuthorizationDetails | Unknown
) -> Iterator[Verdict]:
    """NOT_APPLICABLE for OpenID Connect providers of build systems and clusters, which are not people."""
    gaps = [one for one in (providers.saml, providers.oidc_arns, sso) if isinstance(one, Unknown)]
    if isinstance(details, Unknown) and not _identity_center(scope, sso, details):
        gaps.append(details)  # Identity Center may be in use although this account cannot see its instance
    oidc = () if isinstance(providers.oidc_arns, Unknown) else providers.oidc_arns
    for arn in (one for one in oidc if is_ci_provider(one)):
        yield not_applicable(arn, "machine_identity", "This provider is for build jobs or clusters, not for people.")
    people = [*_identity_center(scope, sso, details), *(one for one in oidc if not is_ci_provider(one))]
    people += [] if isinstance(providers.saml, Unknown) else [one.arn for one in providers.saml]
    for arn in people:
        yield _attested(scope, arn)
    for gap in gaps:
        yield unknown(scope.account_arn, gap)
    if not people and not gaps:
        yield not_applicable(scope.account_arn, "no_federation", "No identity provider for people was found.")


def _identity_center(scope: Scope, sso: SsoFacts | Unknown, details: AuthorizationDetails | Unknown) -> list[str]:
    """Identity Center instances, or the path of its roles in this account where the instance is not visible."""
    found = [] if isinstance(sso, Unknown) else [one.arn for one in sso.instances]
    roles = () if isinstance(details, Unknown) else details.roles
    if not found and any(role.is_identity_center for role in roles):
        found = [f"arn:{scope.partition}:iam::{scope.account_id}:role/aws-reserved/sso.amazonaws.com/"]
    return found


def _attested(scope: Scope, arn: str) -> Verdict:
    if scope.is_federation_mfa_enforced is None:
        detail = "No AWS API shows whether MFA is enforced here. Declare it, and attach evidence."
        return unknown(arn, Unknown(Reason.NOT_COLLECTED, "", detail))
    if scope.is_federation_mfa_enforced:
        return passed(arn, "MFA is declared to be enforced for people who sign in here.")
    return failed(arn, "MFA is declared not to be enforced for people who sign in here.")
