from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from cfnlint.api import lint

from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.role_template import permissions
from scanners.engine.role_template.guard import GUARD
from scanners.engine.role_template.organization import member_template, organization_template
from scanners.engine.role_template.permissions import opt_in_grants, policy_version, role_grants
from scanners.engine.role_template.quick_create import MAX_LINK, quick_create_link, simulator_link
from scanners.engine.role_template.template import role_template, role_template_json
from scanners.engine.role_template.texts import cli_text, terraform_text
from tests.scanners.engine.aws.test_session import ROLE

PORTAL = "arn:aws:iam::111122223333:role/portal"
TEMPLATE_URL = "https://ftr-portal-templates.s3.eu-central-1.amazonaws.com/" + role_template(PORTAL).file_name


def document():
    return yaml.safe_load(role_template(PORTAL).text)


@pytest.mark.parametrize("make", [role_template, member_template, organization_template])
def test_cfn_lint_finds_nothing(make):
    assert [str(match) for match in lint(make(PORTAL).text)] == []


def test_a_template_inside_a_stack_set_is_as_short_as_cloudformation_wants():
    assert len(member_template(PORTAL).text.encode()) <= 51_200


def test_yaml_and_json_are_the_same_template():
    assert json.loads(role_template_json(PORTAL)) == document()


def test_equal_templates_have_equal_names_and_others_have_other_names():
    assert role_template(PORTAL) == role_template(PORTAL)
    assert role_template(PORTAL).file_name != role_template(PORTAL.replace("portal", "other")).file_name
    assert re.fullmatch(rf"ftr-portal-role-{policy_version()}-[0-9a-f]{{16}}\.yaml", role_template(PORTAL).file_name)


def test_the_role_trusts_the_parameters_and_grants_what_is_declared():
    role = document()["Resources"]["PortalRole"]["Properties"]
    reads, never = (policy["PolicyDocument"]["Statement"] for policy in role["Policies"])
    trust = role["AssumeRolePolicyDocument"]["Statement"][0]

    assert trust["Principal"] == {"AWS": {"Ref": "PortalPrincipalArn"}}
    assert trust["Condition"] == {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}}
    assert sorted(action for statement in reads for action in statement["Action"]) == sorted(role_grants())
    assert never[0]["Effect"] == "Deny"
    assert never[0]["Action"] == list(GUARD)
    assert role["MaxSessionDuration"] == 3600
    assert "ManagedPolicyArns" not in role


@pytest.mark.parametrize("group", OPT_INS, ids=lambda group: group.id)
def test_a_choice_is_off_by_default_and_a_policy_of_its_own(group):
    template = document()
    parameter = template["Parameters"][group.parameter]
    policy = template["Resources"][f"{group.parameter}Policy"]

    assert (parameter["Default"], parameter["AllowedValues"]) == ("no", ["no", "yes"])
    assert template["Conditions"][policy["Condition"]] == {"Fn::Equals": [{"Ref": group.parameter}, "yes"]}
    assert policy["Properties"]["Roles"] == [{"Ref": "PortalRole"}]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert sorted(action for one in statements for action in one["Action"]) == sorted(opt_in_grants(group))
    assert not set(opt_in_grants(group)) & set(role_grants())


def test_a_choice_travels_in_the_link_and_no_other():
    link = quick_create_link(template_url=TEMPLATE_URL, external_id=ROLE.external_id, opt_ins=["cdn", "root"])

    assert "param_ReadDistributions=yes" in link
    assert "ReadEnvironmentValues" not in link
    assert "root" not in link
    everything = [one.id for one in OPT_INS]
    assert (
        len(quick_create_link(template_url=TEMPLATE_URL, external_id=ROLE.external_id, opt_ins=everything)) < MAX_LINK
    )


def test_the_role_may_look_only_at_itself():
    reads = document()["Resources"]["PortalRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    limited = [statement for statement in reads if statement["Resource"] != "*"]
    elsewhere = (["apigateway:GET"], ["cassandra:Select"])  # limited to domain names and to system tables
    limited = [statement for statement in limited if statement["Action"] not in elsewhere]

    own = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}"}
    assert [statement["Resource"] for statement in limited] == [[own]]


@pytest.mark.parametrize("value", ["", "abc", "5F0C0F6E-6C1F-4A53-9C6E-0D8B3C1C7A10", ROLE.external_id + "0", "*"])
def test_only_a_uuid_is_taken_as_external_id(value):
    pattern = document()["Parameters"]["ExternalId"]["AllowedPattern"]

    assert re.search(pattern, ROLE.external_id)
    assert not re.search(pattern, value)


