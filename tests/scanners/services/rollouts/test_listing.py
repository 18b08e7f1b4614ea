"""Filter a rollout knows, and what happens to them when the organization changes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django import db

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.models import ConnectionStatus, Rollout
from scanners.onboarding import installation
from scanners.selectors.rollouts import account_counts, account_lines, account_page, listing_problem
from scanners.services.connections.lifecycle import revoke_connection
from scanners.services.rollouts import listing, probing, starting
from tests.scanners.services.rollouts.conftest import MANAGER, MEMBERS, SUSPENDED, members


def states(rollout):
    with organization_context(rollout.organization_id):
        page = account_page(rollout, account_counts(rollout), state="", number="1")
        return {line.row.account_id: (line.state, line.note) for line in account_lines(rollout, page)}


def test_the_accounts_are_listed_with_their_names_and_states(rollouts):
    rollout = rollouts.listed()

    assert rollout.management_account_id == MANAGER
    assert rollout.org_id.startswith("o-")
    assert states(rollout) == {
        MANAGER: ("ready", "Connected separately"),
        **dict.fromkeys(MEMBERS, ("waiting", "Not checked yet")),
        SUSPENDED: ("left_out", "Suspended in AWS"),
    }
    with organization_context(rollout.organization_id):
        assert account_counts(rollout) == {"ready": 1, "waiting": 3, "refused": 0, "left_out": 1}


def test_more_accounts_than_fit_one_answer_of_aws_are_all_listed(rollouts):
    many = [{"id": f"71{number:010}", "name": f"Team {number}"} for number in range(500)]
    rollouts.aws.set_organization(MANAGER, many)

    assert len(rollouts.accounts(rollouts.listed())) == 501


def test_names_are_one_line_and_bounded(rollouts):
    rollouts.aws.set_organization(MANAGER, [{"id": MEMBERS[0], "name": "Pro\nduction\u202e" + "x" * 500}])

    name = rollouts.account(rollouts.listed(), MEMBERS[0]).name

    assert name.startswith("Pro duction x")
    assert len(name) <= 120


def test_an_account_without_an_organization_says_so(rollouts, world, scans, real_connection):
    with organization_context(world.acme.pk):
        rollout = starting.start_rollout(source=real_connection, actor=world.amy.user)

    assert rollouts.list(rollout).reason == "rollout.standalone"


def test_a_plain_member_is_told_which_account_to_connect(rollouts):
    rollouts.aws.set_organization(MANAGER, [])
    other = "700000000100"
    rollouts.aws.set_organization(other, [{"id": "700000000101", "name": "x"}])
    rollout = rollouts.listed()
    facts = listing.OrgFacts(
        membership=listing.Membership.MEMBER,
        org_id=rollout.org_id,
        feature_set="ALL",
        management_account_id=other,
        management_mailbox=None,
        accounts=None,
        root_features=None,
    )

    listing.store_listing(claimed(rollout), facts)

    assert (rollouts.now(rollout).reason, rollout.reason_detail) == ("rollout.plain_member", other)


def claimed(rollout):
    found = listing.claim_listing(rollout.organization_id, rollout.pk)
    assert found is not None
    return found


def test_a_list_that_could_not_be_read_changes_no_account(rollouts):
    rollout = rollouts.listed()
    before = states(rollout)
    rollouts.aws.add_fault(
        kind="error",
        call="organizations:ListAccounts",
        code="AccessDeniedException",
        status=403,
        message="User is not authorized to perform: organizations:ListAccounts",
    )

    assert rollouts.list(rollout).reason == "rollout.listing_denied"
    assert "organizations:ListAccounts" in rollout.reason_detail
    assert states(rollout) == before


def test_a_new_account_is_included_and_looked_for_by_itself(rollouts):
    rollout = rollouts.listed()
    new = {"id": "700000000020", "name": "New team"}
    rollouts.aws.set_organization(MANAGER, members(more=[new]))

    rollouts.list(rollout)

    assert states(rollout)[new["id"]][0] == "waiting"
    with organization_context(rollout.organization_id):
        assert AuditEntry.objects.get(action="rollout.accounts_joined").data == {"accounts": [new["id"]]}


def test_a_new_account_is_left_out_where_somebody_said_so(rollouts, world):
    rollout = rollouts.listed()
    with organization_context(rollout.organization_id):
        starting.change_rollout(rollout=rollout, actor=world.amy.user, takes_new=False, opt_ins=[])
    rollouts.aws.set_organization(MANAGER, members(more=[{"id": "700000000020", "name": "New team"}]))

    rollouts.list(rollout)

    assert states(rollout)["700000000020"] == ("left_out", "Excluded")


def test_an_account_that_left_the_organization_is_disconnected(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    probing.probe_rollout(rollout.organization_id, rollout.pk)
    assert states(rollout)[MEMBERS[0]][0] == "ready"
    rollouts.aws.set_organization(MANAGER, members(MEMBERS[0]))

    rollouts.list(rollout)

    assert states(rollout)[MEMBERS[0]] == ("left_out", "No longer in this AWS organization")
    row = rollouts.account(rollout, MEMBERS[0])
    assert row.connection.status == ConnectionStatus.REVOKED
    with organization_context(rollout.organization_id):
        entry = AuditEntry.objects.get(action="connection.revoked")
    assert (entry.actor, entry.data) == (None, {"reason": "left_organization", "account": MEMBERS[0]})


def test_an_account_that_came_back_does_not_get_its_old_id_again(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    probing.probe_rollout(rollout.organization_id, rollout.pk)
    for now_listed in (members(MEMBERS[0]), members()):
        rollouts.aws.set_organization(MANAGER, now_listed)
        rollouts.list(rollout)

    assert states(rollout)[MEMBERS[0]] == ("left_out", "Disconnected")
    assert rollouts.account(rollout, MEMBERS[0]).next_probe_at is None


def test_the_list_of_another_organization_changes_nothing(rollouts):
    rollout = rollouts.listed()
    before = states(rollout)
    facts = listing.OrgFacts(
        membership=listing.Membership.MANAGEMENT,
        org_id="o-another0001",
        feature_set="ALL",
        management_account_id=MANAGER,
        management_mailbox=None,
        accounts=(),
        root_features=None,
    )

    listing.store_listing(claimed(rollout), facts)

    assert rollouts.now(rollout).reason == "rollout.other_organization"
    assert states(rollout) == before


def test_an_account_connected_alone_is_shown_and_not_looked_for(rollouts, world, scans):
    scans.connection(world.acme, MEMBERS[1])

    rollout = rollouts.listed()

    assert states(rollout)[MEMBERS[1]] == ("ready", "Connected separately")
    assert rollouts.account(rollout, MEMBERS[1]).next_probe_at is None


def test_disconnecting_the_source_ends_the_rollout(rollouts, world):
    rollout = rollouts.listed()

    with organization_context(world.acme.pk):
        revoke_connection(connection=rollouts.source, actor=world.amy.user)

    assert rollouts.now(rollout).ended_at is not None
    assert all(row.next_probe_at is None for row in rollouts.accounts(rollout).values())
    assert listing.claim_listing(rollout.organization_id, rollout.pk) is None


def test_one_worker_lists_at_a_time_and_a_dead_one_is_taken_over(rollouts):
    rollout = rollouts.start()
    first = claimed(rollout)
    assert listing.claim_listing(rollout.organization_id, rollout.pk) is None
    with organization_context(rollout.organization_id):
        Rollout.objects.update(listing_started_at=first.listing_started_at - timedelta(hours=1))

    claimed(rollout)
    listing.store_failure(first, "rollout.standalone")

    assert rollouts.now(rollout).reason == ""


def test_the_session_that_lists_may_do_nothing_else(rollouts):
    rollouts.aws.clear_calls()
    rollouts.listed()

    made = {call["call"] for call in rollouts.aws.calls(MANAGER)}
    assert made == {"organizations:DescribeOrganization", "organizations:ListAccounts", "iam:ListOrganizationsFeatures"}


def test_another_organizations_rollout_is_not_listed(rollouts, world):
    rollout = rollouts.start()

    listing.list_accounts(world.other.pk, rollout.pk)

    assert rollouts.now(rollout).listed_at is None


@pytest.mark.parametrize("status", ["draft", "degraded", "revoked"])
def test_only_a_verified_connection_can_begin(world, scans, status):
    source = scans.connection(world.acme, MANAGER, status=status)

    with organization_context(world.acme.pk), pytest.raises(starting.RolloutRefused) as refused:
        starting.start_rollout(source=source, actor=world.amy.user)

    assert refused.value.message_id == "connection.not_active"


def test_a_second_start_leads_to_the_first(rollouts):
    first = rollouts.start()

    with pytest.raises(starting.RolloutRefused) as refused:
        rollouts.start()

    assert refused.value.existing == first


@pytest.mark.django_db(transaction=True)
def test_an_account_connected_while_the_list_is_stored_stays_connected(rollouts, monkeypatch):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    facts = listing._read(rollouts.source)
    row = probing.claim_account(rollout.organization_id, rollout.pk)
    report = probing.probe_role(
        probing.role_of(row),
        settings=installation.aws_settings(),
        expected=installation.expected_role(probing.role_of(row)),
    )
    read, threads = listing._live_connections, []

    def other_worker():
        probing.store_probe(row, report)
        db.connection.close()

    def reading(*arguments):
        live = read(*arguments)
        threads.append(threading.Thread(target=other_worker))
        threads[0].start()
        threads[0].join(0.5)
        return live

    monkeypatch.setattr(listing, "_live_connections", reading)
    listing.store_listing(claimed(rollout), facts)
    threads[0].join(10)

    account = rollouts.account(rollout, MEMBERS[0])
    assert account.connection is not None
    assert account.next_probe_at is None


def test_a_list_that_fails_in_an_unforeseen_way_says_so_and_is_tried_again(rollouts, monkeypatch):
    rollout = rollouts.start()

    def broken(source):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(listing, "_read", broken)

    assert rollouts.list(rollout).reason == "rollout.not_listed"
    assert rollout.listing_started_at is None
    assert "tries again" in listing_problem(rollout).advice
