"""Finding ready accounts: the same proofs as for a single connection, bounded, fair, and never twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.forms.connections import ConnectionChangeForm
from scanners.models import Connection, ConnectionStatus, RolloutAccount
from scanners.onboarding import installation
from scanners.selectors.rollouts import account_counts, account_lines, account_page
from scanners.services.connections.lifecycle import change_connection, create_connection
from scanners.services.rollouts import ending, probing, starting
from tests.scanners.services.rollouts.conftest import MANAGER, MEMBERS, SUSPENDED


def probe(rollout):
    return probing.probe_rollout(rollout.organization_id, rollout.pk)


def due_again(rollout):
    with organization_context(rollout.organization_id):
        RolloutAccount.objects.filter(next_probe_at__isnull=False).update(next_probe_at=timezone.now())


def shown(rollout, account_id):
    with organization_context(rollout.organization_id):
        page = account_page(rollout, account_counts(rollout), state="", number="1")
        return next(line for line in account_lines(rollout, page) if line.row.account_id == account_id)


def test_an_account_with_the_role_becomes_active_and_the_others_wait(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])

    assert probe(rollout) == 3

    made = rollouts.connections(rollouts.world.acme)[MEMBERS[0]]
    assert made.status == ConnectionStatus.ACTIVE
    assert made.external_id == f"{rollout.external_id_base}-{MEMBERS[0]}"
    assert (made.role_name, made.rollout_id, made.name) == (rollout.role_name, rollout.pk, "Team 2")
    assert {one["probe"] for one in made.probes} == {
        "right_external_id",
        "without_external_id",
        "wrong_external_id",
        "caller_identity",
        "trust_policy",
        "permissions",
    }
    assert made.template_version == installation.template().version
    assert set(rollouts.connections(rollouts.world.acme)) == {MANAGER, MEMBERS[0]}
    assert shown(rollout, MEMBERS[1]).note == "Role not found yet"


def test_suspended_and_left_out_accounts_are_never_asked_about(rollouts, world):
    rollout = rollouts.listed()
    with organization_context(rollout.organization_id):
        starting.choose_accounts(
            rollout=rollout, actor=world.amy.user, account_ids=[MEMBERS[0], SUSPENDED], is_included=False
        )

    assert probe(rollout) == 2
    assert {row.account_id for row in rollouts.accounts(rollout).values() if row.probed_at} == set(MEMBERS[1:])


def trust_of(rollout, account_id, condition):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": installation.aws_settings().portal_principal_arn},
        "Action": "sts:AssumeRole",
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({}, "connection.external_id_not_required"),
        ({"StringLike": {"sts:ExternalId": "BASE-*"}}, "connection.external_id_condition_weak"),
        ({"StringLike": {"sts:ExternalId": "*"}}, "connection.wrong_external_id_accepted"),
        ({"StringEquals": {"sts:ExternalId": ["OWN", "SIBLING"]}}, "connection.several_external_ids"),
    ],
)
def test_a_role_that_does_not_insist_on_its_own_id_is_refused(rollouts, condition, reason):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    text = trust_of(rollout, MEMBERS[0], condition)
    text = text.replace("BASE", str(rollout.external_id_base)).replace("OWN", rollout.external_id_of(MEMBERS[0]))
    text = text.replace("SIBLING", rollout.external_id_of(MEMBERS[1]))
    rollouts.aws.root("iam", MEMBERS[0]).update_assume_role_policy(RoleName=rollout.role_name, PolicyDocument=text)

    probe(rollout)

    made = rollouts.connections(rollouts.world.acme)[MEMBERS[0]]
    assert (made.status, made.reason) == (ConnectionStatus.REFUSED, reason)
    assert shown(rollout, MEMBERS[0]).state == "refused"


def test_a_role_that_grants_more_is_refused(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    more = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
    rollouts.aws.root("iam", MEMBERS[0]).put_role_policy(
        RoleName=rollout.role_name, PolicyName="more", PolicyDocument=json.dumps(more)
    )

    probe(rollout)

    assert rollouts.connections(rollouts.world.acme)[MEMBERS[0]].reason == "connection.permissions_extra"
    assert "s3:GetObject" in shown(rollout, MEMBERS[0]).note


def test_a_base_changed_on_the_way_only_makes_the_accounts_wait(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0], ExternalIdBase="00000000-0000-4000-8000-000000000000")

    probe(rollout)

    assert MEMBERS[0] not in rollouts.connections(rollouts.world.acme)


def test_no_answer_from_aws_stops_the_round_and_connects_nothing(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    rollouts.aws.add_fault(kind="throttle", call="sts:AssumeRole")

    assert probe(rollout) == 1
    assert set(rollouts.connections(rollouts.world.acme)) == {MANAGER}


def test_a_round_is_bounded_and_the_next_one_goes_on_where_it_ended(rollouts, monkeypatch):
    monkeypatch.setattr(probing, "AT_ONCE", 2)
    rollout = rollouts.listed()

    assert [probe(rollout), probe(rollout), probe(rollout)] == [2, 1, 0]
    due_again(rollout)
    assert probe(rollout) == 2


def test_two_workers_never_take_the_same_account(rollouts):
    rollout = rollouts.listed()

    taken = [probing.claim_account(rollout.organization_id, rollout.pk).account_id for _ in range(3)]

    assert sorted(taken) == sorted(MEMBERS)
    assert probing.claim_account(rollout.organization_id, rollout.pk) is None


def test_an_answer_that_comes_late_connects_nothing(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    row = probing.claim_account(rollout.organization_id, rollout.pk)
    report = probing.probe_role(
        probing.role_of(row),
        settings=installation.aws_settings(),
        expected=installation.expected_role(probing.role_of(row)),
    )
    assert report.verdict == "verified"
    with organization_context(rollout.organization_id):
        starting.choose_accounts(rollout=rollout, actor=world.amy.user, account_ids=[row.account_id], is_included=False)

    probing.store_probe(row, report)

    assert set(rollouts.connections(world.acme)) == {MANAGER}


def found(row):
    role = probing.role_of(row)
    expected = installation.expected_role(role, row.rollout.opt_ins)
    report = probing.probe_role(role, settings=installation.aws_settings(), expected=expected)
    assert report.verdict == "verified"
    return report


def test_a_choice_made_while_a_role_is_looked_at_is_not_lost(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0], ReadDistributions="yes")
    row = probing.claim_account(rollout.organization_id, rollout.pk)
    with organization_context(rollout.organization_id):
        RolloutAccount.objects.exclude(pk=row.pk).update(next_probe_at=None)
    row.rollout.opt_ins = ["cdn"]
    report = found(row)  # what it was when the worker asked; meanwhile somebody takes it back

    probing.store_probe(row, report)

    assert set(rollouts.connections(world.acme)) == {MANAGER}
    assert probe(rollout) == 1
    made = rollouts.connections(world.acme)[MEMBERS[0]]
    assert (made.status, made.reason, made.opt_ins) == (ConnectionStatus.REFUSED, "connection.permissions_extra", [])


def test_an_account_found_after_the_end_is_not_connected(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    row = probing.claim_account(rollout.organization_id, rollout.pk)
    report = found(row)
    stale = rollouts.now(rollout)
    with organization_context(rollout.organization_id):
        ending.end_rollout(rollout=type(rollout).objects.get(pk=rollout.pk), actor=world.amy.user)
        for is_included in (False, True):
            chosen = {"account_ids": [MEMBERS[0], MEMBERS[1]], "is_included": is_included}
            starting.choose_accounts(rollout=stale, actor=world.amy.user, **chosen)

    probing.store_probe(row, report)

    assert probe(rollout) == 0
    assert set(rollouts.connections(world.acme)) == {MANAGER}


def test_an_account_somebody_connected_alone_meanwhile_stays_theirs(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    with organization_context(world.acme.pk):
        alone = create_connection(organization=world.acme, actor=world.amy.user, account_id=MEMBERS[0])

    probe(rollout)

    row = rollouts.account(rollout, MEMBERS[0])
    assert (row.connection, row.next_probe_at) == (alone, None)
    assert rollouts.connections(world.acme)[MEMBERS[0]].rollout_id is None


def test_an_ended_rollout_asks_nobody(rollouts, world):
    rollout = rollouts.listed()
    with organization_context(rollout.organization_id):
        ending.end_rollout(rollout=rollout, actor=world.amy.user)

    assert probe(rollout) == 0


def test_another_organizations_task_finds_nothing(rollouts, world):
    rollout = rollouts.listed()

    assert probing.probe_rollout(world.other.pk, rollout.pk) == 0


@pytest.mark.parametrize(
    ("age", "seconds"),
    [(timedelta(minutes=1), 20), (timedelta(minutes=30), 120), (timedelta(hours=5), 600), (timedelta(days=3), 86400)],
)
def test_older_rollouts_are_asked_about_less_often(rollouts, age, seconds):
    rollout = rollouts.listed()
    row = rollouts.account(rollout, MEMBERS[0])

    wait = probing.interval(row, max(rollout.watched_from, row.created_at) + age)

    assert wait.total_seconds() == seconds


def test_the_sweep_sends_one_message_per_rollout_with_due_accounts(rollouts, monkeypatch):
    sent = []
    monkeypatch.setattr(probing, "send", lambda task, *ids, **options: sent.append((task, ids, options)))
    rollout = rollouts.listed()

    probing.sweep_rollouts()
    probe(rollout)
    probing.sweep_rollouts()

    assert sent == [("scanners.probe_rollout", (str(rollout.organization_id), str(rollout.pk)), {"expires": 20})]


def test_the_sweep_has_old_lists_read_again(rollouts, monkeypatch):
    asked = []
    monkeypatch.setattr(probing, "ask_listing", lambda rollout: asked.append(rollout.pk))
    rollout = rollouts.listed()
    probing.sweep_rollouts()
    with organization_context(rollout.organization_id):
        type(rollout).objects.update(listed_at=timezone.now() - timedelta(hours=25))
    probing.sweep_rollouts()

    assert asked == [rollout.pk]


def test_connecting_is_in_the_trail_as_the_portals_doing(rollouts):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    probe(rollout)

    with organization_context(rollout.organization_id):
        made = Connection.objects.get(account_id=MEMBERS[0])
        entries = AuditEntry.objects.filter(object_id=str(made.pk)).order_by("at")
        assert [(entry.action, entry.actor) for entry in entries] == [
            ("connection.created", None),
            ("connection.verified", None),
        ]


def test_choosing_is_in_the_trail_and_connected_accounts_cannot_be_left_out(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    probe(rollout)

    with organization_context(rollout.organization_id):
        changed = starting.choose_accounts(
            rollout=rollout, actor=world.amy.user, account_ids=MEMBERS, is_included=False
        )
        entry = AuditEntry.objects.get(action="rollout.accounts_left_out")

    assert changed == 2
    assert (entry.actor, entry.data) == (world.amy.user, {"accounts": list(MEMBERS[1:])})
    assert rollouts.connections(world.acme)[MEMBERS[0]].status == ConnectionStatus.ACTIVE


def test_including_again_looks_again(rollouts, world):
    rollout = rollouts.listed()
    for is_included in (False, True):
        with organization_context(rollout.organization_id):
            starting.choose_accounts(
                rollout=rollout, actor=world.amy.user, account_ids=[MEMBERS[0]], is_included=is_included
            )

    assert rollouts.account(rollout, MEMBERS[0]).next_probe_at is not None


def test_what_else_is_read_is_chosen_for_all_accounts_together(rollouts, world):
    rollout = rollouts.listed()
    for account_id in MEMBERS[:2]:
        rollouts.make_role(rollout, account_id)
    probe(rollout)

    with organization_context(rollout.organization_id):
        starting.change_rollout(rollout=rollout, actor=world.amy.user, takes_new=True, opt_ins=["cdn", "odd"])
    rollouts.make_role(rollout, MEMBERS[2], ReadDistributions="yes")
    due_again(rollout)
    probe(rollouts.now(rollout))

    made = rollouts.connections(world.acme)
    assert [made[one].opt_ins for one in MEMBERS] == [["cdn"]] * 3
    assert made[MEMBERS[2]].status == ConnectionStatus.ACTIVE
    assert made[MEMBERS[2]].differences == []
    assert made[MANAGER].opt_ins == []


def test_one_account_of_a_rollout_cannot_choose_alone(rollouts, world):
    rollout = rollouts.listed()
    rollouts.make_role(rollout, MEMBERS[0])
    probe(rollout)
    made = rollouts.connections(world.acme)[MEMBERS[0]]
    with organization_context(world.acme.pk):
        form = ConnectionChangeForm({"name": "One", "opt_ins": ["cdn"]}, connection=made)
        assert form.is_valid(), form.errors
        change_connection(connection=made, actor=world.amy.user, **form.cleaned_data)

    made = rollouts.connections(world.acme)[MEMBERS[0]]
    assert (made.name, made.opt_ins) == ("One", [])
