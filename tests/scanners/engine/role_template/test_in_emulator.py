"""The template deployed, probed and used in an AWS emulator that we did not write, with authorization on."""

from __future__ import annotations

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.probes import ProbeVerdict, probe_role
from scanners.engine.aws.roles import RoleRef
from scanners.engine.aws.session import AssumeFailed, SessionPart, assume
from scanners.engine.facts.identity import CallerFacts
from scanners.engine.facts.unknown import Reason
from scanners.engine.role_template.permissions import expected_role
from scanners.engine.role_template.session_policy import session_parts
from scanners.engine.run import run_scan
from tests.scanners.emulator import CUSTOMER_ACCOUNT, Emulator, running_emulator

pytestmark = pytest.mark.stack
ANYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with running_emulator(tmp_path_factory.mktemp("emulator")) as address:
        yield Emulator(address)


@pytest.fixture
def role(emulator):
    return emulator.deploy(role_name=f"ftr-{uuid.uuid4().hex[:8]}")


def probe(emulator, role, opt_ins=()):
    expected = expected_role(role, emulator.settings.portal_principal_arn, opt_ins)
    return probe_role(role, settings=emulator.settings, expected=expected)


def session_of(emulator, role):
    return assume(role, settings=emulator.settings, purpose="scan-1", parts=session_parts())


def set_trust(emulator, role, condition, principal=None):
    principal = principal or {"AWS": emulator.settings.portal_principal_arn}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    emulator.root_client("iam").update_assume_role_policy(RoleName=role.role_name, PolicyDocument=document)


def test_the_role_of_the_template_is_verified(emulator, role):
    report = probe(emulator, role)

    assert report.verdict is ProbeVerdict.VERIFIED
    assert [found.message_id for found in report.probes] == [
        "connection.refuses_no_external_id",
        "connection.refuses_wrong_external_id",
        "connection.role_assumed",
        "connection.identity_confirmed",
        "connection.trust_exact",
        "connection.permissions_exact",
    ]


def test_the_role_of_a_member_account_is_verified_with_its_own_id_and_no_other(emulator):
    role = emulator.deploy_member(base=str(uuid.uuid4()), role_name=f"ftr-{uuid.uuid4().hex[:8]}")
    base = role.external_id[:36]

    report = probe(emulator, role)
    others = [RoleRef(role.account_id, role.role_name, other) for other in (base, f"{base}-999999999999")]

    assert report.verdict is ProbeVerdict.VERIFIED
    assert report.probes[-2].message_id == "connection.trust_exact"
    assert [probe(emulator, other).verdict for other in others] == [ProbeVerdict.NOT_READY] * 2


def test_a_role_that_does_not_exist_is_not_ready(emulator):
    report = probe(emulator, RoleRef(CUSTOMER_ACCOUNT, "nobody", str(uuid.uuid4())))

    assert report.verdict is ProbeVerdict.NOT_READY


def test_a_role_with_another_external_id_looks_like_an_absent_one(emulator, role):
    stolen = RoleRef(role.account_id, role.role_name, str(uuid.uuid4()))

    absent = probe(emulator, RoleRef(CUSTOMER_ACCOUNT, "nobody", stolen.external_id))
    theirs = probe(emulator, stolen)

    assert (theirs.verdict, theirs.reasons) == (absent.verdict, absent.reasons)


@pytest.mark.parametrize("condition", [{}, {"StringEqualsIfExists": {"sts:ExternalId": "ID"}}])
def test_a_role_that_needs_no_external_id_is_refused(emulator, role, condition):
    set_trust(emulator, role, json.loads(json.dumps(condition).replace("ID", role.external_id)))

    report = probe(emulator, role)

    assert report.verdict is ProbeVerdict.REFUSED
    assert "connection.external_id_not_required" in report.reasons


@pytest.mark.parametrize("pattern", ["*", "?*"])
def test_a_role_that_takes_any_external_id_is_refused(emulator, role, pattern):
    set_trust(emulator, role, {"StringLike": {"sts:ExternalId": pattern}})

    assert "connection.wrong_external_id_accepted" in probe(emulator, role).reasons


def test_a_second_external_id_is_found_in_the_trust_policy(emulator, role):
    set_trust(emulator, role, {"StringEquals": {"sts:ExternalId": [role.external_id, "another"]}})

    report = probe(emulator, role)

    assert report.verdict is ProbeVerdict.REFUSED
    assert report.reasons == ("connection.several_external_ids",)


def test_a_role_that_trusts_everybody_is_refused(emulator, role):
    set_trust(emulator, role, {"StringEquals": {"sts:ExternalId": role.external_id}}, principal="*")

    assert probe(emulator, role).reasons == ("connection.trusts_everybody",)


def test_a_wider_role_is_refused_and_named(emulator, role):
    emulator.root_client("iam").put_role_policy(
        RoleName=role.role_name, PolicyName="more", PolicyDocument=json.dumps(ANYTHING)
    )

    report = probe(emulator, role)

    assert report.verdict is ProbeVerdict.REFUSED
    assert [found.detail for found in report.probes if found.message_id == "connection.permissions_extra"] == ["* on *"]


