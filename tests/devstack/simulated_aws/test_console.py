"""The page that plays the console: hostile text stays text, and its button makes a role that can be assumed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3
from botocore.exceptions import ClientError
from bs4 import BeautifulSoup

from devstack.simulated_aws.credentials import DEMO_ACCOUNT, PORTAL_ACCOUNT
from devstack.simulated_aws.running import SimulatedAws
from tests.devstack.simulated_aws.conftest import EXTERNAL_ID, KEPT_ACCOUNT, Tenant
from tests.devstack.simulated_aws.role_templates import ROLE_TEMPLATE, YAML_TEMPLATE

FILES = {"/role.json": json.dumps(ROLE_TEMPLATE), "/role.yaml": YAML_TEMPLATE, "/bad.json": "{", "/empty.json": "{}"}


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved.json":
            self.send_response(302)
            self.send_header("Location", "http://example.com/role.json")
            self.end_headers()
            return
        text = FILES.get(self.path)
        self.send_response(200 if text is not None else 404)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def files() -> Iterator[str]:
    """An address of this machine that serves the templates."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def page_url(endpoint_url: str, **fields: str) -> str:
    """The link that the portal builds."""
    return f"{endpoint_url}/console/cloudformation?{urlencode(fields)}"


def press(tenant: Tenant, *, headers: dict[str, str] | None = None, **fields: str) -> tuple[int, BeautifulSoup]:
    """Send the form, acknowledged unless told otherwise."""
    filled = {"account": tenant.account_id, "stackName": "ftr-portal", "acknowledge": "yes", **fields}
    url = f"{tenant.aws.endpoint_url}/console/cloudformation"
    sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    response = urllib3.request("POST", url, body=urlencode(filled), headers=sent, timeout=60)
    return response.status, BeautifulSoup(response.data, "html.parser")


def show(tenant: Tenant, **fields: str) -> tuple[urllib3.BaseHTTPResponse, BeautifulSoup]:
    """Follow the link."""
    response = urllib3.request(
        "GET", page_url(tenant.aws.endpoint_url, account=tenant.account_id, **fields), timeout=60
    )
    return response, BeautifulSoup(response.data, "html.parser")


def test_page_shows_account_template_and_parameters(tenant: Tenant, files: str) -> None:
    response, page = show(
        tenant, templateURL=f"{files}/role.json", stackName="ftr-portal", param_ExternalId=EXTERNAL_ID, param_Other="x"
    )

    assert response.status == 200
    assert "Simulated AWS console" in page.header.text
    assert page.select_one("select#account option[selected]")["value"] == tenant.account_id
    assert page.select_one("#stackName")["value"] == "ftr-portal"
    assert page.select_one("#param_ExternalId")["value"] == EXTERNAL_ID
    assert page.select_one("#param_RoleName")["value"] == "FtrPortalScan"
    assert page.select_one("form[method=post] [name=param_Other]") is None
    assert json.loads(page.select_one("#template-text").text) == ROLE_TEMPLATE


def test_hostile_text_stays_text(tenant: Tenant, files: str) -> None:
    hostile = '"><script>alert(1)</script>'

    response, page = show(
        tenant,
        templateURL=f"{files}/role.json",
        stackName=hostile,
        param_ExternalId=hostile,
        **{"return": "javascript:1"},
    )

    assert page.find_all("script") == []
    assert page.select_one("#param_ExternalId")["value"] == hostile
    assert "javascript:" not in response.data.decode()
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_button_creates_a_role_that_only_the_portal_with_the_id_assumes(tenant: Tenant, files: str) -> None:
    status, page = press(
        tenant,
        templateURL=f"{files}/role.json",
        param_ExternalId=EXTERNAL_ID,
        **{"return": "http://localhost:8000/c/1"},
    )

    assert status == 200
    assert page.select_one(".role-arn").text == tenant.role_arn("FtrPortalScan")
    assert page.select_one("a.primary")["href"] == "http://localhost:8000/c/1"
    assert tenant.in_session("iam", name="FtrPortalScan").list_users()["Users"] == []
    with pytest.raises(ClientError, match="AccessDenied"):
        tenant.assume(name="FtrPortalScan", external_id="something-else")
    with pytest.raises(ClientError, match="no identity-based policy"):
        tenant.in_session("iam", name="FtrPortalScan").list_roles()
    details = tenant.root("iam").get_account_authorization_details()["RoleDetailList"][0]
    allowed = details["RolePolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"]
    assert (details["RoleName"], allowed) == ("FtrPortalScan", "iam:ListUsers")


