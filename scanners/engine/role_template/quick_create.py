"""Links that open the stack's form with everything filled in.

A value changed on the way is harmless: the portal sends its own external id, so the role would only refuse it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote, urlencode

from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.role_template.organization import BASE_PARAMETER
from scanners.engine.role_template.template import DEFAULT_ROLE_NAME, DEFAULT_STACK_NAME, YES

MAX_LINK = 1024
_CONSOLES = {
    "aws": "https://{region}.console.aws.amazon.com",
    "aws-cn": "https://{region}.console.amazonaws.cn",
    "aws-us-gov": "https://{region}.console.amazonaws-us-gov.com",
}


def quick_create_link(
    *,
    template_url: str,
    external_id: str,
    role_name: str = DEFAULT_ROLE_NAME,
    region: str = "us-east-1",
    partition: str = "aws",
    stack_name: str = DEFAULT_STACK_NAME,
    opt_ins: Collection[str] = (),
) -> str:
    """The console's quick-create page. The role is global; `region` is only where the stack is listed."""
    if not template_url.startswith("https://"):
        raise ValueError("CloudFormation reads templates over https only")
    values = _values(template_url, external_id, role_name=role_name, stack_name=stack_name, opt_ins=opt_ins)
    return _console_link(values, region=region, partition=partition)


def organization_link(values: Mapping[str, str], *, region: str, partition: str) -> str:
    """The same page for the stack that rolls the role out to an organization; its targets are left to fill in."""
    if not values["templateURL"].startswith("https://"):
        raise ValueError("CloudFormation reads templates over https only")
    return _console_link(values, region=region, partition=partition)


def simulator_organization_link(*, base: str, account_id: str, values: Mapping[str, str]) -> str:
    """The page that plays the console in the simulated AWS, for the stack of an organization."""
    query = urlencode({"account": account_id, **values}, quote_via=quote, safe="")
    return f"{base.rstrip('/')}/console/cloudformation?{query}"


def organization_values(
    template_url: str, external_id_base: str, *, role_name: str, call_as: str, opt_ins: Collection[str] = ()
) -> dict[str, str]:
    """What the link of an organization's stack fills in."""
    return {
        "templateURL": template_url,
        "stackName": role_name,
        f"param_{BASE_PARAMETER}": external_id_base,
        "param_RoleName": role_name,
        "param_CallAs": call_as,
        **_choices(opt_ins),
    }


def _console_link(values: Mapping[str, str], *, region: str, partition: str) -> str:
    base = _CONSOLES[partition].format(region=region)
    link = (
        f"{base}/cloudformation/home?region={region}#/stacks/quickcreate?{urlencode(values, quote_via=quote, safe='')}"
    )
    if len(link) >= MAX_LINK:
        raise ValueError("the link is longer than CloudFormation takes; publish the template under a shorter address")
    return link


def simulator_link(
    *,
    base: str,
    account_id: str,
    template_url: str,
    external_id: str,
    role_name: str = DEFAULT_ROLE_NAME,
    stack_name: str = DEFAULT_STACK_NAME,
    opt_ins: Collection[str] = (),
) -> str:
    """The page that plays the console in the simulated AWS."""
    values = {
        "account": account_id,
        **_values(template_url, external_id, role_name=role_name, stack_name=stack_name, opt_ins=opt_ins),
    }
    return f"{base.rstrip('/')}/console/cloudformation?{urlencode(values, quote_via=quote, safe='')}"


def _values(
    template_url: str, external_id: str, *, role_name: str, stack_name: str, opt_ins: Collection[str]
) -> dict[str, str]:
    values = {"templateURL": template_url, "stackName": stack_name, "param_ExternalId": external_id}
    if role_name != DEFAULT_ROLE_NAME:
        values["param_RoleName"] = role_name
    return values | _choices(opt_ins)


def _choices(opt_ins: Collection[str]) -> dict[str, str]:
    return {f"param_{one.parameter}": YES for one in OPT_INS if one.id in opt_ins}
