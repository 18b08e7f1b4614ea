"""The demo accounts, scanned whole: role from the template, AssumeRole, session policy, engine."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from ftrportal.devstack.aws.credentials import (
    DEMO_ACCOUNT,
    HARDENED_ACCOUNT,
    PORTAL_ROLE_ARN,
    portal_credentials,
)
from ftrportal.devstack.aws.running import SimulatedAws, running_server
from scanners.aws.client import AwsReader
from scanners.aws.roles import RoleRef
from scanners.aws.session import assume
from scanners.aws.settings import AwsSettings, PortalCredentials
from scanners.engine import ScanResult, run_scan
from scanners.role_template.session_policy import session_parts
from scanners.role_template.template import role_template
from tests.scanners.golden.troubled import ACCOUNT as TROUBLED_ACCOUNT
from tests.scanners.golden.troubled import seed_troubled

FOLDER = Path(__file__).parent
ACCOUNTS = (DEMO_ACCOUNT, HARDENED_ACCOUNT, TROUBLED_ACCOUNT)
ROLE_NAME = "FtrPortal-golden"
# The simulator makes these up anew at each start.
_MADE_UP = re.compile(
    r"\b(vol|snap|i|sg|vpc|subnet|eni|fs|ami|lt|igw|acl|rtb)-[0-9a-f]{8,17}\b"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|ssoins-\w+"
    r"|(?<=/)[0-9a-f]{16}\b"  # load balancers and listeners
)
_SECRET_TAIL = re.compile(r"(:secret:\S+-)[A-Za-z]{6}$")


def scanned(aws: SimulatedAws, account_id: str) -> ScanResult:
    """Deploy the role and scan the account as a worker does."""
    role = RoleRef(account_id=account_id, role_name=ROLE_NAME, external_id=str(uuid.uuid4()))
    aws.root("cloudformation", account_id).create_stack(
        StackName=ROLE_NAME,
        TemplateBody=role_template(PORTAL_ROLE_ARN).text,
        Parameters=[
            {"ParameterKey": "ExternalId", "ParameterValue": role.external_id},
            {"ParameterKey": "RoleName", "ParameterValue": ROLE_NAME},
        ],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    settings = AwsSettings(
        portal_principal_arn=PORTAL_ROLE_ARN,
        endpoint_url=aws.endpoint_url,
        portal_credentials=PortalCredentials(*portal_credentials()),
    )
    session = assume(role, settings=settings, purpose="golden", parts=session_parts())
    return run_scan(AwsReader(session))


def lines(result: ScanResult) -> list[str]:
    """What the scan said: check, outcome, region, resource; one line each, in order."""
    return sorted(
        f"{check_id} {verdict.outcome.value} {verdict.region or '-'} {_stable(verdict.resource)}"
        for check_id, verdicts in result.verdicts.items()
        for verdict in verdicts
    )


def _stable(resource: str) -> str:
    return _SECRET_TAIL.sub(r"\1*", _MADE_UP.sub("*", resource))


def scan_all() -> dict[str, list[str]]:
    """What the scan says of every golden account."""
    with running_server(demo=True) as aws:
        seed_troubled(aws)
        return {account_id: lines(scanned(aws, account_id)) for account_id in ACCOUNTS}


def written(account_id: str) -> list[str]:
    """The truth about the account."""
    return (FOLDER / f"{account_id}.txt").read_text(encoding="utf-8").splitlines()


def outcomes() -> dict[str, set[str]]:
    """The outcomes each check has in the truth."""
    found: dict[str, set[str]] = {}
    for account_id in ACCOUNTS:
        for line in written(account_id):
            check_id, outcome, *_ = line.split()
            found.setdefault(check_id, set()).add(outcome)
    return found


def is_two_sided(found: set[str]) -> bool:
    """Some resource passes and some does not."""
    return "pass" in found and bool(found & {"fail", "review"})
