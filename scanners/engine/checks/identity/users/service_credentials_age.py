"""Service-specific credentials expire or are at most 90 days old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import ServiceCredential, ServiceCredentials, SshKey, SshKeyFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

MAX_DAYS = 90

check = Check(
    id="service_credentials_age",
    title="Service-specific credentials rotated or expiring",
    question="Are there long-lived service-specific credentials or SSH keys for CodeCommit?",
    needs=(ServiceCredentials,),
    also=(SshKeyFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,  # the requirement speaks of all credentials that do not expire by themselves
    fix="Reset or delete the credential. Use temporary credentials of a role instead.",
    cli="aws iam reset-service-specific-credential --user-name ... --service-specific-credential-id ...",
    console="IAM > Users > the user > Security credentials.",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html",
)


@check.judge
def judge(scope: Scope, facts: ServiceCredentials, ssh: SshKeyFacts | Unknown) -> Iterator[Verdict]:
    """Inactive and expired credentials pass."""
    keys = (ssh,) if isinstance(ssh, Unknown) else ssh.keys
    if not facts.credentials and not keys:
        message = "The account has no service-specific credentials and no SSH public keys for CodeCommit."
        yield not_applicable(scope.account_arn, "no_service_credentials", message)
    for one in facts.credentials:
        yield _judge_credential(scope, one)
    for number, key in enumerate(keys, start=1):
        yield unknown(scope.account_arn, key) if isinstance(key, Unknown) else _judge_key(scope, key, number)


def _judge_key(scope: Scope, key: SshKey, number: int) -> Verdict:
    """An SSH key never expires. Keys of one user are told apart by their number in the list."""
    resource = f"arn:{scope.partition}:iam::{scope.account_id}:user/{key.user_name}#ssh-key-{number}"
    name, seen = f"An SSH public key of user {key.user_name}", {"uploaded_at": said(key.uploaded_at)}
    if key.status != "Active":
        return passed(resource, f"{name} is not active.", **seen)
    if days_since(scope, key.uploaded_at) <= MAX_DAYS:
        return passed(resource, f"{name} is at most {MAX_DAYS} days old.", **seen)
    return failed(resource, f"{name} is active and older than {MAX_DAYS} days.", **seen)


def _judge_credential(scope: Scope, one: ServiceCredential) -> Verdict:
    resource = f"arn:{scope.partition}:iam::{scope.account_id}:user/{one.user_name}#{one.service}"
    name = f"The {one.service} credential of user {one.user_name}"
    age = days_since(scope, one.created_at)
    seen = {"created_at": said(one.created_at), "expires_at": said(one.expires_at), "status": one.status}
    if one.status != "Active":
        return passed(resource, f"{name} is not active.", **seen)
    if age <= MAX_DAYS:
        return passed(resource, f"{name} is at most {MAX_DAYS} days old.", **seen)
    if one.expires_at and one.expires_at - scope.now <= timedelta(days=MAX_DAYS):
        return passed(resource, f"{name} expires soon.", **seen)
    if one.expires_at:
        return review(
            resource,
            f"{name} is older than {MAX_DAYS} days and does not expire before {one.expires_at:%Y-%m-%d}.",
            **seen,
        )
    return failed(resource, f"{name} is active, never expires, and is older than {MAX_DAYS} days.", **seen)
