"""The readings whose answers hold secrets: what is found, and that no value ever leaves the parser."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import time

import pytest

from scanners.engine.collectors import cloudfront, config_secrets
from scanners.engine.collectors.secret_shapes import WITHHELD, plain_secrets
from scanners.engine.facts.cloudfront import CdnFacts
from scanners.engine.facts.config_secrets import Configurations, ExposedSecretFacts, PlainSecret
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.run import run_scan
from scanners.services.scans.results import facts_bytes, unreadable_row
from tests.scanners.canned_aws import DENIED, NOW, CannedAws, Refusal, context_of, reader_of, recorded_answers

CANARY = "canary"
KEY_ID, KEY_SECRET = "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
BOTH = frozenset({"config_secrets", "cdn"})
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n"


def found(*variables: tuple[str, str]) -> list[tuple[str, str, bool]]:
    return [(one.variable, one.detector, one.is_certain) for one in plain_secrets(variables)]


def read(collector, answers=None):
    (one,) = collector.COLLECTORS
    aws = CannedAws({**recorded_answers(), **(answers or {})})
    return one.collect(context_of(aws)), aws


def environment(**variables: str):
    return {
        "Functions": [{"FunctionArn": "arn:aws:lambda:us-east-1:1:function:f", "Environment": {"Variables": variables}}]
    }


# --- detectors


@pytest.mark.parametrize(
    ("value", "detector"),
    [
        (PEM, "private_key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "private_key"),
        (base64.b64encode(PEM.encode()).decode(), "private_key"),
        ("ghp_" + "a1B2" * 9, "github_token"),
        ("glpat-" + "x" * 20, "gitlab_token"),
        ("xoxb-1234567890-abc", "slack_token"),
        ("https://hooks.slack.com/services/T0AAA/B0BBB/" + "c" * 24, "slack_webhook"),
        ("sk_live_" + "4" * 24, "stripe_key"),
        ("SG." + "a" * 22 + "." + "b" * 43, "sendgrid_key"),
        ("npm_" + "z" * 36, "npm_token"),
        ("AIza" + "S" * 35, "google_api_key"),
        ("postgres://app:hunter2@db.internal:5432/x", "url_with_password"),
        ("redis://:hunter2@cache:6379", "url_with_password"),
        ("amqp://u:p%40ss@mq/vhost", "url_with_password"),
        ("jdbc:postgresql://db/x?user=a&password=hunter2", "url_with_password"),
        (f"id={KEY_ID} secret={KEY_SECRET}".replace("=w", ": w"), "aws_secret_access_key"),
    ],
)
def test_shapes_that_only_a_secret_has(value, detector):
    assert found(("HARMLESS", value)) == [("HARMLESS", detector, True)]


def test_a_key_id_alone_is_a_question_and_with_its_secret_it_is_certain():
    assert found(("A", KEY_ID)) == [("A", "aws_access_key_id", False)]
    assert found(("A", KEY_ID), ("B", KEY_SECRET)) == [
        ("B", "aws_secret_access_key", True),
        ("A", "aws_access_key_id", False),
    ]
    assert found(("AWS_SECRET_ACCESS_KEY", KEY_SECRET)) == [("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", True)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("DB_PASSWORD", "correct-horse-battery"),
        ("API_TOKEN", "/8d/Qz+x2Lm0Vb9Tr4Ks7Wp1Nc6Yh3Jf5Gd8"),
        ("apiKey", "12345678"),
        ("X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijkl"),
        ("CONNECTION", "Server=db;User Id=sa;Password=hunter2;"),
    ],
)
def test_what_may_be_a_secret_is_a_question(name, value):
    assert [(variable, is_certain) for variable, _, is_certain in found((name, value))] == [(name, False)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"),
        ("DB_PASSWORD", "ssm:/prod/db/password"),
        ("DB_PASSWORD", "/prod/db/password"),
        ("DB_PASSWORD", "{{resolve:secretsmanager:db}}"),
        ("DB_PASSWORD", "${DB_PASSWORD}"),
        ("DB_PASSWORD", ""),
        ("USE_TOKEN", "true"),
        ("TOKEN_SECONDS", "3600"),
        ("DB_PASSWORD_ARN", "whatever"),
        ("DATABASE_URL", "postgres://app@db.internal/x"),
        ("DATABASE_URL", "postgres://app:${PASSWORD}@db.internal/x"),
        ("DATABASE_URL", "postgres://app:<password>@db.internal/x"),
        ("CERTIFICATE", base64.b64encode(b"-----BEGIN CERTIFICATE-----\nMIID").decode()),
        ("COMMIT", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("HOME", "/root"),
    ],
)
def test_what_is_no_secret_is_left_alone(name, value):
    assert found((name, value)) == []


def test_a_name_that_is_a_secret_is_withheld():
    assert found(("sk_live_" + "4" * 24, "x")) == [(WITHHELD, "stripe_key", True)]


def test_a_long_or_odd_name_is_kept_short_and_on_one_line():
    ((name, _, _),) = found(("PASSWORD\n" + "A" * 500 + "_PASSWORD", "hunter2"))

    assert len(name) <= 120
    assert "\n" not in name


@pytest.mark.parametrize(
    "value",
    [
        "a" * 300_000,
        "a:" * 150_000,
        "://" + "a:" * 100_000,
        "=" * 200_000,
        "LS0t" * 60_000,
        "password=" * 30_000,
        "-----BEGIN " * 20_000,
    ],
)
def test_hostile_values_are_judged_in_a_moment(value):
    began = time.process_time()

    plain_secrets([("A", value), ("TOKEN", value)])

    assert time.process_time() - began < 2


# --- collectors


def test_names_and_detectors_are_all_that_is_kept():
    fact, _ = read(config_secrets)

    noted = {
        one.arn.rpartition(":")[2]: one.found
        for part in (fact.functions, fact.task_definitions, fact.build_projects)
        for one in part.noted
    }
    assert noted == {
        "pay": (PlainSecret("DB_PASSWORD", "name_of_a_secret", False),),
        "7": (PlainSecret("API_TOKEN", "name_of_a_secret", False),),
        "project/build": (PlainSecret("NPM_TOKEN", "name_of_a_secret", False),),
    }
    assert fact.functions.total == 2


def test_no_value_leaves_the_parser(caplog):
    """Facts, stored JSON, findings, gaps and logs of a scan whose answers are full of canaries."""
    caplog.set_level(logging.DEBUG, logger="scanners")

    result = run_scan(reader_of(CannedAws(recorded_answers())), now=NOW, opt_ins=BOTH)

    assert result.facts[ExposedSecretFacts].by_region
    assert isinstance(result.facts[CdnFacts], CdnFacts)
    stored = gzip.decompress(facts_bytes(result)).decode()
    rows = json.dumps([unreadable_row(gap) for gap in result.unreadable])
    for text in (stored, rows, repr(result), caplog.text):
        assert CANARY not in text
    assert "X-Origin-Verify" not in stored


@pytest.mark.parametrize("spoiled", ["value", "list", "name"])
def test_a_malformed_answer_shows_no_value_either(spoiled, caplog):
    caplog.set_level(logging.DEBUG, logger="scanners")
    variables = {"value": {"A": ["canary"]}, "list": ["canary"], "name": {7: "canary"}}[spoiled]
    answers = recorded_answers()
    answers["lambda:ListFunctions"]["Functions"][0]["Environment"]["Variables"] = variables

    result = run_scan(reader_of(CannedAws(answers, is_checked=False)), now=NOW, opt_ins=BOTH)

    gap = next(iter(result.facts[ExposedSecretFacts].by_region.values())).functions
    assert isinstance(gap, Unknown)
    assert CANARY not in repr(result) + caplog.text


def test_every_page_and_every_hundred_projects_are_read():
    first = {**environment(A="hunter2"), "NextMarker": "2"}
    names = [f"p{number}" for number in range(150)]
    fact, aws = read(
        config_secrets,
        {
            "lambda:ListFunctions": [first, environment(SECRET="hunter2")],
            "codebuild:ListProjects": {"projects": names},
            "codebuild:BatchGetProjects": lambda given: {
                "projects": [{"arn": f"arn:aws:codebuild:us-east-1:1:project/{name}"} for name in given["names"]]
            },
        },
    )

    assert fact.functions.total == 2
    assert [one.found[0].variable for one in fact.functions.noted] == ["SECRET"]
    assert fact.build_projects == Configurations(150, ())
    assert [len(call["names"]) for call in aws.calls("codebuild:BatchGetProjects")] == [100, 50]


def test_variables_under_a_foreign_key_are_a_gap_of_that_function_alone():
    error = {"ErrorCode": "AccessDeniedException", "Message": CANARY}
    answer = {
        "Functions": [
            {"FunctionArn": "arn:locked", "Environment": {"Error": error}},
            {"FunctionArn": "arn:open", "Environment": {"Variables": {"A": "b"}}},
        ]
    }

    fact, _ = read(config_secrets, {"lambda:ListFunctions": answer})

    ((locked),) = fact.functions.noted
    assert (locked.arn, locked.found.reason, locked.found.action) == (
        "arn:locked",
        Reason.DENIED_RESOURCE,
        "lambda:ListFunctions",
    )
    assert CANARY not in repr(fact)


def test_a_service_that_is_refused_leaves_the_others_readable():
    fact, _ = read(
        config_secrets, {"codebuild:ListProjects": DENIED, "ecs:DescribeTaskDefinition": Refusal("ClientException")}
    )

    assert isinstance(fact.functions, Configurations)
    assert fact.build_projects.reason is Reason.DENIED
    assert [one.found.reason for one in fact.task_definitions.noted] == [Reason.ERROR]
    assert fact.task_definitions.noted[0].arn == "arn:aws:ecs:us-east-1:123456789012:task-definition/web"


def test_only_plain_variables_of_a_build_are_judged():
    fact, _ = read(config_secrets)

    assert [one.variable for one in fact.build_projects.noted[0].found] == ["NPM_TOKEN"]


def test_distributions_are_read_over_all_pages_without_their_headers():
    page = recorded_answers()["cloudfront:ListDistributions"]
    first = {"DistributionList": {**page["DistributionList"], "IsTruncated": True, "NextMarker": "E2"}}

    fact, aws = read(cloudfront, {"cloudfront:ListDistributions": [first, page]})

    assert len(fact.distributions) == 2
    assert [call.get("Marker") for call in aws.calls("cloudfront:ListDistributions")] == [None, "E2"]
    one = fact.distributions[0]
    assert (one.viewer_policies, one.origin_protocols) == (("redirect-to-https", "https-only"), ("https-only",))
    assert CANARY not in repr(fact)


def test_origins_without_a_protocol_of_their_own():
    page = recorded_answers()["cloudfront:ListDistributions"]
    origins = page["DistributionList"]["Items"][0]["Origins"]
    origins["Items"] = [
        {"Id": "a", "DomainName": "b.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}},
        {"Id": "v", "DomainName": "v", "VpcOriginConfig": {"VpcOriginId": "vo-1"}},
    ]
    origins["Quantity"] = 2

    fact, _ = read(cloudfront, {"cloudfront:ListDistributions": page})

    assert fact.distributions[0].origin_protocols == ("s3", "vpc")
