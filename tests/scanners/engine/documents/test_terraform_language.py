"""What Terraform's language can say: references, loops, conditions, templates, documents built on documents, JSON."""

from __future__ import annotations

import json

import pytest

from scanners.engine.documents import terraform
from tests.scanners.engine.documents.templates import outcomes, said

ACCOUNT = "123456789012"
WIDE = 'statement {\n actions = ["*"]\n resources = ["*"]\n}'
NARROW = 'statement {\n actions = ["ec2:DescribeRegions"]\n resources = ["*"]\n}'
KEY = 'variable "tenant_key" { type = string }\n'
ATTACH = 'resource "aws_iam_role_policy" "p" {\n role = "door"\n policy = data.aws_iam_policy_document.%s.json\n}\n'
TRUST = """
data "aws_iam_policy_document" "t" {
  %s
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      identifiers = [%s]
    }
    %s
  }
}
resource "aws_iam_role" "door" { assume_role_policy = %s }
"""
CONDITION = 'condition {\n test = "StringEquals"\n variable = "sts:ExternalId"\n values = [var.tenant_key]\n}'


def scoped(text, name="role.tf"):
    return outcomes("template_role_scoped", name, text)


def trusted(text, name="role.tf"):
    return outcomes("template_requires_external_id", name, text)


def trust(*, count="", principal=f'"{ACCOUNT}"', condition=CONDITION, use="data.aws_iam_policy_document.t.json"):
    return KEY + TRUST % (count, principal, condition, use)


def document(body, label="d"):
    return f'data "aws_iam_policy_document" "{label}" {{\n{body}\n}}\n'


@pytest.mark.parametrize(
    "use",
    [
        "data.aws_iam_policy_document.t[0].json",
        "one(data.aws_iam_policy_document.t[*].json)",
        'join("", data.aws_iam_policy_document.t.*.json)',
        'try(data.aws_iam_policy_document.t[0].minified_json, "")',
        "local.trust",
        "<<EOF\n${data.aws_iam_policy_document.t[0].json}\nEOF\n",
    ],
)
def test_a_document_with_count_is_read_however_it_is_referred_to(use):
    text = trust(count="count = 1", use=use) + "locals { trust = data.aws_iam_policy_document.t[0].json }\n"

    assert trusted(text) == ["pass"]
    assert trusted(text.replace('"StringEquals"', '"StringEqualsIfExists"')) == ["fail"]


@pytest.mark.parametrize(
    "principal",
    [
        '"arn:${data.aws_partition.current.partition}:iam::${local.account}:root"',
        "local.account",
        "var.vendor",
        'format("arn:aws:iam::%s:root", local.account)',
        'join(":", ["arn:aws:iam:", local.account, "root"])',
    ],
)
def test_locals_variables_and_functions_give_the_principal(principal):
    more = f'locals {{ account = "{ACCOUNT}" }}\nvariable "vendor" {{ default = "{ACCOUNT}" }}\n'

    assert trusted(trust(principal=principal) + more) == ["pass"]


@pytest.mark.parametrize("chosen", ['var.tenant_key != "" ? [1] : []', "var.tenant_key == null ? [] : [1]"])
def test_a_condition_that_only_some_deployments_have_fails(chosen):
    dynamic = f'dynamic "condition" {{\n for_each = {chosen}\n content {{\n{CONDITION.partition("{")[2]}\n}}'

    assert sorted(trusted(trust(condition=dynamic))) == ["fail", "pass"]


def test_a_trust_policy_that_is_chosen_by_a_condition_is_read_in_both_forms():
    use = "var.strict ? data.aws_iam_policy_document.t.json : data.aws_iam_policy_document.open.json"
    loose = (TRUST % ("", f'"{ACCOUNT}"', "", "")).partition("resource ")[0].replace('"t"', '"open"')

    assert sorted(trusted(trust(use=use) + loose)) == ["fail", "pass"]


