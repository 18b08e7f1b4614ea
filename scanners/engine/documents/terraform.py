"""Roles of Terraform and OpenTofu configuration, in HCL or JSON, and of a plan or a state in JSON.

Nothing is fetched and no provider is asked: what a module, a variable or AWS computes is named as unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Template
from scanners.engine.documents.terraform_files import (
    MAX_MODULE_CHARACTERS,
    Block,
    blocks_of,
    is_plan_or_state,
    is_terraform,
    planned_blocks,
    values_of,
)
from scanners.engine.documents.terraform_module import Module
from scanners.engine.documents.terraform_roles import Reader

_VALUES = ("terraform.tfvars", ".auto.tfvars")
_OWN = ("account_id", "arn", "id", "user_id")
_IDENTITIES = ("aws_iam_role", "aws_iam_user", "awscc_iam_role", "awscc_iam_user")


def template(text: str, *, name: str = "main.tf") -> Template:
    """The template in one file. Raises UnreadableError."""
    return module_template({name: text})


def module_template(files: Mapping[str, str]) -> Template:
    """The template in the files of one module together, by their paths. Raises UnreadableError."""
    if sum(map(len, files.values())) > MAX_MODULE_CHARACTERS:
        raise UnreadableError(
            f"The module is larger than {MAX_MODULE_CHARACTERS // 1024} kB. Attach only the files that create the role."
        )
    blocks = [block for name, text in files.items() if is_terraform(name) for block in blocks_of(name, text)]
    values: dict[str, Any] = {}
    for name in sorted(files):
        if name.lower().endswith(_VALUES):
            values |= values_of(files[name])
    return _template(blocks, files, values)


def plan_template(tree: Any) -> Template | None:
    """The template in `terraform show -json` or a state file; None when it is neither."""
    if not is_plan_or_state(tree):
        return None
    return _template(planned_blocks(tree), {}, {})


def _template(blocks: list[Block], files: Mapping[str, str], values: Mapping[str, Any]) -> Template:
    try:
        module = Module(blocks, files, values)
        reader = Reader(module)
        roles = reader.read()
        return Template(
            roles,
            module.parameters(),
            tuple(module.unread),
            credentials=tuple(reader.credentials),
            own=frozenset(_own(blocks)),
        )
    except RecursionError:
        raise UnreadableError("The file is nested too deeply. Attach only the file that creates the role.") from None


def _own(blocks: list[Block]) -> Iterator[str]:
    """Placeholders for the account that the files are applied in, and for identities they create there."""
    yield from (f"data.aws_caller_identity.{name}" for name in _OWN)
    for block in blocks:
        if block.kind == "resource" and block.labels[:1] and block.labels[0] in _IDENTITIES:
            yield f"{block.labels[0]}.{block.labels[1]}.arn"
