"""What a person needs to make or update a role: the link, and the same role as file, by CLI and by Terraform."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from scanners import installation
from scanners.aws.roles import RoleRef
from scanners.models import Connection, Rollout
from scanners.role_template.organization import DELEGATED, SELF
from scanners.role_template.quick_create import (
    organization_link,
    organization_values,
    quick_create_link,
    simulator_link,
    simulator_organization_link,
)
from scanners.role_template.stack_sets import StackSetPlan, stack_set_cli_text, stack_set_terraform_text
from scanners.role_template.texts import cli_text, terraform_text
from scanners.role_template.updating import KEPT_IN_ORGANIZATIONS, update_stack_set_text, update_stack_text


@dataclass(frozen=True, slots=True)
class Download:
    """One form of the role as a file."""

    file_name: str
    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Onboarding:
    """`link` is empty where no template is published; `is_simulated` when it leads to the simulated AWS."""

    link: str
    is_simulated: bool
    external_id: str
    role_name: str
    principal_arn: str
    template: str
    cli: str
    terraform: str


@dataclass(frozen=True, slots=True)
class Updating:
    """How an existing stack gets the current template; `template_url` is empty where none is published."""

    stack_name: str
    template_url: str
    cli: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class RolloutOnboarding:
    """The same for an organization: one stack that makes a StackSet, or the StackSet by other means."""

    link: str
    is_simulated: bool
    external_id_base: str
    role_name: str
    principal_arn: str
    template: str
    member_template: str
    cli: str
    terraform: str
    update: Updating
    update_set_cli: str


def onboarding(connection: Connection, *, return_url: str) -> Onboarding:
    """Everything the page shows, made from the stored connection; `return_url` is only where the simulator links to."""
    role = role_ref(connection)
    forms = connection_downloads(connection)
    return Onboarding(
        link=_link(role, return_url),
        is_simulated=bool(settings.AWS_CONSOLE_URL),
        external_id=role.external_id,
        role_name=role.role_name,
        principal_arn=settings.AWS_PRINCIPAL_ARN,
        template=forms["cloudformation"].text,
        cli=forms["cli"].text,
        terraform=forms["terraform"].text,
    )


def connection_downloads(connection: Connection) -> dict[str, Download]:
    """The role of one connection in every form, all made from the same policies."""
    role, principal, template = role_ref(connection), settings.AWS_PRINCIPAL_ARN, installation.template()
    return {
        "cloudformation": Download(template.file_name, "application/yaml", template.text),
        "cli": Download(f"{role.role_name}.sh", "text/x-shellscript", cli_text(role, principal)),
        "terraform": Download(f"{role.role_name}.tf", "text/plain", terraform_text(role, principal)),
    }


def updating(connection: Connection, *, return_url: str) -> Updating:
    """How the stack of a connection is updated. It was called like the role when it was made by the link."""
    role, template = role_ref(connection), installation.template()
    url = installation.template_url() or ""
    link = f"{_link(role, return_url)}&update=yes" if settings.AWS_CONSOLE_URL else ""
    return Updating(role.role_name, url, update_stack_text(role.role_name, url or template.file_name), link)


def rollout_onboarding(rollout: Rollout, *, return_url: str) -> RolloutOnboarding:
    """Everything the page of a rollout shows, made from the stored rollout."""
    forms = rollout_downloads(rollout)
    name, template = rollout.role_name, installation.organization_template_now()
    url = installation.template_url(template.file_name) or ""
    member = _member_source()
    link = _rollout_link(rollout, return_url)
    update_link = f"{link}&update=yes" if settings.AWS_CONSOLE_URL else ""
    return RolloutOnboarding(
        link=link,
        is_simulated=bool(settings.AWS_CONSOLE_URL),
        external_id_base=str(rollout.external_id_base),
        role_name=name,
        principal_arn=settings.AWS_PRINCIPAL_ARN,
        template=forms["organization"].text,
        member_template=forms["cloudformation"].text,
        cli=forms["cli"].text,
        terraform=forms["terraform"].text,
        update=Updating(
            name, url, update_stack_text(name, url or template.file_name, KEPT_IN_ORGANIZATIONS), update_link
        ),
        update_set_cli=update_stack_set_text(name, member, is_delegated=_is_delegated(rollout)),
    )


def rollout_downloads(rollout: Rollout) -> dict[str, Download]:
    """The rollout in every form, all made from the same policies."""
    organization, member = installation.organization_template_now(), installation.member_template_now()
    plan = StackSetPlan(
        role_name=rollout.role_name,
        external_id_base=str(rollout.external_id_base),
        template=_member_source(),
        region=settings.AWS_REGION,
        is_delegated=_is_delegated(rollout),
    )
    return {
        "organization": Download(organization.file_name, "application/yaml", organization.text),
        "cloudformation": Download(member.file_name, "application/yaml", member.text),
        "cli": Download(f"{rollout.role_name}.sh", "text/x-shellscript", stack_set_cli_text(plan)),
        "terraform": Download(f"{rollout.role_name}.tf", "text/plain", stack_set_terraform_text(plan)),
    }


def role_ref(connection: Connection) -> RoleRef:
    """The role a connection leads to, with its external id."""
    return RoleRef(
        account_id=connection.account_id,
        role_name=connection.role_name,
        external_id=connection.external_id,
        partition=connection.partition,
    )


def _link(role: RoleRef, return_url: str) -> str:
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
        )
        return f"{link}&return={quote(return_url, safe='')}"
    return quick_create_link(
        template_url=url,
        external_id=role.external_id,
        role_name=role.role_name,
        stack_name=role.role_name,
        region=settings.AWS_REGION,
        partition=role.partition,
    )


def _rollout_link(rollout: Rollout, return_url: str) -> str:
    url = installation.template_url(installation.organization_template_now().file_name)
    if url is None:
        return ""
    base, call_as = str(rollout.external_id_base), DELEGATED if _is_delegated(rollout) else SELF
    if settings.AWS_CONSOLE_URL:
        values = organization_values(url, base, role_name=rollout.role_name, call_as=call_as)
        link = simulator_organization_link(
            base=settings.AWS_CONSOLE_URL, account_id=rollout.source.account_id, values=values
        )
        return f"{link}&return={quote(return_url, safe='')}"
    return organization_link(
        template_url=url,
        external_id_base=base,
        role_name=rollout.role_name,
        call_as=call_as,
        region=settings.AWS_REGION,
        partition=settings.AWS_PARTITION,
    )


def _is_delegated(rollout: Rollout) -> bool:
    """Whether the accounts are listed through a delegated administrator and not the management account."""
    return rollout.management_account_id not in ("", rollout.source.account_id)


def _member_source() -> str:
    """Where a StackSet reads the member template: its address, or the downloaded file."""
    name = installation.member_template_now().file_name
    return installation.template_url(name) or name
