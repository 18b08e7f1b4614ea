"""What watches the demo accounts, what stands at their edge and what keeps their secrets."""

from __future__ import annotations

import json
from typing import Any

from devstack.simulated_aws.running import SimulatedAws


def seed_open_edge(aws: SimulatedAws, account_id: str, *, region: str) -> None:
    """A web server without a role behind plain HTTP, and its password in a plain parameter."""
    ec2 = aws.root("ec2", account_id, region=region)
    tags = [{"Key": "Name", "Value": "orchard-web"}, {"Key": "environment", "Value": "staging"}]
    ec2.run_instances(
        ImageId="ami-12c6146b",
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
    )
    subnets = ec2.describe_subnets()["Subnets"][:2]
    balancers = aws.root("elbv2", account_id, region=region)
    made = balancers.create_load_balancer(
        Name="orchard-web",
        Subnets=[one["SubnetId"] for one in subnets],
        Scheme="internet-facing",
        Tags=[{"Key": "environment", "Value": "production"}],
    )
    group = balancers.create_target_group(
        Name="orchard-web", Protocol="HTTP", Port=8080, VpcId=subnets[0]["VpcId"], TargetType="ip"
    )
    balancers.create_listener(
        LoadBalancerArn=made["LoadBalancers"][0]["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroups"][0]["TargetGroupArn"]}],
    )
    parameters = aws.root("ssm", account_id, region=region)
    parameters.put_parameter(Name="/orchard/web/db-password", Value="not-a-real-one", Type="String")


def seed_watch(aws: SimulatedAws, account_id: str, *, region: str, regions: tuple[str, ...]) -> None:
    """GuardDuty in every region, its findings carried to the desk that reads them, and a secret where it belongs."""
    for name in regions:
        aws.root("guardduty", account_id, region=name).create_detector(Enable=True)
    queue = f"arn:aws:sqs:{region}:{account_id}:security-desk"
    _carry(aws.root("events", account_id, region=region), queue)
    secrets = aws.root("secretsmanager", account_id, region=region)
    secrets.create_secret(Name="payments/database", SecretString="not-a-real-one")


def _carry(events: Any, queue: str) -> None:
    pattern = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}
    events.put_rule(Name="guardduty-findings", EventPattern=json.dumps(pattern), State="ENABLED")
    events.put_targets(Rule="guardduty-findings", Targets=[{"Id": "desk", "Arn": queue}])
