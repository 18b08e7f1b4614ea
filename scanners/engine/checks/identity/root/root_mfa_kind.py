"""A passkey or security key cannot be phished like a code; the review accepts either."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.identity.root._root import has_no_credentials
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import IamSummary, VirtualMfaFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="root_mfa_kind",
    title="Kind of MFA that protects root",
    question="Is root protected by a passkey or security key rather than an authenticator app?",
    needs=(VirtualMfaFacts, IamSummary),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Add a passkey or security key for root; up to eight devices can stand side by side.",
    console="Sign in as root > Security credentials > Multi-factor authentication > Assign MFA device.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
)


@check.judge
def judge(scope: Scope, virtual: VirtualMfaFacts, summary: IamSummary) -> Iterator[Verdict]:
    """Only the exact root ARN counts: a user may be called root."""
    root = scope.account_arn
    if has_no_credentials(summary):
        yield not_applicable(root, "no_root_credentials", "The root user has no credentials.")
    elif summary.root_mfa_enabled is None:
        detail = "The answer says nothing about root MFA."
        yield unknown(root, Unknown(Reason.MALFORMED, "iam:GetAccountSummary", detail))
    elif not summary.root_mfa_enabled:
        yield not_applicable(root, "no_root_mfa", "The root user has no MFA device.")
    elif root in virtual.user_arns:
        yield review(root, "Only an authenticator app can be proven for the root user.", kind="virtual")
    else:
        yield passed(root, "The root user's MFA is a passkey or a hardware device.", kind="passkey_or_hardware")
