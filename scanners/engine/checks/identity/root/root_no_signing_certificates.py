"""The root user has no X.509 signing certificates, which are static credentials like access keys."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.iam import IamSummary
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="root_no_signing_certificates",
    title="No signing certificates for the root user",
    question="Does the root user have X.509 signing certificates?",
    needs=(IamSummary,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Sign in as the root user and delete the signing certificates.",
    cli="aws sts assume-root --target-principal ... "
    "--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    console="Sign in as root > Security credentials > X.509 signing certificates.",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html",
)


@check.judge
def judge(scope: Scope, summary: IamSummary) -> Iterator[Verdict]:
    """A count that AWS did not report is UNKNOWN, not zero."""
    count = summary.root_signing_certificates
    if count is None:
        detail = "AWS did not report the signing certificates of the root user."
        yield unknown(scope.account_arn, Unknown(Reason.MALFORMED, "iam:GetAccountSummary", detail))
    elif count:
        yield failed(
            scope.account_arn, f"The root user has {counted(count, 'signing certificate')}.", certificates=count
        )
    else:
        yield passed(scope.account_arn, "The root user has no signing certificates.", certificates=0)