@pytest.mark.parametrize("name", ["source_json", "override_json"])
def test_documents_that_build_on_another_have_its_statements(name):
    text = document(WIDE, "base") + document(f"{name} = data.aws_iam_policy_document.base.json\n{NARROW}")

    assert "fail" in scoped(text + ATTACH % "d")


@pytest.mark.parametrize("name", ["source_policy_documents", "override_policy_documents"])
def test_documents_that_build_on_several_have_their_statements(name):
    text = document(WIDE, "base") + document(f"{name} = [data.aws_iam_policy_document.base.json]\n{NARROW}")

    assert "fail" in scoped(text + ATTACH % "d")
    assert scoped(text.replace('"*"]\n resources', '"ec2:DescribeVpcs"]\n resources') + ATTACH % "d") == ["pass"]


def test_a_statement_is_replaced_by_one_with_the_same_sid():
    wide, narrow = (one.replace("{", '{\n sid = "S"', 1) for one in (WIDE, NARROW))
    text = document(narrow, "base") + document(f"override_json = data.aws_iam_policy_document.base.json\n{wide}")

    assert scoped(text + ATTACH % "d") == ["pass"]


def test_a_base_that_is_not_in_the_file_is_named_and_nothing_passes():
    text = document(f"source_policy_documents = [var.base]\n{NARROW}") + ATTACH % "d"

    found = said("template_role_scoped", "role.tf", text)

    assert {outcome for outcome, _ in found} == {"unknown"}
    assert "var.base" in " ".join(message for _, message in found)


@pytest.mark.parametrize(
    ("loop", "expected"), [('["ec2:*", "*"]', "fail"), ('toset(["ec2:DescribeVpcs"])', "pass"), ("var.a", "unknown")]
)
def test_dynamic_statements_are_written_out(loop, expected):
    body = (
        f'dynamic "statement" {{\n for_each = {loop}\n iterator = s\n'
        ' content {\n actions = [s.value]\n resources = ["*"]\n }\n}'
    )

    found = scoped(document(body) + ATTACH % "d")

    assert expected in found
    assert expected == "pass" or "pass" not in found


@pytest.mark.parametrize(
    "attachment",
    [
        'for_each = toset(["arn:aws:iam::aws:policy/AdministratorAccess"])\nrole = "r"\npolicy_arn = each.value',
        'count = length(local.arns)\nrole = "r"\npolicy_arn = local.arns[count.index]',
        'count = length(local.arns)\nrole = "r"\npolicy_arn = element(local.arns, count.index)',
        'for_each = var.more\nrole = "r"\npolicy_arn = each.value',
        'role = "r"\npolicy_arn = data.aws_iam_policy.admin.arn',
        'role = "r"\npolicy_arn = var.wide ? local.arns[1] : local.arns[0]',
        'role = "r"\npolicy_arn = var.arn',
    ],
)
def test_attached_administrators_are_found_behind_loops_and_references(attachment):
    text = f"""
    locals {{ arns = ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::aws:policy/AdministratorAccess"] }}
    variable "more" {{ default = {{ a = "arn:aws:iam::aws:policy/AdministratorAccess" }} }}
    variable "arn" {{ default = "arn:aws:iam::aws:policy/AdministratorAccess" }}
    data "aws_iam_policy" "admin" {{ name = "AdministratorAccess" }}
    resource "aws_iam_role_policy_attachment" "a" {{
      {attachment}
    }}
    """

    assert "fail" in scoped(text)


def test_a_resource_with_count_zero_is_not_created():
    wide = ATTACH.replace("role =", "count = 0\n role =") % "w"

    assert scoped(document(WIDE, "w") + document(NARROW) + wide + ATTACH.replace('"p"', '"q"') % "d") == ["pass"]


@pytest.mark.parametrize(
    "policy", ['file("policy.json")', 'templatefile("p.tftpl", {})', "module.role.policy", "yamlencode(4)", "var.p"]
)
def test_what_is_in_no_file_is_unknown_and_named(policy):
    found = said("template_role_scoped", "role.tf", f'resource "aws_iam_role_policy" "x" {{ policy = {policy} }}\n')

    assert [outcome for outcome, _ in found] == ["unknown"]
    assert policy.partition("(")[0] in found[0][1]


