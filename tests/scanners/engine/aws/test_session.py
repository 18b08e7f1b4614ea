from __future__ import annotations

import logging
import pickle
import re
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import time_machine

from scanners.engine.aws import transport
from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.roles import InvalidRole, RoleRef
from scanners.engine.aws.session import AssumeFailed, SessionPart, assume, try_assume
from scanners.engine.aws.settings import AwsSettings, PortalCredentials
from scanners.engine.facts.unknown import Reason
from tests.scanners.engine.aws.loopback_server import answer, assumed, query_error, serving

ROLE = RoleRef("123456789012", "ftr-portal-reader", "5f0c0f6e-6c1f-4a53-9c6e-0d8b3c1c7a10")
POLICY = '{"Version":"2012-10-17","Statement":[]}'
PARTS = (SessionPart(POLICY),)
CALLER = Operation("sts", "GetCallerIdentity", "")


def settings_at(address: str) -> AwsSettings:
    return AwsSettings(
        "arn:aws:iam::111122223333:role/portal",
        endpoint_url=address,
        portal_credentials=PortalCredentials("AKIAPORTAL", "portal-secret"),
    )


def test_a_role_is_assumed_with_its_external_id_our_name_and_a_narrowing_policy():
    asked: list[dict[str, list[str]]] = []

    def sts(handler, body):
        asked.append(parse_qs(body.decode()))
        answer(handler, 200, assumed())

    with serving(sts) as address:
        session = assume(ROLE, settings=settings_at(address), purpose="scan x,y=z", parts=PARTS)

    assert session.account_id == "123456789012"
    assert {name: values[0] for name, values in asked[0].items()} == {
        "Action": "AssumeRole",
        "Version": "2011-06-15",
        "RoleArn": ROLE.arn,
        "RoleSessionName": "ftr-portal-scan-x,y=z",
        "DurationSeconds": "3600",
        "Policy": POLICY,
        "ExternalId": ROLE.external_id,
    }


def test_credentials_are_in_no_text_no_log_and_no_pickle(caplog):
    caplog.set_level(logging.DEBUG, logger="scanners")
    with serving(lambda handler, _: answer(handler, 200, assumed())) as address:
        settings = settings_at(address)
        session = assume(ROLE, settings=settings, purpose="scan", parts=PARTS)
        credentials = try_assume(
            ROLE, settings=settings, purpose="scan", session_policy=POLICY, external_id=ROLE.external_id
        )

    shown = f"{session!r} {session} {credentials!r} {settings!r} {caplog.text}"
    for secret in ("ASIAEXAMPLE", "very-secret-value", "token-of-the-session", "portal-secret"):
        assert secret not in shown
    for value in (session, credentials):
        with pytest.raises(TypeError):
            pickle.dumps(value)


@pytest.mark.parametrize(
    ("status", "body", "message", "is_refusal"),
    [
        (403, query_error("AccessDenied"), "connection.role_not_assumable", True),
        (403, query_error("InvalidClientTokenId"), "portal.credentials_rejected", False),
        (403, query_error("ExpiredToken"), "portal.credentials_rejected", False),
        (403, query_error("SignatureDoesNotMatch"), "portal.credentials_rejected", False),
        (400, query_error("PackedPolicyTooLarge"), "portal.session_policy_rejected", False),
        (400, query_error("MalformedPolicyDocument"), "portal.session_policy_rejected", False),
        (403, query_error("RegionDisabledException"), "portal.sts_region_disabled", False),
        (400, query_error("ValidationError"), "aws.unexpected", False),
        (200, "<html>not AWS</html>", "aws.unexpected", False),
        (200, "{}", "aws.unexpected", False),
    ],
)
def test_only_a_clear_no_is_a_refusal(status, body, message, is_refusal):
    with serving(lambda handler, _: answer(handler, status, body)) as address, pytest.raises(AssumeFailed) as failed:
        assume(ROLE, settings=settings_at(address), purpose="scan", parts=PARTS)

    assert (failed.value.message_id, failed.value.is_refusal) == (message, is_refusal)


def test_our_own_account_is_refused_before_any_call():
    asked: list[bytes] = []
    with serving(lambda handler, body: asked.append(body)) as address, pytest.raises(InvalidRole):
        assume(
            RoleRef("111122223333", "portal", ROLE.external_id),
            settings=settings_at(address),
            purpose="scan",
            parts=PARTS,
        )

    assert asked == []


