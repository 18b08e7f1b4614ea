"""What a person needs to make or update a role: the link, and the same role as file, by CLI and by Terraform."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.aws.roles import RoleRef
from scanners.engine.role_template.quick_create import quick_create_link, simulator_link
from scanners.engine.role_template.template import NO, YES
from scanners.engine.role_template.texts import cli_text, terraform_text
from scanners.engine.role_template.updating import update_stack_text
from scanners.models import Connection
from scanners.onboarding import installation


@dataclass(frozen=True, slots=True)
class Download:
    """One form of the role as a file."""

    file_name: str
    content_type: str
    text: str


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
    choices: tuple[tuple[str, str], ...]
    cli: str
    terraform: str


@dataclass(frozen=True, slots=True)
class Updating:
    """How an existing stack gets the current template; `template_url` is empty where none is published."""

    stack_name: str
    template_url: str
    choices: tuple[tuple[str, str], ...]
    cli: str
    link: str = ""


def onboarding(connection: Connection, *, return_url: str) -> Onboarding:
    """Everything the page shows, made from the stored connection; `return_url` is only where the simulator links to."""
    role = role_ref(connection)
    forms = connection_downloads(connection)
    return Onboarding(
        link=_link(role, return_url, connection.opt_ins),
        is_simulated=bool(settings.AWS_CONSOLE_URL),
        external_id=role.external_id,
        role_name=role.role_name,
        principal_arn=settings.AWS_PRINCIPAL_ARN,
        template=forms["cloudformation"].text,
        cli=forms["cli"].text,
        terraform=forms["terraform"].text,
        choices=chosen_parameters(connection.opt_ins),
    )


def connection_downloads(connection: Connection) -> dict[str, Download]:
    """The role of one connection in every form, all made from the same policies."""
    role, principal, template = role_ref(connection), settings.AWS_PRINCIPAL_ARN, installation.template()
    chosen = connection.opt_ins
    return {
        "cloudformation": Download(template.file_name, "application/yaml", template.text),
        "cli": Download(f"{role.role_name}.sh", "text/x-shellscript", cli_text(role, principal, chosen)),
        "terraform": Download(f"{role.role_name}.tf", "text/plain", terraform_text(role, principal, chosen)),
    }


def updating(connection: Connection, *, return_url: str) -> Updating:
    """How the stack of a connection is updated. It was called like the role when it was made by the link."""
    role, choices = role_ref(connection), chosen_parameters(connection.opt_ins)
    url = installation.template_url() or ""
    link = f"{_link(role, return_url, connection.opt_ins)}&update=yes" if settings.AWS_CONSOLE_URL else ""
    text = update_stack_text(role.role_name, url or installation.template().file_name, choices=choices)
    return Updating(role.role_name, url, choices, text, link)


def chosen_parameters(opt_ins: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The template's parameters for the readings a customer may switch on, with their values."""
    return tuple((one.parameter, YES if one.id in opt_ins else NO) for one in OPT_INS)


def role_ref(connection: Connection) -> RoleRef:
    """The role a connection leads to, with its external id."""
    return RoleRef(
        account_id=connection.account_id,
        role_name=connection.role_name,
        external_id=connection.external_id,
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