def test_an_older_role_works_and_names_what_it_lacks(emulator, role):
    iam = emulator.root_client("iam")
    kept = iam.get_role_policy(RoleName=role.role_name, PolicyName="ftr-portal-reads")["PolicyDocument"]
    for statement in kept["Statement"]:
        statement["Action"] = [action for action in statement["Action"] if action != "s3:GetBucketAcl"]
    iam.put_role_policy(RoleName=role.role_name, PolicyName="ftr-portal-reads", PolicyDocument=json.dumps(kept))

    report = probe(emulator, role)

    assert report.verdict is ProbeVerdict.VERIFIED
    assert report.missing_actions == ("s3:GetBucketAcl",)


def test_a_session_of_a_wider_role_still_only_reads_configuration(emulator, role):
    emulator.root_client("s3").create_bucket(Bucket=f"b-{role.role_name}")
    emulator.root_client("s3").put_object(Bucket=f"b-{role.role_name}", Key="k", Body=b"content")
    emulator.root_client("iam").delete_role_policy(RoleName=role.role_name, PolicyName="ftr-portal-never")
    emulator.root_client("iam").put_role_policy(
        RoleName=role.role_name, PolicyName="more", PolicyDocument=json.dumps(ANYTHING)
    )
    session = session_of(emulator, role)
    attempts = [
        ("s3", "get_object", {"Bucket": f"b-{role.role_name}", "Key": "k"}),
        ("s3", "put_object", {"Bucket": f"b-{role.role_name}", "Key": "n"}),
        ("iam", "create_user", {"UserName": "mallory"}),
        ("ec2", "run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}),
        ("secretsmanager", "get_secret_value", {"SecretId": "s"}),
    ]

    for service, method, parameters in attempts:
        with pytest.raises(ClientError) as refused:
            getattr(emulator.client_of(session, service), method)(**parameters)
        assert "Denied" in refused.value.response["Error"]["Code"] or service == "ec2", method
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403, method
    AwsReader(session).call(Operation("iam", "GetAccountSummary", "iam:GetAccountSummary"))


def test_the_guard_holds_when_somebody_attaches_more(emulator, role):
    emulator.root_client("s3").create_bucket(Bucket=f"g-{role.role_name}")
    emulator.root_client("s3").put_object(Bucket=f"g-{role.role_name}", Key="k", Body=b"content")
    emulator.root_client("iam").put_role_policy(
        RoleName=role.role_name, PolicyName="more", PolicyDocument=json.dumps(ANYTHING)
    )
    session = assume(role, settings=emulator.settings, purpose="x", parts=(SessionPart(json.dumps(ANYTHING)),))

    with pytest.raises(ClientError) as refused:
        emulator.client_of(session, "s3").get_object(Bucket=f"g-{role.role_name}", Key="k")

    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_a_scan_through_the_role_is_denied_nothing(emulator, role):
    emulator.root_client("s3").create_bucket(Bucket=f"s-{role.role_name}")

    result = run_scan(AwsReader(session_of(emulator, role)), regions=["us-east-1"])

    assert result.facts[CallerFacts].account_id == CUSTOMER_ACCOUNT
    denied = {Reason.DENIED, Reason.DENIED_SESSION, Reason.DENIED_SCP, Reason.DENIED_RESOURCE}
    assert [entry for entry in result.unreadable if entry.gap.reason in denied] == []


def test_a_role_with_a_choice_is_verified_only_with_that_choice_and_is_denied_nothing(emulator):
    role = emulator.deploy(role_name=f"ftr-{uuid.uuid4().hex[:8]}", ReadEnvironmentValues="yes")
    session = assume(role, settings=emulator.settings, purpose="x", parts=session_parts(["config_secrets"]))

    assert probe(emulator, role, ["config_secrets"]).reasons == ()
    assert probe(emulator, role).reasons == ("connection.permissions_extra",)
    assert probe(emulator, role, ["cdn"]).reasons == ("connection.permissions_extra",)
    result = run_scan(AwsReader(session), regions=["us-east-1"], opt_ins=["config_secrets"])
    assert "lambda:ListFunctions" in result.calls
    assert "cloudfront:ListDistributions" not in result.calls
    denied = {Reason.DENIED, Reason.DENIED_SESSION, Reason.DENIED_SCP, Reason.DENIED_RESOURCE}
    assert [entry for entry in result.unreadable if entry.gap.reason in denied] == []


def test_a_session_without_the_choice_cannot_read_what_the_role_would_grant(emulator):
    role = emulator.deploy(role_name=f"ftr-{uuid.uuid4().hex[:8]}", ReadEnvironmentValues="yes")
    session = session_of(emulator, role)

    with pytest.raises(ClientError) as refused:
        emulator.client_of(session, "lambda").list_functions()

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_removed_role_ends_the_connection(emulator, role):
    iam = emulator.root_client("iam")
    for policy in iam.list_role_policies(RoleName=role.role_name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=role.role_name, PolicyName=policy)
    iam.delete_role(RoleName=role.role_name)

    with pytest.raises(AssumeFailed) as failed:
        session_of(emulator, role)

    assert failed.value.is_refusal
