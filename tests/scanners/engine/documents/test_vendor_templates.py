"""Role templates in the ways that vendors of monitoring, cost, security, backup and CI products write them.

The files in `data` are our own, small, and each is about one habit. The verdicts are those of the three checks, rolled
up: the external ID, the permissions, and roles instead of users.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scanners.engine.documents.registry import document_checks

DATA = Path(__file__).parent / "data"
DECLARED = frozenset(["111122223333"])
CHECKS = ("template_requires_external_id", "template_role_scoped", "template_uses_roles")
WORST = ("fail", "unknown", "review", "pass", "not_applicable")
EXPECTED = {
    "backup_access_keys.yaml": "fail pass fail",
    "backup_bucket_policy.yaml": "pass review pass",
    "backup_text_policies.json": "pass pass pass",
    "backup_vault.yaml": "pass review pass",
    "ci_another_vendor.yaml": "review pass pass",
    "ci_deployer.yaml": "pass fail pass",
    "ci_loop.yaml": "unknown unknown unknown",
    "ci_oidc.yaml": "unknown unknown unknown",
    "ci_principal_parameter.yaml": "review pass pass",
    "ci_registry_login.yaml": "pass review pass",
    "cost_automation.yaml": "pass review pass",
    "cost_billing_bucket.yaml": "pass review pass",
    "cost_optional_id.yaml": "fail pass pass",
    "cost_organization_stackset.yaml": "pass pass pass",
    "cost_shared_id.json": "review pass pass",
    "monitoring_custom_resource.yaml": "unknown unknown unknown",
    "monitoring_log_forwarder.yaml": "pass review pass",
    "monitoring_metrics.yaml": "pass pass pass",
    "monitoring_nested_stacks.yaml": "unknown unknown unknown",
    "monitoring_policy_answer.json": "unknown pass unknown",
    "monitoring_read_only_access.json": "pass review pass",
    "monitoring_two_vendor_stages.yaml": "review pass pass",
    "security_administrator.yaml": "pass fail pass",
    "security_any_account.yaml": "fail pass pass",
    "security_audit.yaml": "pass pass pass",
    "security_chained_roles.yaml": "pass review pass",
    "security_event_bus.yaml": "pass review pass",
    "security_serverless.yaml": "unknown unknown unknown",
    "security_snapshot_scanner.yaml": "pass review pass",
    "security_trust_answer.json": "fail unknown pass",
}


def _rolled_up(check_id: str, name: str, accounts: frozenset[str]) -> str:
    verdicts = document_checks()[check_id].run(name, (DATA / name).read_bytes(), accounts)
    return min((one.outcome.value for one in verdicts), key=WORST.index, default="nothing")


def test_every_file_has_its_verdicts():
    assert {path.name for path in DATA.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_vendors_template_is_judged_as_it_would_be_deployed(name):
    assert " ".join(_rolled_up(check_id, name, DECLARED) for check_id in CHECKS) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_without_a_declared_account_no_external_id_passes(name):
    assert _rolled_up("template_requires_external_id", name, frozenset()) != "pass"
