"""An AWS emulator we did not write, with authorization on: it judges the role, the probes and the session policy."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from scanners.engine.aws.roles import RoleRef
from scanners.engine.aws.session import AwsSession
from scanners.engine.aws.settings import AwsSettings, PortalCredentials
from scanners.engine.role_template.organization import member_template
from scanners.engine.role_template.template import DEFAULT_ROLE_NAME, role_template

PORTAL_ACCOUNT, CUSTOMER_ACCOUNT = "111122223333", "444455556666"
REGION = "us-east-1"
_ROOT = Path(__file__).resolve().parents[2]


def emulator_program() -> str | None:
    """Where the emulator is installed: named by the environment, made by the development stack, or on the path."""
    own = _ROOT / "var/emulator/bin/ministack"
    return os.environ.get("MINISTACK_BIN") or (str(own) if own.exists() else shutil.which("ministack"))


@contextmanager
def running_emulator(folder: Path) -> Iterator[str]:
    """The address of a fresh emulator."""
    program = emulator_program()
    if program is None:
        pytest.skip("the second AWS emulator is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }
    with (folder / "emulator.log").open("wb") as log:
        process = subprocess.Popen([program], env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the emulator did not start")


class Emulator:
    """The emulated accounts: the portal's with one user, and the customer's."""

    def __init__(self, address: str) -> None:
        self.address = address
        iam = self.root_client("iam", PORTAL_ACCOUNT)
        iam.create_user(UserName="portal")
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
        iam.put_user_policy(
            UserName="portal",
            PolicyName="assume",
            PolicyDocument=_json({"Version": "2012-10-17", "Statement": [statement]}),
        )
        key = iam.create_access_key(UserName="portal")["AccessKey"]
        self.settings = AwsSettings(
            portal_principal_arn=f"arn:aws:iam::{PORTAL_ACCOUNT}:user/portal",
            endpoint_url=address,
            portal_credentials=PortalCredentials(key["AccessKeyId"], key["SecretAccessKey"]),
        )

    def root_client(self, service: str, account: str = CUSTOMER_ACCOUNT, region: str = REGION) -> Any:
        """A client of an account's root, to build what a test needs."""
        return botocore.session.Session().create_client(
            service,
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id=account,
            aws_secret_access_key="test",
        )

    def client_of(self, session: AwsSession, service: str, region: str = REGION) -> Any:
        """A client that knows every operation, with a session's credentials: its own know only what scans call."""
        credentials = session._credentials[session._part_of.get(service, 0)]
        return botocore.session.Session().create_client(
            service,
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token,
        )

    def deploy(self, *, external_id: str | None = None, role_name: str = DEFAULT_ROLE_NAME, **choices: str) -> RoleRef:
        """Create the stack of our template as a customer would."""
        external_id = external_id or str(uuid.uuid4())
        template = role_template(self.settings.portal_principal_arn).text
        parameters = {"ExternalId": external_id, "RoleName": role_name, **choices}
        return RoleRef.from_arn(self._deploy(template, parameters), external_id)

    def deploy_member(self, *, base: str, role_name: str) -> RoleRef:
        """Create the stack that a rollout's StackSet creates in an account, with the id the portal would send."""
        template = member_template(self.settings.portal_principal_arn).text
        arn = self._deploy(template, {"ExternalIdBase": base, "RoleName": role_name})
        return RoleRef.from_arn(arn, f"{base}-{CUSTOMER_ACCOUNT}")

    def _deploy(self, template: str, parameters: dict[str, str]) -> str:
        """The ARN of the role that the stack makes."""
        stack = "stack-" + re.sub("[^A-Za-z0-9]", "-", parameters["RoleName"])
        cloudformation = self.root_client("cloudformation")
        cloudformation.create_stack(
            StackName=stack,
            TemplateBody=template,
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
        assert described["StackStatus"] == "CREATE_COMPLETE"
        return str(outputs["RoleArn"])


def _json(document: object) -> str:
    import json

    return json.dumps(document)
