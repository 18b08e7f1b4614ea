"""Services are called by the names that people know."""

from __future__ import annotations

from scanners.engine.collectors.catalog import all_collectors
from scanners.engine.service_names import NAMES, service_name


def test_every_service_that_a_scan_reads_has_a_name():
    assert {one.service for one in all_collectors()} == set(NAMES)


def test_a_service_of_an_older_scan_keeps_its_key():
    assert service_name("simpledb") == "simpledb"
