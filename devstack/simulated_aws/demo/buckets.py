"""Buckets as the demo needs them: right in every respect, then spoiled on purpose where an account's story says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from devstack.simulated_aws.running import SimulatedAws

BLOCK_ALL = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


def policy(*statements: dict[str, Any]) -> str:
    """A policy document's text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def create_bucket(s3: Any, name: str, *, region: str) -> None:
    """An empty bucket; us-east-1 must not be named as a location."""
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)


def create_good_bucket(s3: Any, name: str, *, region: str) -> None:
    """Private, versioned, encrypted, reached over TLS only."""
    create_bucket(s3, name, region=region)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK_ALL)
    owner_only = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=owner_only)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [encrypted]})
    s3.put_bucket_policy(Bucket=name, Policy=policy(tls_only(name)))


def tls_only(name: str) -> dict[str, Any]:
    """The statement that refuses plain HTTP."""
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def trail_delivery(name: str, *, trails: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The statements that let CloudTrail write its logs: as AWS advises for named trails only, or for all of them."""
    only = {"aws:SourceArn": list(trails)} if trails else {}
    service = {"Service": "cloudtrail.amazonaws.com"}
    return [
        {
            "Sid": "TrailReadsAcl",
            "Effect": "Allow",
            "Principal": service,
            "Action": "s3:GetBucketAcl",
            "Resource": f"arn:aws:s3:::{name}",
        },
        {
            "Sid": "TrailWrites",
            "Effect": "Allow",
            "Principal": service,
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{name}/AWSLogs/*",
            "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", **only}},
        },
    ]


def block_account(aws: SimulatedAws, account_id: str) -> None:
    """Public access blocked for the whole account."""
    control = aws.root("s3control", account_id)
    control.put_public_access_block(AccountId=account_id, PublicAccessBlockConfiguration=BLOCK_ALL)
