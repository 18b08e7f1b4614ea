"""The root user's MFA device resists phishing: a passkey or security key. The review accepts any MFA device."""

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
    title="Phishing-resistant MFA for the root user",
    question="Does the root user use a passkey or security key instead of an authenticator app?",
    needs=(VirtualMfaFacts, IamSummary),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Add a passkey or security key for the root user. Up to eight MFA devices can be registered.",
    console="Sign in as root > Security credentials > Multi-factor authentication > Assign MFA device.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
)


@check.judge
def judge(scope: Scope, virtual: VirtualMfaFacts, summary: IamSummary) -> Iterator[Verdict]:
    """Compares with the exact ARN of the root user, because an IAM user may be named root."""
    root = scope.account_arn
    if has_no_credentials(summary):
        yield not_applicable(root, "no_root_credentials", "The root user has no credentials.")
    elif summary.root_mfa_enabled is None:
        detail = "AWS did not report the MFA status of the root user."
        yield unknown(root, Unknown(Reason.MALFORMED, "iam:GetAccountSummary", detail))
    elif not summary.root_mfa_enabled:
        yield not_applicable(root, "no_root_mfa", "The root user has no MFA device.")
    elif root in virtual.user_arns:
        yield review(
            root,
            "The root user has a virtual MFA device. AWS does not report whether it also has a passkey.",
            kind="virtual",
        )
    else:
        yield passed(
            root,
            "The root user has MFA, but no virtual MFA device is listed: it is probably a passkey or hardware key.",
            kind="passkey_or_hardware",
        )
