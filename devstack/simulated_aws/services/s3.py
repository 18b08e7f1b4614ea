"""S3: pages of the bucket list with regions, and the encryption every bucket has had since 2023."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.services.visit import Handlers, Visit

_DEFAULT_RULE = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}


def list_buckets(visit: Visit) -> dict[str, Any]:
    """The account's buckets by name; moto cuts the list at MaxBuckets without saying that there is more."""
    params = visit.call.params
    region, prefix = params.get("BucketRegion"), params.get("Prefix") or ""
    after = params.get("ContinuationToken") or ""
    buckets = [
        {"Name": bucket.name, "CreationDate": bucket.creation_date, "BucketRegion": bucket.region_name}
        for bucket in moto_state.buckets(visit.account.account_id)
        if region in {None, bucket.region_name} and bucket.name.startswith(prefix) and bucket.name > after
    ]
    size = int(params.get("MaxBuckets") or 10_000)
    page: dict[str, Any] = {"Buckets": buckets[:size], "Owner": {"ID": moto_state.BUCKET_OWNER_ID}}
    if len(buckets) > size:
        page["ContinuationToken"] = buckets[size - 1]["Name"]
    return page


def get_bucket_encryption(visit: Visit) -> dict[str, Any] | None:
    """SSE-S3 where nobody chose anything else."""
    bucket = moto_state.bucket(str(visit.call.path_params.get("Bucket") or ""))
    if bucket is None or bucket.encryption:
        return None
    return {"ServerSideEncryptionConfiguration": {"Rules": [_DEFAULT_RULE]}}


HANDLERS: Handlers = {"ListBuckets": list_buckets, "GetBucketEncryption": get_bucket_encryption}