def test_the_id_is_shown_and_the_principal_is_given():
    parameters = document()["Parameters"]

    assert "NoEcho" not in parameters["ExternalId"]
    assert "Default" not in parameters["ExternalId"]
    assert parameters["PortalPrincipalArn"]["Default"] == PORTAL


def test_the_outputs_name_role_and_version():
    assert document()["Outputs"]["RoleArn"]["Value"] == {"Fn::GetAtt": ["PortalRole", "Arn"]}
    assert document()["Outputs"]["TemplateVersion"]["Value"] == policy_version()


def test_the_quick_create_link_fills_in_the_form():
    link = quick_create_link(template_url=TEMPLATE_URL, external_id=ROLE.external_id, region="eu-central-1")
    base, query = link.split("#/stacks/quickcreate?")

    assert base == "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1"
    assert parse_qs(query, strict_parsing=True) == {
        "templateURL": [TEMPLATE_URL],
        "stackName": ["ftr-portal-reader"],
        "param_ExternalId": [ROLE.external_id],
    }
    assert len(link) < MAX_LINK


def test_another_role_name_travels_along():
    link = quick_create_link(template_url=TEMPLATE_URL, external_id=ROLE.external_id, role_name="a+b=c")

    assert "param_RoleName=a%2Bb%3Dc" in link


@pytest.mark.parametrize(
    ("partition", "host"),
    [("aws-cn", "cn-north-1.console.amazonaws.cn"), ("aws-us-gov", "cn-north-1.console.amazonaws-us-gov.com")],
)
def test_other_partitions_have_other_consoles(partition, host):
    link = quick_create_link(
        template_url=TEMPLATE_URL, external_id=ROLE.external_id, region="cn-north-1", partition=partition
    )

    assert urlsplit(link).hostname == host


def test_a_link_that_the_console_would_not_take_is_not_made():
    with pytest.raises(ValueError, match="https"):
        quick_create_link(template_url="http://example.com/t.yaml", external_id=ROLE.external_id)
    with pytest.raises(ValueError, match="longer"):
        quick_create_link(template_url="https://example.com/" + "x" * 1000, external_id=ROLE.external_id)


def test_the_simulators_link_names_the_account():
    link = simulator_link(
        base="http://127.0.0.1:5000/",
        account_id=ROLE.account_id,
        template_url="http://127.0.0.1:5000/b/t.yaml",
        external_id=ROLE.external_id,
    )

    assert link.startswith(
        "http://127.0.0.1:5000/console/cloudformation?account=123456789012&templateURL=http%3A%2F%2F"
    )
    assert link.endswith(f"&stackName=ftr-portal-reader&param_ExternalId={ROLE.external_id}")


def test_the_cli_text_holds_the_same_policies():
    text = cli_text(ROLE, PORTAL)
    documents = [json.loads(found) for found in re.findall(r"document '([^']+)'", text)]

    assert len(documents) == 3
    assert documents[0]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] == ROLE.external_id
    assert sorted(action for one in documents[1]["Statement"] for action in one["Action"]) == sorted(role_grants())
    assert documents[1]["Statement"][-1]["Resource"] in ("*", [ROLE.arn])
    assert documents[2]["Statement"][0]["Action"] == list(GUARD)


def test_the_other_forms_hold_the_chosen_policies_too():
    for text in (cli_text(ROLE, PORTAL, ["cdn"]), terraform_text(ROLE, PORTAL, ["cdn"])):
        assert "ftr-portal-reads-cdn" in text
        assert "cloudfront:ListDistributions" in text
        assert "lambda:ListFunctions" not in text


def test_the_terraform_text_holds_the_same_policies():
    text = terraform_text(ROLE, PORTAL)

    assert text.count("jsonencode(") == 3
    assert text.count("{") == text.count("}")
    for action in role_grants():
        assert f'"{action}"' in text
    assert ROLE.external_id in text
    assert "${" not in text.replace("$${", "")


def test_the_version_changes_with_what_the_role_may_read(monkeypatch):
    before = policy_version()
    more = {**role_grants(), "iam:GetCredentialReport2": ("*",)}
    monkeypatch.setattr(permissions, "role_grants", lambda opt_ins: more)
    policy_version.cache_clear()
    after = policy_version()
    monkeypatch.undo()
    policy_version.cache_clear()

    assert after != before


def test_the_version_changes_with_what_the_role_never_reads(monkeypatch):
    before = policy_version()
    monkeypatch.setattr(permissions, "GUARD", GUARD[1:])
    policy_version.cache_clear()
    after = policy_version()
    monkeypatch.undo()
    policy_version.cache_clear()

    assert after != before
