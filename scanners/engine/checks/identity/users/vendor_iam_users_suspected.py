"""Third parties use a cross-account role, not an IAM user with access keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_VENDORS = frozenset(
    [
        "appdynamics",
        "cloudability",
        "cloudcheckr",
        "cloudflare",
        "cloudhealth",
        "crowdstrike",
        "databricks",
        "datadog",
        "dynatrace",
        "elastic",
        "fivetran",
        "grafana",
        "lacework",
        "loggly",
        "mongodb",
        "newrelic",
        "okta",
        "orca",
        "pagerduty",
        "papertrail",
        "prisma",
        "qualys",
        "rapid7",
        "segment",
        "sendgrid",
        "sentry",
        "signalfx",
        "snowflake",
        "splunk",
        "sumologic",
        "tableau",
        "tenable",
        "thirdparty",
        "vendor",
        "wiz",
        "zapier",
    ]
)

check = Check(
    id="vendor_iam_users_suspected",
    title="No IAM users for vendors",
    question="Do third parties use IAM users with access keys?",
    needs=(CredentialReport,),
    also=(AuthorizationDetails,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Replace the user with the vendor's cross-account role and an external ID.",
    cli="aws iam update-access-key --user-name ... --access-key-id ... --status Inactive",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    """Names and tags are signs only, so REVIEW."""
    tags = {} if isinstance(details, Unknown) else {user.arn: user.tags for user in details.users}
    found = []
    for user in report.users:
        texts = [user.name, *(text for tag in tags.get(user.arn, ()) for text in (tag.key, tag.value))]
        vendor = next(filter(None, map(_vendor, texts)), "")
        if vendor and user.active_keys:
            found.append(
                review(user.arn, f"User {user.name} has an active access key and appears to belong to {vendor}.")
            )
    yield from found
    if not report.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    elif not found and isinstance(details, Unknown):
        yield unknown(scope.account_arn, details)
    elif not found:
        yield passed(scope.account_arn, "No IAM user with an active access key appears to belong to a vendor.")


def _vendor(text: str) -> str:
    words = [word for word in re.split(r"[^a-z0-9]+", text.lower()) if word]
    joined = {"".join(pair) for pair in pairwise(words)}
    return next((word for word in [*words, *sorted(joined)] if word in _VENDORS), "")
