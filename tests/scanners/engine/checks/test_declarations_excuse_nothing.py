"""Whatever people declare, what AWS's facts prove to be wrong never passes for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome, Verdict
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import DeclaredStore, OwnAccount, Scope
from tests.scanners.any_facts import anything
from tests.scanners.engine.checks.test_registry import CHECKS, REGIONAL
from tests.scanners.fact_builders import HERE, SCOPE, details, org_facts, role, trusts
from tests.scanners.store_builders import OFF, backup_facts, here, table, tables

ROLES = ("primary", "replica", "cache", "log", "artefact", "public_asset")


def kindest(verdicts: Iterable[Verdict], role_of_stores: str, *, is_production: bool | None) -> Scope:
    """A scope in which everything is declared that could ease anything about these resources."""
    verdicts = list(verdicts)
    names = {re.split(r"[:/]", one.resource)[-1] for one in verdicts}
    accounts = set(re.findall(r"\b\d{12}\b", repr(verdicts))) | {HERE}
    return replace(
        SCOPE,
        is_production=is_production,
        support_arrangement="partner_led",
        company_name="Acme",
        company_domains=("acme.example",),
        is_contact_phone_attested=True,
        has_management_contacts=True,
        complete_trails=tuple({one.resource for one in verdicts}),
        own_accounts=tuple(OwnAccount(one, "production") for one in sorted(accounts)),
        is_log_account=True,
        reviewed_public_buckets=tuple(names),
        person_user_names=tuple(names),
        identity_audit_at=SCOPE.now,
        is_federation_mfa_enforced=True,
        has_no_other_stage=True,
        handles_phi=False,
        reaches_customer_accounts=False,
        reviewed_workloads=tuple(names),
        logs_access_itself=True,
        rpo_minutes=10**9,
        has_third_parties=False,
        human_access=("iam_users", "identity_center", "federation"),
        has_static_credentials=True,
        stores=tuple(
            DeclaredStore(arn, role_of_stores, is_sensitive=False) for arn in sorted({one.resource for one in verdicts})
        ),
    )


def excused(check_id: str, facts: dict[type, object], role_of_stores: str, *, is_production: bool | None) -> set[str]:
    """Resources that fail while nothing is declared, and pass once everything is."""
    check = all_checks()[check_id]
    before = check.run(SCOPE, facts)
    after = check.run(kindest(before, role_of_stores, is_production=is_production), facts)
    passing = {(one.region, one.resource) for one in before if one.outcome is Outcome.PASS}  # two of one made-up name
    failing = {(one.region, one.resource) for one in before if one.outcome is Outcome.FAIL} - passing
    return {one.resource for one in after if one.outcome is Outcome.PASS and (one.region, one.resource) in failing}


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_declaration_turns_a_failure_into_a_pass(data: st.DataObject) -> None:
    check = data.draw(st.sampled_from(CHECKS))
    facts = {
        kind: data.draw(
            anything(kind).map(lambda fact: Regional({"eu-west-1": fact})) if kind in REGIONAL else anything(kind)
        )
        for kind in (*check.needs, *check.also)
    }
    role_of_stores = data.draw(st.sampled_from(ROLES))

    assert (
        excused(check.id, facts, role_of_stores, is_production=data.draw(st.sampled_from([True, False, None]))) == set()
    )


VENDOR_ROLE = details(role(trust=trusts({"AWS": "999999999999"})))
BARE_TABLE = (tables(table(recovery=OFF)), here(backup_facts()))


@pytest.mark.parametrize(
    ("check_id", "facts"),
    [("third_party_roles_external_id", (VENDOR_ROLE, org_facts())), ("dynamodb_backups", BARE_TABLE)],
)
@pytest.mark.parametrize("role_of_stores", ROLES)
def test_the_same_of_failures_that_matter_most(check_id, facts, role_of_stores) -> None:
    by_kind = {
        next(type(one) for _, one in fact.known()) if isinstance(fact, Regional) else type(fact): fact for fact in facts
    }

    assert Outcome.FAIL in {one.outcome for one in all_checks()[check_id].run(SCOPE, by_kind)}
    assert excused(check_id, by_kind, role_of_stores, is_production=True) == set()
