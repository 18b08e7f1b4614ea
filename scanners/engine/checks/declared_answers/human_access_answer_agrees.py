"""People access the account only in the ways that the answer lists."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.declared_answers._answers import agrees, not_answered
from scanners.engine.checks.identity._roles import is_ci_provider
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IdentityProviders
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# IAM Identity Center creates these providers itself in the accounts that it manages.
_IDENTITY_CENTER_PROVIDER = ":saml-provider/AWSSSO_"

check = Check(
    id="human_access_answer_agrees",
    title="Human access as declared",
    question="Do people access the account in ways that the answer does not list?",
    needs=(CredentialReport,),
    also=(IdentityProviders, AuthorizationDetails),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Add the type of access to the answer and describe how MFA is enforced, or remove the access.",
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
    """Access that the answer lists has checks of its own."""
    if not scope.human_access:
        yield not_answered(scope)
        return
    found: list[Verdict] = []
    if "iam_users" not in scope.human_access and report.console_users:
        names = ", ".join(one.name for one in report.console_users[:5])
        message = (
            "The answer says that no people sign in as IAM users, but "
            f"{counted(len(report.console_users), 'user')} can: {names}."
        )
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
        message = "The answer says that IAM Identity Center is not used, but its roles exist in this account."
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
            yield review(
                arn, "The answer says that no people are federated, but the account has this identity provider."
            )
