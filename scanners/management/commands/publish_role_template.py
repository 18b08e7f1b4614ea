"""Publishes the templates of the customer's role: once per deployment, with credentials that may write the bucket."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scanners.engine.aws.publish import AlreadyPublishedOtherwise, publish_template
from scanners.engine.role_template.template import PublishedTemplate
from scanners.onboarding import installation


class Command(BaseCommand):
    help = "Upload the role's CloudFormation templates to ROLE_TEMPLATE_BUCKET under names made from their content."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ROLE_TEMPLATE_BUCKET:
            raise CommandError("Set ROLE_TEMPLATE_BUCKET to a bucket that everybody may read from.")
        for template in installation.templates().values():
            self._publish(template)

    def _publish(self, template: PublishedTemplate) -> None:
        try:
            is_new = publish_template(
                name=template.file_name,
                text=template.text,
                bucket=settings.ROLE_TEMPLATE_BUCKET,
                region=settings.ROLE_TEMPLATE_BUCKET_REGION,
                settings=installation.aws_settings(),
            )
        except AlreadyPublishedOtherwise as changed:
            raise CommandError(f"{changed} is in the bucket with another content: who changed it?") from changed
        url = installation.template_url(template.file_name)
        self.stdout.write(f"{'Published' if is_new else 'Already published:'} {url}")
