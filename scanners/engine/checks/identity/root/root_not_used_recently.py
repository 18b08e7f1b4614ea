"""Root is for the few tasks that need it; each use should be an exception somebody can explain."""

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
    title="Root user is used only by exception",
    question="When was the root user last used, and can somebody explain it?",
    needs=(CredentialReport,),
    also=(AccountFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Do daily work through Identity Center or a role, and keep root for the tasks that only root can do.",
    console="IAM Identity Center > Permission sets; sign in there instead of as root.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, account: AccountFacts | Unknown) -> Iterator[Verdict]:
    """A key used is never an exception; a sign-in needs a person's reason."""
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
        yield passed(scope.account_arn, f"The root user was not used in the last {WINDOW_DAYS} days.", **seen)
    elif _is_setup(root, _created_at(account)):
        yield passed(scope.account_arn, "The root user was last used while the account was being set up.", **seen)
    else:
        day = f"{root.password_last_used_at:%Y-%m-%d}"
        yield review(scope.account_arn, f"The root user signed in on {day}; record who, and for what reason.", **seen)


def _created_at(account: AccountFacts | Unknown) -> datetime | None:
    found = None if isinstance(account, Unknown) else account.created_at
    return None if isinstance(found, Unknown) else found


def _is_setup(root: ReportedUser, created_at: datetime | None) -> bool:
    """Only a time AWS gave for the account's creation counts; the report's own row is no substitute."""
    used = root.password_last_used_at
    return used is not None and created_at is not None and used - created_at <= timedelta(days=SETUP_DAYS)
