"""The root user has MFA, or has no credentials.

Enabling centralized root access does not remove credentials, so the check looks at the credentials.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._ages import said
from scanners.engine.checks.identity.root._root import has_any_credential, has_no_credentials
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import CredentialReport, IamSummary
from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="root_mfa_enabled",
    title="MFA enabled for the root user",
    question="Does the root user have MFA, or no credentials at all?",
    needs=(),
    also=(IamSummary, CredentialReport, OrgFacts),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Register a passkey, security key or authenticator app for the root user. In member accounts, "
    "delete the root user's credentials.",
    cli="aws sts assume-root --target-principal ... "
    "--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    console="Sign in as root > Security credentials > Multi-factor authentication > Assign MFA device.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html",
)


@check.judge
def judge(
    scope: Scope, summary: IamSummary | Unknown, report: CredentialReport | Unknown, organization: OrgFacts | Unknown
) -> Iterator[Verdict]:
    """Uses the account summary, and the credential report where the summary has no value."""
    if scope.partition == "aws-us-gov":
        yield not_applicable(
            scope.account_arn, "root_cannot_sign_in", "AWS GovCloud (US) accounts have no root user sign-in."
        )
    elif isinstance(summary, IamSummary) and summary.root_mfa_enabled is not None:
        yield _by_summary(scope, summary, report, organization)
    else:
        yield _by_report(scope, summary, report)


def _by_summary(
    scope: Scope, summary: IamSummary, report: CredentialReport | Unknown, organization: OrgFacts | Unknown
) -> Verdict:
    root = scope.account_arn
    seen: dict[str, Any] = {"mfa_enabled": summary.root_mfa_enabled, "password_present": summary.root_password_present}
    if summary.root_mfa_enabled:
        return passed(root, "The root user has MFA.", **seen)
    if has_no_credentials(summary):
        return passed(root, "The root user has no password, access key or signing certificate.", **seen)
    is_untold = summary.root_password_present is None
    if has_any_credential(summary) or (is_untold and _must_have_password(report, organization)):
        return failed(root, "The root user has credentials but no MFA.", **seen)
    if _was_created_by_organization(scope, organization) and _is_not_supported(report):
        return review(
            root,
            "The root user has no MFA. Document whether the root password of this account was ever recovered.",
            **seen,
        )
    detail = "MFA is off, and AWS did not report whether the root user has a password."
    return unknown(root, Unknown(Reason.MALFORMED, "iam:GetAccountSummary", detail))


def _by_report(scope: Scope, summary: IamSummary | Unknown, report: CredentialReport | Unknown) -> Verdict:
    if isinstance(report, CredentialReport) and report.root:
        seen = {"report_generated_at": said(report.generated_at)}
        if report.root.mfa_active:
            return passed(scope.account_arn, "The root user has MFA.", **seen)
        if report.root.password_enabled or report.root.active_keys:
            return failed(scope.account_arn, "The root user has credentials but no MFA.", **seen)
    detail = "AWS did not report the MFA status of the root user."
    absent = Unknown(Reason.MALFORMED, "iam:GetAccountSummary", detail)
    return unknown(scope.account_arn, summary if isinstance(summary, Unknown) else absent)


def _must_have_password(report: CredentialReport | Unknown, organization: OrgFacts | Unknown) -> bool:
    """True if the credential report shows a root password, or the account is of a type that always has one."""
    if isinstance(report, CredentialReport) and report.root and report.root.password_enabled:
        return True
    kinds = (Membership.STANDALONE, Membership.MANAGEMENT)
    return isinstance(organization, OrgFacts) and organization.membership in kinds


def _was_created_by_organization(scope: Scope, organization: OrgFacts | Unknown) -> bool:
    listed = organization.account(scope.account_id) if isinstance(organization, OrgFacts) else None
    return listed is not None and listed.joined_method == "CREATED"


def _is_not_supported(report: CredentialReport | Unknown) -> bool:
    return isinstance(report, CredentialReport) and report.root is not None and report.root.password_enabled is None
