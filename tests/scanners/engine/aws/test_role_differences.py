"""What exactly a role has that the template has not, and what it lacks."""

from __future__ import annotations

import pytest

from scanners.engine.aws.role_audit import ExpectedRole, RoleText
from scanners.engine.aws.role_differences import Kind, read_role
from scanners.engine.aws.role_version import version_of
from tests.scanners.engine.aws.test_role_audit import PORTAL, ROLE, policy, trust

GRANTS = {"iam:GetAccountSummary": frozenset({"*"}), "iam:GetRole": frozenset({ROLE.arn})}
DENIED = frozenset({"s3:GetObject*", "kms:Decrypt"})
VERSION = version_of(GRANTS, DENIED, own_role_arn=ROLE.arn)
EXPECTED = ExpectedRole(PORTAL, GRANTS, DENIED, VERSION)
EXACT = (
    policy("iam:GetAccountSummary"),
    policy("iam:GetRole", ROLE.arn),
    policy(["s3:GetObject*", "kms:Decrypt"], effect="Deny"),
)


def read(*inline, trusted=None, attached=()):
    return read_role(ROLE, EXPECTED, RoleText(trust() if trusted is None else trusted, inline, attached))


def found(*inline, **rest):
    return [(one.kind, one.subject) for one in read(*inline, **rest).differences]


def test_the_templates_own_role_differs_in_nothing_and_has_its_version():
    reading = read(*EXACT)

    assert reading.differences == ()
    assert reading.version == VERSION


@pytest.mark.parametrize(
    ("extra", "kind", "subject"),
    [
        (policy("s3:GetObject"), Kind.EXTRA_ACTION, "s3:GetObject on *"),
        (policy("s3:Get*"), Kind.WILDCARD, "s3:Get* on *"),
        (policy("*"), Kind.WILDCARD, "* on *"),
        ({"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}, Kind.WILDCARD, "* on *"),
        ({"Statement": "text"}, Kind.UNREADABLE, "permission policy: statement"),
    ],
)
def test_each_extra_grant_is_one_entry(extra, kind, subject):
    assert found(*EXACT, extra) == [(kind, subject)]


def test_an_attached_policy_is_an_entry():
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"

    assert found(*EXACT, attached=(arn,)) == [(Kind.EXTRA_POLICY, arn)]


def test_a_missing_grant_and_a_missing_denial_are_entries_and_make_another_version():
    reading = read(policy("iam:GetAccountSummary"), policy("s3:GetObject*", effect="Deny"))

    assert [(one.kind, one.subject) for one in reading.differences] == [
        (Kind.MISSING_ACTION, "iam:GetRole"),
        (Kind.MISSING_DENIAL, "kms:Decrypt"),
    ]
    assert reading.version not in ("", VERSION)


def test_a_denial_that_does_not_always_hold_is_missing():
    narrow = policy(["s3:GetObject*", "kms:Decrypt"], "arn:aws:s3:::one/*", effect="Deny")
    sometimes = policy(["s3:GetObject*"], effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})

    assert [kind for kind, _ in found(*EXACT[:2], narrow, sometimes)] == [Kind.MISSING_DENIAL] * 2


def test_denying_more_than_the_template_is_the_customers_right():
    reading = read(*EXACT, policy("iam:ListUsers", effect="Deny"))

    assert (reading.differences, reading.version) == ((), VERSION)
    assert found(*EXACT[:2], policy("*", effect="Deny")) == []


@pytest.mark.parametrize(
    ("trusted", "kind", "subject"),
    [
        (trust(principal="*"), Kind.PRINCIPAL, "*"),
        (
            trust(principal={"AWS": [PORTAL, "arn:aws:iam::999999999999:root"]}),
            Kind.PRINCIPAL,
            "arn:aws:iam::999999999999:root",
        ),
        (trust(principal={"Service": "ec2.amazonaws.com"}), Kind.PRINCIPAL, "Service ec2.amazonaws.com"),
        (trust(condition={}), Kind.NO_CONDITION, "sts:ExternalId"),
        (trust(condition={"StringLike": {"sts:ExternalId": "?*"}}), Kind.WEAK_CONDITION, "stringlike ?*"),
        (trust(condition={"StringEquals": {"sts:ExternalId": [ROLE.external_id, "other"]}}), Kind.EXTERNAL_ID, "other"),
        ({"Statement": ["text"]}, Kind.UNREADABLE, "trust policy: statement"),
    ],
)
def test_each_change_of_the_trust_is_one_entry(trusted, kind, subject):
    assert found(*EXACT, trusted=trusted) == [(kind, subject)]


def test_a_role_with_countless_extras_is_bounded():
    many = policy([f"s3:Put{number}" for number in range(2000)])

    assert len(found(*EXACT, many)) == 300


def test_hostile_text_is_one_short_line():
    assert "\n" not in found(*EXACT, policy("s3:Get\nObject" + "x" * 5000))[0][1]
    assert len(found(*EXACT, policy("x" * 5000))[0][1]) < 1000


def test_the_version_does_not_depend_on_account_order_or_case():
    other = version_of(
        {"IAM:getrole": ["arn:aws:iam::1:role/x"], "iam:GetAccountSummary": ["*"]},
        ["KMS:Decrypt", "s3:GetObject*"],
        own_role_arn="arn:aws:iam::1:role/x",
    )

    assert other == VERSION


@pytest.mark.parametrize(
    "changed",
    [
        ({**GRANTS, "s3:GetBucketAcl": ["*"]}, DENIED),
        ({**GRANTS, "iam:GetRole": ["*"]}, DENIED),
        (GRANTS, DENIED | {"sqs:ReceiveMessage"}),
        ({"iam:GetRole": [ROLE.arn]}, DENIED),
    ],
)
def test_any_change_of_the_policies_changes_the_version(changed):
    assert version_of(*changed, own_role_arn=ROLE.arn) != VERSION
