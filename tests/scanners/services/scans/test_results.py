"""What comes from a scanned account is made storable without hiding anything."""

from __future__ import annotations

import pytest
from django.utils import timezone

from scanners.engine.checks.verdicts import failed, passed
from scanners.engine.run import ScanResult
from scanners.engine.scope import Scope
from scanners.models import Finding
from scanners.services.scans import results


def result(*verdicts):
    scope = Scope("111122223333", "aws", timezone.now(), ("us-east-1",))
    return ScanResult(scope, {}, {"root_mfa_enabled": verdicts}, {}, ())


@pytest.fixture
def run(in_acme, scans):
    return scans.run(scans.connection(in_acme.acme))


def test_of_two_verdicts_on_one_resource_the_worse_one_stays(run):
    for verdicts in ([passed("r", "good"), failed("r", "bad")], [failed("r", "bad"), passed("r", "good")]):
        found = results.findings_of(run, result(*verdicts))

        assert [(finding.outcome, finding.message) for finding in found] == [("fail", "bad")]


def test_long_resource_names_stay_apart(run):
    long = "arn:aws:iam::111122223333:role/" + "x" * 700

    found = results.findings_of(run, result(failed(long + "1", "no"), failed(long + "2", "no")))

    assert len({finding.resource for finding in found}) == 2
    assert all(len(finding.resource) == 600 for finding in found)


def test_hostile_text_is_stored_as_text(run):
    hostile = "<script>alert(1)</script>\x00\ud800 ünï 🎉"

    Finding.objects.bulk_create(
        results.findings_of(run, result(failed(hostile, hostile, region="x" * 99, note=[hostile, {hostile: 1}])))
    )

    stored = Finding.objects.get()
    assert "<script>alert(1)</script>" in stored.message
    assert "\x00" not in stored.message + str(stored.evidence)
    assert len(stored.region) == 40


def test_equal_facts_give_equal_bytes():
    one = result(passed("r", "good"))

    assert results.facts_bytes(one) == results.facts_bytes(one)
