"""Bringing a role that was made earlier to the current template, with the parameters it has."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

# What every template so far has had; parameters added since have defaults.
KEPT = ("ExternalId", "RoleName", "PortalPrincipalArn")
KEPT_IN_ORGANIZATIONS = ("Targets", "CallAs", "ExternalIdBase", "RoleName", "PortalPrincipalArn")
KEPT_IN_STACK_SETS = ("ExternalIdBase", "RoleName", "PortalPrincipalArn")


Choices = Iterable[tuple[str, str]]
"""Parameters of readings that may be switched on, with their values."""


def update_stack_text(stack_name: str, template: str, *, kept: Iterable[str] = KEPT, choices: Choices = ()) -> str:
    """One AWS CLI command; `template` is a URL, or the name of the downloaded file where none is published."""
    return (
        f"aws cloudformation update-stack --stack-name {shlex.quote(stack_name)} \\\n"
        f"  {template_argument(template)} --capabilities CAPABILITY_NAMED_IAM \\\n"
        f"  --parameters {_parameters(kept, choices)}\n"
    )


def update_stack_set_text(stack_set_name: str, template: str, *, is_delegated: bool, choices: Choices = ()) -> str:
    """One AWS CLI command that updates the role in every account."""
    name = shlex.quote(stack_set_name)
    return (
        f"aws cloudformation update-stack-set --stack-set-name {name}{call_as(is_delegated)} \\\n"
        f"  {template_argument(template)} --capabilities CAPABILITY_NAMED_IAM \\\n"
        f"  --parameters {_parameters(KEPT_IN_STACK_SETS, choices)} \\\n"
        "  --operation-preferences FailureTolerancePercentage=100,MaxConcurrentPercentage=100\n"
    )


def template_argument(template: str) -> str:
    """How the CLI is told of a published template, or of a file beside it."""
    if template.startswith(("https://", "http://")):
        return f"--template-url {shlex.quote(template)}"
    return f"--template-body {shlex.quote('file://' + template)}"


def call_as(is_delegated: bool) -> str:
    """What a delegated administrator adds to every command about StackSets."""
    return " --call-as DELEGATED_ADMIN" if is_delegated else ""


def _parameters(kept: Iterable[str], choices: Choices) -> str:
    said = [f"ParameterKey={name},UsePreviousValue=true" for name in kept]
    return " ".join([*said, *(f"ParameterKey={name},ParameterValue={value}" for name, value in choices)])
