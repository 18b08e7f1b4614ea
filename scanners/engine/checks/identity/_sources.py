"""Users in only one of IAM's two lists, because they were created or deleted between the report and the scan.

AWS updates the credential report at most every four hours, so it may lack a new user. Such a user is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.verdicts import Verdict, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown


def not_yet_reported(report: CredentialReport, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    """UNKNOWN for each user that was created after the credential report."""
    reported = {row.arn for row in report.users}
    for user in () if isinstance(details, Unknown) else details.users:
        if user.arn not in reported:
            detail = (
                f"User {user.name} is not in the credential report of {report.generated_at:%Y-%m-%d %H:%M} UTC yet; "
                "scan again after four hours."
            )
            yield unknown(user.arn, Unknown(Reason.REPORT_PENDING, "iam:GetCredentialReport", detail))


def deleted_since(report: CredentialReport, details: AuthorizationDetails | Unknown) -> dict[str, Unknown]:
    """The gaps of users that are in the report and no longer in the account, by ARN."""
    known = None if isinstance(details, Unknown) else {user.arn for user in details.users}
    return {row.arn: _gone(row) for row in report.users if known is not None and row.arn not in known}


def _gone(row: ReportedUser) -> Unknown:
    detail = f"User {row.name} is in the credential report only, so it was created or deleted during the scan."
    return Unknown(Reason.MALFORMED, "iam:GetAccountAuthorizationDetails", detail)
