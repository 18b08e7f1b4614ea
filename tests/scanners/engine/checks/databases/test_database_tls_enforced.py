"""The parameter of every group in use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts.database_params import DatabaseTlsFacts, TlsGroup
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import declared, half, here

CHECK = "database_tls_enforced"


def group(name="own", **changes):
    return replace(TlsGroup(f"arn:{name}", name, "rds.force_ssl", ("arn:db",), "1"), **changes)


def groups(*some):
    return here(DatabaseTlsFacts(some, ()))


CASES = {
    "forced": case("pass", groups(group())),
    "forced by words": case("pass pass", groups(group(value="ON"), group("b", value="tls1.2+"))),
    "off": case("review", groups(group(value="0"))),
    "disabled": case("review", groups(group(value="disabled"))),
    "engine's default": case("review", groups(group(value=""))),
    "off, nothing sensitive": case(
        "not_applicable", groups(group(value="0")), scope=declared("arn:db", is_sensitive=False)
    ),
    "refused value": case("unknown", groups(group(value=DENIED))),
    "warehouse": case("pass", here(DatabaseTlsFacts((), (group(),)))),
    "warehouses unknown": case("pass unknown", here(DatabaseTlsFacts((group(),), DENIED))),
    "one of each": case("pass review", groups(group(), group("b", value="0"))),
    "nothing": case("not_applicable", groups()),
    "refused": case("unknown", DatabaseTlsFacts=DENIED),
    "one region refused": case("unknown", half(DatabaseTlsFacts((), ()))),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
