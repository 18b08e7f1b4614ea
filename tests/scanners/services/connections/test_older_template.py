"""A scan with a role that an older template made. Rows are committed: the heartbeat is a thread."""

from __future__ import annotations

import json

import pytest

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Finding, ScanRun
from scanners.services.connections import verification
from scanners.services.scans import execution, turns
from scanners.services.scans.runs import start_run

pytestmark = pytest.mark.django_db(transaction=True)


def without(aws, connection, action):
    """The role as a template without this action made it."""
    iam, role = aws.root("iam", connection.account_id), {"RoleName": connection.role_name}
    document = iam.get_role_policy(**role, PolicyName="ftr-portal-reads")["PolicyDocument"]
    for statement in document["Statement"]:
        statement["Action"] = [one for one in statement["Action"] if one != action]
    iam.put_role_policy(**role, PolicyName="ftr-portal-reads", PolicyDocument=json.dumps(document))
    verification.verify_connection(connection.organization_id, connection.pk)


def scanned(connection, world):
    with organization_context(connection.organization_id):
        run = start_run(connection=connection, actor=world.cai.user)
    execution.execute_run(turns.claim_run(run.organization_id, run.pk))
    with organization_context(connection.organization_id):
        run = ScanRun.objects.get(pk=run.pk)
        return run, list(Finding.objects.filter(run=run))


def test_checks_that_lack_a_permission_are_unknown_and_name_it_and_the_others_are_as_before(
    real_connection, simulated_aws, world
):
    _, whole = scanned(real_connection, world)
    without(simulated_aws, real_connection, "iam:GetAccountSummary")

    run, findings = scanned(real_connection, world)

    assert run.status == "finished"
    unknown = {one.check_id: one for one in findings if one.outcome == "unknown"}
    known_before = {one.check_id for one in whole if one.outcome == "unknown"}
    new = {check: one for check, one in unknown.items() if check not in known_before}
    assert "root_mfa_kind" in new
    assert {one.action for one in new.values()} == {"iam:GetAccountSummary"}
    assert {one.reason for one in new.values()} == {"denied"}
    assert "iam:GetAccountSummary" in {gap["action"] for gap in run.unreadable}

    def others(rows):
        return sorted((one.check_id, one.region, one.resource, one.outcome) for one in rows if one.check_id not in new)

    assert others(findings) == others(whole)
