"""The root user has no access keys, because no policy can restrict them."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.facts.iam import CredentialReport, IamSummary
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="root_no_access_keys",
    title="No access keys for the root user",
    question="Does the root user have access keys?",
    needs=(),
    also=(IamSummary, CredentialReport),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Deactivate the root access keys, check that nothing fails, then delete them. Use roles instead.",
    cli="aws sts assume-root --target-principal ... "
    "--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    console="Sign in as root > Security credentials > Access keys. For member accounts: IAM > Root access management.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html",
)


@check.judge
def judge(scope: Scope, summary: IamSummary | Unknown, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    """Uses the account summary. The credential report is older: it can show a key, but not that there is none."""
    root = scope.account_arn
    if isinstance(summary, IamSummary) and summary.root_access_keys is not None:
        if summary.root_access_keys:
            yield failed(root, "The root user has access keys.", access_keys=summary.root_access_keys)
        else:
            yield passed(root, "The root user has no access keys.", access_keys=0)
        return
    if isinstance(report, CredentialReport) and report.root and report.root.active_keys:
        count, generated = len(report.root.active_keys), said(report.generated_at)
        yield failed(root, "The root user has active access keys.", access_keys=count, report_generated_at=generated)
        return
    absent = Unknown(Reason.MALFORMED, "iam:GetAccountSummary", "AWS did not report the access keys of the root user.")
    yield unknown(root, summary if isinstance(summary, Unknown) else absent)
