"""Samples of external ids, and whether any is shared."""

from __future__ import annotations

import secrets
import uuid

import pytest

from scanners.engine.documents.registry import document_checks
from tests.scanners.engine.documents.templates import outcomes, said

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


@pytest.mark.parametrize(
    "text",
    [
        "customer;hash\na;1f\nb;1f\n",
        "customer\thash\na\t1f\nb\t1f\n",
        "customer_hash,external_id_hash\nc1,1f\nc2,1f\n",
        "customer_id,value\nc1,1f\nc2,1f\n",
        "customer,customer_external_id\na,1f\nb,1f\n",
        "customer_external_id,tenant\n1f,a\n1f,b\n",
        "customer,hash\n,1f\n,1f\n",
    ],
)
def test_a_shared_id_is_seen_however_the_table_is_written(text):
    assert unique(text) == ["fail"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ids.txt", "a\t1f\nb\t1f\n"),
        ("ids.txt", "a 1f\nb 1f\n"),
        ("ids.csv", "hash\na|1f\nb|1f\n"),
        ("ids.csv", "customer,hash\nAcme, Inc.,1f\nGlobex, Inc.,1f\n"),
        ("ids.csv", "old_hash,new_hash\n1f,3f\n2f,3f\n"),
    ],
)
def test_a_table_whose_ids_are_unclear_never_passes(name, text):
    assert unique(text, name) == ["unknown"]


def test_a_long_list_is_read_to_its_end_or_not_at_all():
    rows = [f"c{number},{number:064x}" for number in range(12_000)]

    assert unique("\n".join(["customer,hash", *rows])) == ["pass"]
    assert unique("\n".join(["customer,hash", *rows, f"other,{5:064x}"])) == ["fail"]
    ((outcome, message),) = said("external_ids_unique", "ids.csv", "\n".join(["customer,hash", *rows * 3]))
    assert outcome == "unknown"
    assert "2,048 kB" in message


def test_other_files_are_none_of_its_business():
    assert unique("{}", "ids.json") == []


ID, OTHER = UUIDS[:2]


@pytest.mark.parametrize(
    "text",
    [
        f"customer,customer_id,hash\nContoso,1,{ID}\nContoso,2,{ID}\n",
        f"customer,tenant,hash\nContoso,eu,{ID}\nContoso,us,{ID}\n",
        f"customer,hash\nA,{ID}\u200b\nB,{ID}\n",
        f"customer,hash\nA,\ufeff{ID}\nB,{ID}\n",
        f"customer,hash\nA,{ID.upper()}\nB,{ID}\n",
        f"customer,hash\nA,'{ID}'\nB,{ID}\n",
        f"customer,hash\nA,“{ID}”\nB, {ID} \n",
        "customer,hash\nA,\uff41\uff11\nB,a1\n",
        f"customer|hash\nA|{ID}\nB|{ID}\n",
        f"sep=;\ncustomer;hash\nA;{ID}\nB;{ID}\n",
        f'"sep=|"\ncustomer|hash\nA|{ID}\nB|{ID}\n',
        f"client,external id digest\nA,{ID}\nB,{ID}\n",
        f"organization id,hmac\nA,{ID}\nB,{ID}\n",
    ],
)
def test_the_same_id_is_recognized_however_it_is_written(text):
    assert unique(text) == ["fail"]
    assert document_checks()["external_ids_unique"].run("ids.csv", text.encode("utf-16"))[0].outcome.value == "fail"


@pytest.mark.parametrize(
    "text",
    [
        f"sep=;\ncustomer;hash\nA;{ID}\nB;{OTHER}\n",
        f"customer,customer_id,hash\nContoso,1,{ID}\nContoso,1,{ID}\nContoso,2,{OTHER}\n",
        f"customer,account,hash\nContoso,111,{ID}\nContoso,222,{ID}\n",
    ],
)
def test_lists_without_a_shared_id_pass(text):
    assert unique(text) == ["pass"]


@pytest.mark.parametrize("text", ["customers,distinct_ids\n120,120\n", "count,id\n5,5\n", "customers,ids\n120,120\n"])
def test_counts_are_unknown_and_name_the_columns(text):
    for check_id in ("external_ids_unique", "external_id_sample_format"):
        ((outcome, message),) = said(check_id, "ids.csv", text)

        assert outcome == "unknown"
        assert "columns customer and hash" in message


def test_lookalike_letters_never_pass():
    assert unique("customer,hash\nA,\u0430bc\nB,abc\n") == ["unknown"]


def test_a_table_with_many_columns_is_refused():
    ((outcome, message),) = said("external_ids_unique", "ids.csv", ",".join(f"c{n}" for n in range(51)) + "\n")

    assert outcome == "unknown"
    assert "50 columns" in message
