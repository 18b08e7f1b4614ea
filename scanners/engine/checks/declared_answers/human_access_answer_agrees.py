"""Every way in which people reach the account should be one that was named."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.declared_answers._answers import agrees, not_answered
from scanners.engine.checks.identity._roles import is_ci_provider
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IdentityProviders
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# Identity Center makes these itself to reach the accounts it manages.
_IDENTITY_CENTER_PROVIDER = ":saml-provider/AWSSSO_"

check = Check(
    id="human_access_answer_agrees",
    title="People reach AWS only as said",
    question="Do people reach the account in ways that nobody named?",
    needs=(CredentialReport,),
    also=(IdentityProviders, AuthorizationDetails),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Name the way in the answer and say how MFA is enforced there, or close it.",
    console="IAM > Users, and IAM > Identity providers.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(
    scope: Scope,
    report: CredentialReport,
    providers: IdentityProviders | Unknown,
    details: AuthorizationDetails | Unknown,
) -> Iterator[Verdict]:
    """What was named is other checks' business."""
    if not scope.human_access:
        yield not_answered(scope)
        return
    found: list[Verdict] = []
    if "iam_users" not in scope.human_access and report.console_users:
        names = ", ".join(one.name for one in report.console_users[:5])
        message = f"People are said not to sign in as IAM users, but {len(report.console_users)} can: {names}."
        found.append(review(scope.account_arn, message, users=[one.name for one in report.console_users[:20]]))
    if "identity_center" not in scope.human_access:
        found += _identity_center(scope, details)
    if "federation" not in scope.human_access:
        found += _federation(scope, providers)
    yield from found or [agrees(scope)]


def _identity_center(scope: Scope, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    if isinstance(details, Unknown):
        yield unknown(scope.account_arn, details)
        return
    role = next((one for one in details.roles if one.is_identity_center), None)
    if role:
        message = "People are said not to come through Identity Center, but it keeps roles for them in this account."
        yield review(role.arn, message)


def _federation(scope: Scope, providers: IdentityProviders | Unknown) -> Iterator[Verdict]:
    lists = (providers,) if isinstance(providers, Unknown) else (providers.saml, providers.oidc_arns)
    for gap in (one for one in lists if isinstance(one, Unknown)):
        yield unknown(scope.account_arn, gap)
    if isinstance(providers, Unknown):
        return
    saml = () if isinstance(providers.saml, Unknown) else tuple(one.arn for one in providers.saml)
    oidc = () if isinstance(providers.oidc_arns, Unknown) else providers.oidc_arns
    for arn in (*saml, *(one for one in oidc if not is_ci_provider(one))):
        if _IDENTITY_CENTER_PROVIDER not in arn:
            yield review(arn, "People are said not to be federated, but the account has this identity provider.")