def test_a_module_is_named_with_its_source():
    ((outcome, message),) = said("template_role_scoped", "role.tf", 'module "access" { source = "./access" }\n')

    assert outcome == "unknown"
    assert "module access (source ./access)" in message


def test_files_of_one_module_are_read_together():
    files = {
        "main.tf": 'resource "aws_iam_role_policy" "p" {\n role = "r"\n'
        ' policy = file("${path.module}/p/wide.json")\n}\n',
        "p/wide.json": '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
    }

    found = terraform.module_template(files)

    assert not found.unread
    assert found.roles[0].policies[0].statements[0].actions == ("*",)


def test_values_of_tfvars_are_defaults():
    found = terraform.module_template({"main.tf": KEY, "terraform.tfvars": 'tenant_key = "shared"\n'})

    assert found.parameters["var.tenant_key"].default == "shared"


def test_json_syntax_is_read_like_hcl():
    role = {"assume_role_policy": "${data.aws_iam_policy_document.t.json}"}
    statement = {
        "actions": ["sts:AssumeRole"],
        "principals": [{"type": "AWS", "identifiers": [ACCOUNT]}],
        "condition": {"test": "StringEquals", "variable": "sts:ExternalId", "values": ["${var.tenant_key}"]},
    }
    tree = {
        "variable": {"tenant_key": {"type": "string"}},
        "data": {"aws_iam_policy_document": {"t": [{"statement": statement}]}},
        "resource": [{"aws_iam_role": {"door": role}}],
    }

    assert trusted(json.dumps(tree), "main.tf.json") == ["pass"]
    del statement["condition"]
    assert trusted(json.dumps(tree), "main.tf.json") == ["fail"]
    assert trusted(json.dumps(tree), "main.tofu.json") == ["fail"]


@pytest.mark.parametrize("shape", ["plan", "state"])
def test_plans_and_states_are_read(shape):
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    values = {"role": "r", "policy_arn": arn}
    named = {"type": "aws_iam_role_policy_attachment", "name": "a", "mode": "managed"}
    module = {"child_modules": [{"resources": [{**named, "values": values}]}]}
    tree = (
        {"format_version": "1.2", "planned_values": {"root_module": module}}
        if shape == "plan"
        else {"version": 4, "terraform_version": "1.9", "resources": [{**named, "instances": [{"attributes": values}]}]}
    )

    assert scoped(json.dumps(tree), "plan.json") == ["fail"]


def test_a_stack_made_by_terraform_is_read_as_the_template_it_holds():
    template = {
        "Resources": {
            "R": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {"Statement": []},
                    "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                },
            }
        }
    }
    text = f'resource "aws_cloudformation_stack" "s" {{ template_body = <<EOF\n{json.dumps(template)}\nEOF\n}}\n'

    assert "fail" in scoped(text)
    assert "unknown" in scoped('resource "aws_cloudformation_stack" "s" { template_url = "https://x" }\n')


@pytest.mark.parametrize(
    "text",
    [
        "locals {\n a = local.b\n b = local.a\n}\n" + 'resource "aws_iam_role_policy" "x" { policy = local.a }\n',
        document("source_json = data.aws_iam_policy_document.d.json") + ATTACH % "d",
        "locals {\n"
        + "".join(f" a{n} = [local.a{n + 1}, local.a{n + 1}]\n" for n in range(39))
        + ' a39 = "x"\n}\n'
        + 'resource "aws_iam_role_policy" "x" { policy = jsonencode(local.a0) }\n',
        'resource "aws_iam_role_policy" "x" { policy = jsonencode(['
        + ", ".join(f"var.a{n} ? 1 : 2" for n in range(40))
        + "]) }\n",
    ],
)
def test_values_that_refer_to_themselves_or_grow_end_in_unknown(text):
    assert set(scoped(text)) == {"unknown"}
