"""Short names of what findings are about, so that truth files can be read: no two resources share one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.checks.verdicts import Verdict

# What the simulator makes up anew at each start and no seed can name.
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SECRET_TAIL = re.compile(r"(:secret:\S+)-[A-Za-z0-9]{6}$")


def short_name(verdict: Verdict, account_id: str, names: Mapping[str, str]) -> str:
    """The account itself is `account`, its IAM things go without ARN, what lies in the verdict's region without it."""
    resource = verdict.resource
    for made_up, name in names.items():
        resource = resource.replace(made_up, f"<{name}>")
    resource = _SECRET_TAIL.sub(r"\1", _MADE_UP.sub("<id>", resource))
    parts = resource.split(":", 5)
    if len(parts) != 6 or parts[:2] != ["arn", "aws"]:
        return resource
    _, _, service, region, owner, rest = parts
    if service == "iam":
        return _iam_name(rest, owner, account_id)
    if service == "s3" and not region and not owner:
        return f"s3:{rest}"
    where = "" if region == verdict.region else f"@{region or 'global'}"
    whose = "" if owner == account_id else f"@{owner or 'aws'}"
    return f"{service}{where}{whose}:{rest}"


def _iam_name(rest: str, owner: str, account_id: str) -> str:
    name = "account" + rest.removeprefix("root") if re.match(r"root(/|$)", rest) else rest
    return name if owner == account_id else f"{name}@{owner}"


def disks_and_machines(aws: SimulatedAws, account_id: str, region: str) -> dict[str, str]:
    """Volumes and instances by their Name tag; a machine's own disk is called after it."""
    ec2 = aws.root("ec2", account_id, region=region)
    machines = [one for group in ec2.describe_instances()["Reservations"] for one in group["Instances"]]
    names = {one["InstanceId"]: _tag(one) for one in machines}
    for disk in ec2.describe_volumes()["Volumes"]:
        attached = [names[one["InstanceId"]] for one in disk.get("Attachments", [])]
        names[disk["VolumeId"]] = _tag(disk) or f"disk of {' and '.join(attached)}"
    return names


def file_systems(aws: SimulatedAws, account_id: str, region: str) -> dict[str, str]:
    """Elastic file systems by their creation token."""
    found = aws.root("efs", account_id, region=region).describe_file_systems()["FileSystems"]
    return {one["FileSystemId"]: one["CreationToken"] for one in found}


def database_secrets(aws: SimulatedAws, account_id: str, region: str) -> dict[str, str]:
    """The secrets that databases keep, called after them."""
    databases = aws.root("rds", account_id, region=region).describe_db_instances()["DBInstances"]
    return {
        one["MasterUserSecret"]["SecretArn"].partition("rds!db-")[2].rpartition("-")[0]: one["DBInstanceIdentifier"]
        for one in databases
        if "MasterUserSecret" in one
    }


def load_balancers(aws: SimulatedAws, account_id: str, region: str) -> dict[str, str]:
    """The made-up ends of ARNs by load balancer and port, the longer ends first."""
    elb = aws.root("elbv2", account_id, region=region)
    balancers = {
        one["LoadBalancerArn"]: one["LoadBalancerName"] for one in elb.describe_load_balancers()["LoadBalancers"]
    }
    found = {
        one["ListenerArn"].rsplit(":listener/", 1)[1]: f"{name}:{one['Port']}"
        for balancer, name in balancers.items()
        for one in elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
    }
    return {**found, **{arn.rsplit(":loadbalancer/", 1)[1]: name for arn, name in balancers.items()}}


def _tag(resource: Mapping[str, object]) -> str:
    tags: list[dict[str, str]] = resource.get("Tags", [])  # type: ignore[assignment]
    return next((tag["Value"] for tag in tags if tag["Key"] == "Name"), "")
