"""Recorded answers are given again to the same questions, and to no others."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
import urllib3

from devstack.benchmark.exchanges import question
from devstack.benchmark.floors import floors
from devstack.benchmark.replay import replaying

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/iam/aws4_request, SignedHeaders=host, Signature=x"


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "recording.jsonl"
    lines = [
        {
            "method": "POST",
            "target": "/",
            "authorization": SIGNED,
            "operation": "",
            "body": b64encode(b"Action=GetReport").decode(),
            "status": status,
            "headers": [["Content-Type", "text/xml"], ["Content-Length", "99"], ["Date", "then"]],
            "answer": b64encode(answer).decode(),
        }
        for status, answer in (("200 OK", b"pending"), ("200 OK", b"done"))
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def ask(replay, body):
    return urllib3.request("POST", replay.endpoint_url + "/", body=body, headers={"Authorization": SIGNED})


def test_answers_come_in_the_order_they_were_given_and_the_last_one_stays(recording):
    with replaying(recording) as replay:
        found = [ask(replay, "Action=GetReport") for _ in range(3)]

    assert [one.data for one in found] == [b"pending", b"done", b"done"]
    assert found[0].headers["Content-Type"] == "text/xml"


def test_an_unknown_question_is_an_error_and_remembered(recording):
    with replaying(recording) as replay:
        assert ask(replay, "Action=Other").status == 501
        figures = replay.figures()

    assert figures["unknown"] == ["iam eu-west-1 POST  / Action=Other"]


def test_questions_differ_by_region_and_parameters_but_not_by_the_moment_or_the_sessions_name():
    def asked(region="eu-west-1", body="RoleSessionName=scan-1&Since=2026-01-02T03%3A04%3A05Z&Size=1"):
        return question(
            method="POST",
            target="/",
            authorization=SIGNED.replace("eu-west-1", region),
            operation="",
            body=body.encode(),
        )

    assert asked() == asked(body="RoleSessionName=scan-2&Since=2026-02-03T04%3A05%3A06Z&Size=1")
    assert asked() != asked(region="us-east-1")
    assert asked() != asked(body="RoleSessionName=scan-1&Since=2026-01-02T03%3A04%3A05Z&Size=2")


def test_the_floor_is_what_the_fullest_bucket_and_the_latency_leave():
    log = [{"call": "cloudtrail:GetTrailStatus", "region": "eu-west-1"}] * 30
    log += [{"call": "cloudtrail:GetTrailStatus", "region": "us-east-1"}] * 5

    found = floors(log, latency_ms=160)

    assert [(round(one.seconds, 3), one.name.partition(" ")[0]) for one in found] == [
        (2.0, "cloudtrail:*"),
        (0.35, "160"),
    ]