def test_yaml_with_short_functions_works_too(tenant: Tenant, files: str) -> None:
    status, page = press(tenant, templateURL=f"{files}/role.yaml", param_ExternalId=EXTERNAL_ID)

    assert status == 200
    assert tenant.assume(name=f"scan-{tenant.account_id}")["Credentials"]
    assert page.select_one(".role-arn").text == tenant.role_arn(f"scan-{tenant.account_id}")


PROBLEMS = {
    "no acknowledgement": ({"acknowledge": ""}, "CAPABILITY_NAMED_IAM"),
    "parameter missing": ({"param_ExternalId": None}, "must have values"),
    "parameter too short": ({"param_ExternalId": "abc"}, "length"),
    "parameter against its pattern": ({"param_ExternalId": "not hexadecimal"}, "failed to satisfy constraint"),
    "account not an account": ({"account": "12"}, "twelve digits"),
    "portal's own account": ({"account": PORTAL_ACCOUNT}, "portal's own"),
    "odd stack name": ({"stackName": "1<b>"}, "begins with a letter"),
    "template elsewhere": ({"templateURL": "http://example.com/role.json"}, "this machine only"),
    "template with a user name": ({"templateURL": "http://127.0.0.1@example.com/"}, "this machine only"),
    "template on disk": ({"templateURL": "file:///etc/passwd"}, "this machine only"),
    "template absent": ({"templateURL": "FILES/none.json"}, "answered 404"),
    "template moved away": ({"templateURL": "FILES/moved.json"}, "answered 302"),
    "template unreadable": ({"templateURL": "FILES/bad.json"}, "neither JSON nor YAML"),
    "template without resources": ({"templateURL": "FILES/empty.json"}, "at least one resource"),
}


@pytest.mark.parametrize(("changes", "text"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_problems_are_shown_and_create_nothing(
    tenant: Tenant, files: str, changes: dict[str, str | None], text: str
) -> None:
    fields = {"templateURL": "FILES/role.json", "param_ExternalId": EXTERNAL_ID, **changes}
    filled = {name: value.replace("FILES", files) for name, value in fields.items() if value is not None}

    status, page = press(tenant, **filled)

    assert status == 400
    assert text in page.select_one("[role=alert]").text
    assert tenant.root("iam").list_roles()["Roles"] == []


def test_second_stack_of_a_name_is_refused(tenant: Tenant, files: str) -> None:
    press(tenant, templateURL=f"{files}/role.json", param_ExternalId=EXTERNAL_ID)

    status, page = press(tenant, templateURL=f"{files}/role.json", param_ExternalId=EXTERNAL_ID)

    assert status == 400
    assert "already exists" in page.select_one("[role=alert]").text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
def test_other_sites_cannot_press_the_button(tenant: Tenant, files: str, headers: dict[str, str]) -> None:
    status, _ = press(tenant, templateURL=f"{files}/role.json", param_ExternalId=EXTERNAL_ID, headers=headers)

    assert status == 403
    assert tenant.root("iam").list_roles()["Roles"] == []


def kept_accounts(folder: Path) -> set[str]:
    """The accounts whose stacks will be made again."""
    return {item["account_id"] for item in json.loads((folder / "stacks.json").read_text())}


def test_created_stack_is_kept_until_it_is_deleted(tenant: Tenant, files: str, state_folder: Path) -> None:
    press(tenant, templateURL=f"{files}/role.json", param_ExternalId=EXTERNAL_ID)
    assert tenant.account_id in kept_accounts(state_folder)

    tenant.root("cloudformation").delete_stack(StackName="ftr-portal")

    assert tenant.account_id not in kept_accounts(state_folder)
    with pytest.raises(ClientError, match="AccessDenied"):
        tenant.assume(name="FtrPortalScan")


def test_kept_stack_was_made_at_the_start_beside_the_demo(simulated_aws: SimulatedAws) -> None:
    kept = Tenant(simulated_aws, KEPT_ACCOUNT)

    assert kept.assume(name="FtrPortalScan")["Credentials"]
    assert simulated_aws.root("s3", DEMO_ACCOUNT).list_buckets()["Buckets"]
