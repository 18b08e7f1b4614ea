"""A role that changed: what is stored of it, since when, and what an older template means for a scan."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import time_machine

from ftrportal.common.database.tenancy import organization_context
from scanners.models import ConnectionStatus
from scanners.onboarding import installation
from scanners.selectors.connections.roles import difference_groups, needs_update
from scanners.services.connections import verification
from tests.scanners.stacks import create_role, remove_role


@pytest.fixture
def role(real_connection, simulated_aws):
    """Changes the connection's role by hand, as somebody in the customer's account would."""
    return Role(real_connection, simulated_aws)


class Role:
    def __init__(self, connection, aws):
        self.connection, self.aws = connection, aws
        self.iam = aws.root("iam", connection.account_id)

    def verified(self):
        verification.verify_connection(self.connection.organization_id, self.connection.pk)
        with organization_context(self.connection.organization_id):
            self.connection.refresh_from_db()
        return self.connection

    def put(self, name, *statements):
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        self.iam.put_role_policy(RoleName=self.connection.role_name, PolicyName=name, PolicyDocument=document)

    def allow(self, action):
        self.put("more", {"Effect": "Allow", "Action": action, "Resource": "*"})

    def drop(self, *actions):
        """An older template: the role lacks these."""
        name = self.connection.role_name
        kept = self.iam.get_role_policy(RoleName=name, PolicyName="ftr-portal-reads")["PolicyDocument"]
        for statement in kept["Statement"]:
            statement["Action"] = [one for one in statement["Action"] if one not in actions]
        self.put("ftr-portal-reads", *kept["Statement"])

    def trust(self, **changes):
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": installation.aws_settings().portal_principal_arn},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": self.connection.external_id}},
            **changes,
        }
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.iam.update_assume_role_policy(RoleName=self.connection.role_name, PolicyDocument=text)


def entries(connection):
    return [(one["kind"], one["subject"]) for one in connection.differences]


def test_the_templates_role_differs_in_nothing(real_connection):
    assert real_connection.differences == []
    assert real_connection.template_version == installation.template().version
    assert real_connection.role_read_at is not None
    assert not needs_update(real_connection)


def test_an_extra_action_and_a_wildcard_are_named_and_the_connection_is_degraded(role):
    role.allow(["s3:GetObject", "iam:*"])

    connection = role.verified()

    assert connection.status == ConnectionStatus.DEGRADED
    assert entries(connection) == [("extra_action", "s3:GetObject on *"), ("wildcard", "iam:* on *")]
    assert not needs_update(connection), "it has all of the template, and more"


def test_a_changed_principal_and_a_second_external_id_are_named(role):
    other = "arn:aws:iam::999999999999:root"
    ours = installation.aws_settings().portal_principal_arn
    role.trust(
        Principal={"AWS": [ours, other]},
        Condition={"StringEquals": {"sts:ExternalId": [role.connection.external_id, "another"]}},
    )

    connection = role.verified()

    assert connection.status == ConnectionStatus.DEGRADED
    assert entries(connection) == [("external_id", "another"), ("principal", other)]


def test_since_when_is_the_first_reading_that_showed_it(role):
    with time_machine.travel(datetime(2030, 1, 1, 8, tzinfo=UTC), tick=True):
        role.allow("s3:GetObject")
        role.verified()
    with time_machine.travel(datetime(2030, 1, 2, 8, tzinfo=UTC), tick=True):
        role.allow(["s3:GetObject", "sqs:ReceiveMessage"])
        connection = role.verified()

    groups = {group.subjects: group.since.date().isoformat() for group in difference_groups(connection)}
    assert groups == {("s3:GetObject on *",): "2030-01-01", ("sqs:ReceiveMessage on *",): "2030-01-02"}


def test_a_difference_that_was_mended_is_gone(role):
    role.allow("s3:GetObject")
    role.verified()
    role.iam.delete_role_policy(RoleName=role.connection.role_name, PolicyName="more")

    connection = role.verified()

    assert (connection.status, connection.differences, connection.degraded_at) == (ConnectionStatus.ACTIVE, [], None)


def test_a_role_that_cannot_be_read_keeps_what_its_last_reading_said(role):
    role.allow("s3:GetObject")
    before = role.verified()
    differences, read_at = before.differences, before.role_read_at
    remove_role(role.aws, role.connection)

    connection = role.verified()

    assert (connection.differences, connection.role_read_at) == (differences, read_at)


def test_an_older_template_stays_connected_says_so_and_names_what_is_missing(role):
    role.drop("s3:GetBucketPolicy", "s3:GetBucketPolicyStatus")

    connection = role.verified()

    assert connection.status == ConnectionStatus.ACTIVE
    assert entries(connection) == [
        ("missing_action", "s3:GetBucketPolicy"),
        ("missing_action", "s3:GetBucketPolicyStatus"),
    ]
    assert connection.template_version not in ("", installation.template().version)
    assert needs_update(connection)


def test_a_role_without_its_denials_says_so(role):
    role.iam.delete_role_policy(RoleName=role.connection.role_name, PolicyName="ftr-portal-never")

    connection = role.verified()

    assert connection.status == ConnectionStatus.ACTIVE
    assert {kind for kind, _ in entries(connection)} == {"missing_denial"}
    assert needs_update(connection)


def test_the_version_is_read_from_the_role_and_not_from_what_somebody_wrote_beside_it(role):
    role.drop("s3:GetBucketPolicy")
    role.iam.update_role(RoleName=role.connection.role_name, Description=installation.template().version)

    assert role.verified().template_version != installation.template().version


def test_updating_the_stack_ends_it(role):
    role.drop("s3:GetBucketPolicy")
    role.verified()
    create_role(role.aws, role.connection, installation.template().text)

    connection = role.verified()

    assert connection.template_version == installation.template().version
    assert not needs_update(connection)
