from __future__ import annotations

import pytest

from scanners.engine.aws.roles import InvalidRole, RoleRef, check_reachable, session_name
from scanners.engine.aws.settings import AwsSettings

ID = "5f0c0f6e-6c1f-4a53-9c6e-0d8b3c1c7a10"
SETTINGS = AwsSettings("arn:aws:iam::111122223333:role/portal")
BAD_ARNS = [
    "arn:aws:iam::123456789012:user/x",
    "arn:aws:iam::123456789012:root",
    "arn:aws:sts::123456789012:assumed-role/x/y",
    "arn:aws:iam::123456789012:saml-provider/x",
    "arn:aws:s3:::bucket",
    "arn:aws-iso:iam::123456789012:role/x",
    "arn:aws:iam::12345678901:role/x",
    "arn:aws:iam::1234567890123:role/x",
    "arn:aws:iam::123456789012:role/../x",
    "arn:aws:iam::123456789012:role/a/x",
    "arn:aws:iam::123456789012:role/x ",
    "arn:aws:iam::123456789012:role/x\n",
    "arn:aws:iam::123456789012:role/x\x00",
    "ARN:AWS:IAM::123456789012:ROLE/X",
    "arn:aws:iam::١٢٣٤٥٦٧٨٩٠١٢:role/x",
    "arn:aws:iam::123456789012:role/" + "x" * 2049,
    "arn:aws:iam::123456789012:role/x,arn:aws:iam::123456789012:role/y",
    "",
]


@pytest.mark.parametrize("arn", BAD_ARNS[:-2] + BAD_ARNS[-1:])
def test_anything_but_a_plain_role_arn_is_refused(arn):
    with pytest.raises(InvalidRole) as refused:
        RoleRef.from_arn(arn, ID)

    assert refused.value.message_id == "connection.role_arn_malformed"


def test_a_list_of_arns_is_refused():
    with pytest.raises(InvalidRole):
        RoleRef.from_arn(BAD_ARNS[-2], ID)


def test_an_arn_and_its_parts_say_the_same():
    role = RoleRef.from_arn("arn:aws:iam::123456789012:role/ftr-portal-reader", ID)

    assert role == RoleRef("123456789012", "ftr-portal-reader", ID)
    assert role.arn == "arn:aws:iam::123456789012:role/ftr-portal-reader"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("12345678901", "x", ID), "connection.account_id_malformed"),
        (("123456789012\n", "x", ID), "connection.account_id_malformed"),
        (("123456789012", "a/b", ID), "connection.role_name_malformed"),
        (("123456789012", "x" * 65, ID), "connection.role_name_malformed"),
        (("123456789012", "x", "a"), "connection.external_id_malformed"),
        (("123456789012", "x", "a b"), "connection.external_id_malformed"),
        (("123456789012", "x", ID, "aws-moon"), "connection.partition_unknown"),
    ],
)
def test_malformed_parts_are_refused_before_any_call(values, message):
    with pytest.raises(InvalidRole) as refused:
        RoleRef(*values)

    assert refused.value.message_id == message


def test_the_portals_own_account_is_refused():
    with pytest.raises(InvalidRole) as refused:
        check_reachable(RoleRef("111122223333", "worker", ID), SETTINGS)

    assert refused.value.message_id == "connection.portal_account"


def test_another_partition_is_refused():
    with pytest.raises(InvalidRole) as refused:
        check_reachable(RoleRef("123456789012", "x", ID, "aws-cn"), SETTINGS)

    assert refused.value.message_id == "connection.partition_not_served"


@pytest.mark.parametrize("purpose", ["x,y=z", "a" * 80, "", "Ünï çödé", "a\nb", "7c5f1a52-2f0e-4b27-9c39-96b5e3f7f6a1"])
def test_session_names_are_what_sts_accepts(purpose):
    name = session_name(purpose)

    assert name.startswith("ftr-portal-")
    assert 2 <= len(name) <= 64
    assert all(letter.isascii() and (letter.isalnum() or letter in "=,.@_-") for letter in name)


@pytest.mark.parametrize("arn", ["", "arn:aws:iam::1:role/x", "arn:aws:s3:::x", "arn:aws:iam::111122223333:role/x y"])
def test_settings_need_a_real_principal(arn):
    with pytest.raises(ValueError, match="principal"):
        AwsSettings(arn)


def test_settings_refuse_a_principal_of_another_partition():
    with pytest.raises(ValueError, match="partition"):
        AwsSettings("arn:aws-cn:iam::111122223333:role/x")
