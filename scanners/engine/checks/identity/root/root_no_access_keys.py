"""Root access keys cannot be limited by any policy, so there must be none."""

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
    title="Root user has no access keys",
    question="Does the root user have access keys?",
    needs=(),
    also=(IamSummary, CredentialReport),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Deactivate the root access keys, watch for what breaks, then delete them; use roles instead.",
    cli="aws sts assume-root --target-principal ... "
    "--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    console="Sign in as root > Security credentials > Access keys. For members: IAM > Root access management.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html",
)


@check.judge
def judge(scope: Scope, summary: IamSummary | Unknown, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    """The live summary wins; an older report alone can show a key but cannot prove that there is none."""
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
    absent = Unknown(Reason.MALFORMED, "iam:GetAccountSummary", "The answer says nothing about root access keys.")
    yield unknown(root, summary if isinstance(summary, Unknown) else absent)
