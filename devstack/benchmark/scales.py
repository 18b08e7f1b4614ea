"""The three sizes of account."""

from __future__ import annotations

from collections.abc import Mapping

from devstack.simulated_aws.bulk.amounts import Amounts

# The regions every account has had switched on since its first day.
_ALL = (
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
)
SCALES: Mapping[str, Amounts] = {
    "small": Amounts(
        regions=("us-east-1",),
        users=20,
        groups=5,
        roles=30,
        policies=15,
        buckets=20,
        trails=1,
        databases=4,
        tables=4,
        volumes=10,
        instances=5,
        functions=5,
    ),
    "medium": Amounts(
        regions=("us-east-1", "us-west-2", "eu-central-1", "eu-west-1"),
        users=200,
        groups=20,
        roles=300,
        policies=150,
        buckets=200,
        trails=2,
        databases=40,
        tables=40,
        volumes=100,
        instances=50,
        functions=50,
    ),
    "large": Amounts(
        regions=_ALL,
        users=2000,
        groups=50,
        roles=1500,
        policies=600,
        buckets=1000,
        trails=3,
        databases=200,
        tables=200,
        volumes=600,
        instances=300,
        functions=300,
    ),
}
