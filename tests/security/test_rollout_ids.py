"""External ids of a rollout (docs/decisions/002): each guarantee, tried from the outside and against the database."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from botocore.exceptions import ClientError
from django.db import IntegrityError, connection
from django.urls import reverse

from ftrportal.common.database.tenancy import organization_context
from scanners.engine.aws.probes import ProbeVerdict, probe_role
from scanners.engine.aws.roles import RoleRef
from scanners.engine.role_template.organization import MEMBER_EXTERNAL_ID
from scanners.models import Connection, Rollout, RolloutAccount
from scanners.onboarding import installation
from scanners.services.connections.lifecycle import revoke_connection
from scanners.services.rollouts import probing, starting
from tests.scanners.conftest import Scans, simulated_aws, simulator_process  # noqa: F401
from tests.scanners.services.rollouts.conftest import MANAGER, MEMBERS, members, rollouts  # noqa: F401

ONE, TWO = MEMBERS[:2]
SPELLINGS = [
    "external_id_base",
    "externalIdBase",
    "ExternalIdBase",
    "external-id-base",
    "external_id",
    "base",
    "param_ExternalIdBase",
    "role_name",
    "RoleName",
    "org_id",
    "source",
    "rollout",
]
WANTED = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def scans():
    return Scans()


def rollout_in(organization, **columns):
    with organization_context(organization.pk):
        source = Connection.objects.create(organization=organization, account_id=MANAGER, role_name="FtrPortal-1")
        return Rollout.objects.create(organization=organization, source=source, role_name="FtrPortal-2", **columns)


def connect(rollout, account_id=ONE, /, **columns):
    own = {"external_id": rollout.external_id_of(account_id), "role_name": rollout.role_name, "rollout": rollout}
    values = {**own, **columns}
    with organization_context(rollout.organization_id):
        return Connection.objects.create(organization_id=rollout.organization_id, account_id=account_id, **values)


def run(organization, statement, *values):
    with organization_context(organization.pk):
        connection.cursor().execute(statement, values)


# --- made by the portal, and by nobody else ---------------------------------------------------------------------


@pytest.mark.parametrize("column", ["external_id_base", "role_name", "source_id"])
def test_what_a_rollout_rests_on_never_changes(world, column):
    rollout = rollout_in(world.acme)

    with pytest.raises(IntegrityError, match="never changes"):
        run(world.acme, f"UPDATE scanners_rollout SET {column} = %s WHERE id = %s", str(uuid.uuid4()), rollout.pk)


def test_the_aws_organization_is_set_once(world):
    rollout = rollout_in(world.acme)
    run(world.acme, "UPDATE scanners_rollout SET org_id = 'o-first00001' WHERE id = %s", rollout.pk)

    with pytest.raises(IntegrityError, match="never changes"):
        run(world.acme, "UPDATE scanners_rollout SET org_id = 'o-second0001' WHERE id = %s", rollout.pk)


def test_an_ended_rollout_is_not_opened_again(world):
    rollout = rollout_in(world.acme)
    run(world.acme, "UPDATE scanners_rollout SET ended_at = now() WHERE id = %s", rollout.pk)

    with pytest.raises(IntegrityError, match="stays ended"):
        run(world.acme, "UPDATE scanners_rollout SET ended_at = NULL WHERE id = %s", rollout.pk)


def test_a_base_is_unique_over_all_organizations_and_all_time(world):
    ours = rollout_in(world.acme)
    run(world.acme, "UPDATE scanners_rollout SET ended_at = now() WHERE id = %s", ours.pk)

    with pytest.raises(IntegrityError):
        rollout_in(world.other, external_id_base=ours.external_id_base)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nothing_of_it_is_read_from_a_request(world, spelling):
    with organization_context(world.acme.pk):
        source = Connection.objects.create(
            organization=world.acme, account_id=MANAGER, role_name="FtrPortal-1", status="active"
        )
    amy, extra = world.client(world.amy), {spelling: WANTED}

    def url(name, *ids):
        return reverse(f"scanners:{name}", args=[world.acme.slug, *ids])

    amy.post(f"{url('rollout_start', source.pk)}?{spelling}={WANTED}", extra)
    with organization_context(world.acme.pk):
        rollout = Rollout.objects.get()
        before = (rollout.external_id_base, rollout.role_name, rollout.source_id, rollout.org_id)
    for name in ("rollout_change", "rollout_again", "rollout_choose"):
        amy.post(url(name, rollout.pk), {**extra, "act": "include", "accounts": [ONE]})
        amy.post(url(name, rollout.pk), json.dumps(extra), content_type="application/json")
    amy.get(url("rollout_detail", rollout.pk), extra)

    with organization_context(world.acme.pk):
        rollout.refresh_from_db()
    assert (rollout.external_id_base, rollout.role_name, rollout.source_id, rollout.org_id) == before
    assert str(before[0]) != WANTED
    assert re.fullmatch(r"FtrPortal-[0-9a-f]{8}", before[1])


def test_bases_are_random_and_all_different(world):
    bases = {Rollout().external_id_base for _ in range(10_000)}

    assert len(bases) == 10_000
    assert {base.version for base in bases} == {4}


# --- an account has the id that its template makes, and no other -------------------------------------------------


def test_portal_and_template_put_an_id_together_alike(world):
    rollout = rollout_in(world.acme)
    text = MEMBER_EXTERNAL_ID["Fn::Sub"].replace("${ExternalIdBase}", str(rollout.external_id_base))

    assert text.replace("${AWS::AccountId}", ONE) == rollout.external_id_of(ONE)


def test_no_two_accounts_and_no_two_rollouts_have_an_id_in_common(world):
    ours, theirs = rollout_in(world.acme), rollout_in(world.other)
    ids = [one.external_id_of(account) for one in (ours, theirs) for account in (ONE, TWO)]

    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"external_id": f"{WANTED}-{ONE}"},  # another base
        {"external_id": "BASE-" + TWO},  # a sibling's id
        {"external_id": "BASE"},
        {"external_id": WANTED},
        {"role_name": "FtrPortal-3"},
    ],
)
def test_the_database_refuses_a_connection_with_another_id_or_role(world, wrong):
    rollout = rollout_in(world.acme)
    filled = {key: value.replace("BASE", str(rollout.external_id_base)) for key, value in wrong.items()}

    with pytest.raises(IntegrityError, match="not the one this account gets"):
        connect(rollout, **filled)


def test_the_database_refuses_an_id_made_from_another_tenants_base(world):
    theirs = rollout_in(world.other)
    ours = rollout_in(world.acme)

    with pytest.raises(IntegrityError, match="not the one this account gets"):
        connect(ours, external_id=theirs.external_id_of(ONE))
    with pytest.raises(IntegrityError, match="not the one this account gets"):
        connect(ours, rollout=theirs, external_id=theirs.external_id_of(ONE))


@pytest.mark.parametrize("text", ["", "mine", f"{WANTED}-{ONE}", WANTED.upper().replace("1", "A")])
def test_a_single_connection_has_a_random_id_and_nothing_else(world, text):
    with pytest.raises(IntegrityError, match="not the one this account gets"), organization_context(world.acme.pk):
        Connection.objects.create(organization=world.acme, account_id=ONE, role_name="FtrPortal-9", external_id=text)


@pytest.mark.parametrize("column", ["external_id", "account_id", "role_name", "rollout_id"])
def test_a_connection_of_a_rollout_keeps_its_id_and_role(world, column):
    rollout = rollout_in(world.acme)
    made = connect(rollout)

    value = None if column == "rollout_id" else "000000000000"
    with pytest.raises(IntegrityError, match="never changes"):
        run(world.acme, f"UPDATE scanners_connection SET {column} = %s WHERE id = %s", value, made.pk)


def test_an_id_that_was_given_up_is_never_used_again(world):
    rollout = rollout_in(world.acme)
    made = connect(rollout, status="active")
    with organization_context(world.acme.pk):
        revoke_connection(connection=made, actor=world.amy.user)

    with pytest.raises(IntegrityError):
        connect(rollout)


def test_a_rollout_of_another_organization_cannot_be_referred_to(world):
    theirs = rollout_in(world.other)

    with pytest.raises(IntegrityError, match="tenant_fk"), organization_context(world.acme.pk):  # noqa: PT012
        RolloutAccount.objects.create(organization=world.acme, rollout_id=theirs.pk, account_id=ONE)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- what somebody gains who learns an id ------------------------------------------------------------------------


def test_a_tenant_that_learns_anothers_base_and_role_gets_no_session(world, rollouts):  # noqa: F811
    """Cleo's organization lists the same accounts and knows Acme's role name: the portal sends her own id."""
    ours = rollouts.listed()
    rollouts.make_role(ours, ONE)
    theirs = rollout_in(world.other)
    stolen = RoleRef(ONE, ours.role_name, theirs.external_id_of(ONE))

    report = probe_role(stolen, settings=installation.aws_settings(), expected=installation.expected_role(stolen))
    absent = RoleRef(ONE, theirs.role_name, theirs.external_id_of(ONE))
    nothing = probe_role(absent, settings=installation.aws_settings(), expected=installation.expected_role(absent))

    assert report.verdict == ProbeVerdict.NOT_READY
    assert (report.verdict, report.reasons) == (nothing.verdict, nothing.reasons), "it looks like an absent role"


def test_two_tenants_roll_out_to_the_same_aws_organization_without_meeting(world, rollouts, scans):  # noqa: F811
    ours = rollouts.listed()
    theirs = rollout_in(world.other)
    with organization_context(world.other.pk):
        Rollout.objects.filter(pk=theirs.pk).update(management_account_id=MANAGER, org_id=ours.org_id)
        theirs.refresh_from_db()
        row = RolloutAccount(organization=world.other, rollout=theirs, account_id=ONE, aws_state="ACTIVE")
        starting.settle(row, theirs, row.rollout.created_at)
        row.save()
    rollouts.make_role(ours, ONE)
    rollouts.make_role(theirs, ONE)

    probing.probe_rollout(world.acme.pk, ours.pk)
    probing.probe_rollout(world.other.pk, theirs.pk)

    made = [rollouts.connections(one)[ONE] for one in (world.acme, world.other)]
    assert [one.status for one in made] == ["active", "active"]
    assert len({one.external_id for one in made}) == len({one.role_arn for one in made}) == 2


def test_a_member_that_works_out_its_siblings_id_gets_no_session_with_it(rollouts):  # noqa: F811
    rollout = rollouts.listed()
    rollouts.make_role(rollout, ONE)
    rollouts.make_role(rollout, TWO)
    member = rollouts.aws.root("sts", ONE)

    with pytest.raises(ClientError, match="AccessDenied"):
        member.assume_role(
            RoleArn=f"arn:aws:iam::{TWO}:role/{rollout.role_name}",
            RoleSessionName="mine",
            ExternalId=rollout.external_id_of(TWO),
        )


def test_a_siblings_id_is_refused_by_the_role(rollouts):  # noqa: F811
    rollout = rollouts.listed()
    rollouts.make_role(rollout, ONE)
    confused = RoleRef(ONE, rollout.role_name, rollout.external_id_of(TWO))

    report = probe_role(confused, settings=installation.aws_settings(), expected=installation.expected_role(confused))

    assert report.verdict == ProbeVerdict.NOT_READY


def test_an_account_of_a_plain_list_cannot_be_smuggled_in(world, rollouts):  # noqa: F811
    """Only AWS's own list adds accounts: choosing an id that is not on it changes nothing."""
    rollout = rollouts.listed()
    victim = "999988887777"

    world.client(world.amy).post(
        reverse("scanners:rollout_choose", args=[world.acme.slug, rollout.pk]), {"act": "include", "accounts": [victim]}
    )

    assert victim not in rollouts.accounts(rollout)
    assert members()[0]["id"] in rollouts.accounts(rollout)
