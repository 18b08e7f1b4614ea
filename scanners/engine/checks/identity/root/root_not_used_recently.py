"""The root user is used only for tasks that require it, and each use has a documented reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.iam import CredentialReport, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

WINDOW_DAYS = 90
SETUP_DAYS = 7

check = Check(
    id="root_not_used_recently",
    title="Root user used only by exception",
    question="When was the root user last used, and is the reason documented?",
    needs=(CredentialReport,),
    also=(AccountFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Use IAM Identity Center or a role for daily work, and the root user only for tasks that require it.",
    console="IAM Identity Center > Permission sets.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, account: AccountFacts | Unknown) -> Iterator[Verdict]:
    """FAIL for the use of an access key; REVIEW for a sign-in, which needs a documented reason."""
    root = report.root
    if root is None:
        detail = "The credential report has no row for the root user."
        yield unknown(scope.account_arn, Unknown(Reason.MALFORMED, "iam:GetCredentialReport", detail))
        return
    key_used_at = max((key.last_used_at for key in root.keys if key.last_used_at), default=None)
    seen = {
        "password_last_used_at": said(root.password_last_used_at),
        "key_last_used_at": said(key_used_at),
        "report_generated_at": said(report.generated_at),
    }
    if days_since(scope, key_used_at) <= WINDOW_DAYS:
        yield failed(scope.account_arn, f"A root access key was used on {key_used_at:%Y-%m-%d}.", **seen)
    elif days_since(scope, root.password_last_used_at) > WINDOW_DAYS:
        yield passed(scope.account_arn, f"The root user has not been used in the last {WINDOW_DAYS} days.", **seen)
    elif _is_setup(root, _created_at(account)):
        yield passed(scope.account_arn, "The root user was last used while the account was being set up.", **seen)
    else:
        day = f"{root.password_last_used_at:%Y-%m-%d}"
        yield review(scope.account_arn, f"The root user signed in on {day}. Document who signed in, and why.", **seen)


def _created_at(account: AccountFacts | Unknown) -> datetime | None:
    found = None if isinstance(account, Unknown) else account.created_at
    return None if isinstance(found, Unknown) else found


def _is_setup(root: ReportedUser, created_at: datetime | None) -> bool:
    """Only AWS's own creation date of the account counts, not the row of the credential report."""
    used = root.password_last_used_at
    return used is not None and created_at is not None and used - created_at <= timedelta(days=SETUP_DAYS)
