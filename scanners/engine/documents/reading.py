"""From a file's name and bytes to the template in it."""

from __future__ import annotations

from scanners.engine.documents import cloudformation, terraform
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Template, policy_template
from scanners.engine.documents.trees import json_tree, text_of, yaml_tree


def template_of(name: str, data: bytes) -> Template | None:
    """The roles and policies in a CloudFormation, Terraform or policy file; None when it is no such file.

    Raises UnreadableError when it says it is one and cannot be understood.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return None
    text = text_of(data)
    if ending == "tf":
        return terraform.template(text)
    tree = json_tree(text) if text.lstrip().startswith("{") else yaml_tree(text)
    if cloudformation.is_template(tree):
        return cloudformation.template(tree)
    if isinstance(tree, dict) and any(str(key).lower() == "statement" for key in tree):
        return policy_template(tree)
    if ending == "json":
        return None  # JSON says many things; a template that is none is not worth a complaint
    raise UnreadableError("The file has neither CloudFormation resources nor policy statements.")


ENDINGS = ("yaml", "yml", "template", "json", "tf")