def test_no_role_is_assumed_without_a_session_policy():
    with (
        serving(lambda handler, _: answer(handler, 200, assumed())) as address,
        pytest.raises(ValueError, match="policy"),
    ):
        assume(ROLE, settings=settings_at(address), purpose="scan", parts=())
    with (
        serving(lambda handler, _: answer(handler, 200, assumed())) as address,
        pytest.raises(ValueError, match="policy"),
    ):
        assume(ROLE, settings=settings_at(address), purpose="scan", parts=(SessionPart(""),))


def test_each_service_is_called_with_the_session_of_its_part():
    keys = iter(["ASIAFIRST", "ASIASECOND"])
    seen: list[tuple[str, str]] = []

    def aws(handler, body):
        form = parse_qs(body.decode())
        if form["Action"] == ["AssumeRole"]:
            seen.append(("assumed", form["Policy"][0]))
            answer(handler, 200, assumed(key=next(keys)))
            return
        seen.append((form["Action"][0], re.search("Credential=([A-Z]+)", handler.headers["Authorization"])[1]))
        answer(handler, 400, query_error("Nothing"))

    operations = (Operation("sns", "ListTopics", "sns:ListTopics"), Operation("iam", "GetAccountSummary", ""), CALLER)
    parts = (SessionPart("first", frozenset({"iam"})), SessionPart("second", frozenset({"sns"})))
    with serving(aws) as address:
        reader = AwsReader(assume(ROLE, settings=settings_at(address), purpose="scan", parts=parts))
        for operation in operations:
            with pytest.raises(CallFailed):
                reader.call(operation)

    assert seen == [
        ("assumed", "first"),
        ("assumed", "second"),
        ("ListTopics", "ASIASECOND"),
        ("GetAccountSummary", "ASIAFIRST"),
        ("GetCallerIdentity", "ASIAFIRST"),
    ]


def test_a_session_is_renewed_once_and_by_one_of_many_threads():
    keys = iter(["ASIAFIRST", "ASIASECOND", "ASIATHIRD"])
    minutes = iter([10, 20, 30])

    def sts(handler, _):
        answer(handler, 200, assumed(key=next(keys), minutes=next(minutes)))

    with serving(sts) as address:
        session = assume(ROLE, settings=settings_at(address), purpose="scan", parts=PARTS)
        first = session.expires_at

        assert session.renew(first)
        assert session.renew(first), "another thread renewed it already"
        assert not session.renew(session.expires_at)

    assert next(keys) == "ASIATHIRD"


def test_answers_of_absurd_size_are_cut_off(monkeypatch):
    monkeypatch.setattr(transport.Transport.__init__, "__kwdefaults__", {"connections": 16, "max_bytes": 100_000})

    def flood(handler, body):
        if b"AssumeRole" in body:
            answer(handler, 200, assumed())
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(100 * 1024 * 1024))
        handler.end_headers()
        try:
            for _ in range(1600):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            handler.close_connection = True

    with serving(flood) as address:
        session = assume(ROLE, settings=settings_at(address), purpose="scan", parts=PARTS)
        with pytest.raises(CallFailed) as failed:
            AwsReader(session).call(CALLER)

    assert failed.value.gap.reason is Reason.MALFORMED


def test_s3_control_is_asked_at_the_stand_ins_own_address():
    hosts: list[str] = []

    def aws(handler, body):
        if b"AssumeRole" in body:
            answer(handler, 200, assumed())
            return
        hosts.append(f"{handler.headers['Host']} {handler.headers['x-amz-account-id']}")
        answer(handler, 404, "<Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error>")

    block = Operation("s3control", "GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock")
    with serving(aws) as address:
        session = assume(ROLE, settings=settings_at(address), purpose="scan", parts=PARTS)
        with pytest.raises(CallFailed) as failed:
            AwsReader(session).call(block, AccountId="123456789012")

    assert failed.value.code == "NoSuchPublicAccessBlockConfiguration"
    assert hosts == [f"{address.removeprefix('http://')} 123456789012"]


def test_a_clock_set_back_after_throttling_holds_nobody_up():
    """The client lives as long as the worker: a limiter of its own that measured by the clock would wait for days."""
    answers = [(400, query_error("Throttling")), (200, assumed()), (200, assumed())]
    with serving(lambda handler, _: answer(handler, *answers.pop(0))) as address:
        settings = settings_at(address)
        with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
            assume(ROLE, settings=settings, purpose="scan", parts=PARTS)

        again = threading.Thread(
            target=lambda: assume(ROLE, settings=settings, purpose="scan", parts=PARTS), daemon=True
        )
        again.start()
        again.join(10)

    assert not again.is_alive()
