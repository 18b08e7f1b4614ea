"""Publishing the role's template to the public bucket."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from devstack.simulated_aws.credentials import PORTAL_ACCOUNT, root_credentials
from scanners.onboarding import installation


@pytest.fixture
def bucket(simulated_aws, settings, monkeypatch):
    """A bucket, and the credentials of somebody who deploys."""
    settings.ROLE_TEMPLATE_BUCKET = "portal-templates"
    settings.AWS_CONSOLE_URL = ""
    for name, value in root_credentials(PORTAL_ACCOUNT).as_environment().items():
        monkeypatch.setenv(name, value)
    s3 = simulated_aws.root("s3", PORTAL_ACCOUNT)
    s3.create_bucket(Bucket="portal-templates")
    yield s3
    for item in s3.list_objects_v2(Bucket="portal-templates").get("Contents", []):
        s3.delete_object(Bucket="portal-templates", Key=item["Key"])
    s3.delete_bucket(Bucket="portal-templates")


def publish():
    said = StringIO()
    call_command("publish_role_template", stdout=said)
    return said.getvalue()


def test_the_template_is_uploaded_under_its_own_hash(bucket):
    said = publish()

    template = installation.template()
    assert bucket.get_object(Bucket="portal-templates", Key=template.file_name)["Body"].read().decode() == template.text
    assert template.sha256[:16] in template.file_name
    assert said.splitlines()[0] == f"Published {installation.template_url()}"


def test_the_templates_of_an_organization_are_uploaded_too(bucket):
    said = publish()

    for template in (installation.member_template_now(), installation.organization_template_now()):
        stored = bucket.get_object(Bucket="portal-templates", Key=template.file_name)["Body"].read().decode()
        assert stored == template.text
        assert f"Published {installation.template_url(template.file_name)}" in said.splitlines()


def test_publishing_again_uploads_nothing(bucket):
    publish()

    assert publish().startswith("Already published:")


def test_an_object_somebody_changed_is_reported_and_left(bucket):
    bucket.put_object(Bucket="portal-templates", Key=installation.template().file_name, Body=b"changed")

    with pytest.raises(CommandError, match="another content"):
        publish()


def test_without_a_bucket_the_command_says_what_to_set(settings):
    settings.ROLE_TEMPLATE_BUCKET = ""

    with pytest.raises(CommandError, match="ROLE_TEMPLATE_BUCKET"):
        publish()
