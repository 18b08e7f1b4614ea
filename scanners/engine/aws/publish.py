"""Puts the role's template where customers' CloudFormation can read it. Run at deployment, never by the portal."""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.exceptions import ClientError

from scanners.engine.aws.settings import AwsSettings

MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class AlreadyPublishedOtherwise(Exception):
    """The object exists with another content, although its name is made from its hash: somebody changed it."""


def publish_template(*, name: str, text: str, bucket: str, region: str, settings: AwsSettings) -> bool:
    """Upload the template unless it is there already; returns whether it was uploaded.

    Who may read it is for the bucket's policy to say, because new buckets accept no object ACL.
    """
    client: Any = botocore.session.Session().create_client("s3", region_name=region, endpoint_url=settings.endpoint_url)
    content = text.encode()
    present = _content(client, bucket, name)
    if present is not None and present != content:
        raise AlreadyPublishedOtherwise(name)
    if present is None:
        client.put_object(
            Bucket=bucket,
            Key=name,
            Body=content,
            ContentType="application/yaml",
            CacheControl="public, max-age=31536000, immutable",
            IfNoneMatch="*",
        )
    return present is None


def _content(client: Any, bucket: str, name: str) -> bytes | None:
    try:
        return bytes(client.get_object(Bucket=bucket, Key=name)["Body"].read())
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
