"""The page of data stores: seen by the latest scan, said by people, as a table and as a file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, StoreDeclaration
from tests.scanners.fact_builders import DENIED, bucket, s3_facts, trail, trails
from tests.scanners.store_builders import cache, caches, databases, instance, table, tables
from tests.scanners.stored_scans import scan_of

pytestmark = pytest.mark.django_db
HERE = "111111111111"
DATA, LOGS = "arn:aws:s3:::data", "arn:aws:s3:::logs"
MARKUP = '<script>alert("x")</script>'


@pytest.fixture
def connection(world, scans) -> Connection:
    connection = scans.connection(world.acme, HERE)
    scan_of(
        connection,
        s3_facts(bucket("data"), bucket("logs")),
        trails(trail(bucket="logs")),
        tables(table("orders")),
        databases(instance("app"), instance("copy", replica_of="app"), instance("part", cluster="books")),
        caches(cache("c")),
    )
    return connection


def url(world, connection, name="store_list"):
    return reverse(f"scanners:{name}", args=[world.acme.slug, connection.pk])


def stored(world):
    with organization_context(world.acme.pk):
        rows = StoreDeclaration.objects.all()
        return {row.arn: (row.role, row.is_sensitive, row.keep_days) for row in rows}


def classify(world, connection, person=None, query="", **data):
    browser = world.client(person or world.cai)
    return browser.post(f"{url(world, connection, 'store_classify')}{query}", {"which": "ticked", **data})


def test_the_page_lists_what_the_scan_saw_with_hints_that_do_not_count(world, connection):
    text = world.client(world.ben).get(url(world, connection)).text

    assert all(name in text for name in ("data", "logs", "orders", "app", "copy"))
    assert ">part<" not in text  # follows its cluster
    assert "Hint: logs. CloudTrail delivers to it." in text
    assert "Hint: replica of another data store." in text
    assert "<strong>6</strong> not classified" in text
    assert stored(world) == {}


def test_a_contributor_says_it_of_the_ticked_ones(world, connection):
    response = classify(world, connection, arn=[DATA], role="primary", is_sensitive="yes", keep_days="30")

    assert response.status_code == 302
    assert stored(world) == {DATA: ("primary", True, 30)}
    text = world.client(world.ben).get(url(world, connection)).text
    assert "30 days" in text
    assert "Results are being updated" in text


def test_all_that_the_filter_shows_are_said_at_once_on_every_page(world, connection):
    response = classify(world, connection, query="?kind=Bucket", which="filter", is_sensitive="no")

    assert response.headers["Location"].endswith("?kind=Bucket")
    assert stored(world) == {DATA: ("", False, 0), LOGS: ("", False, 0)}


def test_what_was_said_can_be_taken_back(world, connection):
    classify(world, connection, arn=[DATA], role="log", is_sensitive="no", keep_days="7")
    classify(world, connection, arn=[DATA], role="clear", is_sensitive="clear", keep_days="0")

    assert stored(world) == {DATA: ("", None, 0)}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"role": "log"}, "Select at least one data store."),
        ({"arn": [DATA]}, "Choose at least one change."),
        ({"arn": [DATA], "role": "<b>"}, "This option is not available"),
        ({"arn": [DATA], "keep_days": "-1"}, "Enter 0 or more"),
        ({"arn": ["arn:aws:s3:::of-somebody-else"], "role": "log"}, "Select at least one data store."),
    ],
)
def test_what_makes_no_sense_is_refused_and_the_ticks_stay(world, connection, data, message):
    response = classify(world, connection, **data)

    assert response.status_code == 422
    assert message in response.text
    assert "<b>" not in response.text
    if data.get("arn") == [DATA]:
        assert f'value="{DATA}" id="tick-1" aria-label="Choose data" checked' in response.text
    assert stored(world) == {}


def test_a_reviewer_reads_and_says_nothing(world, connection):
    text = world.client(world.ben).get(url(world, connection)).text

    assert 'name="arn"' not in text
    assert classify(world, connection, world.ben, arn=[DATA], role="log").status_code == 403
    assert classify(world, connection, world.cleo, arn=[DATA], role="log").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("kind=Table", "orders", "logs"),
        ("text=LOG", "logs", "orders"),
        ("state=sensitive", "data", "orders"),
        ("state=open", "orders", ">data<"),
        ("kind=nonsense&state=%00", "orders", "unheard of"),
    ],
)
def test_filters(world, connection, query, shown, hidden):
    classify(world, connection, arn=[DATA], role="primary", is_sensitive="yes")

    text = world.client(world.cai).get(f"{url(world, connection)}?{query}", headers={"HX-Request": "true"}).text

    assert f">{shown}<" in text
    assert hidden not in text


def test_a_store_that_is_gone_stays_in_the_list_until_somebody_takes_its_word_back(world, connection):
    with organization_context(world.acme.pk):
        StoreDeclaration.objects.create(
            organization=world.acme,
            account_id=HERE,
            arn="arn:aws:s3:::gone",
            role="log",
            declared_at="2026-01-01T00:00Z",
        )

    assert "No longer found" in world.client(world.cai).get(url(world, connection)).text


def test_names_from_the_account_are_escaped(world, scans):
    connection = scans.connection(world.acme, "222222222222")
    scan_of(connection, tables(table(MARKUP)))

    text = world.client(world.cai).get(url(world, connection)).text

    assert MARKUP not in text
    assert "&lt;script&gt;" in text


def test_what_could_not_be_read_is_said(world, scans):
    connection = scans.connection(world.acme, "222222222222")
    scan_of(connection, s3_facts(buckets=DENIED), tables(table("orders")))

    text = world.client(world.cai).get(url(world, connection)).text

    assert "The list may be incomplete" in text
    assert "svc:Action" in text


def test_an_account_without_a_scan_says_so(world, scans):
    connection = scans.connection(world.acme, "222222222222")

    assert "No data stores found" in world.client(world.cai).get(url(world, connection)).text


def test_a_thousand_buckets_are_few_queries_and_pages(world, scans, django_assert_max_num_queries):
    connection = scans.connection(world.acme, "222222222222")
    scan_of(connection, s3_facts(*(bucket(f"b-{number:04}") for number in range(1000))))
    browser = world.client(world.cai)
    browser.get(url(world, connection))

    with django_assert_max_num_queries(15):
        text = browser.get(f"{url(world, connection)}?page=20").text

    assert "Page 20 of 20" in text
    assert "b-0999" in text
    classify(world, connection, which="filter", role="log")
    assert len(stored(world)) == 1000
    with organization_context(world.acme.pk):
        parts = AuditEntry.objects.filter(action="stores.classified")
        assert [len(one.data["stores"]) for one in parts] == [500, 500]


def upload(world, connection, content, person=None):
    file = SimpleUploadedFile("stores.csv", content if isinstance(content, bytes) else content.encode())
    return world.client(person or world.cai).post(url(world, connection, "store_import"), {"file": file})


def test_the_list_goes_out_and_comes_back(world, connection):
    classify(world, connection, arn=[DATA], role="primary", is_sensitive="yes", keep_days="30")
    out = world.client(world.ben).get(url(world, connection, "store_export"))
    assert out.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = out.content.decode().splitlines()
    assert lines[0] == "arn,name,kind,region,role,sensitive,keep_days"
    assert f"{DATA},data,Bucket,eu-west-1,primary,yes,30" in lines

    changed = out.content.decode().replace("primary,yes,30", "cache,no,").replace(",,,\r\n", ",log,no,1\r\n")
    response = upload(world, connection, "\ufeff" + changed)

    assert response.status_code == 302
    assert stored(world)[DATA] == ("cache", False, 0)
    assert stored(world)[LOGS] == ("log", False, 1)


HEAD = "arn,role,sensitive,keep_days\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{HEAD}{DATA},box,no,1\n", "Line 2: role is “box”"),
        (f"{HEAD}{DATA},log,maybe,1\n", "Line 2: sensitive is “maybe”"),
        (f"{HEAD}{DATA},log,no,-1\n", "Line 2: keep_days is “-1”"),
        (f"{HEAD}{DATA},log,no,9999999\n", "Line 2: keep_days is"),
        (f"{HEAD}arn:aws:s3:::else,log,no,1\n", "is not a data store of this account"),
        (f"{HEAD}{DATA},log,no,1\n{DATA},cache,no,1\n", "Line 3: this data store is already in an earlier line."),
        ("a,b\n1,2\n", "Line 1: missing columns"),
        ("", "This file is empty"),
        (HEAD, "The file contains no data store."),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (f"{HEAD}<script>x</script>,log,no,1\n", "&lt;script&gt;"),
    ],
)
def test_a_bad_file_changes_nothing_and_names_the_line(world, connection, content, message):
    response = upload(world, connection, content)

    assert response.status_code == 422
    assert message in response.text
    assert stored(world) == {}


def test_a_spreadsheets_semicolons_are_read_too(world, connection):
    assert upload(world, connection, f"arn;role;sensitive;keep_days\r\n{DATA};log;No;\r\n").status_code == 302
    assert stored(world) == {DATA: ("log", False, 0)}


def test_names_a_spreadsheet_would_calculate_get_a_quote(world, scans):
    connection = scans.connection(world.acme, "222222222222")
    scan_of(connection, tables(table("=1+1")))

    assert ",'=1+1,Table," in world.client(world.cai).get(url(world, connection, "store_export")).text


def test_the_waiting_page_is_loaded_anew_when_judging_is_done(world, connection):
    classify(world, connection, arn=[DATA], role="log")
    browser, address = world.client(world.ben), url(world, connection, "judging_status")
    assert browser.get(address, headers={"HX-Request": "true"}).status_code == 204
    with organization_context(world.acme.pk):
        Connection.objects.update(declared_at=None)

    response = browser.get(address, headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Refresh"]) == (286, "true")
