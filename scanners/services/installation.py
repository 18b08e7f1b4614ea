"""How this installation reaches AWS and what role it asks customers for: Django's settings, translated once."""

from __future__ import annotations

from django.conf import settings

from scanners.aws.settings import AwsSettings


def aws_settings() -> AwsSettings:
    """The values `scanners.aws` works with. The portal's own credentials come from botocore's ordinary chain."""
    return AwsSettings(
        portal_principal_arn=settings.AWS_PRINCIPAL_ARN,
        endpoint_url=settings.AWS_ENDPOINT_URL or None,
        partition=settings.AWS_PARTITION,
        sts_region=settings.AWS_REGION,
    )
