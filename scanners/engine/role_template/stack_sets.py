"""The StackSet for those who do not use the console's link: AWS CLI and Terraform, around the same member template."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from scanners.engine.role_template.organization import BASE_PARAMETER, DELEGATED, SELF
from scanners.engine.role_template.texts import hcl
from scanners.engine.role_template.updating import call_as, template_argument


@dataclass(frozen=True, slots=True)
class StackSetPlan:
    """What is rolled out; `template` is the member template's URL, or its file name where none is published."""

    role_name: str
    external_id_base: str
    template: str
    region: str
    choices: tuple[tuple[str, str], ...] = ()
    is_delegated: bool = False


def stack_set_cli_text(plan: StackSetPlan) -> str:
    """Commands that make the StackSet and roll it out to the whole organization."""
    name, call = shlex.quote(plan.role_name), call_as(plan.is_delegated)
    parameters = {BASE_PARAMETER: plan.external_id_base, "RoleName": plan.role_name, **dict(plan.choices)}
    given = " ".join(shlex.quote(f"ParameterKey={key},ParameterValue={value}") for key, value in parameters.items())
    return (
        f"aws cloudformation create-stack-set --stack-set-name {name}{call} \\\n"
        f"  {template_argument(plan.template)} --capabilities CAPABILITY_NAMED_IAM \\\n"
        "  --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\\n"
        f"  --parameters {given}\n\n"
        "# The root stands for every account. For some only, name organizational units (ou-...) instead.\n"
        "TARGETS=\"$(aws organizations list-roots --query 'Roots[0].Id' --output text)\"\n\n"
        f"aws cloudformation create-stack-instances --stack-set-name {name}{call} \\\n"
        f'  --deployment-targets OrganizationalUnitIds="$TARGETS" --regions {shlex.quote(plan.region)} \\\n'
        "  --operation-preferences FailureTolerancePercentage=100,MaxConcurrentPercentage=100\n"
    )


def stack_set_terraform_text(plan: StackSetPlan) -> str:
    """A Terraform file that makes the StackSet and rolls it out to the whole organization."""
    is_published = plan.template.startswith(("https://", "http://"))
    source = (
        f"  template_url     = {hcl(plan.template)}"
        if is_published
        else f'  template_body    = file("${{path.module}}/{hcl(plan.template)[1:-1]}")'
    )
    caller = DELEGATED if plan.is_delegated else SELF
    parameters = {BASE_PARAMETER: plan.external_id_base, "RoleName": plan.role_name, **dict(plan.choices)}
    return "\n".join(
        (
            'data "aws_organizations_organization" "this" {}',
            "",
            'resource "aws_cloudformation_stack_set" "ftr_portal" {',
            f"  name             = {hcl(plan.role_name)}",
            source,
            '  permission_model = "SERVICE_MANAGED"',
            f"  call_as          = {hcl(caller)}",
            '  capabilities     = ["CAPABILITY_NAMED_IAM"]',
            "  parameters = {",
            *(f"    {name} = {hcl(value)}" for name, value in parameters.items()),
            "  }",
            "  auto_deployment {",
            "    enabled                          = true",
            "    retain_stacks_on_account_removal = false",
            "  }",
            "  lifecycle {",
            "    ignore_changes = [administration_role_arn]",
            "  }",
            "}",
            "",
            "# The root stands for every account. For some only, name organizational units (ou-...) instead.",
            'resource "aws_cloudformation_stack_set_instance" "ftr_portal" {',
            "  stack_set_name = aws_cloudformation_stack_set.ftr_portal.name",
            f"  call_as        = {hcl(caller)}",
            f"  region         = {hcl(plan.region)}",
            "  deployment_targets {",
            "    organizational_unit_ids = [data.aws_organizations_organization.this.roots[0].id]",
            "  }",
            "}",
            "",
        )
    )
