"""The page and its one button. Served by the simulator itself, so it works without the portal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from werkzeug.wrappers import Request, Response

from devstack.simulated_aws.console.stack_sets import deploy, root_id
from devstack.simulated_aws.console.stacks import Created, StackError, create_stack, parameter_values
from devstack.simulated_aws.console.template import Template, TemplateError, fetch_template
from devstack.simulated_aws.credentials import PORTAL_ACCOUNT
from devstack.simulated_aws.loopback import is_loopback_host, is_loopback_url
from devstack.simulated_aws.state.simulator import Simulator
from devstack.simulated_aws.state.stacks import KeptStack

PAGE = "/console/cloudformation"
STYLE = "/console/console.css"
_HERE = Path(__file__).parent
_PARAMETER_PREFIX = "param_"
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d", re.ASCII)
_STACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True)


@dataclass(frozen=True)
class Form:
    """What the link or the form names. Everything in it is the visitor's text."""

    account: str
    region: str
    template_url: str
    stack_name: str
    return_url: str
    acknowledged: bool
    is_update: bool
    parameters: Mapping[str, str]


def console_page(environ: dict[str, Any], simulator: Simulator) -> Response | None:
    """The answer to the console's paths, None for any other."""
    path = environ.get("PATH_INFO", "")
    if path not in {PAGE, STYLE}:
        return None
    request = Request(environ)
    if not is_loopback_host(request.host):
        return Response("This page answers on this machine only.", status=403)
    if path == STYLE:
        return _respond((_HERE / "console.css").read_text(encoding="utf-8"), content_type="text/css; charset=utf-8")
    if request.method == "GET":
        return _show(simulator, _form(request.args))
    if request.method != "POST":
        return Response("GET or POST", status=405, headers={"Allow": "GET, POST"})
    if not _is_own_form(request):
        return Response("This form was not sent by this page.", status=403)
    return _create(simulator, _form(request.form))


def _form(given: Mapping[str, str]) -> Form:
    return_url = given.get("return", "")
    region = given.get("region", "")
    return Form(
        account=given.get("account", "").strip(),
        region=region if _REGION.fullmatch(region) else "us-east-1",
        template_url=given.get("templateURL", ""),
        stack_name=given.get("stackName", "").strip(),
        return_url=return_url if is_loopback_url(return_url) else "",
        acknowledged=given.get("acknowledge") == "yes",
        is_update=given.get("update") == "yes",
        parameters={
            name.removeprefix(_PARAMETER_PREFIX): value
            for name, value in given.items()
            if name.startswith(_PARAMETER_PREFIX)
        },
    )


def _show(simulator: Simulator, form: Form, *, problem: str = "", status: int = 200) -> Response:
    template: Template | None = None
    try:
        template = fetch_template(form.template_url)
    except TemplateError as error:
        problem, status = problem or str(error), 400
    page = _templates.get_template("quick_create.html").render(
        form=form,
        template=template,
        problem=problem,
        accounts=_accounts(simulator, form),
        root_id=root_id(form.account) if template and template.stack_set is not None else "",
        page=PAGE,
        style=STYLE,
    )
    return _respond(page, status=status)


def _create(simulator: Simulator, form: Form) -> Response:
    problem = _form_problem(form)
    if problem:
        return _show(simulator, form, problem=problem, status=400)
    try:
        template = fetch_template(form.template_url)
        stack = KeptStack(
            account_id=form.account,
            region=form.region,
            name=form.stack_name,
            template=template.text,
            parameters=parameter_values(template, form.parameters),
        )
        created = _created(simulator, stack, template, form)
    except (TemplateError, StackError) as error:
        return _show(simulator, form, problem=str(error), status=400)
    return _done(form, created)


def _created(simulator: Simulator, stack: KeptStack, template: Template, form: Form) -> Created:
    if template.stack_set is None:
        return create_stack(simulator, stack, replace=form.is_update)
    return deploy(simulator, stack, template.stack_set, replace=form.is_update)


def _done(form: Form, created: Created) -> Response:
    page = _templates.get_template("created.html").render(form=form, created=created, style=STYLE)
    return _respond(page)


def _form_problem(form: Form) -> str:
    if not _ACCOUNT.fullmatch(form.account):
        return "Choose an account: its id has twelve digits."
    if form.account == PORTAL_ACCOUNT:
        return "This account is the portal's own."
    if not _STACK_NAME.fullmatch(form.stack_name):
        return "A stack's name begins with a letter and holds letters, digits and hyphens, at most 128."
    if not form.acknowledged:
        return "Requires capabilities: [CAPABILITY_NAMED_IAM]. Tick the acknowledgement to go on."
    return ""


def _accounts(simulator: Simulator, form: Form) -> list[tuple[str, str]]:
    """The accounts to choose from; the link's own is offered even if nobody has opened it."""
    known = {item.account_id: item.name for item in simulator.accounts.all() if item.account_id != PORTAL_ACCOUNT}
    if _ACCOUNT.fullmatch(form.account) and form.account != PORTAL_ACCOUNT:
        known.setdefault(form.account, "new simulated account")
    return sorted(known.items())


def _is_own_form(request: Request) -> bool:
    """A page of another site cannot press the button: browsers say where a form comes from."""
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def _respond(text: str, *, status: int = 200, content_type: str = "text/html; charset=utf-8") -> Response:
    return Response(text, status=status, headers=_HEADERS, content_type=content_type)
