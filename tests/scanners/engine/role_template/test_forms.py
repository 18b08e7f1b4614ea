"""The role as CloudFormation, AWS CLI and Terraform: the same policies, and no name breaks out of its quotes."""

from __future__ import annotations

import json
import shlex

import hcl2
import pytest
import yaml

from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.aws.roles import RoleRef
from scanners.engine.role_template.organization import member_template, organization_template
from scanners.engine.role_template.stack_sets import StackSetPlan, stack_set_cli_text, stack_set_terraform_text
from scanners.engine.role_template.template import role_template
from scanners.engine.role_template.texts import cli_text, hcl, terraform_text
from scanners.engine.role_template.updating import KEPT, KEPT_IN_ORGANIZATIONS, KEPT_IN_STACK_SETS, update_stack_text
from tests.scanners.engine.aws.test_session import ROLE

PORTAL = "arn:aws:iam::111122223333:role/portal"
HOSTILE = [
    'a" b',
    "a' b",
    "a\\",
    'a\\"',
    '${file("/etc/passwd")}',
    "%{ for x in y }",
    "$(id)",
    "`id`",
    "a\nb",
    "a;b",
    "a\\${b}",
    "\b\f\t",
    "名字",
    "\U0001f511",
    "$${x}",
    "EOT\n",
]


class Hostile(RoleRef):
    """A role whose name passed no check: what the forms would do with it all the same."""

    def __init__(self, name):
        for field, value in {
            "account_id": "123456789012",
            "role_name": name,
            "external_id": name,
            "partition": "aws",
        }.items():
            object.__setattr__(self, field, value)


CHOICES = [(), ("cdn",), tuple(one.id for one in OPT_INS)]


def documents_of_the_template(role, opt_ins=()):
    """Trust, and policies by name, of the CloudFormation template with its parameters filled in."""
    resources = yaml.safe_load(role_template(PORTAL).text)["Resources"]
    made = resources["PortalRole"]["Properties"]
    chosen = [resources[f"{one.parameter}Policy"]["Properties"] for one in OPT_INS if one.id in opt_ins]
    values = {"ExternalId": role.external_id, "PortalPrincipalArn": PORTAL}
    own = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}"

    def filled(value):
        if isinstance(value, dict):
            if set(value) == {"Ref"}:
                return values[value["Ref"]]
            if value == {"Fn::Sub": own}:
                return role.arn
            return {key: filled(inner) for key, inner in value.items()}
        return [filled(inner) for inner in value] if isinstance(value, list) else value

    policies = {one["PolicyName"]: filled(one["PolicyDocument"]) for one in [*made["Policies"], *chosen]}
    return filled(made["AssumeRolePolicyDocument"]), policies


def commands(text):
    """Each command of a shell text as its words, comments left out."""
    lines = "\n".join(line for line in text.split("\n") if not line.startswith("# "))
    words = shlex.split(lines.replace("\\\n", " ").replace("\n\n", "\n;\n"), posix=True)
    found = [[]]
    for word in words:
        if word == ";":
            found.append([])
        else:
            found[-1].append(word)
    return [one for one in found if one]


def value_after(words, option):
    return words[words.index(option) + 1]


def parsed(text):
    """Terraform's own values: the parser keeps quotes and leaves expressions as text."""
    return hcl2.loads(text)


def resources(text):
    return {
        (kind.strip('"'), name.strip('"')): body
        for block in parsed(text)["resource"]
        for kind, named in block.items()
        for name, body in named.items()
    }


def jsonencoded(expression):
    """The document inside jsonencode(...), read as JSON: our text writes it as JSON."""
    inside = str(expression).strip().removeprefix("${").removesuffix("}").strip()
    assert inside.startswith("jsonencode(")
    return inside


@pytest.mark.parametrize("opt_ins", CHOICES)
def test_the_cli_makes_the_templates_role(opt_ins):
    trust, policies = documents_of_the_template(ROLE, opt_ins)
    create, *puts = commands(cli_text(ROLE, PORTAL, opt_ins))

    assert json.loads(value_after(create, "--assume-role-policy-document")) == trust
    assert {value_after(one, "--policy-name"): json.loads(value_after(one, "--policy-document")) for one in puts} == (
        policies
    )
    assert value_after(create, "--role-name") == ROLE.role_name


def documents_in_terraform(text):
    """Every jsonencode(...) argument of the text, cut out by its own braces, as JSON."""
    found, rest = [], text
    while "jsonencode(" in rest:
        rest = rest.split("jsonencode(", 1)[1]
        document, end = json.JSONDecoder().raw_decode(rest)
        assert rest[end] == ")"
        found.append(document)
        rest = rest[end:]
    return found


@pytest.mark.parametrize("opt_ins", CHOICES)
def test_terraform_makes_the_templates_role_and_parses(opt_ins):
    trust, policies = documents_of_the_template(ROLE, opt_ins)
    text = terraform_text(ROLE, PORTAL, opt_ins)
    made = resources(text)

    assert {kind for kind, _ in made} == {"aws_iam_role", "aws_iam_role_policy"}
    assert made["aws_iam_role", "ftr_portal"]["name"].strip('"') == ROLE.role_name
    names = [body["name"].strip('"') for (kind, _), body in made.items() if kind == "aws_iam_role_policy"]
    assert documents_in_terraform(text) == [trust, *(policies[name] for name in names)]
    assert sorted(names) == sorted(policies)


