"""Workloads use temporary credentials of roles instead of access keys, which do not expire."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.identity._sources import not_yet_reported
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.compute import InstanceFacts
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, ReportedUser
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_EXCHANGE = frozenset(["sts", "iam"])  # a key that only asks who it is or assumes roles
_NEVER = "never used"

check = Check(
    id="workloads_use_temporary_credentials",
    title="Workloads use temporary credentials",
    question="Do workloads use roles instead of access keys of IAM users?",
    needs=(CredentialReport,),
    also=(InstanceFacts, AuthorizationDetails),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Use an instance profile, a task role, OIDC federation or IAM Roles Anywhere, then delete the access key.",
    cli="aws iam update-access-key --user-name ... --access-key-id ... --status Inactive",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
)


@check.judge
def judge(
    scope: Scope,
    report: CredentialReport,
    instances: Regional[InstanceFacts] | Unknown,
    details: AuthorizationDetails | Unknown,
) -> Iterator[Verdict]:
    """An IAM user with an active access key and no console password counts as a workload."""
    machines = [one for one in report.users if not one.password_enabled and one.active_keys]
    found = [verdict for one in machines if (verdict := _judge_user(one))]
    found += not_yet_reported(report, details)
    yield from found
    if found:
        return
    if machines:
        message = (
            f"{counted(len(machines), 'workload IAM user')} with an active access key; the keys are "
            "used only to assume roles."
        )
        yield passed(scope.account_arn, message, users=[one.name for one in machines][:20])
        return
    yield from _without_machines(scope, instances)


def _without_machines(scope: Scope, instances: Regional[InstanceFacts] | Unknown) -> Iterator[Verdict]:
    """Without keys: PASS if instances run, NOT_APPLICABLE if there is no workload."""
    if isinstance(instances, Unknown):
        yield unknown(scope.account_arn, instances)
        return
    unread = tuple(unread_regions(scope, instances))
    if any(fact.instances for _, fact in instances.known()):
        yield passed(scope.account_arn, "No workload IAM user has an active access key.")
    elif unread:
        yield from unread
    else:
        message = "No EC2 instance is running, and no workload IAM user has an active access key."
        yield not_applicable(scope.account_arn, "no_compute", message)


def _judge_user(user: ReportedUser) -> Verdict | None:
    services = sorted({key.last_used_service.lower() or _NEVER for key in user.active_keys})
    if set(services) <= _EXCHANGE:
        return None
    message = (
        f"IAM user {user.name} has no password and an active access key (last used for: {', '.join(services)}). "
        "Replace the key with a role."
    )
    return review(user.arn, message, last_used_services=services)
