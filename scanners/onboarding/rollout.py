"""What a person needs to make or update the role in all accounts of an AWS organization."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from scanners.engine.role_template.organization import DELEGATED, SELF
from scanners.engine.role_template.quick_create import (
    organization_link,
    organization_values,
    simulator_organization_link,
)
from scanners.engine.role_template.stack_sets import StackSetPlan, stack_set_cli_text, stack_set_terraform_text
from scanners.engine.role_template.updating import KEPT_IN_ORGANIZATIONS, update_stack_set_text, update_stack_text
from scanners.models import Rollout
from scanners.onboarding import installation
from scanners.onboarding.connection import Download, Updating, chosen_parameters


@dataclass(frozen=True, slots=True)
class RolloutOnboarding:
    """The same for an organization: one stack that makes a StackSet, or the StackSet by other means."""

    link: str
    is_simulated: bool
    external_id_base: str
    role_name: str
    principal_arn: str
    choices: tuple[tuple[str, str], ...]
    template: str
    member_template: str
    cli: str
    terraform: str
    update: Updating
    update_set_cli: str


def rollout_onboarding(rollout: Rollout, *, return_url: str) -> RolloutOnboarding:
    """Everything the page of a rollout shows, made from the stored rollout."""
    forms, name, choices = rollout_downloads(rollout), rollout.role_name, chosen_parameters(rollout.opt_ins)
    link = _link(rollout, return_url)
    return RolloutOnboarding(
        link=link,
        is_simulated=bool(settings.AWS_CONSOLE_URL),
        external_id_base=str(rollout.external_id_base),
        role_name=name,
        principal_arn=settings.AWS_PRINCIPAL_ARN,
        choices=choices,
        template=forms["organization"].text,
        member_template=forms["cloudformation"].text,
        cli=forms["cli"].text,
        terraform=forms["terraform"].text,
        update=_updating(rollout, f"{link}&update=yes" if settings.AWS_CONSOLE_URL else ""),
        update_set_cli=update_stack_set_text(
            name, _member_source(), choices=choices, is_delegated=_is_delegated(rollout)
        ),
    )


def _updating(rollout: Rollout, link: str) -> Updating:
    name, file_name = rollout.role_name, installation.organization_template_now().file_name
    url, choices = installation.template_url(file_name) or "", chosen_parameters(rollout.opt_ins)
    text = update_stack_text(name, url or file_name, kept=KEPT_IN_ORGANIZATIONS, choices=choices)
    return Updating(name, url, choices, text, link)


def rollout_downloads(rollout: Rollout) -> dict[str, Download]:
    """The rollout in every form, all made from the same policies."""
    organization, member = installation.organization_template_now(), installation.member_template_now()
    plan = StackSetPlan(
        role_name=rollout.role_name,
        external_id_base=str(rollout.external_id_base),
        template=_member_source(),
        region=settings.AWS_REGION,
        choices=chosen_parameters(rollout.opt_ins),
        is_delegated=_is_delegated(rollout),
    )
    return {
        "organization": Download(organization.file_name, "application/yaml", organization.text),
        "cloudformation": Download(member.file_name, "application/yaml", member.text),
        "cli": Download(f"{rollout.role_name}.sh", "text/x-shellscript", stack_set_cli_text(plan)),
        "terraform": Download(f"{rollout.role_name}.tf", "text/plain", stack_set_terraform_text(plan)),
    }


def _link(rollout: Rollout, return_url: str) -> str:
    url = installation.template_url(installation.organization_template_now().file_name)
    if url is None:
        return ""
    call_as = DELEGATED if _is_delegated(rollout) else SELF
    values = organization_values(
        url, str(rollout.external_id_base), role_name=rollout.role_name, call_as=call_as, opt_ins=rollout.opt_ins
    )
    if settings.AWS_CONSOLE_URL:
        link = simulator_organization_link(
            base=settings.AWS_CONSOLE_URL, account_id=rollout.source.account_id, values=values
        )
        return f"{link}&return={quote(return_url, safe='')}"
    return organization_link(values, region=settings.AWS_REGION, partition=settings.AWS_PARTITION)


def _is_delegated(rollout: Rollout) -> bool:
    """Whether the accounts are listed through a delegated administrator and not the management account."""
    return rollout.management_account_id not in ("", rollout.source.account_id)


def _member_source() -> str:
    """Where a StackSet reads the member template: its address, or the downloaded file."""
    name = installation.member_template_now().file_name
    return installation.template_url(name) or name
