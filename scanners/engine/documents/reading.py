"""From a file's name and bytes to the template in it."""

from __future__ import annotations

from typing import Any

from scanners.engine.documents import cloudformation, terraform
from scanners.engine.documents.cli_output import answer_template, policies_in_list
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Template, policy_template
from scanners.engine.documents.terraform_files import is_terraform
from scanners.engine.documents.trees import json_tree, text_of, yaml_tree

ENDINGS = ("yaml", "yml", "template", "json", "tf", "tofu")
_WANTED = (
    "Attach a CloudFormation template, a Terraform file (.tf), a policy document, or the output of `aws iam get-role` "
    "or `aws iam get-role-policy`."
)


def template_of(name: str, data: bytes) -> Template | None:
    """The roles and policies in a CloudFormation, Terraform or policy file; None when its type holds no templates.

    Raises UnreadableError when it has the type of a template and is none, or cannot be understood.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return None
    text = text_of(data)
    if is_terraform(name):
        return terraform.template(text, name=name)
    tree = json_tree(text) if text.lstrip().startswith(("{", "[")) and ending == "json" else _yaml_or_json(text)
    found = _template_in(tree)
    if found is None:
        raise UnreadableError(_why_not(tree))
    return found


def _yaml_or_json(text: str) -> Any:
    return json_tree(text) if text.lstrip().startswith("{") else yaml_tree(text)


def _template_in(tree: Any) -> Template | None:
    body = tree.get("TemplateBody") if isinstance(tree, dict) else None  # `aws cloudformation get-template`
    if isinstance(body, str):
        body = _yaml_or_json(body)
    for one in (tree, body):
        if isinstance(one, dict) and cloudformation.is_template(one):
            return cloudformation.template(one)
    if isinstance(tree, dict) and any(str(key).lower() == "statement" for key in tree):
        return policy_template(tree)
    return terraform.plan_template(tree) or policies_in_list(tree) or answer_template(tree)


def _why_not(tree: Any) -> str:
    """What the file is instead, with what to do. A file is never passed over in silence."""
    keys = set(tree) if isinstance(tree, dict) else set()
    if keys & {"resource", "data", "module", "variable", "terraform", "provider"}:
        return "This appears to be Terraform JSON. Attach it with a file name that ends in .tf.json."
    if keys & {"planned_values", "terraform_version", "resource_changes"}:
        return "This Terraform plan has no planned values. Attach the output of `terraform show -json`."
    if keys & {"parameters", "$schema"} and "resources" in keys:
        return f"This is a template for another cloud. {_WANTED}"
    return f"The file has neither CloudFormation resources nor policy statements. {_WANTED}"
