"""What the probes make of odd answers; what they make of real roles is tested with the emulator."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from scanners.engine.aws.probes import Outcome, ProbeVerdict, probe_role
from scanners.engine.aws.role_audit import ExpectedRole
from scanners.engine.aws.roles import RoleRef
from tests.scanners.engine.aws.loopback_server import answer, assumed, query_error, serving
from tests.scanners.engine.aws.test_session import ROLE, settings_at

EXPECTED = ExpectedRole("arn:aws:iam::111122223333:role/portal", {})
REFUSED = (403, query_error("AccessDenied"))
Sts = Callable[[str | None], tuple[int, str]]


def caller(account: str = ROLE.account_id, role: str = ROLE.role_name) -> str:
    return (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        f"<Arn>arn:aws:sts::{account}:assumed-role/{role}/x</Arn><UserId>u</UserId><Account>{account}</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )


def probed(sts: Sts, *, identity: str = "", iam: tuple[int, str] = REFUSED):
    def aws(handler, body):
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if asked["Action"] == "AssumeRole":
            answer(handler, *sts(asked.get("ExternalId")))
        elif asked["Action"] == "GetCallerIdentity":
            answer(handler, 200, identity or caller())
        else:
            answer(handler, *iam)

    with serving(aws) as address:
        return probe_role(ROLE, settings=settings_at(address), expected=EXPECTED)


def only_right(given: str | None) -> tuple[int, str]:
    return (200, assumed()) if given == ROLE.external_id else REFUSED


def outcomes(report) -> dict[str, Outcome]:
    return {probe.name: probe.outcome for probe in report.probes}


def test_a_role_that_is_not_there_yet_is_not_ready():
    report = probed(lambda given: REFUSED)

    assert report.verdict is ProbeVerdict.NOT_READY
    assert report.reasons == ("connection.role_not_assumable",)


@pytest.mark.parametrize(
    ("given", "message"),
    [(None, "connection.external_id_not_required"), ("wrong", "connection.wrong_external_id_accepted")],
)
def test_a_role_that_accepts_another_id_is_refused(given, message):
    def sts(asked):
        lets_in = asked == ROLE.external_id or (asked is None if given is None else asked is not None)
        return (200, assumed()) if lets_in else REFUSED

    report = probed(sts)

    assert report.verdict is ProbeVerdict.REFUSED
    assert message in report.reasons


@pytest.mark.parametrize(
    "trouble", [(400, query_error("ValidationError")), (200, "<html/>"), (403, query_error("ExpiredToken"))]
)
@pytest.mark.parametrize("when", ["none", "wrong"])
def test_a_refusal_that_did_not_come_is_unknown_and_never_a_refusal(trouble, when):
    def sts(asked):
        if asked == ROLE.external_id:
            return 200, assumed()
        return trouble if (asked is None) == (when == "none") else REFUSED

    report = probed(sts, iam=(400, query_error("Odd")))

    name = "without_external_id" if when == "none" else "wrong_external_id"
    assert outcomes(report)[name] is Outcome.UNKNOWN
    assert report.verdict is ProbeVerdict.UNKNOWN


def test_a_session_of_another_account_stops_the_probe():
    report = probed(only_right, identity=caller(account="999999999999"))

    assert report.verdict is ProbeVerdict.REFUSED
    assert "connection.other_account" in report.reasons
    assert "trust_policy" not in outcomes(report)


def test_a_session_of_another_role_stops_the_probe():
    assert "connection.other_account" in probed(only_right, identity=caller(role="admin")).reasons


def test_a_role_we_may_not_read_is_refused():
    report = probed(only_right, iam=REFUSED)

    assert report.verdict is ProbeVerdict.REFUSED
    assert report.reasons == ("connection.role_not_readable",)


def test_a_role_that_could_not_be_read_is_unknown():
    report = probed(only_right, iam=(400, query_error("ValidationError")))

    assert report.verdict is ProbeVerdict.UNKNOWN


def test_our_own_account_is_refused_without_a_call():
    asked = []
    with serving(lambda handler, body: asked.append(body)) as address:
        own = RoleRef("111122223333", "portal", ROLE.external_id)
        report = probe_role(own, settings=settings_at(address), expected=EXPECTED)

    assert report.verdict is ProbeVerdict.REFUSED
    assert report.reasons == ("connection.portal_account",)
    assert asked == []
