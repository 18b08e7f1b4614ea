"""Probes against the simulated AWS decide what a connection becomes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.engine.aws import probes
from scanners.engine.aws.session import AssumeFailed
from scanners.models import Connection, ConnectionStatus
from scanners.onboarding import installation
from scanners.selectors.connections.pages import probe_lines, problem
from scanners.services.connections import verification
from tests.scanners.stacks import create_role, remove_role


@pytest.fixture
def draft(world, scans, simulated_aws):
    return scans.connection(
        world.acme, "222233334444", role_name="FtrPortal-11112222", status="draft", verified_at=None
    )


def verified(connection):
    verification.verify_connection(connection.organization_id, connection.pk)
    return now(connection)


def now(connection):
    with organization_context(connection.organization_id):
        connection.refresh_from_db()
    return connection


def change_trust(aws, connection, condition):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": installation.aws_settings().portal_principal_arn},
                "Action": "sts:AssumeRole",
                **({"Condition": condition} if condition else {}),
            }
        ],
    }
    aws.root("iam", connection.account_id).update_assume_role_policy(
        RoleName=connection.role_name, PolicyDocument=json.dumps(trust)
    )


def test_a_role_made_by_the_template_is_accepted(draft, simulated_aws):
    create_role(simulated_aws, draft, installation.template().text)

    verified(draft)

    assert draft.status == ConnectionStatus.ACTIVE
    assert draft.verified_at is not None
    assert draft.template_version == installation.template().version
    assert {line.outcome for line in probe_lines(draft)} == {"Passed"}


def test_a_role_that_is_not_there_yet_leaves_a_draft(draft, simulated_aws):
    remove_role(simulated_aws, draft)

    verified(draft)

    assert (draft.status, draft.reason) == (ConnectionStatus.DRAFT, "connection.role_not_assumable")
    assert draft.verified_at is None


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({}, "connection.external_id_not_required"),
        ({"StringEqualsIfExists": {"sts:ExternalId": "{id}"}}, "connection.external_id_not_required"),
        ({"StringLike": {"sts:ExternalId": "?*"}}, "connection.wrong_external_id_accepted"),
        ({"StringEquals": {"sts:ExternalId": ["{id}", "another"]}}, "connection.several_external_ids"),
    ],
)
def test_a_role_that_does_not_insist_on_the_external_id_is_refused(draft, simulated_aws, condition, reason):
    create_role(simulated_aws, draft, installation.template().text)
    text = json.dumps(condition).replace("{id}", str(draft.external_id))
    change_trust(simulated_aws, draft, json.loads(text))

    verified(draft)

    assert (draft.status, draft.reason) == (ConnectionStatus.REFUSED, reason)
    said = problem(draft)
    assert f'"sts:ExternalId": "{draft.external_id}"' in said.advice


def test_a_role_that_grants_more_is_refused_and_the_grant_is_named(draft, simulated_aws):
    create_role(simulated_aws, draft, installation.template().text)
    simulated_aws.root("iam", draft.account_id).put_role_policy(
        RoleName=draft.role_name,
        PolicyName="more",
        PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
        ),
    )

    verified(draft)

    assert (draft.status, draft.reason) == (ConnectionStatus.REFUSED, "connection.permissions_extra")
    assert "s3:GetObject on *" in problem(draft).title


def test_an_external_id_changed_on_the_way_only_makes_the_connection_wait(draft, simulated_aws):
    template = installation.template().text
    create_role(simulated_aws, draft, template, ExternalId="00000000-0000-4000-8000-000000000000")

    assert verified(draft).status == ConnectionStatus.DRAFT


def test_a_refused_role_that_was_mended_is_accepted(draft, simulated_aws):
    create_role(simulated_aws, draft, installation.template().text)
    change_trust(simulated_aws, draft, {})
    assert verified(draft).status == ConnectionStatus.REFUSED

    change_trust(simulated_aws, draft, {"StringEquals": {"sts:ExternalId": str(draft.external_id)}})

    assert verified(draft).status == ConnectionStatus.ACTIVE


def test_an_active_connection_whose_role_opens_up_is_degraded(real_connection, simulated_aws):
    assert real_connection.status == ConnectionStatus.ACTIVE
    change_trust(simulated_aws, real_connection, {})

    assert verified(real_connection).status == ConnectionStatus.DEGRADED


def test_an_active_connection_whose_role_vanished_is_degraded_and_comes_back(real_connection, simulated_aws):
    remove_role(simulated_aws, real_connection)
    assert verified(real_connection).status == ConnectionStatus.DEGRADED

    create_role(simulated_aws, real_connection, installation.template().text)

    assert verified(real_connection).status == ConnectionStatus.ACTIVE


@pytest.mark.parametrize("status", [ConnectionStatus.DRAFT, ConnectionStatus.ACTIVE, ConnectionStatus.DEGRADED])
def test_no_answer_from_aws_changes_nothing(world, scans, simulated_aws, status):
    connection = scans.connection(world.acme, "222233334444", status=status)
    simulated_aws.add_fault(kind="error", call="sts:AssumeRole", code="InternalFailure", status=500)

    verified(connection)

    assert connection.status == status
    assert connection.verification_started_at is None


def test_a_negative_probe_without_an_answer_never_counts_as_a_refusal(draft, simulated_aws, monkeypatch):
    create_role(simulated_aws, draft, installation.template().text)
    real = probes.try_assume

    def throttled_without_external_id(role, **rest):
        if rest["external_id"] is None:
            raise AssumeFailed("aws.unavailable")
        return real(role, **rest)

    monkeypatch.setattr(probes, "try_assume", throttled_without_external_id)

    assert verified(draft).status == ConnectionStatus.DRAFT
    assert draft.reason == "aws.unavailable"


def test_only_one_worker_verifies_at_a_time(draft):
    first = verification.claim_verification(draft.organization_id, draft.pk)

    assert first is not None
    assert verification.claim_verification(draft.organization_id, draft.pk) is None


def test_a_verification_whose_worker_died_is_taken_over(draft, simulated_aws):
    remove_role(simulated_aws, draft)
    first = verification.claim_verification(draft.organization_id, draft.pk)
    long_ago = timezone.now() - timedelta(seconds=verification.VERIFICATION_SECONDS + 1)
    with organization_context(draft.organization_id):
        Connection.objects.filter(pk=draft.pk).update(verification_started_at=long_ago)

    assert verified(draft).status == ConnectionStatus.DRAFT
    verification.release_verification(first, "connection.not_checked")
    assert now(draft).reason == "connection.role_not_assumable"


def test_the_answer_for_a_connection_revoked_meanwhile_is_thrown_away(draft, simulated_aws):
    create_role(simulated_aws, draft, installation.template().text)
    claimed = verification.claim_verification(draft.organization_id, draft.pk)
    with organization_context(draft.organization_id):
        Connection.objects.filter(pk=draft.pk).update(status=ConnectionStatus.REVOKED)

    report = verification.probe_role(
        verification.role_ref(claimed),
        settings=installation.aws_settings(),
        expected=installation.expected_role(verification.role_ref(claimed)),
    )

    assert verification.store_verification(claimed, report) is False
    assert now(draft).status == ConnectionStatus.REVOKED


def test_another_organizations_connection_is_not_verified(draft, world):
    assert verification.verify_connection(world.other.pk, draft.pk) is None
    assert now(draft).probes == []


def test_a_status_change_is_in_the_audit_trail_and_a_repetition_is_not(draft, simulated_aws):
    create_role(simulated_aws, draft, installation.template().text)

    verified(draft)
    verified(draft)

    with organization_context(draft.organization_id):
        entries = AuditEntry.objects.filter(object_id=str(draft.pk))
        assert [(entry.action, entry.actor) for entry in entries] == [("connection.verified", None)]


def test_a_breakdown_of_ours_leaves_the_status_and_says_so(draft, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(verification, "probe_role", break_down)

    verified(draft)

    assert (draft.status, draft.reason) == (ConnectionStatus.DRAFT, "connection.not_checked")
    assert draft.verification_started_at is None


@pytest.mark.parametrize(
    ("age", "seconds"),
    [(timedelta(minutes=1), 4), (timedelta(minutes=30), 30), (timedelta(hours=5), 600), (timedelta(hours=25), None)],
)
def test_older_drafts_are_asked_about_less_often(draft, age, seconds):
    moment = draft.created_at + age

    interval = verification.watch_interval(draft, moment)

    assert (interval.total_seconds() if interval else None) == seconds


# --- readings that have to be chosen


def chosen(connection, *ids):
    with organization_context(connection.organization_id):
        Connection.objects.filter(pk=connection.pk).update(opt_ins=list(ids))


def test_a_role_with_exactly_the_chosen_readings_is_verified(draft, simulated_aws):
    chosen(draft, "cdn")
    create_role(simulated_aws, draft, installation.template().text, ReadDistributions="yes")

    verified(draft)

    assert draft.status == ConnectionStatus.ACTIVE
    assert draft.probes[-1]["code"] == "connection.permissions_exact"


def test_a_role_that_grants_a_reading_nobody_chose_is_refused(draft, simulated_aws):
    chosen(draft, "config_secrets")
    create_role(
        simulated_aws, draft, installation.template().text, ReadDistributions="yes", ReadEnvironmentValues="yes"
    )

    verified(draft)

    assert (draft.status, draft.reason) == (ConnectionStatus.REFUSED, "connection.permissions_extra")
    assert "cloudfront:ListDistributions" in draft.probes[-1]["detail"]


def test_a_role_that_lacks_a_chosen_reading_works_and_says_what_it_lacks(draft, simulated_aws):
    chosen(draft, "cdn")
    create_role(simulated_aws, draft, installation.template().text)

    verified(draft)

    assert draft.status == ConnectionStatus.ACTIVE
    assert draft.probes[-1]["code"] == "connection.permissions_missing"
    assert "cloudfront:ListDistributions" in draft.probes[-1]["detail"]
    assert draft.template_version != installation.template().version
