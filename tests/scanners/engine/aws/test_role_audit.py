from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from scanners.engine.aws.role_audit import ExpectedRole, RoleText, judge_grants, judge_trust
from scanners.engine.aws.role_statements import OddDocument, parse_document
from scanners.engine.aws.roles import RoleRef

PORTAL = "arn:aws:iam::111122223333:role/portal"
ROLE = RoleRef("123456789012", "ftr-portal-reader", "5f0c0f6e-6c1f-4a53-9c6e-0d8b3c1c7a10")
EXPECTED = ExpectedRole(
    PORTAL,
    {
        "iam:GetAccountSummary": frozenset({"*"}),
        "s3:GetBucketAcl": frozenset({"*"}),
        "iam:GetRole": frozenset({ROLE.arn}),
    },
)


def trust(*, principal=None, condition=None, effect="Allow", **more):
    statement = {
        "Effect": effect,
        "Principal": {"AWS": PORTAL} if principal is None else principal,
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": ROLE.external_id}} if condition is None else condition,
        **more,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def judged(document):
    return judge_trust(ROLE, EXPECTED, RoleText(document))


def test_our_principal_with_exactly_our_id_is_exact():
    assert judged(trust()).message_id == "connection.trust_exact"
    assert judged(trust(principal={"AWS": [PORTAL]})).is_good
    assert judged({**trust(), "Statement": trust()["Statement"][0]}).is_good, "one statement without a list"
    assert judged(trust(condition={"stringequals": {"STS:ExternalID": [ROLE.external_id]}})).is_good


def test_further_conditions_only_narrow():
    both = {"StringEquals": {"sts:ExternalId": ROLE.external_id}, "ArnLike": {"aws:PrincipalArn": PORTAL}}

    assert judged(trust(condition=both)).message_id == "connection.trust_exact"


@pytest.mark.parametrize("principal", ["arn:aws:iam::111122223333:root", "111122223333"])
def test_our_whole_account_is_accepted_with_advice(principal):
    found = judged(trust(principal={"AWS": principal}))

    assert (found.is_good, found.message_id) == (True, "connection.trusts_portal_account")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (trust(principal="*"), "connection.trusts_everybody"),
        (trust(principal={"AWS": "*"}), "connection.trusts_everybody"),
        (trust(principal={}, NotPrincipal={"AWS": "arn:aws:iam::1:root"}), "connection.trusts_everybody"),
        (trust(principal={"AWS": [PORTAL, "arn:aws:iam::999999999999:root"]}), "connection.trusts_others"),
        (trust(principal={"AWS": PORTAL, "Service": "ec2.amazonaws.com"}), "connection.trusts_others"),
        (trust(principal={"Federated": "accounts.google.com"}), "connection.trusts_others"),
        (trust(condition={}), "connection.external_id_not_required"),
        (trust(condition={"Bool": {"aws:SecureTransport": "true"}}), "connection.external_id_not_required"),
        (trust(condition={"StringLike": {"sts:ExternalId": "*"}}), "connection.external_id_condition_weak"),
        (
            trust(condition={"StringEqualsIfExists": {"sts:ExternalId": ROLE.external_id}}),
            "connection.external_id_condition_weak",
        ),
        (
            trust(condition={"ForAnyValue:StringEquals": {"sts:ExternalId": ROLE.external_id}}),
            "connection.external_id_condition_weak",
        ),
        (
            trust(condition={"StringEquals": {"sts:ExternalId": [ROLE.external_id, "other"]}}),
            "connection.several_external_ids",
        ),
        (trust(condition={"StringEquals": {"sts:ExternalId": "other"}}), "connection.wrong_external_id_accepted"),
        (trust(effect="Deny"), "connection.trust_unreadable"),
        (trust(condition="text"), "connection.trust_unreadable"),
        (trust(condition={"StringEquals": "text"}), "connection.trust_unreadable"),
        (trust(condition={"StringEquals": {"sts:ExternalId": {"a": 1}}}), "connection.trust_unreadable"),
        ({"Version": "2012-10-17"}, "connection.trust_unreadable"),
        ({"Statement": ["text"]}, "connection.trust_unreadable"),
        ({"Statement": []}, "connection.trust_unreadable"),
    ],
)
def test_every_other_trust_is_a_problem(document, message):
    found = judged(document)

    assert (found.is_good, found.message_id) == (False, message)


def test_a_second_statement_without_a_condition_is_found():
    document = trust()
    document["Statement"].append({"Effect": "Allow", "Principal": {"AWS": PORTAL}, "Action": "sts:AssumeRole"})

    assert judged(document).message_id == "connection.external_id_not_required"


def policy(action, resource="*", effect="Allow", **more):
    return {"Statement": [{"Effect": effect, "Action": action, "Resource": resource, **more}]}


EXACT = (policy(["iam:GetAccountSummary", "s3:GetBucketAcl"]), policy("iam:GetRole", ROLE.arn))


def grants(*inline, attached=()):
    return judge_grants(EXPECTED, RoleText({}, tuple(inline), attached))


def test_the_generated_grants_are_exact_whatever_is_denied_besides():
    assert grants(*EXACT, policy("*", effect="Deny")).message_id == "connection.permissions_exact"
    assert grants(policy(["IAM:getaccountsummary", "s3:getbucketacl"]), EXACT[1]).is_good, "names have no case"


def test_a_narrower_resource_is_no_extra():
    assert grants(policy(["iam:GetAccountSummary"]), policy("s3:GetBucketAcl", "arn:aws:s3:::mine"), EXACT[1]).is_good


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        (policy("s3:GetObject"), "s3:GetObject on *"),
        (policy("s3:*"), "s3:* on *"),
        (policy("*"), "* on *"),
        (policy("iam:Get*"), "iam:Get* on *"),
        (policy("iam:GetRole", "*"), "iam:GetRole on *"),
        (policy("iam:GetRole", "arn:aws:iam::123456789012:role/*"), "iam:GetRole on arn:aws:iam::123456789012:role/*"),
        ({"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}, "* on *"),
        ({"Statement": [{"Effect": "Allow", "Action": "s3:GetBucketAcl", "NotResource": "x"}]}, "* on *"),
        ({"Statement": [{"Effect": "Allow", "Resource": "*"}]}, "a statement that cannot be read"),
        ({"Statement": "text"}, "a statement that cannot be read"),
    ],
)
def test_whatever_the_template_does_not_grant_is_named(extra, named):
    found = grants(*EXACT, extra)

    assert (found.is_good, found.message_id) == (False, "connection.permissions_extra")
    assert named in found.detail


def test_attached_policies_are_extra():
    found = grants(*EXACT, attached=("arn:aws:iam::aws:policy/AdministratorAccess",))

    assert not found.is_good
    assert "AdministratorAccess" in found.detail


def test_many_extras_are_counted():
    assert "and 7 more" in grants(*EXACT, policy([f"s3:Put{number}" for number in range(12)])).detail


def test_what_is_missing_is_named_but_no_reason_to_refuse():
    found = grants(policy("iam:GetAccountSummary"))

    assert (found.is_good, found.message_id) == (True, "connection.permissions_missing")
    assert found.missing == ("iam:GetRole", "s3:GetBucketAcl")


def test_documents_come_as_objects_as_text_and_encoded():
    document = trust()

    assert parse_document(document) == document
    assert parse_document(json.dumps(document)) == document
    assert parse_document(quote(json.dumps(document))) == document


@pytest.mark.parametrize("document", [None, "", "text", "[1]", 7, [], "{" * 100_000])
def test_what_is_no_document_is_odd(document):
    with pytest.raises(OddDocument):
        parse_document(document)
