"""Buckets, trails, databases, tables."""

from __future__ import annotations

import json
from typing import Any

from moto.cloudtrail.models import cloudtrail_backends
from moto.dynamodb.models import dynamodb_backends
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends

from devstack.simulated_aws.bulk.amounts import Amounts
from devstack.simulated_aws.moto_state import PARTITION

_BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
_PUBLIC_EVERY = 40


def add_buckets(account_id: str, amounts: Amounts) -> None:
    """Most blocked and versioned; one in five without a block, one in forty public, half with a policy."""
    s3: Any = s3_backends[account_id][PARTITION]
    for number in range(amounts.buckets):
        name = bucket_name(account_id, number)
        s3.create_bucket(name, amounts.region_of(number))
        if number % 5:
            s3.put_public_access_block(name, _BLOCK)
        if number % 3:
            s3.put_bucket_versioning(name, "Enabled")
        if number % 2:
            s3.put_bucket_policy(name, json.dumps(_policy(name, number)).encode())


def bucket_name(account_id: str, number: int) -> str:
    """The name of the bucket of this number."""
    return f"measured-{account_id}-{number:05}"


def add_trails(account_id: str, amounts: Amounts) -> None:
    """The first covers all regions, the others their own."""
    for number in range(amounts.trails):
        backend: Any = cloudtrail_backends[account_id][amounts.region_of(number)]
        backend.create_trail(
            name=f"trail-{number}",
            bucket_name=bucket_name(account_id, 0),
            s3_key_prefix="",
            sns_topic_name="",
            is_global=True,
            is_multi_region=number == 0,
            log_validation=number == 0,
            is_org_trail=False,
            cw_log_group_arn="",
            cw_role_arn="",
            kms_key_id="",
            tags_list=[],
        )
        backend.start_logging(f"trail-{number}")


def add_databases(account_id: str, amounts: Amounts) -> None:
    """Half of them encrypted, one in ten public, some without backups."""
    for number in range(amounts.databases):
        backend: Any = rds_backends[account_id][amounts.region_of(number)]
        backend.create_db_instance(
            {
                "db_instance_identifier": f"database-{number:04}",
                "db_instance_class": "db.t3.medium",
                "engine": "postgres",
                "allocated_storage": 20,
                "master_username": "owner",
                "master_user_password": "none-is-there",
                "backup_retention_period": 0 if number % 7 == 6 else 7,
                "storage_encrypted": number % 2 == 0,
                "publicly_accessible": number % 10 == 9,
                "multi_az": number % 3 == 0,
                "deletion_protection": number % 4 == 0,
            }
        )


def add_tables(account_id: str, amounts: Amounts) -> None:
    """Plain tables, some protected from deletion."""
    for number in range(amounts.tables):
        backend: Any = dynamodb_backends[account_id][amounts.region_of(number)]
        backend.create_table(
            name=f"table-{number:04}",
            schema=[{"AttributeName": "id", "KeyType": "HASH"}],
            throughput=None,
            attr=[{"AttributeName": "id", "AttributeType": "S"}],
            global_indexes=None,
            indexes=None,
            streams=None,
            billing_mode="PAY_PER_REQUEST",
            sse_specification=None,
            tags=[],
            deletion_protection_enabled=number % 3 == 0,
            warm_throughput=None,
        )


def _policy(name: str, number: int) -> dict[str, Any]:
    tls = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    everyone = {
        "Sid": "Site",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    statements = [tls, everyone] if number % _PUBLIC_EVERY == _PUBLIC_EVERY - 1 else [tls]
    return {"Version": "2012-10-17", "Statement": statements}
