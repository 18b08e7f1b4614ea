"""Every type of the AWS provider that creates an identity or grants is read or named, never passed over."""

from __future__ import annotations

import pytest

from scanners.engine.documents import terraform
from scanners.engine.documents import terraform_types as types

# The IAM resources of the Terraform AWS provider 6.38, March 2026.
IAM = """
access_key account_alias account_password_policy group group_membership group_policies_exclusive group_policy
group_policy_attachment group_policy_attachments_exclusive instance_profile openid_connect_provider
organizations_features outbound_web_identity_federation policy policy_attachment role role_policies_exclusive
role_policy role_policy_attachment role_policy_attachments_exclusive saml_provider security_token_service_preferences
server_certificate service_linked_role service_specific_credential signing_certificate user user_group_membership
user_login_profile user_policies_exclusive user_policy user_policy_attachment user_policy_attachments_exclusive
user_ssh_key virtual_mfa_device
""".split()  # noqa: SIM905


OTHERS = (*types.UNREAD, *types.STACKS, *types.PERMISSIONS, *types.PERMISSION_SET_PARTS)


@pytest.mark.parametrize("name", [*(f"aws_iam_{one}" for one in IAM), *OTHERS, "awscc_iam_role", "awscc_iam_group"])
def test_a_grant_is_read_or_named(name):
    arn = '"arn:aws:iam::aws:policy/AdministratorAccess"'
    text = f'resource "{name}" "x" {{\n policy_arn = {arn}\n policy_arns = [{arn}]\n managed_policy_arn = {arn}\n}}\n'

    found = terraform.template(text)

    assert (name in types.HARMLESS) != bool(found.roles or found.unread or found.credentials)


@pytest.mark.parametrize("name", ["aws_iam_something_new", "aws_newservice_permission", "awscc_kms_grant"])
def test_a_type_of_tomorrow_whose_name_says_that_it_grants_is_named(name):
    assert name in terraform.template(f'resource "{name}" "x" {{}}\n').unread[0]


@pytest.mark.parametrize("name", ["aws_s3_bucket", "aws_autoscaling_policy", "aws_storagegateway_nfs_file_share"])
def test_other_resources_are_not(name):
    found = terraform.template(f'resource "{name}" "x" {{}}\n')

    assert not found.unread
    assert not found.roles
