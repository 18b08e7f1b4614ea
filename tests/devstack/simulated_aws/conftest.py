"""One simulator for the whole run, and a fresh account for each test."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devstack.simulated_aws.credentials import PORTAL_ROLE_ARN
from devstack.simulated_aws.running import SimulatedAws, running_server
from devstack.simulated_aws.state.stacks import KeptStack, KeptStacks
from tests.devstack.simulated_aws.role_templates import ROLE_TEMPLATE

KEPT_ACCOUNT = "222200000001"
EXTERNAL_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def document(*statements: dict[str, Any]) -> str:
    """A policy's text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(**changes: Any) -> dict[str, Any]:
    """The statement our template writes, with the named elements replaced (None: left out)."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": PORTAL_ROLE_ARN},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }
    statement.update(changes)
    return {name: value for name, value in statement.items() if value is not None}


@dataclass(frozen=True)
class Tenant:
    """A customer's simulated account."""

    aws: SimulatedAws
    account_id: str

    def role_arn(self, name: str = "Scan") -> str:
        """A role's ARN, whether it exists or not."""
        return f"arn:aws:iam::{self.account_id}:role/{name}"

    def root(self, service: str, **options: Any) -> Any:
        """A client that may do anything in the account."""
        return self.aws.root(service, self.account_id, **options)

    def create_role(self, *trusts: dict[str, Any], allows: Any = "*", name: str = "Scan") -> None:
        """A role with the trust statements given that allows the actions given on everything."""
        iam = self.root("iam")
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(*(trusts or (trust(),))))
        own = document({"Effect": "Allow", "Action": allows, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=own)

    def assume(self, *, external_id: str | None = EXTERNAL_ID, name: str = "Scan", **options: Any) -> Any:
        """AssumeRole by the portal; no external id is sent for None."""
        if external_id is not None:
            options["ExternalId"] = external_id
        sts = self.aws.portal()
        return sts.assume_role(RoleArn=self.role_arn(name), RoleSessionName="portal-scan-1", **options)

    def in_session(self, service: str, *, region: str = "us-east-1", **options: Any) -> Any:
        """A client in a session of the role."""
        return self.aws.in_session(service, self.assume(**options), region=region)


@pytest.fixture(scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the simulator keeps its stacks, with two of an earlier run, one broken; its path has a space."""
    folder = tmp_path_factory.mktemp("simulated aws")
    parameters = {"ExternalId": EXTERNAL_ID, "RoleName": "FtrPortalScan"}
    stacks = KeptStacks(folder)
    stacks.keep(KeptStack("222200000009", "eu-west-1", "broken", "{}", {}))
    stacks.keep(KeptStack(KEPT_ACCOUNT, "eu-west-1", "ftr-portal", json.dumps(ROLE_TEMPLATE), parameters))
    return folder


@pytest.fixture(scope="session")
def simulated_aws(state_folder: Path) -> Iterator[SimulatedAws]:
    """A simulator as `make run` starts it."""
    with running_server(state=state_folder, demo=True) as aws:
        yield aws


@pytest.fixture
def tenant(simulated_aws: SimulatedAws) -> Tenant:
    """An account nobody else uses."""
    account_id = f"2{secrets.randbelow(10**11):011d}"
    simulated_aws.set_account(account_id, name="A tenant")
    return Tenant(simulated_aws, account_id)
