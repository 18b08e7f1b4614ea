"""What a person needs to make the role of one connection: the link, and the same role as file, CLI and Terraform."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from scanners import installation
from scanners.aws.opt_in import OPT_INS
from scanners.aws.roles import RoleRef
from scanners.models import Connection
from scanners.role_template.quick_create import quick_create_link, simulator_link
from scanners.role_template.template import NO, YES
from scanners.role_template.texts import cli_text, terraform_text


@dataclass(frozen=True, slots=True)
class Onboarding:
    """`link` is empty where no template is published; `is_simulated` when it leads to the simulated AWS.

    `choices` are the template's parameters for the readings a customer may switch on, with their values.
    """

    link: str
    is_simulated: bool
    external_id: str
    role_name: str
    principal_arn: str
    template: str
    template_url: str
    template_name: str
    choices: tuple[tuple[str, str], ...]
    cli: str
    terraform: str


def onboarding(connection: Connection, *, return_url: str) -> Onboarding:
    """Everything the page shows, made from the stored connection; `return_url` is only where the simulator links to."""
    role = role_ref(connection)
    template = installation.template()
    principal = settings.AWS_PRINCIPAL_ARN
    return Onboarding(
        link=_link(role, return_url, connection.opt_ins),
        is_simulated=bool(settings.AWS_CONSOLE_URL),
        external_id=role.external_id,
        role_name=role.role_name,
        principal_arn=principal,
        template=template.text,
        template_url=installation.template_url() or "",
        choices=tuple((one.parameter, YES if one.id in connection.opt_ins else NO) for one in OPT_INS),
        template_name=template.file_name,
        cli=cli_text(role, principal, connection.opt_ins),
        terraform=terraform_text(role, principal, connection.opt_ins),
    )


def role_ref(connection: Connection) -> RoleRef:
    """The role a connection leads to, with its external id."""
    return RoleRef(
        account_id=connection.account_id,
        role_name=connection.role_name,
        external_id=str(connection.external_id),
        partition=connection.partition,
    )


def _link(role: RoleRef, return_url: str, opt_ins: Collection[str]) -> str:
    url = installation.template_url()
    if url is None:
        return ""
    # The stack is called like the role, so that two connections to one account do not collide.
    if settings.AWS_CONSOLE_URL:
        link = simulator_link(
            base=settings.AWS_CONSOLE_URL,
            account_id=role.account_id,
            template_url=url,
            external_id=role.external_id,
            role_name=role.role_name,
            stack_name=role.role_name,
            opt_ins=opt_ins,
        )
        return f"{link}&return={quote(return_url, safe='')}"
    return quick_create_link(
        template_url=url,
        external_id=role.external_id,
        role_name=role.role_name,
        stack_name=role.role_name,
        opt_ins=opt_ins,
        region=settings.AWS_REGION,
        partition=role.partition,
    )
