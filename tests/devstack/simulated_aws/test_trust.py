"""AssumeRole against every shape of trust policy a customer may write (cases C07 to C20 of the confused deputy)."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from devstack.simulated_aws.credentials import PORTAL_ACCOUNT, PORTAL_ROLE_ARN
from tests.devstack.simulated_aws.conftest import EXTERNAL_ID, Tenant, trust

WRONG = "another-external-id"
EQUALS = "StringEquals"


def condition(operator: str, value: Any, key: str = "sts:ExternalId") -> dict[str, Any]:
    """A condition block of one line."""
    return {operator: {key: value}}


def outcomes(tenant: Tenant) -> str:
    """What the three probes get: absent, wrong and right external id; y for a session, n for AccessDenied."""
    answers = ""
    for external_id in (None, WRONG, EXTERNAL_ID):
        try:
            tenant.assume(external_id=external_id)
            answers += "y"
        except ClientError as error:
            answers += "n" if error.response["Error"]["Code"] == "AccessDenied" else "?"
    return answers


CONDITIONS = {
    "right id only": (condition(EQUALS, EXTERNAL_ID), "nny"),
    "C07 no condition": (None, "yyy"),
    "C08 another id": (condition(EQUALS, "somebody-elses"), "nnn"),
    "C09 any id": (condition("StringLike", "*"), "nyy"),
    "C09 any id of one character or more": (condition("StringLike", "?*"), "nyy"),
    "C10 two ids": (condition(EQUALS, [EXTERNAL_ID, "older"]), "nny"),
    "C11 if exists": (condition("StringEqualsIfExists", EXTERNAL_ID), "yny"),
    "not equals": (condition("StringNotEquals", "x"), "yyy"),
    "for any value": (condition("ForAnyValue:StringEquals", [EXTERNAL_ID]), "nny"),
    "for all values holds for none": (condition("ForAllValues:StringEquals", [EXTERNAL_ID]), "yny"),
    "null false asks only for presence": (condition("Null", "false"), "nyy"),
    "null true refuses any id": (condition("Null", "true"), "ynn"),
    "key's case does not matter": (condition(EQUALS, EXTERNAL_ID, key="STS:externalid"), "nny"),
    "value's case does": (condition(EQUALS, EXTERNAL_ID.upper()), "nnn"),
    "caller's role too": (
        {
            EQUALS: {"sts:ExternalId": EXTERNAL_ID},
            "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{PORTAL_ACCOUNT}:role/*"},
        },
        "nny",
    ),
    "another caller's role": (condition("StringLike", "arn:aws:iam::*:role/Other*", key="aws:PrincipalArn"), "nnn"),
    "operator not understood": (condition("NumericEquals", "1"), "nnn"),
    "key not understood": (condition("StringLike", "*", key="aws:Nonsense"), "nnn"),
    "organization we are not in": (condition(EQUALS, "o-abc", key="aws:PrincipalOrgID"), "nnn"),
}


@pytest.mark.parametrize(("block", "expected"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_conditions_decide_as_in_aws(tenant: Tenant, block: dict[str, Any] | None, expected: str) -> None:
    tenant.create_role(trust(Condition=block))

    assert outcomes(tenant) == expected


PRINCIPALS = {
    "role": ({"AWS": PORTAL_ROLE_ARN}, True),
    "C12 anybody": ("*", True),
    "anybody in AWS": ({"AWS": "*"}, True),
    "C13 account root": ({"AWS": f"arn:aws:iam::{PORTAL_ACCOUNT}:root"}, True),
    "account number": ({"AWS": PORTAL_ACCOUNT}, True),
    "one of a list": ({"AWS": ["arn:aws:iam::210987654321:root", PORTAL_ROLE_ARN]}, True),
    "another account": ({"AWS": "arn:aws:iam::210987654321:root"}, False),
    "another role": ({"AWS": f"arn:aws:iam::{PORTAL_ACCOUNT}:role/Other"}, False),
    "part of an ARN": ({"AWS": f"arn:aws:iam::{PORTAL_ACCOUNT}:role/*"}, False),
    "a service": ({"Service": "ec2.amazonaws.com"}, False),
    "a federation": ({"Federated": "arn:aws:iam::aws:saml"}, False),
}


@pytest.mark.parametrize(("principal", "trusted"), PRINCIPALS.values(), ids=PRINCIPALS.keys())
def test_principals_decide_as_in_aws(tenant: Tenant, principal: Any, trusted: bool) -> None:
    tenant.create_role(trust(Principal=principal))

    assert outcomes(tenant) == ("nny" if trusted else "nnn")


ACTIONS = {
    "list": (["sts:TagSession", "sts:AssumeRole"], True),
    "wildcard": ("sts:*", True),
    "part wildcard": ("sts:Assume*", True),
    "lower case": ("STS:assumerole", True),
    "federation only": ("sts:AssumeRoleWithSAML", False),
}


@pytest.mark.parametrize(("action", "allowed"), ACTIONS.values(), ids=ACTIONS.keys())
def test_actions_decide_as_in_aws(tenant: Tenant, action: Any, allowed: bool) -> None:
    tenant.create_role(trust(Action=action))

    assert outcomes(tenant) == ("nny" if allowed else "nnn")


def test_deny_wins(tenant: Tenant) -> None:
    tenant.create_role(trust(Condition=None), trust(Effect="Deny", Condition=condition("StringNotEquals", EXTERNAL_ID)))

    assert outcomes(tenant) == "nny"


def test_deny_that_is_not_understood_denies(tenant: Tenant) -> None:
    tenant.create_role(trust(), trust(Effect="Deny", Condition=condition("DateGreaterThan", "2020", key="aws:Odd")))

    assert outcomes(tenant) == "nnn"


def test_not_principal_excludes_the_named(tenant: Tenant) -> None:
    tenant.create_role(
        trust(), trust(Effect="Deny", Principal=None, Condition=None, NotPrincipal={"AWS": PORTAL_ROLE_ARN})
    )

    assert outcomes(tenant) == "nny"


def test_absent_role_reads_like_a_refusing_one(tenant: Tenant) -> None:
    tenant.create_role(trust(Condition=condition(EQUALS, "somebody-elses")))
    texts = []
    for name in ("Scan", "Nope"):
        with pytest.raises(ClientError) as caught:
            tenant.assume(name=name)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
        texts.append(caught.value.response["Error"]["Message"].replace(tenant.role_arn(name), "ROLE"))

    assert texts[0] == texts[1]
    assert "is not authorized to perform: sts:AssumeRole on resource: ROLE" in texts[0]


def test_role_of_an_account_that_does_not_exist_is_refused(tenant: Tenant) -> None:
    arn = "arn:aws:iam::300000000001:role/Scan"

    with pytest.raises(ClientError, match="AccessDenied"):
        tenant.aws.portal().assume_role(RoleArn=arn, RoleSessionName="s1", ExternalId=EXTERNAL_ID)

    known = tenant.aws.portal().get_caller_identity()
    assert known["Arn"].startswith(f"arn:aws:sts::{PORTAL_ACCOUNT}:assumed-role/FtrPortalWorker/")


def test_session_tags_need_their_own_permission(tenant: Tenant) -> None:
    tags = [{"Key": "tenant", "Value": "t1"}]
    tenant.create_role()
    tenant.create_role(trust(Action=["sts:AssumeRole", "sts:TagSession"]), name="Tagged")

    with pytest.raises(ClientError, match="sts:TagSession"):
        tenant.assume(Tags=tags)

    assert tenant.assume(name="Tagged", Tags=tags)["Credentials"]


def test_root_user_cannot_assume_a_role(tenant: Tenant) -> None:
    tenant.create_role(trust(Principal={"AWS": tenant.account_id}, Condition=None))

    with pytest.raises(ClientError, match="AccessDenied"):
        tenant.root("sts").assume_role(RoleArn=tenant.role_arn(), RoleSessionName="s1")


def test_session_lasts_no_longer_than_the_role_allows(tenant: Tenant) -> None:
    tenant.create_role()

    with pytest.raises(ClientError, match="MaxSessionDuration"):
        tenant.assume(DurationSeconds=7200)


@pytest.mark.parametrize("policy", ["not json", "[]", '{"Version": "2012-10-17"}'])
def test_malformed_session_policy_is_refused(tenant: Tenant, policy: str) -> None:
    tenant.create_role()

    with pytest.raises(ClientError, match="MalformedPolicyDocument"):
        tenant.assume(Policy=policy)


def test_session_names_its_role_and_account(tenant: Tenant) -> None:
    tenant.create_role()

    identity = tenant.in_session("sts").get_caller_identity()

    assert identity["Account"] == tenant.account_id
    assert identity["Arn"] == f"arn:aws:sts::{tenant.account_id}:assumed-role/Scan/portal-scan-1"