def test_the_members_role_differs_from_the_single_one_in_the_external_id_alone():
    single, member = (yaml.safe_load(make(PORTAL).text) for make in (role_template, member_template))
    single_role, member_role = (one["Resources"]["PortalRole"]["Properties"] for one in (single, member))
    single_trust, member_trust = (one.pop("AssumeRolePolicyDocument") for one in (single_role, member_role))

    assert single_role == member_role
    conditions = [one["Statement"][0].pop("Condition") for one in (single_trust, member_trust)]
    assert single_trust == member_trust
    assert conditions == [
        {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
        {"StringEquals": {"sts:ExternalId": {"Fn::Sub": "${ExternalIdBase}-${AWS::AccountId}"}}},
    ]
    assert [single["Parameters"].pop("ExternalId")["AllowedPattern"]] == [
        member["Parameters"].pop("ExternalIdBase")["AllowedPattern"]
    ]
    assert single["Parameters"] == member["Parameters"]


def test_the_organizations_stack_holds_the_members_template_itself():
    stack_set = yaml.safe_load(organization_template(PORTAL).text)["Resources"]["PortalRoles"]["Properties"]

    assert stack_set["TemplateBody"] == member_template(PORTAL).text


PLAN = StackSetPlan(
    "FtrPortal-1a2b3c4d", "5f0c0f6e-6c1f-4a53-9c6e-0d8b3c1c7a10", "https://e.example/m.yaml", "eu-west-1"
)


def test_the_stack_set_by_cli_and_terraform_takes_the_same_template_and_parameters():
    create, _, instances = commands(stack_set_cli_text(PLAN))
    made = resources(stack_set_terraform_text(PLAN))
    stack_set = made["aws_cloudformation_stack_set", "ftr_portal"]

    assert value_after(create, "--template-url") == PLAN.template == stack_set["template_url"].strip('"')
    assert f"ParameterKey=ExternalIdBase,ParameterValue={PLAN.external_id_base}" in create
    assert {key: value.strip('"') for key, value in stack_set["parameters"].items() if not key.startswith("__")} == {
        "ExternalIdBase": PLAN.external_id_base,
        "RoleName": PLAN.role_name,
    }
    assert value_after(create, "--permission-model") == stack_set["permission_model"].strip('"') == "SERVICE_MANAGED"
    assert value_after(instances, "--regions") == "eu-west-1"


def test_a_delegated_administrator_says_so_in_every_command():
    plan = StackSetPlan(PLAN.role_name, PLAN.external_id_base, "m.yaml", "eu-west-1", is_delegated=True)

    assert stack_set_cli_text(plan).count("--call-as DELEGATED_ADMIN") == 2
    assert "file://m.yaml" in stack_set_cli_text(plan)
    assert parsed(stack_set_terraform_text(plan))
    assert stack_set_terraform_text(plan).count('"DELEGATED_ADMIN"') == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_word_of_the_shell(name):
    create, *puts = commands(cli_text(Hostile(name), PORTAL))

    assert [value_after(words, "--role-name") for words in (create, *puts)] == [name] * 3
    update = commands(update_stack_text(name, name))[0]
    assert value_after(update, "--stack-name") == name
    made = commands(stack_set_cli_text(StackSetPlan(name, name, "https://e.example/" + name, name)))
    assert value_after(made[0], "--stack-set-name") == name
    assert f"ParameterKey=ExternalIdBase,ParameterValue={name}" in made[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_text_of_terraform(name):
    text = terraform_text(Hostile(name), PORTAL)

    assert {kind for kind, _ in resources(text)} == {"aws_iam_role", "aws_iam_role_policy"}
    assert documents_in_terraform(text.replace("$${", "${").replace("%%{", "%{"))
    assert len(resources(stack_set_terraform_text(StackSetPlan(name, name, "m.yaml", name)))) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_terraforms_marks_are_always_escaped(name):
    text = hcl(name)

    assert text.startswith('"')
    assert text.endswith('"')
    bare = text[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in bare
    assert "${" not in text.replace("$${", "")
    assert "%{" not in text.replace("%%{", "")
    assert "\\b" not in text.replace("\\\\", "")
    assert "\n" not in text


def test_what_was_chosen_is_said_in_every_form_of_a_stack_set_and_of_an_update():
    choices = (("ReadDistributions", "yes"), ("ReadEnvironmentValues", "no"))
    plan = StackSetPlan(PLAN.role_name, PLAN.external_id_base, PLAN.template, PLAN.region, choices=choices)
    made = resources(stack_set_terraform_text(plan))["aws_cloudformation_stack_set", "ftr_portal"]["parameters"]

    for name, value in choices:
        assert made[name].strip('"') == value
        assert f"ParameterKey={name},ParameterValue={value}" in commands(stack_set_cli_text(plan))[0]
        assert (
            f"ParameterKey={name},ParameterValue={value}" in commands(update_stack_text("s", "t", choices=choices))[0]
        )


def test_an_update_keeps_every_parameter_that_a_stack_must_have():
    def must_have(template):
        declared = yaml.safe_load(template.text)["Parameters"]
        return {name for name, about in declared.items() if "Default" not in about}

    assert must_have(role_template(PORTAL)) <= set(KEPT)
    assert must_have(member_template(PORTAL)) <= set(KEPT_IN_STACK_SETS)
    assert must_have(organization_template(PORTAL)) <= set(KEPT_IN_ORGANIZATIONS)
