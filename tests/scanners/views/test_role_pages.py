"""What a connection's page and the list say about a role that changed or is older than the template."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils import timezone

from scanners.onboarding import installation

SINCE = "2030-01-01T08:00:00+00:00"


@pytest.fixture
def amy(world):
    return world.client(world.amy)


def text_of(response):
    return unescape(response.content.decode())


@pytest.fixture
def changed(world, scans):
    """A role with something more and something less than the template."""
    return scans.connection(
        world.acme,
        status="degraded",
        reason="connection.permissions_extra",
        role_read_at=timezone.now(),
        template_version="0123456789",
        differences=[
            {"kind": "missing_action", "subject": "s3:GetBucketPolicy", "since": SINCE},
            {"kind": "wildcard", "subject": "iam:* on *", "since": SINCE},
            {"kind": "principal", "subject": "<b>arn:aws:iam::999999999999:root</b>", "since": SINCE},
        ],
    )


def test_the_page_names_each_difference_since_when_and_what_to_do(amy, url, changed):
    response = amy.get(url("connection_detail", changed.pk))
    page = text_of(response)

    assert "Differences from the template" in page
    assert page.index("Allowed by a wildcard") < page.index("Missing permission")
    assert "iam:* on *" in page
    assert "1 Jan 2030, 08:00 UTC" in page
    assert "Remove it from the principals of the trust policy." in page
    assert "<b>arn:aws" not in response.content.decode()


def test_an_older_role_says_update_the_stack_on_list_and_page(amy, url, changed, settings):
    settings.ROLE_TEMPLATE_BUCKET = "portal-templates"

    page = text_of(amy.get(url("connection_detail", changed.pk)))

    assert "Update the stack" in text_of(amy.get(url("connection_list")))
    assert "Replace existing template" in page
    assert f'<code id="template-url">{installation.template_url()}</code>' in page
    assert f"aws cloudformation update-stack --stack-name {changed.role_name}" in page
    assert "ParameterKey=ExternalId,UsePreviousValue=true" in page


def test_a_current_role_and_one_that_was_never_read_say_nothing(amy, world, scans, url):
    version = installation.template().version
    scans.connection(world.acme, "222233334444", role_read_at=timezone.now(), template_version=version)
    unread = scans.connection(world.acme, "333344445555", template_version="1")

    assert "Update the stack" not in text_of(amy.get(url("connection_list")))
    assert "What differs" not in text_of(amy.get(url("connection_detail", unread.pk)))


def test_checking_a_connected_role_by_hand_shows_the_result_by_itself(amy, world, scans, url):
    connection = scans.connection(world.acme)

    page = text_of(amy.post(url("connection_verify", connection.pk), follow=True))

    assert "hx-get" in page


@pytest.mark.parametrize(
    ("form", "ending", "holds"),
    [
        ("cloudformation", ".yaml", "AWSTemplateFormatVersion"),
        ("cli", ".sh", "aws iam create-role"),
        ("terraform", ".tf", 'resource "aws_iam_role"'),
    ],
)
def test_every_form_of_the_role_is_a_download(amy, world, scans, url, form, ending, holds):
    draft = scans.connection(world.acme, status="draft", verified_at=None)

    response = amy.get(url("connection_template", draft.pk, form))

    assert response["Content-Disposition"].endswith(f'{ending}"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert holds in response.content.decode()


def test_another_form_is_not_found(amy, world, scans, url):
    draft = scans.connection(world.acme, status="draft", verified_at=None)

    assert amy.get(url("connection_template", draft.pk, "powershell")).status_code == 404
