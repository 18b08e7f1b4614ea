"""The organization manages the root credentials of its member accounts centrally."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="org_root_credentials_centralised",
    title="Centralized root access for member accounts",
    question="Does the organization manage the root credentials of its member accounts centrally?",
    needs=(OrgFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Enable centralized root access, then delete the root credentials of member accounts: enabling it "
    "does not delete them.",
    cli="aws iam enable-organizations-root-credentials-management",
    console="IAM > Root access management > Enable.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html",
)


@check.judge
def judge(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    """Only the management account or a delegated administrator can read this."""
    membership, features = organization.membership, organization.root_features
    if isinstance(membership, Unknown):
        yield unknown(scope.account_arn, membership)
    elif membership is Membership.STANDALONE:
        yield not_applicable(scope.account_arn, "standalone", "The account is not in an organization.")
    elif isinstance(features, Unknown):
        yield unknown(scope.account_arn, features)
    elif features is None:
        message = "Only the management account or a delegated administrator can read this."
        yield not_applicable(scope.account_arn, "plain_member", message)
    elif "RootCredentialsManagement" in features:
        message = "The organization manages the root credentials of member accounts centrally."
        yield passed(scope.account_arn, message, features=list(features))
    else:
        message = "The organization does not manage the root credentials of member accounts centrally."
        yield review(scope.account_arn, message, features=list(features))
