"""How this installation reaches AWS and what role it asks customers for: Django's settings, translated once."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from scanners.engine.aws.role_audit import ExpectedRole
from scanners.engine.aws.roles import RoleRef
from scanners.engine.aws.settings import AwsSettings
from scanners.engine.role_template import permissions
from scanners.engine.role_template.organization import member_template, organization_template
from scanners.engine.role_template.template import PublishedTemplate, role_template

_S3_DOMAINS = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}
PUBLISHED_PATH = "role-template"


def aws_settings() -> AwsSettings:
    """The values `scanners.engine.aws` works with. The portal's own credentials come from botocore's ordinary chain."""
    return AwsSettings(
        portal_principal_arn=settings.AWS_PRINCIPAL_ARN,
        endpoint_url=settings.AWS_ENDPOINT_URL or None,
        partition=settings.AWS_PARTITION,
        sts_region=settings.AWS_REGION,
    )


def portal_account_id() -> str:
    """The account the portal itself lives in."""
    return aws_settings().portal_account_id


def template() -> PublishedTemplate:
    """The current template of the customer's role: the same for every customer, its parameters carry the rest."""
    return role_template(settings.AWS_PRINCIPAL_ARN)


def templates() -> dict[str, PublishedTemplate]:
    """Everything that is published, by file name: the role alone, and the two of an organization."""
    principal = settings.AWS_PRINCIPAL_ARN
    made = (role_template(principal), member_template(principal), organization_template(principal))
    return {one.file_name: one for one in made}


def member_template_now() -> PublishedTemplate:
    """The current template of the role in one account of an organization."""
    return member_template(settings.AWS_PRINCIPAL_ARN)


def organization_template_now() -> PublishedTemplate:
    """The current template of the stack that rolls the role out to an organization."""
    return organization_template(settings.AWS_PRINCIPAL_ARN)


def expected_role(role: RoleRef, opt_ins: Collection[str] = ()) -> ExpectedRole:
    """What a role made with the current template and these choices looks like."""
    return permissions.expected_role(role, settings.AWS_PRINCIPAL_ARN, opt_ins)


def template_url(name: str = "") -> str | None:
    """Where CloudFormation reads a template: the public bucket, or this portal itself for a simulated AWS.

    None where neither is set up: then there is no link, but the same role as a file, by CLI and by Terraform.
    """
    name = name or template().file_name
    if settings.AWS_CONSOLE_URL:
        return f"{settings.PORTAL_URL}/{PUBLISHED_PATH}/{name}"
    if settings.ROLE_TEMPLATE_BUCKET:
        domain = _S3_DOMAINS[settings.AWS_PARTITION]
        host = f"{settings.ROLE_TEMPLATE_BUCKET}.s3.{settings.ROLE_TEMPLATE_BUCKET_REGION}.{domain}"
        return f"https://{host}/{name}"
    return None
