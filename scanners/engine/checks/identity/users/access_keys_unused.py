"""Active access keys are in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import NEVER, days_since, said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, unknown
from scanners.engine.facts.iam import CredentialReport, ReportedKey, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_DAYS = 90

check = Check(
    id="access_keys_unused",
    title="No unused access keys",
    question="Are there active access keys that are not used?",
    needs=(CredentialReport,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Deactivate the key, check that nothing fails, then delete it.",
    cli="aws iam update-access-key --user-name ... --access-key-id ... --status Inactive",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport) -> Iterator[Verdict]:
    """A key that was never used counts from its creation."""
    keys = [(row, key) for row in report.users for key in row.active_keys]
    if not keys:
        yield not_applicable(scope.account_arn, "no_active_keys", "No IAM user has an active access key.")
    for row, key in keys:
        yield _judge_key(scope, row, key)


def _judge_key(scope: Scope, row: ReportedUser, key: ReportedKey) -> Verdict:
    resource, name = f"{row.arn}#key{key.ordinal}", f"Key {key.ordinal} of user {row.name}"
    seen = {"last_used_at": said(key.last_used_at), "service": key.last_used_service, "used_in": key.last_used_region}
    idle = min(days_since(scope, key.last_used_at), days_since(scope, key.rotated_at))
    if idle == NEVER:
        detail = "The credential report has neither a creation date nor a last-used date for the key."
        return unknown(resource, Unknown(Reason.MALFORMED, "iam:GetCredentialReport", detail))
    if idle > MAX_DAYS:
        return failed(resource, f"{name} has not been used for {idle} days.", **seen)
    return passed(resource, f"{name} was used or created {idle} days ago.", **seen)
