"""Volumes, instances, functions."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.ec2.models import ec2_backends

from devstack.simulated_aws.bulk.amounts import Amounts
from devstack.simulated_aws.bulk.identities import role_arn

_IMAGE = "ami-12c6146b"  # one that moto knows in every region
_CODE_DATE = (2024, 1, 1, 0, 0, 0)


def add_volumes(account_id: str, amounts: Amounts) -> None:
    """Two of three encrypted; every fourth with a snapshot."""
    for number in range(amounts.volumes):
        region = amounts.region_of(number)
        backend: Any = ec2_backends[account_id][region]
        volume = backend.create_volume(size=20, zone_name=f"{region}a", encrypted=number % 3 != 0)
        if number % 4 == 0:
            backend.create_snapshot(volume.id, "nightly")


def add_instances(account_id: str, amounts: Amounts) -> None:
    """In the default network; every third still takes the old metadata calls."""
    for number in range(amounts.instances):
        region = amounts.region_of(number)
        backend: Any = ec2_backends[account_id][region]
        tokens = "optional" if number % 3 == 0 else "required"
        backend.run_instances(
            _IMAGE,
            1,
            None,
            ["default"],
            instance_type="t3.small",
            is_instance_type_default=True,
            region_name=region,
            placement=f"{region}a",
            metadata_options={"HttpTokens": tokens, "HttpEndpoint": "enabled"},
        )


def add_functions(account_id: str, amounts: Amounts) -> None:
    """Each with a role of its own."""
    code = {"ZipFile": _code()}
    for number in range(amounts.functions):
        backend: Any = lambda_backends[account_id][amounts.region_of(number)]
        backend.create_function(
            {
                "FunctionName": f"function-{number:04}",
                "Runtime": "python3.12",
                "Role": role_arn(account_id, number % amounts.roles),
                "Handler": "main.handler",
                "Code": code,
            }
        )


def _code() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("main.py", _CODE_DATE), "def handler(event, context):\n    return None\n")
    return archive.getvalue()
