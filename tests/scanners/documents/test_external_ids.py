"""Samples of external ids, and whether any is shared."""

from __future__ import annotations

import secrets
import uuid

import pytest

from tests.scanners.documents.templates import outcomes, said

UUIDS = [str(uuid.UUID(bytes=bytes([number]) * 16, version=4)) for number in range(1, 200, 17)]


def samples(values, name="ids.txt"):
    return outcomes("external_id_sample_format", name, "\n".join(values))


def unique(text, name="ids.csv"):
    return outcomes("external_ids_unique", name, text)


def test_random_ids_pass():
    assert samples(UUIDS) == ["pass"]
    assert samples([secrets.token_urlsafe(24) for _ in range(10)]) == ["pass"]


@pytest.mark.parametrize(
    "values",
    [
        [f"customer-{number:04}" for number in range(10)],
        [f"acme-corporation-production-{number:06}" for number in range(10)],
        ["short1", "short2", "short3"],
        ["acme-4711-4711-4711-4711-4711", "globex-corporation-4711-4711", "initech-4711-4711-4711-4711-4711-4711"],
        [UUIDS[0], UUIDS[0], UUIDS[1]],
        [str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in ("acme", "globex", "initech")],
        [f"{'a' * 21}{sign}{'b' * 21}" for sign in "cdefgh"],
        [
            "no spaces allowed in here at all 1",
            "no spaces allowed in here at all 2",
            "xo spaces allowed in here at al3",
        ],
    ],
)
def test_ids_with_a_pattern_want_a_person(values):
    assert samples(values) == ["review"]


def test_too_few_samples_say_nothing():
    assert samples(UUIDS[:2]) == ["unknown"]
    assert samples([]) == ["unknown"]


def test_samples_are_never_repeated():
    assert "canary" not in str(said("external_id_sample_format", "ids.txt", "canary-1\ncanary-2\ncanary-3"))


def test_distinct_hashes_pass():
    assert unique("customer,hash\na,1f\nb,2f\nc,3f\n") == ["pass"]
    assert unique("\n".join(UUIDS), "ids.txt") == ["pass"]


def test_two_customers_with_one_hash_fail():
    assert unique("customer,hash\na,1f\nb,1f\nc,3f\n") == ["fail"]
    assert unique("1f\n1f\n", "ids.txt") == ["fail"]


def test_one_customer_may_have_several_connections_with_one_id():
    assert unique("customer,hash\na,1f\na,1f\nb,2f\n") == ["pass"]


def test_a_customer_without_an_id_fails():
    assert unique("customer,hash\na,1f\nb,\n") == ["fail"]


@pytest.mark.parametrize("text", ["", "name,colour\na,red\n", 'customer,hash\n"a,1f\n', "hash,hash\na,b\n"])
def test_tables_that_are_none_are_unknown(text):
    assert unique(text) == ["unknown"]


def test_other_files_are_none_of_its_business():
    assert unique("{}", "ids.json") == []
