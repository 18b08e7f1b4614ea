"""The same role for those who do not use the console's link: AWS CLI and Terraform."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Collection, Mapping

from scanners.engine.aws.roles import RoleRef
from scanners.engine.role_template.policies import Document, role_policies, trust_policy
from scanners.engine.role_template.template import MAX_SESSION_SECONDS


def cli_text(role: RoleRef, portal_principal_arn: str, opt_ins: Collection[str] = ()) -> str:
    """Commands that make the role with the chosen readings; run again they say that it exists."""
    name = shlex.quote(role.role_name)
    trust = trust_policy(portal_principal_arn, role.external_id)
    return (
        "\n\n".join(
            (
                f"aws iam create-role --role-name {name} --max-session-duration {MAX_SESSION_SECONDS} \\\n"
                f"  --assume-role-policy-document {_argument(trust)}",
                *(_put(name, policy_name, document) for policy_name, document in role_policies(role.arn, opt_ins)),
            )
        )
        + "\n"
    )


def terraform_text(role: RoleRef, portal_principal_arn: str, opt_ins: Collection[str] = ()) -> str:
    """A Terraform file that makes the role with the chosen readings."""
    trust = trust_policy(portal_principal_arn, role.external_id)
    return "\n".join(
        (
            'resource "aws_iam_role" "ftr_portal" {',
            f"  name                 = {hcl(role.role_name)}",
            f"  max_session_duration = {MAX_SESSION_SECONDS}",
            f"  assume_role_policy   = jsonencode({hcl(trust)})",
            "}",
            "",
            *(_terraform_policy(policy_name, document) for policy_name, document in role_policies(role.arn, opt_ins)),
            'output "ftr_portal_role_arn" {',
            "  value = aws_iam_role.ftr_portal.arn",
            "}",
            "",
        )
    )


def _put(name: str, policy_name: str, document: Document) -> str:
    return (
        f"aws iam put-role-policy --role-name {name} --policy-name {policy_name} \\\n"
        f"  --policy-document {_argument(document)}"
    )


def _argument(document: Document) -> str:
    return shlex.quote(json.dumps(document, separators=(",", ":")))


def _terraform_policy(name: str, document: Document) -> str:
    return (
        f'resource "aws_iam_role_policy" "{name.replace("-", "_")}" {{\n'
        f'  name   = "{name}"\n'
        "  role   = aws_iam_role.ftr_portal.id\n"
        f"  policy = jsonencode({hcl(document)})\n"
        "}\n"
    )


def hcl(value: Mapping[str, object] | str) -> str:
    """JSON objects and texts are expressions of Terraform's language, but for its own marks inside texts and for two
    escapes it does not know.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    text = re.sub(r"\\(.)", lambda found: _HCL_ESCAPES.get(found.group(1), found.group(0)), text)
    return text.replace("\n", "\n  ")


_HCL_ESCAPES = {"b": "\\u0008", "f": "\\u000c"}
